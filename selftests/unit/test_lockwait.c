// SPDX-License-Identifier: GPL-2.0
/* Tests of the wait for the kernel's lock of memory blocks and CPUs. */

#include "unit.h"

#include <core/engine/lockwait.h>

#define START	7000
#define LIMIT	300

static const struct {
	const char *sentence;
	bool others_move;
	int stop;
	u64 after;
	int wanted;
} looks[] = {
	{ "a worker tries again", false, 0, 0, 0 },
	{ "up to its limit", false, 0, LIMIT - 1, 0 },
	{ "then it gives up", false, 0, LIMIT, -ETIMEDOUT },
	{ "a job that is to stop does so at once", false, -ECANCELED, 0, -ECANCELED },
	{ "the reason of the stop counts, not the limit", false, -ECANCELED, LIMIT, -ECANCELED },
	{ "while another lane moves there is no limit", true, 0, LIMIT, 0 },
	{ "but a job stops then, too", true, -ETIMEDOUT, 0, -ETIMEDOUT },
};

static void each_look_says_whether_to_go_on(void **state)
{
	struct pdr_lockwait wait;
	size_t i;
	int error;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(looks); i++) {
		pdr_lockwait_begin(&wait, LIMIT, START);
		error = pdr_lockwait_look(&wait, looks[i].others_move, looks[i].stop,
					  START + looks[i].after);
		expect(error == looks[i].wanted, "%s: %d", looks[i].sentence, error);
	}
}

static void the_limit_counts_from_the_last_move_of_another_lane(void **state)
{
	struct pdr_lockwait wait;

	(void)state;
	pdr_lockwait_begin(&wait, LIMIT, START);
	assert_int_equal(pdr_lockwait_look(&wait, true, 0, START + 200), 0);
	assert_int_equal(pdr_lockwait_look(&wait, false, 0, START + 200 + LIMIT - 1), 0);
	assert_int_equal(pdr_lockwait_look(&wait, false, 0, START + 200 + LIMIT), -ETIMEDOUT);
}

static void no_setting_shortens_an_undo(void **state)
{
	(void)state;
	assert_int_equal(pdr_lockwait_limit(false, 1000), 1000);
	assert_int_equal(pdr_lockwait_limit(true, 100), PDR_UNDO_LIMIT_MS);
	assert_int_equal(PDR_UNDO_LIMIT_MS, 10 * 60 * 1000);
}

static void an_undo_without_memory_waits_for_its_whole_bound(void **state)
{
	u64 until = 0;

	(void)state;
	assert_true(pdr_undo_waits(&until, START));
	assert_true(pdr_undo_waits(&until, START + PDR_UNDO_LIMIT_MS - 1));
	assert_false(pdr_undo_waits(&until, START + PDR_UNDO_LIMIT_MS));
	until = 0;
	assert_true(pdr_undo_waits(&until, START + PDR_UNDO_LIMIT_MS));
}

static void an_undo_yields_to_others_less_soon(void **state)
{
	(void)state;
	assert_int_equal(pdr_others_tries(false), 5);
	/* five seconds of pauses alone */
	assert_true(pdr_others_tries(true) * PDR_OTHERS_PAUSE_MS >= 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_look_says_whether_to_go_on),
		cmocka_unit_test(the_limit_counts_from_the_last_move_of_another_lane),
		cmocka_unit_test(no_setting_shortens_an_undo),
		cmocka_unit_test(an_undo_without_memory_waits_for_its_whole_bound),
		cmocka_unit_test(an_undo_yields_to_others_less_soon),
	};

	return cmocka_run_group_tests_name("lockwait", tests, NULL, NULL);
}
