// SPDX-License-Identifier: GPL-2.0
/*
 * Jobs and events as sentences, the line of progress, numbers as text.
 */
#include <errno.h>
#include <time.h>

#include "clitest.h"

#include "describe.h"
#include "progress.h"
#include "text.h"

#define MEMORY		PSERIES_DR_RESOURCE_MEMORY
#define CPU		PSERIES_DR_RESOURCE_CPU
#define ADD		PSERIES_DR_ACTION_ADD
#define REMOVE		PSERIES_DR_ACTION_REMOVE
#define BY_INDEX	PSERIES_DR_IDENTIFIER_INDEX
#define BY_COUNT	PSERIES_DR_IDENTIFIER_COUNT
#define BY_BOTH		PSERIES_DR_IDENTIFIER_INDEXED_COUNT
#define BY_NAME		PSERIES_DR_IDENTIFIER_NAME
#define STATE(name)	.state = PSERIES_DR_STATE_ ## name
#define REASON(name)	.reason = PSERIES_DR_REASON_ ## name
#define STEP(name)	.step = PSERIES_DR_STEP_ ## name
#define AT(number)	.drc_index = number, .has = GIVEN(DRC_INDEX)
#define REMOVE_4	.id = 7, .action = REMOVE, .resource = MEMORY, .identifier = BY_COUNT, \
			.count = 4, .total = 4, .origin = PSERIES_DR_ORIGIN_NETLINK

#define KEPT	"the platform was told that the guest keeps it (1 so far)"
#define TOLD	"LMB 0x80000005 at 0x50000000: " KEPT
#define BAR	"[#####---------------] "
#define LINE	BAR "1 of 4 moved, offline, LMB 0x80000006 at 0x60000000, 1234 pages left, 1.2 s"

static struct dr_lmb lmbs[] = {
	{ .has = 1ULL << PSERIES_DR_A_LMB_ADDRESS, .index = 0x80000006, .address = 0x60000000 },
	{ .has = 1ULL << PSERIES_DR_A_LMB_ADDRESS, .index = 0x80000004, .address = 0x40000000 },
	{ .has = 1ULL << PSERIES_DR_A_LMB_ADDRESS, .index = 0x80000005, .address = 0x50000000 },
};

static struct dr_scene scene = {
	.lmb_size = 256 << 20,
	.lmbs = { .items = lmbs, .item_size = sizeof(lmbs[0]), .n = COUNT(lmbs) },
};

static const struct dr_job requests[] = {
	{ .action = REMOVE, .resource = MEMORY, .identifier = BY_INDEX, .index = 0x80000004 },
	{ .action = ADD, .resource = MEMORY, .identifier = BY_COUNT, .count = 1 },
	{ .action = REMOVE, .resource = MEMORY, .identifier = BY_BOTH, .count = 3,
	    .index = 0x80000004 },
	{ .action = ADD, .resource = CPU, .identifier = BY_COUNT, .count = 2 },
	{ .action = REMOVE, .resource = PSERIES_DR_RESOURCE_PCI, .identifier = BY_NAME,
	    .name = "C2" },
	{ .action = REMOVE, .resource = PSERIES_DR_RESOURCE_PHB, .identifier = BY_INDEX,
	    .index = 0x20000001 },
	{ .action = 9, .resource = 99, .identifier = 77 },
};

