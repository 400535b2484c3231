// SPDX-License-Identifier: GPL-2.0
/* Tests of how long a refusal can take, and of what it has to stop. */

#include "unit.h"

#include <core/engine/ops.h>
#include <core/engine/refuse.h>
#include <core/parse/fwstatus.h>

#define LMBS 256
/* Of a lane whose firmware is held for so long. */
#define LIMIT_MS 10000

/*
 * A platform that gives one status to all senses.
 * @status: that one
 * @busy: "busy for so long", once before each answer; 0 for never
 * @is_busy: it has said so
 * @waited_ms: sum of the pauses
 * @told: calls that say that the guest keeps a connector
 */
struct platform {
	int status;
	int busy;
	bool is_busy;
	u64 waited_ms;
	u32 told;
};

static bool is_busy(struct platform *platform)
{
	platform->is_busy = platform->busy && !platform->is_busy;
	return platform->is_busy;
}

static int sense(void *context, u32 drc_index, u32 *value)
{
	struct platform *platform = context;

	(void)drc_index;
	*value = PDR_SENSE_PRESENT;
	return is_busy(platform) ? platform->busy : platform->status;
}

static int set_indicator(void *context, u32 indicator, u32 drc_index, u32 value)
{
	struct platform *platform = context;

	(void)indicator;
	(void)drc_index;
	(void)value;
	if (is_busy(platform))
		return platform->busy;
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

static void refuse(struct platform *platform, u32 told)
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
	const struct pdr_asked asked = { .request = &request, .platform_asked = true };
	struct pdr_refused refused;

	pdr_refuse_range(&world, &asked, NULL, &refused);
	assert_int_equal(refused.told, platform->told);
	assert_true(platform->told >= told);
	assert_false(refused.unfinished);
}

static void each_lmb_that_linux_has_is_refused(void **state)
{
	struct platform platform = { .status = 0 };

	(void)state;
	refuse(&platform, LMBS);
	assert_int_equal(platform.waited_ms, 0);
}

static void senses_in_vain_have_a_bound_together(void **state)
{
	struct platform platform = { .status = -1 };

	(void)state;
	refuse(&platform, LMBS);
	assert_true(platform.waited_ms > 0 && platform.waited_ms < LIMIT_MS);
}

/* Each call waits for a second or for ten: those that sense have a bound, and those that tell. */
static void busy_calls_have_a_bound_together(void **state)
{
	struct platform seconds = { .busy = 9903 }, tens = { .busy = 9904 };

	(void)state;
	refuse(&seconds, 2);
	assert_true(seconds.waited_ms <= 2 * PDR_BUSY_LIMIT_MS);
	refuse(&tens, 2);
	assert_true(tens.waited_ms <= 2 * PDR_BUSY_LIMIT_MS);
}

/* Its first answer takes all the time that there is for sensing. */
static void a_platform_that_is_as_slow_as_can_be_is_told(void **state)
{
	struct platform platform = { .busy = 9905 };

	(void)state;
	refuse(&platform, 1);
}

#define MEMORY	PSERIES_DR_RESOURCE_MEMORY
#define CPU	PSERIES_DR_RESOURCE_CPU
#define ADD	PSERIES_DR_ACTION_ADD
#define REMOVE	PSERIES_DR_ACTION_REMOVE
#define INDEX	PSERIES_DR_IDENTIFIER_INDEX
#define COUNT	PSERIES_DR_IDENTIFIER_COUNT
#define RANGE	PSERIES_DR_IDENTIFIER_INDEXED_COUNT

/* The request at work, the one that waits, and whether they may be for the same. */
static const struct {
	struct pdr_request at_work, waiting;
	bool may_meet;
} meetings[] = {
	{ { MEMORY, REMOVE, RANGE, 10, 4, "" }, { MEMORY, REMOVE, INDEX, 13, 0, "" }, true },
	{ { MEMORY, REMOVE, RANGE, 10, 4, "" }, { MEMORY, REMOVE, INDEX, 14, 0, "" }, false },
	{ { MEMORY, REMOVE, INDEX, 13, 0, "" }, { MEMORY, REMOVE, RANGE, 10, 4, "" }, true },
	{ { MEMORY, REMOVE, RANGE, 10, 4, "" }, { MEMORY, REMOVE, RANGE, 8, 3, "" }, true },
	{ { MEMORY, REMOVE, COUNT, 0, 1, "" }, { MEMORY, REMOVE, INDEX, 14, 0, "" }, true },
	{ { MEMORY, ADD, INDEX, 14, 0, "" }, { MEMORY, REMOVE, INDEX, 14, 0, "" }, false },
	{ { CPU, REMOVE, INDEX, 14, 0, "" }, { MEMORY, REMOVE, INDEX, 14, 0, "" }, false },
};

static void requests_for_the_same_meet(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(meetings); i++)
		if (pdr_answer_may_meet(&meetings[i].at_work, &meetings[i].waiting) !=
		    meetings[i].may_meet)
			fail_msg("meeting %zu", i);
}

static void a_job_that_has_given_a_part_keeps_the_word(void **state)
{
	struct pdr_answer answer;

	(void)state;
	memset(&answer, 0xee, sizeof(answer));
	pdr_answer_begin(&answer, true);
	assert_false(pdr_answer_take(&answer));
	assert_false(answer.told || answer.in_part);
	memset(&answer, 0xee, sizeof(answer));
	pdr_answer_begin(&answer, false);
	assert_false(answer.told || answer.in_part);
	assert_true(pdr_answer_take(&answer));
}

static void each_refusal_is_said_once(void **state)
{
	struct pdr_answer answer = { 0 };

	(void)state;
	assert_true(pdr_answer_is_news(&answer, 3));
	assert_false(pdr_answer_is_news(&answer, 0));
	answer.told = 3;
	assert_false(pdr_answer_is_news(&answer, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_lmb_that_linux_has_is_refused),
		cmocka_unit_test(busy_calls_have_a_bound_together),
		cmocka_unit_test(a_platform_that_is_as_slow_as_can_be_is_told),
		cmocka_unit_test(senses_in_vain_have_a_bound_together),
		cmocka_unit_test(requests_for_the_same_meet),
		cmocka_unit_test(a_job_that_has_given_a_part_keeps_the_word),
		cmocka_unit_test(each_refusal_is_said_once),
	};

	return cmocka_run_group_tests_name("refuse", tests, NULL, NULL);
}
