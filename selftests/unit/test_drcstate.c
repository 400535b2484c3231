// SPDX-License-Identifier: GPL-2.0
/* Tests of waits for a busy platform, of the pages that it asks for, and of the words of errors. */

#include "unit.h"

#include <core/engine/drcstate.h>
#include <core/parse/ccwork.h>
#include <core/parse/fwstatus.h>

#define OWN_PAGE 0x4000
#define KEPT_PAGE 0x8000
#define NEEDS_PAGE 5
#define HAS_PROPERTY 3

/*
 * A platform that asks for a page and then gives the same status for ever.
 * @status: that one
 * @full: there is no page but the one that is kept
 * @asked: it has asked
 * @given: the page that it was given
 * @put: the page came back
 * @left: the page was left to it
 */
struct platform {
	u64 now_ms;
	int status;
	bool full;
	bool asked;
	u32 given;
	bool put;
	bool left;
};

static int configure(void *context, u8 *area, u32 page)
{
	struct platform *platform = context;

	(void)area;
	if (page)
		platform->given = page;
	if (platform->asked)
		return platform->status;
	platform->asked = true;
	return NEEDS_PAGE;
}

static u32 page_get(void *context)
{
	const struct platform *platform = context;

	return platform->full ? 0 : OWN_PAGE;
}

static void page_put(void *context, u32 page, bool keeps)
{
	struct platform *platform = context;

	assert_int_equal(page, OWN_PAGE);
	platform->put = !keeps;
	platform->left = keeps;
}

static void delay(void *context, unsigned int ms)
{
	struct platform *platform = context;

	platform->now_ms += ms;
}

static u64 now_ms(void *context)
{
	const struct platform *platform = context;

	return platform->now_ms;
}

static const struct pdr_platform_ops ops = {
	.configure = configure, .page_get = page_get, .page_put = page_put,
	.delay = delay, .now_ms = now_ms,
};

/* Configure a connector, which fails. Return: the page that is kept afterwards. */
static u32 fail_to_configure(struct platform *platform)
{
	u32 kept = KEPT_PAGE;
	const struct pdr_platform world = {
		.ops = &ops, .context = platform, .page = &kept,
	};
	struct pdr_fault fault;

	assert_true(pdr_drc_configure(&world, 0x80000001, NULL, &fault) < 0);
	return kept;
}

static void a_platform_that_fails_gives_its_page_back(void **state)
{
	struct platform platform = { .status = -1 };

	(void)state;
	assert_int_equal(fail_to_configure(&platform), KEPT_PAGE);
	assert_int_equal(platform.given, OWN_PAGE);
	assert_true(platform.put && !platform.left);
}

static void a_platform_that_stays_busy_keeps_its_page(void **state)
{
	struct platform platform = { .status = -2 };

	(void)state;
	assert_int_equal(fail_to_configure(&platform), KEPT_PAGE);
	assert_int_equal(platform.given, OWN_PAGE);
	assert_true(platform.left && !platform.put);
}

static void the_kept_page_is_kept_for_the_next_one(void **state)
{
	struct platform platform = { .status = -1, .full = true };

	(void)state;
	assert_int_equal(fail_to_configure(&platform), KEPT_PAGE);
	assert_int_equal(platform.given, KEPT_PAGE);
}

static void the_kept_page_too_stays_with_a_busy_platform(void **state)
{
	struct platform platform = { .status = -2, .full = true };

	(void)state;
	assert_int_equal(fail_to_configure(&platform), 0);
	assert_int_equal(platform.given, KEPT_PAGE);
}

static u8 reason_of(int status)
{
	struct platform platform = { .status = status, .asked = true };
	const struct pdr_platform world = { .ops = &ops, .context = &platform };
	struct pdr_cc_node *tree = NULL;
	struct pdr_fault fault = { 0 };

	assert_int_equal(pdr_drc_configure(&world, 0x80000001, &tree, &fault), -EIO);
	assert_null(tree);
	return fault.reason;
}