static const struct dr_job jobs[] = {
	{ REMOVE_4, STATE(QUEUED) },
	{ REMOVE_4, STATE(RUNNING), STEP(OFFLINE), .moved = 1, .pages_left = 1234,
	    AT(0x80000006) },
	{ REMOVE_4, STATE(COMPLETING), STEP(RELEASE), .moved = 3, AT(0x80000005) },
	{ REMOVE_4, STATE(DONE), .moved = 4, .created = 1000000000, .ended = 2234567890 },
	{ .id = 8, .action = REMOVE, .resource = MEMORY, .identifier = BY_INDEX,
	    .index = 0x80000004, .total = 1, .moved = 1, STATE(DONE) },
	{ .id = 9, .action = ADD, .resource = CPU, .identifier = BY_COUNT, .count = 1,
	    .total = 8, .moved = 8, STATE(DONE) },
	{ REMOVE_4, STATE(DONE) },
	{ REMOVE_4, STATE(DONE), .moved = 3, .undo_failed = 1, .undo_error = EIO },
	{ REMOVE_4, STATE(FAILED), STEP(OFFLINE), .error = EBUSY, .undone = 5,
	    AT(0x80000006) },
	{ REMOVE_4, STATE(FAILED), STEP(ISOLATE), .error = EPERM, .undone = 1,
	    .drc_index = 0x80000004, .has = GIVEN(DRC_INDEX) | GIVEN(FW_CALL),
	    .fw_call = "set-indicator isolate (LMB)", .fw_status = -1 },
	{ REMOVE_4, STATE(FAILED), STEP(ATTACH), .error = EIO, .undone = 2, .undo_failed = 3,
	    .undo_error = ENOMEM, AT(0x80000009) },
	{ .id = 3, .action = REMOVE, .resource = MEMORY, .identifier = BY_BOTH, .count = 4,
	    .index = 0x80000004, .origin = PSERIES_DR_ORIGIN_PLATFORM, STATE(REFUSED),
	    STEP(OFFLINE), .error = ETIMEDOUT, .refusals = 4, .undone = 2, AT(0x80000005) },
	{ .id = 3, .action = REMOVE, .resource = CPU, .identifier = BY_INDEX,
	    .index = 0x10000008, .origin = PSERIES_DR_ORIGIN_PLATFORM, STATE(FAILED),
	    STEP(RESOLVE), .error = ENODEV },
	{ REMOVE_4, STATE(FAILED), STEP(OFFLINE), .error = ETIMEDOUT, .pages_left = 1,
	    AT(0x80000006) },
	{ REMOVE_4, STATE(CANCELLED), .error = ECANCELED },
	{ REMOVE_4, STATE(FAILED), STEP(OFFLINE), .error = EBUSY, REASON(PAGES_STAY),
	    .reason_value = 37, AT(0x80000006) },
	{ REMOVE_4, STATE(FAILED), STEP(OFFLINE), .error = EBUSY, REASON(KERNEL_ZONE) },
	{ REMOVE_4, STATE(FAILED), STEP(OFFLINE), .error = EBUSY, REASON(BOOT_MEMORY) },
	{ REMOVE_4, STATE(DONE), .moved = 4, REASON(OTHER_ZONE) },
	{ .id = 4, .action = REMOVE, .resource = PSERIES_DR_RESOURCE_PCI,
	    .identifier = BY_INDEX, .index = 0x40000010, STATE(FAILED), STEP(CHECK),
	    .error = EBUSY, REASON(DISK_IN_USE), .reason_value = 259ULL << 32 | 3,
	    AT(0x40000010) },
	{ .id = 6, .action = REMOVE, .resource = PSERIES_DR_RESOURCE_PCI,
	    .identifier = BY_INDEX, .index = 0x40000018, .origin = PSERIES_DR_ORIGIN_PLATFORM,
	    STATE(FAILED), STEP(CHECK), .error = EBUSY, REASON(VFIO), AT(0x40000018) },
	{ .id = 5, .action = REMOVE, .resource = CPU, .identifier = BY_INDEX,
	    .index = 0x10000008, .undone = 2, STATE(CANCELLED), .error = ECANCELED,
	    REASON(CPUSETS), .reason_value = 3 },
	{ REMOVE_4, STATE(ROLLING_BACK), STEP(OFFLINE), .error = EBUSY, AT(0x80000006) },
	{ REMOVE_4, .state = 42, .step = 43, .error = 4444 },
	{ .id = 1 },
};

static char printed[16384];

