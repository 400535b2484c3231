// SPDX-License-Identifier: GPL-2.0
/* Tests of the judgement of a block that gets no emptier. */

#include "unit.h"

#include <core/engine/stall.h>

#define LIMIT 3000

static void a_block_that_gets_emptier_never_stalls(void **state)
{
	struct pdr_stall stall;
	u64 now = 0, busy;

	(void)state;
	pdr_stall_begin(&stall, now);
	for (busy = 1000; busy > 0; busy--) {
		now += LIMIT - 1;
		assert_false(pdr_stall_look(&stall, busy, now, LIMIT));
	}
}

static void a_block_that_stays_as_it_is_stalls_at_its_limit(void **state)
{
	struct pdr_stall stall;

	(void)state;
	pdr_stall_begin(&stall, 5000);
	assert_false(pdr_stall_look(&stall, 7, 5250, LIMIT));
	assert_false(pdr_stall_look(&stall, 7, 5250 + LIMIT - 1, LIMIT));
	assert_true(pdr_stall_look(&stall, 7, 5250 + LIMIT, LIMIT));
}

/* The holder is known PDR_LOCKED_OUT_MS after it was kept from the lock: wait for longer. */
static void a_short_setting_leaves_the_lock_its_turn(void **state)
{
	(void)state;
	assert_true(pdr_stall_limit(1) > PDR_LOCKED_OUT_MS);
	assert_true(pdr_stall_limit(PDR_LOCKED_OUT_MS) > PDR_LOCKED_OUT_MS);
	assert_int_equal(pdr_stall_limit(LIMIT), LIMIT);
}

static void pages_that_come_back_are_no_progress(void **state)
{
	struct pdr_stall stall;
	u64 now = 0;

	(void)state;
	pdr_stall_begin(&stall, now);
	assert_false(pdr_stall_look(&stall, 10, now, LIMIT));
	for (now = 100; now < LIMIT; now += 100)
		assert_false(pdr_stall_look(&stall, now % 200 ? 12 : 10, now, LIMIT));
	assert_true(pdr_stall_look(&stall, 10, LIMIT, LIMIT));
}

static void progress_begins_the_time_anew(void **state)
{
	struct pdr_stall stall;

	(void)state;
	pdr_stall_begin(&stall, 0);
	assert_false(pdr_stall_look(&stall, 10, 0, LIMIT));
	assert_false(pdr_stall_look(&stall, 9, LIMIT, LIMIT));
	assert_false(pdr_stall_look(&stall, 9, 2 * LIMIT - 1, LIMIT));
	assert_true(pdr_stall_look(&stall, 9, 2 * LIMIT, LIMIT));
}

static void an_unseen_block_stalls_as_well(void **state)
{
	struct pdr_stall stall;

	(void)state;
	pdr_stall_begin(&stall, 0);
	assert_true(pdr_stall_look(&stall, U64_MAX, LIMIT, LIMIT));
	pdr_stall_begin(&stall, 0);
	assert_true(pdr_stall_look(&stall, U64_MAX, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_block_that_gets_emptier_never_stalls),
		cmocka_unit_test(a_block_that_stays_as_it_is_stalls_at_its_limit),
		cmocka_unit_test(a_short_setting_leaves_the_lock_its_turn),
		cmocka_unit_test(pages_that_come_back_are_no_progress),
		cmocka_unit_test(progress_begins_the_time_anew),
		cmocka_unit_test(an_unseen_block_stalls_as_well),
	};

	return cmocka_run_group_tests_name("stall", tests, NULL, NULL);
}
