// SPDX-License-Identifier: GPL-2.0
/* Tests of the turn of each job in its lane, and of what may be stopped, cancelled or forgotten. */

#include "unit.h"

#include <core/engine/lane.h>
#include <core/engine/retry.h>

#define PLATFORM	PSERIES_DR_ORIGIN_PLATFORM
#define SYSFS		PSERIES_DR_ORIGIN_SYSFS
#define NETLINK		PSERIES_DR_ORIGIN_NETLINK
#define MODULE		PSERIES_DR_ORIGIN_MODULE
#define QUEUED		PSERIES_DR_STATE_QUEUED
#define RUNNING		PSERIES_DR_STATE_RUNNING
#define ROLLING_BACK	PSERIES_DR_STATE_ROLLING_BACK
#define COMPLETING	PSERIES_DR_STATE_COMPLETING
#define DONE		PSERIES_DR_STATE_DONE
#define NOW		5000

static const struct pdr_request removal = { .action = PSERIES_DR_ACTION_REMOVE, .index = 7 };
static const struct pdr_request add = { .action = PSERIES_DR_ACTION_ADD, .index = 7 };

static void only_removals_of_the_platform_are_awaited(void **state)
{
	(void)state;
	assert_true(pdr_lane_is_awaited(PLATFORM, &removal));
	assert_false(pdr_lane_is_awaited(PLATFORM, &add));
	assert_false(pdr_lane_is_awaited(SYSFS, &removal));
	assert_false(pdr_lane_is_awaited(NETLINK, &removal));
	assert_false(pdr_lane_is_awaited(MODULE, &removal));
}

static void each_state_is_known(void **state)
{
	u8 is;

	(void)state;
	for (is = 0; is <= PSERIES_DR_STATE_CANCELLED; is++) {
		bool final = is == DONE || is == PSERIES_DR_STATE_REFUSED ||
			     is == PSERIES_DR_STATE_FAILED || is == PSERIES_DR_STATE_CANCELLED;

		expect(pdr_lane_is_final(is) == final, "state %u", is);
		expect(pdr_lane_is_undone(is) == (is == ROLLING_BACK || is == COMPLETING),
		       "state %u", is);
	}
}

static const struct {
	const char *sentence;
	u64 id;
	u8 state;
	unsigned int waiters;
	bool wanted;
} slots[] = {
	{ "a slot that was never used is free", 0, QUEUED, 0, true },
	{ "a job that waits is not forgotten", 3, QUEUED, 0, false },
	{ "a job at work is not forgotten", 3, RUNNING, 0, false },
	{ "a job that has ended can be forgotten", 3, DONE, 0, true },
	{ "but not while somebody waits for its end", 3, DONE, 1, false },
};

static void a_slot_is_reused_when_nobody_needs_it(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(slots); i++)
		expect(pdr_lane_may_forget(slots[i].id, slots[i].state, slots[i].waiters) ==
		       slots[i].wanted, "%s", slots[i].sentence);
}

static const struct {
	const char *sentence;
	struct pdr_turn job;
	bool closing;
	u64 wanted;
} turns[] = {
	{ "a job begins when it is ready", { .ready_at = 9000 }, false, 9000 },
	{ "one to be tried again is not waited for as the module goes",
	  { .ready_at = 9000 }, true, 0 },
	{ "nobody begins a job while it is answered",
	  { .ready_at = 9000, .being_answered = true }, false, U64_MAX },
	{ "not even as the module goes",
	  { .ready_at = 9000, .being_answered = true }, true, U64_MAX },
	{ "a cancelled job has its turn, too: it may owe an answer",
	  { .ready_at = 9000, .cancelled = true }, false, 9000 },
};

static void each_job_has_its_turn(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(turns); i++)
		expect(pdr_lane_begins_at(&turns[i].job, turns[i].closing) == turns[i].wanted,
		       "%s", turns[i].sentence);
}

static void a_job_of_the_modules_own_waits_at_first(void **state)
{
	(void)state;
	assert_int_equal(pdr_lane_first_at(MODULE, NOW), NOW + pdr_retry_delay_ms(1));
	assert_int_equal(pdr_lane_first_at(PLATFORM, NOW), NOW);
	assert_int_equal(pdr_lane_first_at(SYSFS, NOW), NOW);
	assert_int_equal(pdr_lane_first_at(NETLINK, NOW), NOW);
}

static const struct {
	const char *sentence;
	struct pdr_turn job;
	int wanted;
} stops[] = {
	{ "a job goes on", { .state = RUNNING }, 0 },
	{ "a cancelled job stops", { .state = RUNNING, .cancelled = true }, -ECANCELED },
	{ "even before its first state", { .state = QUEUED, .cancelled = true }, -ECANCELED },
	{ "a job has all of its time", { .state = RUNNING, .deadline = NOW }, 0 },
	{ "a job stops when its time is up", { .state = RUNNING, .deadline = NOW - 1 },
	  -ETIMEDOUT },
	{ "the cancel is said, not the time",
	  { .state = RUNNING, .cancelled = true, .deadline = NOW - 1 }, -ECANCELED },
	{ "no cancel stops an undo", { .state = ROLLING_BACK, .cancelled = true }, 0 },
	{ "no deadline stops an undo", { .state = ROLLING_BACK, .deadline = NOW - 1 }, 0 },
	{ "no cancel stops a job past its point of no return",
	  { .state = COMPLETING, .cancelled = true }, 0 },
	{ "nor does a deadline", { .state = COMPLETING, .deadline = NOW - 1 }, 0 },
};

static void each_job_stops_when_it_may(void **state)
{
	int reason;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(stops); i++) {
		reason = pdr_lane_must_stop(&stops[i].job, NOW);
		expect(reason == stops[i].wanted, "%s: %d", stops[i].sentence, reason);
	}
}

