// SPDX-License-Identifier: GPL-2.0
/*
 * lib/papr.py writes what the encoders in C write. Both get the same values: the program
 * samepapr beside this file makes the bytes anew, and compares.
 */

#include "unit.h"
#include "lib/drcprops.h"
#include "lib/errorlog.h"
#include "lib/lmbtable.h"
#include "lib/workarea.h"

#define ROUNDS		200
#define ENTRIES_MAX	6
#define TEXT_MAX	24

static FILE *papr_begin(void)
{
	FILE *papr = popen(UNIT_FOLDER "/samepapr", "w");

	assert_non_null(papr);
	random_start();
	return papr;
}

/* It has read all lines, and fails if one differs. */
static void papr_end(FILE *papr)
{
	assert_int_equal(pclose(papr), 0);
}

/* The end of a line: what the values make. */
static void print_encoded(FILE *papr, const struct bytes *bytes)
{
	size_t i;

	fputs(", \"", papr);
	for (i = 0; i < bytes->len; i++)
		fprintf(papr, "%02x", bytes->data[i]);
	fputs("\"]\n", papr);
}

static u32 any_u32(void)
{
	return random_below(8) ? random_below(U32_MAX) : U32_MAX;
}

/* Any text that stands in JSON as it is. */
static void any_text(char *text)
{
	u32 len = random_below(TEXT_MAX);

	while (len--)
		*text++ = (char)('#' + random_below('Z' - '#'));
	*text = '\0';
}

/* A set in C is a row of numbers in Python; of a table of single LMBs the count is left out. */
static void put_any_set(FILE *papr, struct bytes *table, bool single, const char *comma)
{
	const struct lmbtable_set set = {
		any_u32(), (u64)any_u32() << 32 | any_u32(), any_u32(), any_u32(), any_u32(),
	};
	struct lmbtable_set again;

	fprintf(papr, "%s[", comma);
	if (single) {
		lmbtable_v1(table, set.base, set.index, 0, set.aa, set.flags);
	} else {
		lmbtable_v2(table, set.count, set.base, set.index, set.aa, set.flags);
		again = lmbtable_set_at(table->data + table->len - LMBTABLE_ENTRY);
		assert_true(again.count == set.count && again.base == set.base &&
			    again.index == set.index && again.aa == set.aa &&
			    again.flags == set.flags);
		fprintf(papr, "%u, ", set.count);
	}
	fprintf(papr, "%llu, %u, %u, %u]", set.base, set.index, set.aa, set.flags);
}

static void print_any_table(FILE *papr, bool single)
{
	u32 count = random_below(ENTRIES_MAX), i;
	struct bytes table = { };

	fprintf(papr, "[\"%s\", [[", single ? "lmbs_v1" : "lmbs_v2");
	bytes_u32(&table, count);
	for (i = 0; i < count; i++)
		put_any_set(papr, &table, single, i ? ", " : "");
	fputs("]]", papr);
	print_encoded(papr, &table);
	bytes_free(&table);
}

static void lmb_tables_are_the_same(void **state)
{
	FILE *papr = papr_begin();
	u32 round;

	(void)state;
	for (round = 0; round < ROUNDS; round++)
		print_any_table(papr, round % 2);
	papr_end(papr);
}

static void put_any_connector(FILE *papr, union drc_arrays *arrays, const char *comma)
{
	char name[TEXT_MAX], type[TEXT_MAX];
	u32 index = any_u32(), domain = any_u32();

	any_text(name);
	any_text(type);
	drc_arrays_put(arrays, index, name, type, domain);
	fprintf(papr, "%s[%u, \"%s\", \"%s\", %u]", comma, index, name, type, domain);
}

static void arrays_of_connectors_are_the_same(void **state)
{
	FILE *papr = papr_begin();
	u32 round, count, i;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		union drc_arrays arrays = { };
		struct bytes all = { };

		count = random_below(ENTRIES_MAX);
		drc_arrays_begin(&arrays, count);
		fputs("[\"drc_arrays\", [[", papr);
		for (i = 0; i < count; i++)
			put_any_connector(papr, &arrays, i ? ", " : "");
		fputs("]]", papr);
		for (i = 0; i < DRCPROPS_ARRAYS; i++)
			bytes_put(&all, arrays.each[i].data, arrays.each[i].len);
		print_encoded(papr, &all);
		bytes_free(&all);
		drc_arrays_free(&arrays);
	}
	papr_end(papr);
}