/* Compare the output with a file; UPDATE=1 in the environment writes the file */
static void compare(const char *path)
{
	static char expected[sizeof(printed)];
	FILE *file;

	if (getenv("UPDATE")) {
		file = fopen(path, "w");
		assert_non_null(file);
		fputs(printed, file);
		fclose(file);
	}
	file = fopen(path, "r");
	assert_non_null(file);
	expected[fread(expected, 1, sizeof(expected) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(printed, expected);
}

static void requests_read_as_asked(void **state)
{
	FILE *out = fmemopen(printed, sizeof(printed), "w");
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(requests); i++) {
		dr_describe_request(out, &requests[i]);
		fputc('\n', out);
	}
	fclose(out);
	compare("../../data/cli/requests.txt");
}

static void jobs_read_as_sentences(void **state)
{
	FILE *out = fmemopen(printed, sizeof(printed), "w");
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(jobs); i++) {
		dr_describe_job(out, &jobs[i], &scene);
		fputc('\n', out);
	}
	fclose(out);
	compare("../../data/cli/sentences.txt");
}

/* Every state, step, error and kind must give some sentence, with or without a scene */
static void nothing_is_left_without_words(void **state)
{
	struct dr_event event;
	struct dr_job *job = &event.job;
	char text[2048];
	unsigned int i;
	FILE *out;

	(void)state;
	for (i = 0; i < 20000; i++) {
		event = (struct dr_event){ .event_type = i % 5 };
		*job = (struct dr_job){
			.id = i, .has = i % 3 ? UINT64_MAX : 0, .state = i % 11, .step = i % 17,
			.error = i % 13, .resource = i % 10, .action = i % 4,
			.identifier = i % 6, .origin = i % 4, .undone = i % 3,
			.undo_failed = i % 2, .refusals = i % 4, .moved = i % 5, .total = i % 7,
			.drc_index = 0x80000003 + i % 6, .fw_status = -(int)(i % 10000),
			.reason = i % 19, .reason_value = i,
		};
		out = fmemopen(text, sizeof(text), "w");
		dr_describe_job(out, job, i % 2 ? &scene : NULL);
		fclose(out);
		assert_true(strlen(text) > 20 && text[strlen(text) - 1] == '.');
		assert_null(strstr(text, "(null)"));
		assert_null(strstr(text, ".."));
		out = fmemopen(text, sizeof(text), "w");
		dr_describe_event(out, &event, i % 2 ? &scene : NULL);
		fclose(out);
		assert_true(strlen(text) > 5);
	}
}

static void check_event(const struct dr_event *event, const char *expected)
{
	char text[2048];
	FILE *out = fmemopen(text, sizeof(text), "w");

	dr_describe_event(out, event, &scene);
	fclose(out);
	assert_string_equal(text, expected);
}

static void events_read_on_one_line(void **state)
{
	struct dr_event event = {
		.job = { REMOVE_4, STATE(QUEUED) }, .event_type = PSERIES_DR_EVENT_TYPE_STATE,
	};

	(void)state;
	check_event(&event, "remove 4 LMBs, asked through netlink");
	event.job.origin = PSERIES_DR_ORIGIN_MODULE;
	check_event(&event, "remove 4 LMBs, brought back by the module");
	event.job.origin = PSERIES_DR_ORIGIN_MODULE + 1;
	check_event(&event, "remove 4 LMBs, asked through 4");
	event.job.state = PSERIES_DR_STATE_RUNNING;
	check_event(&event, "remove 4 LMBs");
	event.event_type = PSERIES_DR_EVENT_TYPE_PROGRESS;
	event.job.moved = 2;
	check_event(&event, "2 of 4 moved");
	event.event_type = PSERIES_DR_EVENT_TYPE_REFUSAL;
	event.job.has = GIVEN(DRC_INDEX);
	event.job.drc_index = 0x80000005;
	event.job.refusals = 1;
	check_event(&event, TOLD);
	event.event_type = PSERIES_DR_EVENT_TYPE_UNHANDLED;
	event.raw_len = 96;
	event.job.action = 0;
	check_event(&event, "the platform sent an event that is not carried out, 96 bytes");
	event.job.resource = PSERIES_DR_RESOURCE_PCI;
	event.job.action = PSERIES_DR_ACTION_ADD;
	event.job.identifier = PSERIES_DR_IDENTIFIER_INDEX;
	event.job.index = 0x40000010;
	check_event(&event, "the platform sent an event that is not carried out, "
			    "add PCI function 0x40000010, 96 bytes");
}