static const struct {
	const char *sentence;
	struct pdr_turn job;
	enum pdr_cancel_how how;
} cancels[] = {
	{ "a program's job that waits ends at once",
	  { .request = &removal, .origin = NETLINK }, PDR_CANCEL_END },
	{ "a write's to sysfs, too", { .request = &removal, .origin = SYSFS }, PDR_CANCEL_END },
	{ "so does the module's own", { .request = &add, .origin = MODULE }, PDR_CANCEL_END },
	{ "an add of the platform's owes no answer",
	  { .request = &add, .origin = PLATFORM }, PDR_CANCEL_END },
	{ "a removal of the platform's is answered first",
	  { .request = &removal, .origin = PLATFORM }, PDR_CANCEL_STOP },
	{ "a job at work stops where it is",
	  { .request = &removal, .origin = NETLINK, .state = RUNNING }, PDR_CANCEL_STOP },
	{ "also if it has no plan yet, so that it is still called queued",
	  { .request = &removal, .origin = NETLINK, .at_work = true }, PDR_CANCEL_STOP },
	{ "a cancel during an undo is heard, as it ends the tries after it",
	  { .request = &removal, .origin = PLATFORM, .state = ROLLING_BACK }, PDR_CANCEL_STOP },
	{ "past the point of no return it is too late",
	  { .request = &removal, .origin = NETLINK, .state = COMPLETING }, PDR_CANCEL_TOO_LATE },
	{ "a job that is done is done",
	  { .request = &add, .origin = NETLINK, .state = DONE }, PDR_CANCEL_TOO_LATE },
	{ "a job that is cancelled is not cancelled again after its end",
	  { .request = &add, .origin = NETLINK, .state = PSERIES_DR_STATE_CANCELLED },
	  PDR_CANCEL_TOO_LATE },
	{ "the platform gets the rest of a range of which it has a part",
	  { .request = &removal, .origin = PLATFORM, .in_part = true }, PDR_CANCEL_TOO_LATE },
	{ "also if the job is at work",
	  { .request = &removal, .origin = PLATFORM, .state = RUNNING, .in_part = true },
	  PDR_CANCEL_TOO_LATE },
};

static void each_cancel_does_what_it_may(void **state)
{
	struct pdr_cancel cancel;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cancels); i++) {
		cancel = pdr_lane_cancel(&cancels[i].job, NOW);
		expect(cancel.how == cancels[i].how, "%s: %d", cancels[i].sentence, cancel.how);
	}
}

static void a_cancelled_job_is_tried_now_and_never_later(void **state)
{
	struct pdr_turn job = { .request = &removal, .origin = PLATFORM };

	(void)state;
	job.ready_at = NOW + 1000;
	assert_int_equal(pdr_lane_cancel(&job, NOW).ready_at, NOW);
	job.ready_at = NOW - 1000;
	assert_int_equal(pdr_lane_cancel(&job, NOW).ready_at, NOW - 1000);
}

static void what_the_platform_is_to_get_is_going(void **state)
{
	struct pdr_turn job = { .request = &removal, .origin = PLATFORM };

	(void)state;
	assert_true(pdr_lane_is_going(&job));
	job.cancelled = true;
	assert_false(pdr_lane_is_going(&job));
	job.cancelled = false;
	job.origin = NETLINK;
	assert_false(pdr_lane_is_going(&job));
}

static const struct {
	const char *sentence;
	enum pdr_lane_end end;
	u32 told;
	u8 state;
	int error;
	u8 reason;
} ends[] = {
	{ "a cancelled job is cancelled", PDR_LANE_CANCELLED, 0, PSERIES_DR_STATE_CANCELLED,
	  -ECANCELED, PSERIES_DR_REASON_NONE },
	{ "an overdue job has failed", PDR_LANE_OVERDUE, 0, PSERIES_DR_STATE_FAILED,
	  -ETIMEDOUT, PSERIES_DR_REASON_NONE },
	{ "an answered job is refused", PDR_LANE_ANSWERED, 3, PSERIES_DR_STATE_REFUSED,
	  -ETIMEDOUT, PSERIES_DR_REASON_ANSWERED },
};

static void each_end_in_the_queue_says_why(void **state)
{
	struct pdr_outcome outcome;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		const struct pdr_answer answer = { .told = ends[i].told };

		memset(&outcome, 0xee, sizeof(outcome));
		pdr_lane_end_queued(ends[i].end, &removal, &answer, &outcome);
		expect(outcome.state == ends[i].state && outcome.fault.error == ends[i].error &&
		       outcome.reason == ends[i].reason && outcome.refusals == ends[i].told,
		       "%s: state %u, error %d", ends[i].sentence, outcome.state,
		       outcome.fault.error);
		assert_int_equal(outcome.fault.drc_index, removal.index);
		assert_int_equal(outcome.fault.step, PSERIES_DR_STEP_RESOLVE);
		assert_false(outcome.unfinished || outcome.in_part || outcome.undone);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_removals_of_the_platform_are_awaited),
		cmocka_unit_test(each_state_is_known),
		cmocka_unit_test(a_slot_is_reused_when_nobody_needs_it),
		cmocka_unit_test(each_job_has_its_turn),
		cmocka_unit_test(a_job_of_the_modules_own_waits_at_first),
		cmocka_unit_test(each_job_stops_when_it_may),
		cmocka_unit_test(each_cancel_does_what_it_may),
		cmocka_unit_test(a_cancelled_job_is_tried_now_and_never_later),
		cmocka_unit_test(what_the_platform_is_to_get_is_going),
		cmocka_unit_test(each_end_in_the_queue_says_why),
	};

	return cmocka_run_group_tests_name("lane", tests, NULL, NULL);
}
