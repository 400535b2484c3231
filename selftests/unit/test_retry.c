// SPDX-License-Identifier: GPL-2.0
/* Tests of the judgement whether a job that has ended is tried again. */

#include "unit.h"

#include <core/engine/retry.h>

/* A sentence, how a job ended, what is known of it, and what becomes of it. */
static const struct {
	const char *sentence;
	struct pdr_outcome outcome;
	unsigned int tries;
	bool cancelled, closing, own;
	struct pdr_retry wanted;
} cases[] = {
	{ "done", { 0 }, 1, false, false, false, { false, false } },
	{ "failed", { .fault.error = -EBUSY }, 1, false, false, false, { false, false } },
	{ "cancelled", { .fault.error = -ECANCELED }, 1, true, false, false, { false, true } },
	{ "unfinished", { .unfinished = true }, 1, false, false, false, { true, false } },
	{ "unfinished and cancelled: only the answer is tried again", { .unfinished = true }, 1,
	  true, false, false, { true, true } },
	{ "in part, a cancel does not end it", { .unfinished = true, .in_part = true }, 1, true,
	  false, false, { true, false } },
	{ "unfinished as the module goes", { .unfinished = true }, 1, false, true, false,
	  { true, true } },
	{ "in part as the module goes", { .unfinished = true, .in_part = true }, 1, false, true,
	  false, { true, false } },
	{ "in part for the last time", { .unfinished = true, .in_part = true },
	  PDR_RETRY_LAST_TRIES, false, true, false, { false, false } },
	{ "brought back", { 0 }, 3, false, false, true, { false, false } },
	{ "brought back by somebody else", { .fault.error = -ECANCELED }, 3, false, false, true,
	  { false, false } },
	{ "not brought back yet", { .fault.error = -ETIMEDOUT }, 3, false, false, true,
	  { true, false } },
	{ "below a bridge that is not back yet", { .fault.error = -ENODEV }, 3, false, false,
	  true, { true, false } },
	{ "below a bridge that does not come back", { .fault.error = -ENODEV },
	  PDR_RETRY_UNKNOWN_TRIES, false, false, true, { false, false } },
	{ "to be brought back no more", { .fault.error = -ECANCELED }, 3, true, false, true,
	  { false, true } },
	{ "not brought back as the module goes", { .fault.error = -EIO }, 3, false, true, true,
	  { false, true } },
};

static void each_end_is_judged(void **state)
{
	struct pdr_retry retry;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		retry = pdr_retry_judge(&cases[i].outcome, cases[i].tries, cases[i].cancelled,
					cases[i].closing, cases[i].own);
		if (retry.again != cases[i].wanted.again ||
		    retry.cancelled != cases[i].wanted.cancelled)
			fail_msg("%s: again %d, cancelled %d", cases[i].sentence, retry.again,
				 retry.cancelled);
	}
}

static const struct {
	const char *sentence;
	bool cancelled, in_part, closing, wanted;
} cancels[] = {
	{ "a job goes on", false, false, false, false },
	{ "what is cancelled stays so", true, false, false, true },
	{ "what the platform has in part is not cancelled", true, true, false, false },
	{ "what begins as the module goes is cancelled", false, false, true, true },
	{ "unless the platform has it in part", false, true, true, false },
};

static void each_cancel_is_kept_or_not(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cancels); i++)
		expect(pdr_retry_is_cancelled(cancels[i].cancelled, cancels[i].in_part,
					      cancels[i].closing) == cancels[i].wanted,
		       "%s", cancels[i].sentence);
}

static void pauses_grow_up_to_a_minute(void **state)
{
	unsigned int tries, ms, last = 0;

	(void)state;
	assert_int_equal(pdr_retry_delay_ms(1), 2000);
	for (tries = 1; tries < 100; tries++, last = ms) {
		ms = pdr_retry_delay_ms(tries);
		assert_true(ms >= last && ms <= 60000);
	}
	assert_int_equal(last, 60000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_end_is_judged),
		cmocka_unit_test(each_cancel_is_kept_or_not),
		cmocka_unit_test(pauses_grow_up_to_a_minute),
	};

	return cmocka_run_group_tests_name("retry", tests, NULL, NULL);
}