static void progress_fits_the_terminal(void **state)
{
	struct dr_job job = {
		REMOVE_4, STATE(RUNNING), STEP(OFFLINE), .moved = 1, .pages_left = 1234,
		AT(0x80000006),
	};
	char line[512];
	size_t columns;

	(void)state;
	assert_string_equal(ctl_progress_line(line, 200, &job, &scene, 1250000000), LINE);
	for (columns = 0; columns < 120; columns++)
		assert_true(strlen(ctl_progress_line(line, columns, &job, &scene, 0)) <= columns);
	job.state = PSERIES_DR_STATE_ROLLING_BACK;
	assert_non_null(strstr(ctl_progress_line(line, 200, &job, &scene, 0), "undoing, "));
	/* moved above total, and a total of 0 */
	job.moved = 5;
	assert_memory_equal(ctl_progress_line(line, 200, &job, &scene, 0),
			    "[####################]", 22);
	job.total = 0;
	assert_memory_equal(ctl_progress_line(line, 200, &job, &scene, 0),
			    "[--------------------]", 22);
}

static void check_size(uint64_t bytes, const char *expected)
{
	char text[32];

	assert_string_equal(dr_text_size(text, sizeof(text), bytes), expected);
}

static void sizes_read_well(void **state)
{
	(void)state;
	check_size(0, "0B");
	check_size(1023, "1023B");
	check_size(1024, "1K");
	check_size(256 << 20, "256M");
	check_size(1ULL << 30, "1G");
	check_size(3ULL << 29, "1.5G");
	check_size(5ULL << 28, "1.3G");
	check_size((1ULL << 40) - 1, "1024G");
	check_size(64ULL << 40, "64T");
	check_size(UINT64_MAX, "16E");
}

static void times_read_well(void **state)
{
	const uint64_t when = 1700000000123456789ULL;
	char text[64];

	(void)state;
	setenv("TZ", "UTC0", 1);
	assert_string_equal(dr_text_date(text, sizeof(text), when), "2023-11-14 22:13:20");
	assert_string_equal(dr_text_clock(text, sizeof(text), when), "22:13:20.123");
	assert_string_equal(dr_text_iso(text, sizeof(text), when),
			    "2023-11-14T22:13:20.123+00:00");
	setenv("TZ", "XYZ-05:30", 1);
	tzset();
	assert_string_equal(dr_text_iso(text, sizeof(text), when),
			    "2023-11-15T03:43:20.123+05:30");
	dr_text_date(text, sizeof(text), UINT64_MAX);
	assert_string_equal(dr_text_seconds(text, sizeof(text), 999999), "0.000");
	assert_string_equal(dr_text_seconds(text, sizeof(text), 61001000000ULL), "61.001");
	assert_string_equal(dr_text_ms(text, sizeof(text), 10000), "10");
	assert_string_equal(dr_text_ms(text, sizeof(text), 1500), "1.5");
	assert_string_equal(dr_text_ms(text, sizeof(text), 0), "0");
}

static void words_and_senses(void **state)
{
	char text[32], foreign[] = "a\x1b[0m\n\x80\xff~";

	(void)state;
	assert_string_equal(dr_text_word(text, sizeof(text), "unknown", 4, 4), "unknown");
	assert_string_equal(dr_text_word(text, sizeof(text), "unknown", 5, 4), "5");
	assert_string_equal(dr_text_sense(text, sizeof(text), 0, 1), "present");
	assert_string_equal(dr_text_sense(text, sizeof(text), 0, 5), "5");
	assert_string_equal(dr_text_sense(text, sizeof(text), -3, 1), "error -3");
	assert_string_equal(dr_text_errno(text, sizeof(text), EBUSY), "EBUSY");
	assert_string_equal(dr_text_errno(text, sizeof(text), 4444), "4444");
	dr_text_clean(foreign);
	assert_string_equal(foreign, "a?[0m???~");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_read_as_asked),
		cmocka_unit_test(jobs_read_as_sentences),
		cmocka_unit_test(nothing_is_left_without_words),
		cmocka_unit_test(events_read_on_one_line),
		cmocka_unit_test(progress_fits_the_terminal),
		cmocka_unit_test(sizes_read_well),
		cmocka_unit_test(times_read_well),
		cmocka_unit_test(words_and_senses),
	};

	dr_scene_sort(&scene);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
