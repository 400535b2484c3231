// SPDX-License-Identifier: GPL-2.0
/*
 * Tables, pairs, raw output and JSON of fixed rows, compared with the files in selftests/data/cli/.
 *
 * UPDATE=1 in the environment writes those files; look at the difference before keeping it.
 */
#include <errno.h>

#include "clitest.h"

#include "columns.h"

static const struct dr_lmb lmbs[] = {
	{ .has = UINT64_MAX, .index = 0x80000004, .address = 0x40000000, .flags = 0x108,
	  .aa_index = 0, .usage = PSERIES_DR_USAGE_IN_USE, .sense = 1, .blocks = 1,
	  .blocks_online = 1, .zone = "Movable", .nid = 0 },
	{ .has = UINT64_MAX & ~(1ULL << PSERIES_DR_A_LMB_ZONE | 1ULL << PSERIES_DR_A_LMB_NID),
	  .index = 0x80000005, .address = 0x50000000, .aa_index = DR_NO_INDEX,
	  .usage = PSERIES_DR_USAGE_ABSENT, .sense = 2, .blocks = 1 },
	{ .has = UINT64_MAX, .index = 0x8000ffff, .address = 0xffffff0000000000ULL,
	  .usage = 99, .sense_status = -3, .blocks = 16, .blocks_online = 7, .zone = "none",
	  .nid = -1, .aa_index = 12 },
	{ .has = 1ULL << PSERIES_DR_A_LMB_INDEX, .index = 1 },
};

static const struct dr_drc drcs[] = {
	{ .has = UINT64_MAX, .index = 0x10000000, .resource = PSERIES_DR_RESOURCE_CPU,
	  .name = "CPU 0", .type = "CPU", .power_domain = DR_NO_INDEX, .sense = 1 },
	{ .has = UINT64_MAX, .index = 0x40000100, .resource = PSERIES_DR_RESOURCE_PCI,
	  .name = "C \"1\" \\ x", .type = "28", .power_domain = 7, .sense_status = -9000 },
	{ .has = 1ULL << PSERIES_DR_A_DRC_INDEX | 1ULL << PSERIES_DR_A_DRC_RESOURCE,
	  .index = 2, .resource = 4711 },
};

static const struct dr_job jobs[] = {
	{ .has = UINT64_MAX & ~GIVEN(FW_CALL), .id = 7, .seq = 12,
	  .origin = PSERIES_DR_ORIGIN_NETLINK, .resource = PSERIES_DR_RESOURCE_MEMORY,
	  .action = PSERIES_DR_ACTION_REMOVE, .identifier = PSERIES_DR_IDENTIFIER_COUNT,
	  .count = 4, .state = PSERIES_DR_STATE_DONE, .total = 4, .moved = 4,
	  .timeout_ms = 30500, .created = 1700000000000000000, .ended = 1700000001234567890 },
	{ .has = UINT64_MAX, .id = 8, .seq = 20, .origin = PSERIES_DR_ORIGIN_PLATFORM,
	  .resource = PSERIES_DR_RESOURCE_MEMORY, .action = PSERIES_DR_ACTION_REMOVE,
	  .identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT, .index = 0x80000004, .count = 2,
	  .state = PSERIES_DR_STATE_REFUSED, .total = 2, .error = EBUSY,
	  .step = PSERIES_DR_STEP_ISOLATE, .drc_index = 0x80000005,
	  .fw_call = "set-indicator isolate (LMB)", .fw_status = -9001, .undone = 3,
	  .undo_failed = 1, .undo_error = EIO, .refusals = 2,
	  .created = 1700000100000000000, .ended = 1700000100050000000 },
	{ .has = GIVEN(ID) | GIVEN(STATE), .id = 9, .state = 77 },
};

static const struct dr_scene scene = { .lmb_size = 256 << 20 };

#define ROWS(array) \
	{ .items = (void *)(array), .item_size = sizeof((array)[0]), .n = COUNT(array), \
	  .capacity = COUNT(array) }

static char printed[65536];

static size_t read_file(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");
	size_t len;

	if (!file)
		return 0;
	len = fread(text, 1, size - 1, file);
	text[len] = '\0';
	fclose(file);
	return len;
}

static void compare(const char *name)
{
	static char expected[sizeof(printed)];
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "../../data/cli/%s", name);
	if (getenv("UPDATE")) {
		file = fopen(path, "w");
		assert_non_null(file);
		fputs(printed, file);
		fclose(file);
	}
	assert_true(read_file(path, expected, sizeof(expected)) > 0);
	assert_string_equal(printed, expected);
}

