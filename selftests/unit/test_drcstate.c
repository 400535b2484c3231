// SPDX-License-Identifier: GPL-2.0
/* Tests of the pages that ibm,configure-connector asks for, and of what a failure of it says. */

#include "unit.h"

#include <core/engine/drcstate.h>
#include <core/parse/ccwork.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_platform_that_fails_gives_its_page_back),
		cmocka_unit_test(a_platform_that_stays_busy_keeps_its_page),
		cmocka_unit_test(the_kept_page_is_kept_for_the_next_one),
		cmocka_unit_test(the_kept_page_too_stays_with_a_busy_platform),
		cmocka_unit_test(a_property_without_a_node_is_malformed),
		cmocka_unit_test(an_end_without_a_node_is_not_malformed),
	};

	return cmocka_run_group_tests_name("drcstate", tests, NULL, NULL);
}