static void a_property_without_a_node_is_malformed(void **state)
{
	(void)state;
	assert_int_equal(reason_of(HAS_PROPERTY), PSERIES_DR_REASON_MALFORMED);
}

static void an_end_without_a_node_is_not_malformed(void **state)
{
	(void)state;
	assert_int_equal(reason_of(0), PSERIES_DR_REASON_NONE);
}

/* A clock goes as the delays say, or each call takes a while besides, or it stands still. */
enum clock { CLOCK_OF_DELAYS, CLOCK_OF_CALLS, CLOCK_STILL, CLOCKS };

#define CALL_MS 200
#define DOMAIN 7

/*
 * A platform that is busy.
 * @status: how it says so
 * @left: times that it does so
 * @clock: how its clock goes
 * @passed_ms: time that has passed
 * @first_ms: time when it was busy first
 * @last_ms: time of the last call
 * @level: power level that it was given
 */
struct busy {
	int status;
	unsigned int left;
	enum clock clock;
	u64 passed_ms;
	u64 first_ms;
	u64 last_ms;
	u32 level;
};

static int ask_busy(void *context)
{
	struct busy *busy = context;

	busy->last_ms = busy->passed_ms;
	if (busy->clock == CLOCK_OF_CALLS)
		busy->passed_ms += CALL_MS;
	if (!busy->first_ms)
		busy->first_ms = busy->passed_ms;
	return busy->left && busy->left-- ? busy->status : 0;
}

static int busy_sense(void *context, u32 drc_index, u32 *sense)
{
	(void)drc_index;
	*sense = PDR_SENSE_PRESENT;
	return ask_busy(context);
}

static int busy_set_indicator(void *context, u32 indicator, u32 drc_index, u32 value)
{
	(void)indicator;
	(void)drc_index;
	(void)value;
	return ask_busy(context);
}

static int busy_configure(void *context, u8 *area, u32 page)
{
	(void)area;
	(void)page;
	return ask_busy(context);
}

static int busy_set_power(void *context, u32 domain, u32 level)
{
	struct busy *busy = context;

	assert_int_equal(domain, DOMAIN);
	busy->level = level;
	return ask_busy(context);
}

static int busy_get_power(void *context, u32 domain, u32 *level)
{
	struct busy *busy = context;

	assert_int_equal(domain, DOMAIN);
	*level = busy->level;
	return ask_busy(context);
}

static void busy_delay(void *context, unsigned int ms)
{
	struct busy *busy = context;

	busy->passed_ms += ms;
}

static u64 busy_now_ms(void *context)
{
	const struct busy *busy = context;

	return busy->clock == CLOCK_STILL ? 0 : busy->passed_ms;
}

static const struct pdr_platform_ops busy_ops = {
	.sense = busy_sense, .set_indicator = busy_set_indicator, .configure = busy_configure,
	.set_power = busy_set_power, .get_power = busy_get_power, .delay = busy_delay,
	.now_ms = busy_now_ms,
};

static int try_sense(const struct pdr_platform *platform)
{
	struct pdr_fault fault;
	u32 sense;

	return pdr_drc_sense(platform, 0x80000001, &sense, &fault);
}

static int try_set(const struct pdr_platform *platform)
{
	struct pdr_fault fault;

	return pdr_drc_set(platform, PDR_FW_ISOLATE, 0x80000001, &fault);
}

static int try_configure(const struct pdr_platform *platform)
{
	struct pdr_fault fault;

	return pdr_drc_configure(platform, 0x80000001, NULL, &fault);
}

static int try_set_power(const struct pdr_platform *platform)
{
	return pdr_drc_set_power(platform, DOMAIN, true);
}

static int try_get_power(const struct pdr_platform *platform)
{
	bool on;

	return pdr_drc_get_power(platform, DOMAIN, &on);
}