static void put_any_run(FILE *papr, struct bytes *info, const char *comma)
{
	const u32 number[] = { any_u32(), any_u32(), any_u32(), any_u32(), any_u32() };
	char type[TEXT_MAX], prefix[TEXT_MAX];

	any_text(type);
	any_text(prefix);
	drc_info_put(info, type, prefix, number[0], number[1], number[2], number[3], number[4]);
	fprintf(papr, "%s[\"%s\", \"%s\", %u, %u, %u, %u, %u]", comma, type, prefix, number[0],
		number[1], number[2], number[3], number[4]);
}

static void runs_of_connectors_are_the_same(void **state)
{
	FILE *papr = papr_begin();
	u32 round, count, i;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		struct bytes info = { };

		count = random_below(ENTRIES_MAX);
		bytes_u32(&info, count);
		fputs("[\"drc_info\", [[", papr);
		for (i = 0; i < count; i++)
			put_any_run(papr, &info, i ? ", " : "");
		fputs("]]", papr);
		print_encoded(papr, &info);
		bytes_free(&info);
	}
	papr_end(papr);
}

static void put_any_log(FILE *papr, struct bytes *log)
{
	const u8 head[] = { (u8)any_u32(), (u8)any_u32(), (u8)any_u32(), 0 };
	u8 rest[TEXT_MAX];
	u32 len = random_below(sizeof(rest)), i;

	errorlog_begin(log, ERRORLOG_TYPE_HOTPLUG);
	fprintf(papr, "[%u, %u, %u, \"", head[0], head[1], head[2]);
	for (i = 0; i < len; i++) {
		rest[i] = (u8)any_u32();
		fprintf(papr, "%02x", rest[i]);
	}
	fputs("\"]", papr);
	errorlog_main(log, &(struct errorlog_main){ });
	errorlog_hotplug_raw(log, head, rest, len);
	errorlog_end(log);
}

static void error_logs_are_the_same(void **state)
{
	FILE *papr = papr_begin();
	u32 round;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		struct bytes log = { };

		fputs("[\"error_log\", ", papr);
		put_any_log(papr, &log);
		print_encoded(papr, &log);
		bytes_free(&log);
	}
	papr_end(papr);
}

static void logs_that_lie_are_the_same(void **state)
{
	FILE *papr = papr_begin();
	u32 round, length;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		struct bytes log = { };

		length = any_u32();
		fprintf(papr, "[\"with_length\", [%u, ", length);
		put_any_log(papr, &log);
		fputs("]", papr);
		errorlog_set_length(log.data, length);
		print_encoded(papr, &log);
		bytes_free(&log);
	}
	papr_end(papr);
}

static void places_are_the_same(void **state)
{
	static const u32 places[] = {
		DRCPROPS_LIVE_INSERTION, WORKAREA_SIZE, WORKAREA_INDEX, WORKAREA_NAME,
		WORKAREA_LENGTH, WORKAREA_VALUE, WORKAREA_DATA, ERRORLOG_LENGTH, ERRORLOG_TIME,
		ERRORLOG_INDEX,
	};
	static const u8 types[] = { ERRORLOG_TYPE_HOTPLUG, ERRORLOG_TYPE_POWER };
	FILE *papr = papr_begin();
	struct bytes all = { };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(places); i++)
		bytes_u32(&all, places[i]);
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		struct bytes log = { };

		errorlog_begin(&log, types[i]);
		bytes_put(&all, log.data, ERRORLOG_LENGTH);
		bytes_free(&log);
	}
	fputs("[\"places\", []", papr);
	print_encoded(papr, &all);
	bytes_free(&all);
	papr_end(papr);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lmb_tables_are_the_same),
		cmocka_unit_test(arrays_of_connectors_are_the_same),
		cmocka_unit_test(runs_of_connectors_are_the_same),
		cmocka_unit_test(error_logs_are_the_same),
		cmocka_unit_test(logs_that_lie_are_the_same),
		cmocka_unit_test(places_are_the_same),
	};

	return cmocka_run_group_tests_name("papr", tests, NULL, NULL);
}
