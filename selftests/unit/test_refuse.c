// SPDX-License-Identifier: GPL-2.0
/* Tests of how long a refusal can take. */

#include "unit.h"

#include <core/engine/ops.h>
#include <core/engine/refuse.h>

#define LMBS 256
/* Of a lane whose firmware is held for so long. */
#define LIMIT_MS 10000

/*
 * A platform that gives one status to all senses.
 * @status: that one
 * @waited_ms: sum of the pauses
 * @told: calls that say that the guest keeps a connector
 */
struct platform {
	int status;
	u64 waited_ms;
	u32 told;
};

static int sense(void *context, u32 drc_index, u32 *value)
{
	const struct platform *platform = context;

	(void)drc_index;
	*value = PDR_SENSE_PRESENT;
	return platform->status;
}

static int set_indicator(void *context, u32 indicator, u32 drc_index, u32 value)
{
	struct platform *platform = context;

	(void)indicator;
	(void)drc_index;
	(void)value;
	platform->told++;
	return 0;
}

static void delay(void *context, unsigned int ms)
{
	struct platform *platform = context;

	platform->waited_ms += ms;
}

static u64 now_ms(void *context)
{
	const struct platform *platform = context;

	return platform->waited_ms;
}

static bool is_there(void *context, u32 drc_index)
{
	(void)context;
	(void)drc_index;
	return true;
}

static const struct pdr_platform_ops ops = {
	.sense = sense, .set_indicator = set_indicator, .delay = delay, .now_ms = now_ms,
};

static const struct pdr_linux_ops linux_ops = { .has = is_there, .knows = is_there };

static void refuse(struct platform *platform)
{
	const struct pdr_world world = {
		.platform = { .ops = &ops, .context = platform },
		.linux_ops = &linux_ops,
		.context = platform,
		.refuse_by = PSERIES_DR_REFUSE_BY_UNISOLATE,
	};
	const struct pdr_request request = {
		.resource = PSERIES_DR_RESOURCE_MEMORY,
		.action = PSERIES_DR_ACTION_REMOVE,
		.identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT,
		.index = 0x80000000, .count = LMBS,
	};
	struct pdr_refused refused;

	pdr_refuse_range(&world, &request, NULL, &refused);
	assert_int_equal(refused.told, LMBS);
	assert_int_equal(platform->told, LMBS);
	assert_false(refused.unfinished);
}

static void each_lmb_that_linux_has_is_refused(void **state)
{
	struct platform platform = { .status = 0 };

	(void)state;
	refuse(&platform);
	assert_int_equal(platform.waited_ms, 0);
}

static void senses_in_vain_have_a_bound_together(void **state)
{
	struct platform platform = { .status = -1 };

	(void)state;
	refuse(&platform);
	assert_true(platform.waited_ms > 0 && platform.waited_ms < LIMIT_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_lmb_that_linux_has_is_refused),
		cmocka_unit_test(senses_in_vain_have_a_bound_together),
	};

	return cmocka_run_group_tests_name("refuse", tests, NULL, NULL);
}
