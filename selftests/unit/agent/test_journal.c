// SPDX-License-Identifier: GPL-2.0
/* The records of the journal: which there are, in which words, with which fields. */

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#include "agenttest.h"
#include "ends.h"
#include "journal.h"

#define LMB_SIZE	(256ULL << 20)
#define CREATED		1700000000000000000ULL

/* The entries that came, one field a line, and how many they were */
static char entry[4096];
static unsigned int entries;

int __wrap_sd_journal_sendv(const struct iovec *fields, int count);

/* The answer of a journal that is broken must not matter */
int __wrap_sd_journal_sendv(const struct iovec *fields, int count)
{
	FILE *out = fmemopen(entry, sizeof(entry), "w");
	int i;

	for (i = 0; i < count; i++)
		fprintf(out, "%.*s\n", (int)fields[i].iov_len, (char *)fields[i].iov_base);
	fclose(out);
	entries++;
	return -ECONNREFUSED;
}

static int setup(void **state)
{
	(void)state;
	memset(entry, 0, sizeof(entry));
	entries = 0;
	return 0;
}

/* The platform wanted four LMBs back, and one of them did not move */
static struct dr_event refused(void)
{
	struct dr_event event = {
		.event_type = PSERIES_DR_EVENT_TYPE_STATE,
		.job.id = 7,
		.job.seq = 42,
		.job.resource = PSERIES_DR_RESOURCE_MEMORY,
		.job.action = PSERIES_DR_ACTION_REMOVE,
		.job.identifier = PSERIES_DR_IDENTIFIER_COUNT,
		.job.count = 4,
		.job.total = 4,
		.job.origin = PSERIES_DR_ORIGIN_PLATFORM,
		.job.state = PSERIES_DR_STATE_REFUSED,
		.job.step = PSERIES_DR_STEP_OFFLINE,
		.job.error = EBUSY,
		.job.drc_index = 0x80000010,
		.job.reason = PSERIES_DR_REASON_KERNEL_ZONE,
		.job.created = CREATED,
		.job.ended = CREATED + 1500000000,
	};

	dr_mark(&event.job, PSERIES_DR_A_JOB_DRC_INDEX);
	return event;
}

static void tell_type(enum dr_record_type type, const struct dr_event *event)
{
	static struct pdrd_ends ends;
	struct dr_record record = { .type = type, .event = event, .boot_id = 0x1234 };

	pdrd_journal_note(&record, pdrd_ends_take(&ends, &record), LMB_SIZE);
}

static void tell(const struct dr_event *event)
{
	tell_type(DR_RECORD_EVENT, event);
}

static void expect(const char *field)
{
	char line[512];

	snprintf(line, sizeof(line), "\n%s\n", field);
	if (!strstr(entry, line))
		fail_msg("no %s in:\n%s", field, entry);
}

static void expect_start(const char *text)
{
	if (strncmp(entry, text, strlen(text)))
		fail_msg("\"%s\" is not at the start of:\n%s", text, entry);
}

static void refused_job_is_told_with_its_fields(void **state)
{
	struct dr_event event = refused();

	(void)state;
	tell(&event);
	assert_int_equal(entries, 1);
	expect_start("MESSAGE=Job 7 (remove 4 LMBs, asked by the platform) "
		     "was refused on LMB 0x80000010 while ");
	expect("PRIORITY=4");
	expect("PDR_BOOT_ID=0x0000000000001234");
	expect("PDR_JOB=7");
	expect("PDR_SEQ=42");
	expect("PDR_REQUEST=remove 4 LMBs");
	expect("PDR_RESOURCE=memory");
	expect("PDR_ORIGIN=platform");
	expect("PDR_STATE=refused");
	expect("PDR_REASON=kernel-zone");
	expect("PDR_DRC=0x80000010");
	expect("PDR_ERROR=EBUSY");
}

