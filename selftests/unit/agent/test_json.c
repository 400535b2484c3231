// SPDX-License-Identifier: GPL-2.0
/* Lines of JSON: the exact text, and that others can parse it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "agenttest.h"
#include "fields.h"
#include "json.h"
#include "msg.h"
#include "proto.h"

static void check_line(char *line, const char *expected)
{
	json_error_t error;
	json_t *json;

	assert_non_null(line);
	assert_string_equal(line, expected);
	json = json_loads(line, JSON_REJECT_DUPLICATES, &error);
	assert_non_null(json);
	json_decref(json);
	free(line);
}

static void check_record(const struct pdrd_record *record, const char *expected)
{
	check_line(pdrd_json_record(record), expected);
}

static void full_event(void **state)
{
	struct pdrd_event event;
	struct pdrd_record record = {
		.type = PDRD_RECORD_EVENT,
		.event = &event,
	};
	struct msg msg;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	assert_int_equal(pdrd_proto_decode(msg.nlh, &event), 0);
	check_record(&record,
		     "{\"type\":\"event\",\"event-type\":\"state\","
		     "\"event-time\":1700000000123456789,\"seq\":42,\"id\":7,"
		     "\"origin\":\"platform\",\"resource\":\"memory\","
		     "\"action\":\"remove\",\"identifier\":\"indexed-count\","
		     "\"index\":\"0x80000010\",\"count\":4,"
		     "\"name\":\"LMB 16\",\"timeout-ms\":30000,"
		     "\"state\":\"rolling-back\",\"total\":4,\"moved\":3,"
		     "\"pages-left\":8589934592,\"error\":16,"
		     "\"step\":\"offline\",\"drc-index\":\"0x80000013\","
		     "\"fw-call\":\"set-indicator\",\"fw-status\":-9001,"
		     "\"undone\":3,\"undo-failed\":1,\"undo-error\":12,"
		     "\"refusals\":2,\"created\":1700000000000000000,"
		     "\"ended\":1700000000999999999,"
		     "\"reason\":\"pages-stay\",\"reason-value\":37,\"raw\":\"007f80ff0a\"}");
}

static struct pdrd_event small_event(void)
{
	struct pdrd_event event = {
		.have = 1ULL << PSERIES_DR_A_JOB_SEQ |
			1ULL << PSERIES_DR_A_JOB_NAME,
		.seq = 1,
	};

	return event;
}

static void absent_attributes(void **state)
{
	struct pdrd_event event = small_event();
	struct pdrd_record record = {
		.type = PDRD_RECORD_JOB,
		.event = &event,
	};

	(void)state;
	event.have = 1ULL << PSERIES_DR_A_JOB_ID;
	event.id = 3;
	check_record(&record, "{\"type\":\"job\",\"id\":3}");
}

/* A name from firmware cannot end a line, a string, or a terminal's mode */
static void escapes(void **state)
{
	static const struct {
		const char *name;
		const char *json;
	} cases[] = {
		{ "a\"b\\c", "a\\\"b\\\\c" },
		{ "a\nb\r\tc", "a\\nb\\r\\tc" },
		{ "\033[2J\001\177", "\\u001B[2J\\u0001\177" },
		{ "\xc3\xa4", "\\u00E4" },
		{ "\xff\xc3" "x", "??x" },
		{ "\xed\xa0\x80", "???" },
		{ "\xf0\x9f\x98\x80", "\\uD83D\\uDE00" },
		{ "", "" },
	};
	struct pdrd_event event = small_event();
	struct pdrd_record record = {
		.type = PDRD_RECORD_EVENT,
		.event = &event,
	};
	char expected[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(event.name, sizeof(event.name), "%s", cases[i].name);
		snprintf(expected, sizeof(expected),
			 "{\"type\":\"event\",\"seq\":1,\"name\":\"%s\"}",
			 cases[i].json);
		check_record(&record, expected);
	}
}

static void large_numbers(void **state)
{
	struct pdrd_event event = small_event();
	struct pdrd_record record = {
		.type = PDRD_RECORD_EVENT,
		.event = &event,
	};

	(void)state;
	event.have = 1ULL << PSERIES_DR_A_JOB_SEQ |
		     1ULL << PSERIES_DR_A_JOB_STATE |
		     1ULL << PSERIES_DR_A_JOB_COUNT;
	event.seq = ~0ULL;
	event.state = 4711;
	event.count = ~0U;
	check_record(&record,
		     "{\"type\":\"event\",\"seq\":9223372036854775807,"
		     "\"count\":4294967295,\"state\":\"unknown\"}");
}