static void print_table(const struct ctl_table *table, const struct dr_list *rows,
			struct ctl_out out, const char *name)
{
	FILE *stream = fmemopen(printed, sizeof(printed), "w");

	printed[0] = '\0';
	out.scene = &scene;
	assert_true(ctl_out_choose(&out, table, NULL));
	assert_int_equal(ctl_out_print(&out, table, rows, stream), 0);
	fclose(stream);
	if (name)
		compare(name);
}

static void lmbs_in_each_form(void **state)
{
	const struct dr_list rows = ROWS(lmbs);

	(void)state;
	print_table(&ctl_lmb_table, &rows, (struct ctl_out){ 0 }, "lmb.txt");
	print_table(&ctl_lmb_table, &rows, (struct ctl_out){ .bytes = true }, "lmb-bytes.txt");
	print_table(&ctl_lmb_table, &rows, (struct ctl_out){ .mode = CTL_MODE_JSON },
		    "lmb.json");
	print_table(&ctl_lmb_table, &rows, (struct ctl_out){ .mode = CTL_MODE_PAIRS },
		    "lmb-pairs.txt");
	print_table(&ctl_lmb_table, &rows,
		    (struct ctl_out){ .mode = CTL_MODE_RAW, .no_headings = true },
		    "lmb-raw.txt");
}

static void drcs_in_each_form(void **state)
{
	const struct dr_list rows = ROWS(drcs);

	(void)state;
	print_table(&ctl_drc_table, &rows, (struct ctl_out){ 0 }, "drc.txt");
	print_table(&ctl_drc_table, &rows, (struct ctl_out){ .mode = CTL_MODE_JSON },
		    "drc.json");
}

static void jobs_in_each_form(void **state)
{
	const struct dr_list rows = ROWS(jobs);

	(void)state;
	print_table(&ctl_job_table, &rows, (struct ctl_out){ 0 }, "jobs.txt");
	print_table(&ctl_job_table, &rows,
		    (struct ctl_out){ .mode = CTL_MODE_JSON, .all_columns = true }, "jobs.json");
	print_table(&ctl_job_table, &rows,
		    (struct ctl_out){ .mode = CTL_MODE_RAW, .list = "state,ID,undo_failed" },
		    "jobs-raw.txt");
	print_table(&ctl_job_table, &rows,
		    (struct ctl_out){ .no_headings = true, .list = "+COUNT" },
		    "jobs-plus.txt");
}

/* Each row has as many words as there are columns, even if cells are empty */
static void raw_rows_have_all_words(void **state)
{
	const struct dr_list rows = ROWS(lmbs);
	size_t i, blanks = 0;

	(void)state;
	print_table(&ctl_lmb_table, &rows, (struct ctl_out){ .mode = CTL_MODE_RAW }, NULL);
	for (i = 0; printed[i]; i++)
		blanks += printed[i] == ' ';
	assert_int_equal(blanks, (COUNT(lmbs) + 1) * (ctl_lmb_table.n - 1));
}

static void nothing_to_list(void **state)
{
	const struct dr_list none = DR_LIST_INIT(struct dr_job);

	(void)state;
	print_table(&ctl_job_table, &none, (struct ctl_out){ .mode = CTL_MODE_JSON },
		    "none.json");
	print_table(&ctl_job_table, &none, (struct ctl_out){ 0 }, "none.txt");
}

static void print_object(const struct ctl_table *table, const void *row, const char *name)
{
	struct ctl_out out = { .all_columns = true, .scene = &scene };
	FILE *stream = fmemopen(printed, sizeof(printed), "w");

	printed[0] = '\0';
	assert_true(ctl_out_choose(&out, table, NULL));
	ctl_out_object(&out, table, row, stream);
	fclose(stream);
	assert_int_equal(strcspn(printed, "\n"), strlen(printed) - 1);
	compare(name);
}

static void objects_take_one_line(void **state)
{
	(void)state;
	print_object(&ctl_job_table, &jobs[1], "job-object.json");
	print_object(&ctl_drc_table, &drcs[1], "drc-object.json");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lmbs_in_each_form),
		cmocka_unit_test(drcs_in_each_form),
		cmocka_unit_test(jobs_in_each_form),
		cmocka_unit_test(raw_rows_have_all_words),
		cmocka_unit_test(nothing_to_list),
		cmocka_unit_test(objects_take_one_line),
	};

	setenv("TZ", "UTC0", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