static void done_job_has_no_field_of_a_failure(void **state)
{
	struct dr_event event = refused();

	(void)state;
	event.job.has = 0;
	event.job.state = PSERIES_DR_STATE_DONE;
	event.job.moved = 4;
	event.job.error = 0;
	event.job.reason = PSERIES_DR_REASON_NONE;
	tell(&event);
	expect_start("MESSAGE=Job 7 is done as the platform asked: "
		     "4 LMBs (1G) removed in 1.500 s.\n");
	expect("PRIORITY=6");
	expect("PDR_STATE=done");
	assert_null(strstr(entry, "PDR_REASON"));
	assert_null(strstr(entry, "PDR_DRC"));
	assert_null(strstr(entry, "PDR_ERROR"));
}

static void each_end_has_its_priority(void **state)
{
	static const struct {
		uint32_t state;
		uint32_t undo_failed;
		const char *field;
	} cases[] = {
		{ PSERIES_DR_STATE_DONE, 0, "PRIORITY=6" },
		{ PSERIES_DR_STATE_CANCELLED, 0, "PRIORITY=5" },
		{ PSERIES_DR_STATE_REFUSED, 0, "PRIORITY=4" },
		{ PSERIES_DR_STATE_FAILED, 0, "PRIORITY=4" },
		{ PSERIES_DR_STATE_CANCELLED + 1, 0, "PRIORITY=4" },
		{ PSERIES_DR_STATE_DONE, 1, "PRIORITY=3" },
		{ PSERIES_DR_STATE_CANCELLED, 1, "PRIORITY=3" },
		{ PSERIES_DR_STATE_REFUSED, 1, "PRIORITY=3" },
	};
	struct dr_event event = refused();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		event.job.state = cases[i].state;
		event.job.undo_failed = cases[i].undo_failed;
		tell(&event);
		expect(cases[i].field);
		assert_int_equal(entries, i + 1);
	}
}

static void refusal_of_a_connector_is_told(void **state)
{
	struct dr_event event = refused();

	(void)state;
	event.event_type = PSERIES_DR_EVENT_TYPE_REFUSAL;
	event.job.state = PSERIES_DR_STATE_ROLLING_BACK;
	event.job.refusals = 1;
	tell(&event);
	assert_int_equal(entries, 1);
	expect_start("MESSAGE=LMB 0x80000010: the platform was told "
		     "that the guest keeps it (1 so far)\n");
	expect("PRIORITY=4");
	expect("PDR_STATE=rolling-back");
}

static void what_goes_on_is_not_told(void **state)
{
	struct dr_event event = refused();

	(void)state;
	/* It had ended before the follower began */
	tell_type(DR_RECORD_JOB, &event);
	event.job.state = PSERIES_DR_STATE_RUNNING;
	tell(&event);
	event.event_type = PSERIES_DR_EVENT_TYPE_PROGRESS;
	tell_type(DR_RECORD_PROGRESS, &event);
	event.event_type = PSERIES_DR_EVENT_TYPE_UNHANDLED;
	tell(&event);
	assert_int_equal(entries, 0);
}

/* With the words of its event, and nothing else of its environment */
static void hook_that_failed_is_a_warning(void **state)
{
	struct pdrd_words words = { .count = 0 };

	(void)state;
	pdrd_words_add(&words, "PATH=/bin");
	pdrd_words_add(&words, "PDR_JOB=7");
	pdrd_journal_hook(&words, "/hooks/refused/tell", "tell failed with status 1", false);
	assert_string_equal(entry, "MESSAGE=tell failed with status 1\nPRIORITY=4\n"
			    "PDR_HOOK=/hooks/refused/tell\nPDR_JOB=7\n");
	pdrd_journal_hook(&words, "/hooks/refused/tell", "tell is done", true);
	assert_non_null(strstr(entry, "PRIORITY=6\n"));
	pdrd_words_free(&words);
}

#define TEST(function)	cmocka_unit_test_setup(function, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(refused_job_is_told_with_its_fields),
		TEST(done_job_has_no_field_of_a_failure),
		TEST(each_end_has_its_priority),
		TEST(refusal_of_a_connector_is_told),
		TEST(what_goes_on_is_not_told),
		TEST(hook_that_failed_is_a_warning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
