// SPDX-License-Identifier: GPL-2.0
/* Tests of how long others count on the job at work in a lane. */

#include "unit.h"

#include <core/engine/pace.h>
#include <core/engine/stall.h>

#define START		100000
#define STALL		10000
/* a worker that gives up has a second to answer by itself */
#define OVERDUE		(STALL + 1000)
/* and the answerer has one more */
#define ANSWERED	(OVERDUE + 1000)
#define RUNNING		PSERIES_DR_STATE_RUNNING
#define ROLLING_BACK	PSERIES_DR_STATE_ROLLING_BACK
#define COMPLETING	PSERIES_DR_STATE_COMPLETING

static struct pdr_pace begun(void)
{
	struct pdr_pace pace;

	memset(&pace, 0xee, sizeof(pace));
	pdr_pace_begin(&pace, START);
	return pace;
}

/* The worker itself gives up no earlier than after pdr_stall_limit(). */
static void a_short_setting_leaves_time_to_answer(void **state)
{
	(void)state;
	assert_int_equal(pdr_pace_timeout(STALL), OVERDUE);
	assert_int_equal(pdr_pace_timeout(1), pdr_stall_limit(1) + 1000);
}

static void only_fewer_pages_are_progress(void **state)
{
	struct pdr_pace pace = begun();

	(void)state;
	assert_true(pdr_pace_pages(&pace, 500, START + 1));
	assert_int_equal(pace.progress_at, START + 1);
	assert_false(pdr_pace_pages(&pace, 500, START + 2));
	assert_false(pdr_pace_pages(&pace, 900, START + 3));
	assert_false(pdr_pace_pages(&pace, 600, START + 4));
	assert_int_equal(pace.progress_at, START + 1);
	assert_true(pdr_pace_pages(&pace, 499, START + 5));
	assert_int_equal(pace.progress_at, START + 5);
}

static void a_block_without_pages_makes_progress_once(void **state)
{
	struct pdr_pace pace = begun();

	(void)state;
	assert_true(pdr_pace_pages(&pace, 0, START + 1));
	assert_false(pdr_pace_pages(&pace, 0, START + 2));
}

static void the_next_step_begins_anew(void **state)
{
	struct pdr_pace pace = begun();

	(void)state;
	pdr_pace_pages(&pace, 0, START + 1);
	pdr_pace_advance(&pace, START + 7);
	assert_int_equal(pace.progress_at, START + 7);
	assert_true(pdr_pace_pages(&pace, 900, START + 8));
}

static void pages_of_no_job_are_no_progress(void **state)
{
	struct pdr_pace pace = begun();

	(void)state;
	pdr_pace_end(&pace);
	assert_false(pdr_pace_pages(&pace, 5, START + 1));
}

static void progress_is_told_from_time_to_time(void **state)
{
	struct pdr_pace pace = begun();

	(void)state;
	assert_false(pdr_pace_tell(&pace, START + 199));
	assert_true(pdr_pace_tell(&pace, START + 200));
	assert_false(pdr_pace_tell(&pace, START + 399));
	assert_true(pdr_pace_tell(&pace, START + 400));
}

static const struct {
	const char *sentence;
	bool at_work;
	u64 kept_out_after, after;
	bool wanted;
} locks[] = {
	{ "a job that has just begun may hold the lock", true, 0, 0, true },
	{ "so may one that makes no progress for a while", true, 0, OVERDUE - 1, true },
	{ "one that is overdue may never release it", true, 0, OVERDUE, false },
	{ "an idle worker does not hold it", false, 0, 0, false },
	{ "who was kept out does not hold it", true, 500, 500, false },
	{ "who was kept out shortly before does not hold it", true, 500, 749, false },
	{ "who was kept out before that may have got it", true, 500, 750, true },
};

static void the_lock_is_waited_for_while_a_lane_may_hold_it(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(locks); i++) {
		struct pdr_pace pace = begun();

		if (locks[i].kept_out_after)
			pdr_pace_lock_out(&pace, START + locks[i].kept_out_after);
		if (!locks[i].at_work)
			pdr_pace_end(&pace);
		expect(pdr_pace_may_hold_lock(&pace, STALL, START + locks[i].after) ==
		       locks[i].wanted, "%s", locks[i].sentence);
	}
}

static const struct {
	const char *sentence;
	bool at_work;
	u8 state;
	bool queued;
	u64 down_at, now;
	bool wanted;
} lanes[] = {
	{ "a job that makes progress is waited for", true, RUNNING, false, START, START, true },
	{ "a stalled job is, until the answerer has had its turn",
	  true, RUNNING, false, START, START + ANSWERED - 1, true },
	{ "but not longer", true, RUNNING, false, START, START + ANSWERED, false },
	{ "what waits behind a stalled job does not help",
	  true, RUNNING, true, START, START + ANSWERED, false },
	{ "an undo is waited for", true, ROLLING_BACK, false, START, START + 59999, true },
	{ "so is a job past the point of no return",
	  true, COMPLETING, false, START, START + 59999, true },
	{ "but a machine that goes down has a minute",
	  true, ROLLING_BACK, false, START, START + 60000, false },
	{ "also for a job that makes progress", true, RUNNING, false, START - 60000, START, false },
	{ "an idle worker begins what waits", false, RUNNING, true, START, START, true },
	{ "an idle lane is not waited for", false, RUNNING, false, START, START, false },
};

static void a_machine_that_goes_down_waits_for_what_gets_on(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lanes); i++) {
		struct pdr_pace pace = begun();

		if (!lanes[i].at_work)
			pdr_pace_end(&pace);
		expect(pdr_pace_gets_on(&pace, lanes[i].state, lanes[i].queued, STALL,
					lanes[i].down_at, lanes[i].now) == lanes[i].wanted,
		       "%s", lanes[i].sentence);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_setting_leaves_time_to_answer),
		cmocka_unit_test(only_fewer_pages_are_progress),
		cmocka_unit_test(a_block_without_pages_makes_progress_once),
		cmocka_unit_test(the_next_step_begins_anew),
		cmocka_unit_test(pages_of_no_job_are_no_progress),
		cmocka_unit_test(progress_is_told_from_time_to_time),
		cmocka_unit_test(the_lock_is_waited_for_while_a_lane_may_hold_it),
		cmocka_unit_test(a_machine_that_goes_down_waits_for_what_gets_on),
	};

	return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
