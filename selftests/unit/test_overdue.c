// SPDX-License-Identifier: GPL-2.0
/* Tests of the end of a job whose worker does not come back. */

#include "unit.h"

#include <core/engine/overdue.h>

#define PLATFORM	PSERIES_DR_ORIGIN_PLATFORM
#define SYSFS		PSERIES_DR_ORIGIN_SYSFS
#define NETLINK		PSERIES_DR_ORIGIN_NETLINK
#define MODULE		PSERIES_DR_ORIGIN_MODULE
#define BY_UNISOLATE	PSERIES_DR_REFUSE_BY_UNISOLATE
#define BY_OFF		PSERIES_DR_REFUSE_BY_OFF
#define MEMORY		PSERIES_DR_RESOURCE_MEMORY
#define REMOVE		PSERIES_DR_ACTION_REMOVE
#define ADD		PSERIES_DR_ACTION_ADD

/* A sentence, a job, and its end. */
static const struct {
	const char *sentence;
	u8 origin, action, resource, refuse_by;
	struct pdr_answer answer;
	bool at_work, in_part, said;
	enum pdr_overdue wanted;
} cases[] = {
	{ "a removal of the platform's at work", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { 0 }, true, false, false, PDR_OVERDUE_ANSWER },
	{ "a removal of the platform's that waits", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { 0 }, false, false, false, PDR_OVERDUE_ANSWER },
	{ "answered, but not heard", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { PDR_ANSWER_ANSWERED, 0, false }, true, false, false, PDR_OVERDUE_ANSWER },
	{ "heard already", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { PDR_ANSWER_ANSWERED, 1, false }, true, false, true, PDR_OVERDUE_NONE },
	{ "a part is the platform's", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { PDR_ANSWER_COMMITTED, 0, false }, true, false, false, PDR_OVERDUE_SAY },
	{ "in part, to be tried again until it works", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { 0 }, false, true, false, PDR_OVERDUE_NONE },
	{ "the platform must not be told", PLATFORM, REMOVE, MEMORY, BY_OFF,
	  { 0 }, true, false, false, PDR_OVERDUE_SAY },
	{ "a kind that nobody can refuse", PLATFORM, REMOVE, PSERIES_DR_RESOURCE_PCI,
	  BY_UNISOLATE, { 0 }, true, false, false, PDR_OVERDUE_SAY },
	{ "such a kind, once the administrator knows", PLATFORM, REMOVE, PSERIES_DR_RESOURCE_PCI,
	  BY_UNISOLATE, { 0 }, true, false, true, PDR_OVERDUE_NONE },
	{ "such a kind that waits", PLATFORM, REMOVE, PSERIES_DR_RESOURCE_PCI,
	  BY_UNISOLATE, { 0 }, false, false, false, PDR_OVERDUE_NONE },
	{ "an add of the platform's, which does not ask twice", PLATFORM, ADD, MEMORY,
	  BY_UNISOLATE, { 0 }, false, false, false, PDR_OVERDUE_NONE },
	{ "such an add at work", PLATFORM, ADD, MEMORY, BY_UNISOLATE, { 0 }, true, false, false,
	  PDR_OVERDUE_SAY },
	{ "the module's own", MODULE, ADD, MEMORY, BY_UNISOLATE, { 0 }, false, false, false,
	  PDR_OVERDUE_NONE },
	{ "a program's that waits", NETLINK, REMOVE, MEMORY, BY_UNISOLATE, { 0 }, false,
	  false, false, PDR_OVERDUE_FAIL },
	{ "a write's to sysfs that waits", SYSFS, ADD, MEMORY, BY_UNISOLATE, { 0 }, false,
	  false, false, PDR_OVERDUE_FAIL },
	{ "a program's at work", NETLINK, REMOVE, MEMORY, BY_UNISOLATE, { 0 }, true, false,
	  false, PDR_OVERDUE_SAY },
};

