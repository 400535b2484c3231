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
	bool at_work, in_part;
	enum pdr_overdue wanted;
} cases[] = {
	{ "a removal of the platform's at work", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { 0 }, true, false, PDR_OVERDUE_ANSWER },
	{ "a removal of the platform's that waits", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { 0 }, false, false, PDR_OVERDUE_ANSWER },
	{ "answered, but not heard", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { PDR_ANSWER_ANSWERED, 0, false }, true, false, PDR_OVERDUE_ANSWER },
	{ "heard already", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { PDR_ANSWER_ANSWERED, 1, false }, true, false, PDR_OVERDUE_NONE },
	{ "a part is the platform's", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { PDR_ANSWER_COMMITTED, 0, false }, true, false, PDR_OVERDUE_NONE },
	{ "in part, to be tried again until it works", PLATFORM, REMOVE, MEMORY, BY_UNISOLATE,
	  { 0 }, false, true, PDR_OVERDUE_NONE },
	{ "the platform must not be told", PLATFORM, REMOVE, MEMORY, BY_OFF,
	  { 0 }, true, false, PDR_OVERDUE_NONE },
	{ "a kind that nobody can refuse", PLATFORM, REMOVE, PSERIES_DR_RESOURCE_DT,
	  BY_UNISOLATE, { 0 }, true, false, PDR_OVERDUE_NONE },
	{ "an add of the platform's, which does not ask twice", PLATFORM, ADD, MEMORY,
	  BY_UNISOLATE, { 0 }, false, false, PDR_OVERDUE_NONE },
	{ "the module's own", MODULE, ADD, MEMORY, BY_UNISOLATE, { 0 }, false, false,
	  PDR_OVERDUE_NONE },
	{ "a program's that waits", NETLINK, REMOVE, MEMORY, BY_UNISOLATE, { 0 }, false,
	  false, PDR_OVERDUE_FAIL },
	{ "a write's to sysfs that waits", SYSFS, ADD, MEMORY, BY_UNISOLATE, { 0 }, false,
	  false, PDR_OVERDUE_FAIL },
	{ "a program's at work", NETLINK, REMOVE, MEMORY, BY_UNISOLATE, { 0 }, true, false,
	  PDR_OVERDUE_NONE },
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
		};

		if (pdr_overdue_judge(&job) != cases[i].wanted)
			fail_msg("%s: the end is %d", cases[i].sentence,
				 pdr_overdue_judge(&job));
	}
}

static void each_job_has_its_time(void **state)
{
	static const struct {
		u64 progress_at, ready_at, answer_at, wanted;
	} times[] = {
		{ 1000, 10, 10, 1300 },		/* the patience begins with the last progress */
		{ 1000, 1200, 10, 1500 },	/* or when the job can be begun at all */
		{ 1000, 10, 1700, 1700 },	/* an answer that nobody heard is repeated later */
		{ 1000, 10, 1100, 1300 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(times); i++) {
		const struct pdr_waiting job = {
			.ready_at = times[i].ready_at, .answer_at = times[i].answer_at,
		};

		assert_int_equal(pdr_overdue_at(&job, times[i].progress_at, 300),
				 times[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_job_has_its_end),
		cmocka_unit_test(each_job_has_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
