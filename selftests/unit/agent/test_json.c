// SPDX-License-Identifier: GPL-2.0
/* Lines of JSON: the exact text, and that others can parse it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "agenttest.h"
#include "json.h"
#include "msg.h"
#include "codec.h"

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

static void check_record(const struct dr_record *record, const char *expected)
{
	check_line(dr_json_record(record), expected);
}

static void full_event(void **state)
{
	struct dr_event event;
	struct dr_record record = {
		.type = DR_RECORD_EVENT,
		.event = &event,
	};
	struct nlmsg msg;

	(void)state;
	msg_full_event(&msg, PSERIES_DR_CMD_EVENT);
	assert_int_equal(dr_decode_message(msg.nlh, &event), 0);
	check_record(&record,
		     "{\"type\":\"event\",\"id\":7,\"seq\":42,"
		     "\"origin\":\"platform\",\"resource\":\"memory\","
		     "\"action\":\"remove\",\"identifier\":\"indexed-count\","
		     "\"index\":\"0x80000010\",\"count\":4,"
		     "\"name\":\"LMB 16\",\"timeout_ms\":30000,"
		     "\"state\":\"rolling-back\",\"total\":4,\"moved\":3,"
		     "\"pages_left\":8589934592,\"error\":\"EBUSY\","
		     "\"step\":\"offline\",\"drc_index\":\"0x80000013\","
		     "\"fw_call\":\"set-indicator\",\"fw_status\":-9001,"
		     "\"undone\":3,\"undo_failed\":1,\"undo_error\":\"ENOMEM\","
		     "\"refusals\":2,\"created\":\"2023-11-14T22:13:20.000000000Z\","
		     "\"ended\":\"2023-11-14T22:13:20.999999999Z\","
		     "\"event_type\":\"state\","
		     "\"event_time\":\"2023-11-14T22:13:20.123456789Z\","
		     "\"raw\":\"007f80ff0a\","
		     "\"reason\":\"pages-stay\",\"reason_value\":37}");
}

static struct dr_event small_event(void)
{
	struct dr_event event = {
		.job.has = 1ULL << PSERIES_DR_A_JOB_SEQ |
			1ULL << PSERIES_DR_A_JOB_NAME,
		.job.seq = 1,
	};

	return event;
}

static void absent_attributes(void **state)
{
	struct dr_event event = small_event();
	struct dr_record record = {
		.type = DR_RECORD_JOB,
		.event = &event,
	};

	(void)state;
	event.job.has = 1ULL << PSERIES_DR_A_JOB_ID | 1ULL << PSERIES_DR_A_JOB_ERROR |
			1ULL << PSERIES_DR_A_JOB_RAW;
	event.job.id = 3;
	check_record(&record, "{\"type\":\"job\",\"id\":3,\"error\":null}");
}

/* A name from firmware cannot end a line, a string, or a terminal's mode */
static void escapes(void **state)
{
	struct dr_event event = small_event();
	struct dr_record record = {
		.type = DR_RECORD_EVENT,
		.event = &event,
	};

	(void)state;
	snprintf(event.job.name, sizeof(event.job.name), "a\"b\\c\177");
	check_record(&record, "{\"type\":\"event\",\"seq\":1,\"name\":\"a\\\"b\\\\c\177\"}");
}

static void large_numbers(void **state)
{
	struct dr_event event = small_event();
	struct dr_record record = {
		.type = DR_RECORD_EVENT,
		.event = &event,
	};

	(void)state;
	event.job.has = 1ULL << PSERIES_DR_A_JOB_SEQ |
		     1ULL << PSERIES_DR_A_JOB_STATE |
		     1ULL << PSERIES_DR_A_JOB_COUNT;
	event.job.seq = ~0ULL;
	event.job.state = 4711;
	event.job.count = ~0U;
	check_record(&record,
		     "{\"type\":\"event\",\"seq\":9223372036854775807,"
		     "\"count\":4294967295,\"state\":4711}");
}