/* Each call, each clock and each sort of busy status; the platform is busy so many times. */
static void try_busy(unsigned int times, void (*check)(const struct busy *busy, int error))
{
	static int (*const tries[])(const struct pdr_platform *platform) = {
		try_sense, try_set, try_configure, try_set_power, try_get_power,
	};
	static const int statuses[] = { -2, 9900, 9902, 9903, 9905 };
	struct busy busy;
	const struct pdr_platform platform = { .ops = &busy_ops, .context = &busy };
	enum clock clock;
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(tries); i++)
		for (j = 0; j < ARRAY_SIZE(statuses); j++)
			for (clock = 0; clock < CLOCKS; clock++) {
				busy = (struct busy){
					.status = statuses[j], .left = times,
					.clock = clock, .passed_ms = 1,
				};
				check(&busy, tries[i](&platform));
			}
}

/* The last call is made in time; but nobody gives up much earlier than that. */
static void check_given_up(const struct busy *busy, int error)
{
	assert_int_equal(error, -ETIMEDOUT);
	assert_true(busy->last_ms - busy->first_ms <= PDR_BUSY_LIMIT_MS);
	assert_true(busy->passed_ms + CALL_MS >= PDR_BUSY_LIMIT_MS);
}

static void a_busy_platform_is_given_up_by_any_clock(void **state)
{
	(void)state;
	try_busy(UINT_MAX, check_given_up);
}

/* The end of a configuration that has given no node is an error of another kind. */
static void check_answered(const struct busy *busy, int error)
{
	assert_int_not_equal(error, -ETIMEDOUT);
	assert_int_equal(busy->left, 0);
}

static void a_platform_that_is_busy_for_a_while_has_its_time(void **state)
{
	(void)state;
	try_busy(1, check_answered);
}

static void power_is_switched_and_read(void **state)
{
	struct busy busy = { 0 };
	const struct pdr_platform platform = { .ops = &busy_ops, .context = &busy };
	bool on;

	(void)state;
	assert_int_equal(pdr_drc_set_power(&platform, DOMAIN, true), 0);
	assert_int_equal(busy.level, 100);
	assert_int_equal(pdr_drc_get_power(&platform, DOMAIN, &on), 0);
	assert_true(on);
	assert_int_equal(pdr_drc_set_power(&platform, DOMAIN, false), 0);
	assert_int_equal(busy.level, 0);
	assert_int_equal(pdr_drc_get_power(&platform, DOMAIN, &on), 0);
	assert_false(on);
	busy.status = -9001;
	busy.left = 2;
	assert_int_equal(pdr_drc_set_power(&platform, DOMAIN, true), -EIO);
	assert_int_equal(pdr_drc_get_power(&platform, DOMAIN, &on), -EIO);
}

static void an_owner_is_linux_or_the_one_that_sense_tells(void **state)
{
	u32 sense;

	(void)state;
	for (sense = PDR_SENSE_EMPTY; sense <= PDR_SENSE_RECOVERY; sense++) {
		assert_int_equal(pdr_drc_usage(true, sense), PSERIES_DR_USAGE_IN_USE);
		assert_int_equal(pdr_drc_usage(false, sense), sense == PDR_SENSE_PRESENT ?
				 PSERIES_DR_USAGE_UNUSED : PSERIES_DR_USAGE_ABSENT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_platform_that_fails_gives_its_page_back),
		cmocka_unit_test(a_platform_that_stays_busy_keeps_its_page),
		cmocka_unit_test(the_kept_page_is_kept_for_the_next_one),
		cmocka_unit_test(the_kept_page_too_stays_with_a_busy_platform),
		cmocka_unit_test(a_property_without_a_node_is_malformed),
		cmocka_unit_test(an_end_without_a_node_is_not_malformed),
		cmocka_unit_test(a_busy_platform_is_given_up_by_any_clock),
		cmocka_unit_test(a_platform_that_is_busy_for_a_while_has_its_time),
		cmocka_unit_test(power_is_switched_and_read),
		cmocka_unit_test(an_owner_is_linux_or_the_one_that_sense_tells),
	};

	return cmocka_run_group_tests_name("drcstate", tests, NULL, NULL);
}