static void each_job_has_its_end(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct pdr_request request = {
			.action = cases[i].action, .resource = cases[i].resource,
		};
		const struct pdr_waiting job = {
			.request = &request, .answer = &cases[i].answer,
			.origin = cases[i].origin, .refuse_by = cases[i].refuse_by,
			.at_work = cases[i].at_work, .in_part = cases[i].in_part,
			.said = cases[i].said,
		};

		if (pdr_overdue_judge(&job) != cases[i].wanted)
			fail_msg("%s: the end is %d", cases[i].sentence,
				 pdr_overdue_judge(&job));
	}
}

/* A sentence, times of a job, and the time when it is overdue. */
static const struct {
	const char *sentence;
	u64 progress_at, ready_at, answer_at, wanted;
} times[] = {
	{ "the patience begins with the last progress", 1000, 10, 10, 3300 },
	{ "or when the job can be begun at all", 1000, 1200, 10, 3500 },
	{ "an answer that nobody heard is repeated later", 1000, 10, 3700, 3700 },
	{ "an answer that may be repeated waits for progress", 1000, 10, 3100, 3300 },
};

static void each_job_has_its_time(void **state)
{
	const struct pdr_answer answer = { 0 };
	u64 until;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(times); i++) {
		const struct pdr_request request = { .action = REMOVE, .resource = MEMORY };
		const struct pdr_waiting job = {
			.request = &request, .answer = &answer, .origin = NETLINK,
			.ready_at = times[i].ready_at, .answer_at = times[i].answer_at,
		};
		const struct pdr_pace pace = {
			.at_work = true, .progress_at = times[i].progress_at,
		};

		until = U64_MAX;
		expect(pdr_overdue_look(&job, &pace, 1300, times[i].wanted - 1, &until) ==
		       PDR_OVERDUE_NONE && until == times[i].wanted, "%s: at %llu",
		       times[i].sentence, (unsigned long long)until);
		until = 5;
		assert_int_equal(pdr_overdue_look(&job, &pace, 1300, 10, &until),
				 PDR_OVERDUE_NONE);
		assert_int_equal(until, 5);
		expect(pdr_overdue_look(&job, &pace, 1300, times[i].wanted, &until) ==
		       PDR_OVERDUE_FAIL, "%s", times[i].sentence);
	}
}

static void nothing_is_overdue_where_the_worker_is_idle(void **state)
{
	const struct pdr_request request = { .action = REMOVE, .resource = MEMORY };
	const struct pdr_answer answer = { 0 };
	const struct pdr_waiting job = {
		.request = &request, .answer = &answer, .origin = PLATFORM,
		.refuse_by = BY_UNISOLATE,
	};
	struct pdr_pace pace = { .at_work = true, .progress_at = 1000 };
	u64 until = U64_MAX;

	(void)state;
	assert_int_equal(pdr_overdue_look(&job, &pace, 1300, 9000, &until), PDR_OVERDUE_ANSWER);
	pace.at_work = false;
	assert_int_equal(pdr_overdue_look(&job, &pace, 1300, 9000, &until), PDR_OVERDUE_NONE);
	assert_true(until == U64_MAX);
}

static void a_job_without_such_an_end_has_no_time(void **state)
{
	const struct pdr_request request = { .action = ADD, .resource = MEMORY };
	const struct pdr_answer answer = { 0 };
	const struct pdr_waiting job = {
		.request = &request, .answer = &answer, .origin = MODULE,
	};
	const struct pdr_pace pace = { .at_work = true, .progress_at = 1000 };
	u64 until = U64_MAX;

	(void)state;
	assert_int_equal(pdr_overdue_look(&job, &pace, 1300, 1000, &until), PDR_OVERDUE_NONE);
	assert_true(until == U64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_job_has_its_end),
		cmocka_unit_test(each_job_has_its_time),
		cmocka_unit_test(nothing_is_overdue_where_the_worker_is_idle),
		cmocka_unit_test(a_job_without_such_an_end_has_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