static void long_log(void **state)
{
	struct dr_event event = small_event();
	struct dr_record record = {
		.type = DR_RECORD_EVENT,
		.event = &event,
	};
	char *line;

	(void)state;
	event.job.has = 1ULL << PSERIES_DR_A_JOB_RAW;
	event.raw_len = PSERIES_DR_RAW_MAX;
	memset(event.raw, 0xa5, sizeof(event.raw));
	line = dr_json_record(&record);
	assert_non_null(line);
	assert_int_equal(strlen(line), strlen("{'type':'event','raw':''}") +
			 2 * PSERIES_DR_RAW_MAX);
	free(line);
}

static struct dr_info some_info(void)
{
	struct dr_info info = {
		.has = 1ULL << PSERIES_DR_A_INFO_ABI |
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
	struct dr_info info = some_info();
	struct dr_record record = {
		.type = DR_RECORD_MODULE,
		.module = DR_MODULE_PRESENT,
		.info = &info,
	};

	(void)state;
	check_record(&record,
		     "{\"type\":\"module\",\"state\":\"present\",\"abi\":1,"
		     "\"capabilities\":[\"memory\",\"claim\",31],"
		     "\"online_type\":\"movable\","
		     "\"boot_id\":\"0x8000000000000001\"}");
	record.module = DR_MODULE_ABSENT;
	record.info = NULL;
	check_record(&record, "{\"type\":\"module\",\"state\":\"absent\"}");
}

static void lost(void **state)
{
	struct dr_record record = {
		.type = DR_RECORD_LOST,
		.from = 3,
		.to = 9,
	};

	(void)state;
	check_record(&record, "{\"type\":\"lost\",\"from\":3,\"to\":9}");
	record.to = 0;
	check_record(&record, "{\"type\":\"lost\",\"from\":3}");
}

/* Of what has a place among the events the place is known; of an open end it is not */
static void cursors(void **state)
{
	struct dr_event event = { .job.has = 1ULL << PSERIES_DR_A_JOB_SEQ, .job.seq = 42 };
	struct dr_record record = {
		.type = DR_RECORD_EVENT,
		.event = &event,
		.boot_id = 0x8000000000000001,
		.from = 3,
		.to = 9,
	};

	(void)state;
	check_record(&record, "{\"type\":\"event\",\"seq\":42,"
			      "\"cursor\":\"0x8000000000000001:42\"}");
	record.type = DR_RECORD_JOB;
	check_record(&record, "{\"type\":\"job\",\"seq\":42}");
	record.type = DR_RECORD_PROGRESS;
	check_record(&record, "{\"type\":\"progress\",\"seq\":42}");
	record.type = DR_RECORD_LOST;
	check_record(&record, "{\"type\":\"lost\",\"from\":3,\"to\":9,"
			      "\"cursor\":\"0x8000000000000001:9\"}");
	record.to = 0;
	check_record(&record, "{\"type\":\"lost\",\"from\":3}");
	check_line(dr_json_job(&event.job, 0x12, "words"),
		   "{\"type\":\"job\",\"seq\":42,\"text\":\"words\","
		   "\"cursor\":\"0x0000000000000012:42\"}");
}

static void hello(void **state)
{
	struct dr_info info = some_info();

	(void)state;
	check_line(dr_json_hello(DR_MODULE_ABSENT, NULL, 0),
		   "{\"type\":\"hello\",\"version\":\"test\",\"abi\":1,"
		   "\"module\":\"absent\",\"seq\":0}");
	check_line(dr_json_hello(DR_MODULE_PRESENT, &info, 12),
		   "{\"type\":\"hello\",\"version\":\"test\",\"abi\":1,"
		   "\"module\":\"present\","
		   "\"boot_id\":\"0x8000000000000001\",\"seq\":12}");
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
		cmocka_unit_test(cursors),
		cmocka_unit_test(hello),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
