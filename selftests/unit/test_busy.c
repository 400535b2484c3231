// SPDX-License-Identifier: GPL-2.0
/* Tests of the wait for a platform that is busy. */

#include "unit.h"

#include <core/engine/busy.h>
#include <core/engine/drcstate.h>

/* More calls than any bound lets a job make. */
#define TOO_MANY 100000

/**
 * struct clock - time of a platform
 * @now_ms: now
 * @longest_ms: longest pause
 * @pauses: how many
 * @stands: it does not go on
 */
struct clock {
	u64 now_ms;
	unsigned int longest_ms;
	unsigned int pauses;
	bool stands;
};

static void delay(void *context, unsigned int ms)
{
	struct clock *clock = context;

	clock->pauses++;
	clock->longest_ms = max(clock->longest_ms, ms);
	if (!clock->stands)
		clock->now_ms += ms;
}

static u64 now_ms(void *context)
{
	const struct clock *clock = context;

	return clock->now_ms;
}

static const struct pdr_platform_ops ops = { .delay = delay, .now_ms = now_ms };

static void call_while_busy(struct clock *clock, s32 status)
{
	const struct pdr_platform platform = { .ops = &ops, .context = clock };
	struct pdr_busy busy = { 0 };

	while (clock->pauses < TOO_MANY && pdr_busy_wait(&platform, status, &busy))
		;
}

static const struct {
	s32 status;
	unsigned int longest_ms;
} statuses[] = {
	{ PDR_FW_BUSY, 20 },
	{ 9900, 1 },
	{ 9903, 1000 },
	/* a hint that is longer than the bound ends at the bound */
	{ 9905, PDR_BUSY_LIMIT_MS },
};

static void a_busy_platform_is_waited_for_up_to_the_bound(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		struct clock clock = { .now_ms = 7 };

		call_while_busy(&clock, statuses[i].status);
		expect(clock.now_ms <= 7 + PDR_BUSY_LIMIT_MS, "%d: until %llu ms",
		       statuses[i].status, (unsigned long long)clock.now_ms);
		/* a call without a pause counts, but lasts no time here */
		expect(clock.now_ms > PDR_BUSY_LIMIT_MS - 20, "%d: until %llu ms",
		       statuses[i].status, (unsigned long long)clock.now_ms);
		expect(clock.longest_ms == statuses[i].longest_ms, "%d: pauses of %u ms",
		       statuses[i].status, clock.longest_ms);
	}
}

static void a_clock_that_stands_still_ends_the_wait(void **state)
{
	struct clock clock = { .stands = true };

	(void)state;
	call_while_busy(&clock, PDR_FW_BUSY);
	expect(clock.pauses < TOO_MANY, "it never ends");
}

static void a_final_status_is_not_waited_for(void **state)
{
	static const s32 final[] = { 0, -1, -3, -9001, 9906, 1 };
	struct clock clock = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(final); i++)
		call_while_busy(&clock, final[i]);
	assert_int_equal(clock.pauses, 0);
}

static void who_is_still_busy_has_timed_out(void **state)
{
	(void)state;
	assert_int_equal(pdr_busy_errno(PDR_FW_ANY, PDR_FW_BUSY), -ETIMEDOUT);
	assert_int_equal(pdr_busy_errno(PDR_FW_ANY, 9902), -ETIMEDOUT);
	assert_int_equal(pdr_busy_errno(PDR_FW_ANY, 0), 0);
	assert_int_equal(pdr_busy_errno(PDR_FW_ANY, -1), pdr_fw_errno(PDR_FW_ANY, -1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_busy_platform_is_waited_for_up_to_the_bound),
		cmocka_unit_test(a_clock_that_stands_still_ends_the_wait),
		cmocka_unit_test(a_final_status_is_not_waited_for),
		cmocka_unit_test(who_is_still_busy_has_timed_out),
	};

	return cmocka_run_group_tests_name("busy", tests, NULL, NULL);
}