static void long_log(void **state)
{
	struct pdrd_event event = small_event();
	struct pdrd_record record = {
		.type = PDRD_RECORD_EVENT,
		.event = &event,
	};
	char *line;

	(void)state;
	event.have = 1ULL << PSERIES_DR_A_JOB_RAW;
	event.raw_len = PSERIES_DR_RAW_MAX;
	memset(event.raw, 0xa5, sizeof(event.raw));
	line = pdrd_json_record(&record);
	assert_non_null(line);
	assert_int_equal(strlen(line), strlen("{'type':'event','raw':''}") +
			 2 * PSERIES_DR_RAW_MAX);
	free(line);
}

static struct pdrd_info some_info(void)
{
	struct pdrd_info info = {
		.have = 1ULL << PSERIES_DR_A_INFO_ABI |
			1ULL << PSERIES_DR_A_INFO_CAPABILITIES |
			1ULL << PSERIES_DR_A_INFO_ONLINE_TYPE |
			1ULL << PSERIES_DR_A_INFO_BOOT_ID,
		.abi = 1,
		.capabilities = PSERIES_DR_CAPABILITY_MEMORY |
				PSERIES_DR_CAPABILITY_CLAIM | 1U << 31,
		.online_type = PSERIES_DR_ONLINE_TYPE_MOVABLE,
		.boot_id = 0x8000000000000001,
	};

	return info;
}

static void modules(void **state)
{
	struct pdrd_info info = some_info();
	struct pdrd_record record = {
		.type = PDRD_RECORD_MODULE,
		.module = PDRD_MODULE_PRESENT,
		.info = &info,
	};

	(void)state;
	check_record(&record,
		     "{\"type\":\"module\",\"state\":\"present\",\"abi\":1,"
		     "\"capabilities\":[\"memory\",\"claim\",\"unknown\"],"
		     "\"online-type\":\"movable\","
		     "\"boot-id\":\"8000000000000001\"}");
	record.module = PDRD_MODULE_ABSENT;
	record.info = NULL;
	check_record(&record, "{\"type\":\"module\",\"state\":\"absent\"}");
}

static void lost(void **state)
{
	struct pdrd_record record = {
		.type = PDRD_RECORD_LOST,
		.from = 3,
		.to = 9,
	};

	(void)state;
	check_record(&record, "{\"type\":\"lost\",\"from\":3,\"to\":9}");
	record.to = 0;
	check_record(&record, "{\"type\":\"lost\",\"from\":3}");
}

static void hello(void **state)
{
	struct pdrd_info info = some_info();

	(void)state;
	check_line(pdrd_json_hello(PDRD_MODULE_ABSENT, NULL, 0),
		   "{\"type\":\"hello\",\"version\":\"test\",\"abi\":1,"
		   "\"module\":\"absent\",\"seq\":0}");
	check_line(pdrd_json_hello(PDRD_MODULE_PRESENT, &info, 12),
		   "{\"type\":\"hello\",\"version\":\"test\",\"abi\":1,"
		   "\"module\":\"present\","
		   "\"boot-id\":\"8000000000000001\",\"seq\":12}");
}

/* Compare keys with a list of names in the spec, from the line @begin on */
static void check_keys(const struct pdrd_fields *fields, const char *begin)
{
	char line[256], name[64];
	FILE *spec = fopen(PDR_SPEC, "re");
	size_t i = 0;

	assert_non_null(spec);
	while (fgets(line, sizeof(line), spec) && !strstr(line, begin))
		;
	/* "attributes:" */
	assert_non_null(fgets(line, sizeof(line), spec));
	while (fgets(line, sizeof(line), spec) &&
	       sscanf(line, " - %63[a-z-]", name) == 1) {
		assert_true(i < fields->count);
		assert_string_equal(fields->field[i++].key, name);
	}
	assert_int_equal(i, fields->count);
	fclose(spec);
}

static void keys_are_the_specs(void **state)
{
	(void)state;
	check_keys(&pdrd_event_fields, "&event-reply");
	check_keys(&pdrd_info_fields, "&info-reply");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_event),
		cmocka_unit_test(absent_attributes),
		cmocka_unit_test(escapes),
		cmocka_unit_test(large_numbers),
		cmocka_unit_test(long_log),
		cmocka_unit_test(modules),
		cmocka_unit_test(lost),
		cmocka_unit_test(hello),
		cmocka_unit_test(keys_are_the_specs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
