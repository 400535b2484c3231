// SPDX-License-Identifier: GPL-2.0
/* Tests of the order in which LMBs are removed, and cores that can be chosen. */

#include "unit.h"

#include <core/engine/order.h>

#define MOST 12

/* Each LMB of @numbers is there once; @numbers are 0 to @count - 1. */
static bool holds_each(const struct pdr_order_entry *entries, u32 count)
{
	u64 seen = 0;
	u32 i;

	for (i = 0; i < count; i++)
		seen |= 1ULL << entries[i].number;
	return seen == (1ULL << count) - 1;
}

static void make_entries(struct pdr_order_entry *entries, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		entries[i].number = i;
		entries[i].weight = pdr_order_weight(random_below(6),
						     random_below(4));
	}
}

static void memory_of_the_kernel_weighs_most(void **state)
{
	(void)state;
	assert_true(pdr_order_weight(0, false) > pdr_order_weight(1ULL << 40, true));
	assert_true(pdr_order_weight(2, false) > pdr_order_weight(1, false));
	assert_int_equal(pdr_order_weight(77, true), 77);
}

static void the_easiest_is_the_emptiest_and_then_the_highest(void **state)
{
	struct pdr_order_entry entries[MOST];
	u32 count, i, round;

	(void)state;
	random_start();
	for (round = 0; round < 2000; round++) {
		count = 1 + random_below(MOST);
		make_entries(entries, count);
		pdr_order_easiest(entries, count);
		assert_true(holds_each(entries, count));
		for (i = 1; i < count; i++)
			assert_true(entries[i - 1].weight < entries[i].weight ||
				    (entries[i - 1].weight == entries[i].weight &&
				     entries[i - 1].number > entries[i].number));
	}
}

/* The entry of @entries from @from on that a naive look finds by @better. */
static u32 best(const struct pdr_order_entry *entries, u32 from, u32 count,
		bool (*better)(const struct pdr_order_entry *one,
			       const struct pdr_order_entry *other))
{
	u32 i, found = from;

	for (i = from + 1; i < count; i++)
		if (better(&entries[i], &entries[found]))
			found = i;
	return entries[found].number;
}

static bool is_harder(const struct pdr_order_entry *one,
		      const struct pdr_order_entry *other)
{
	if (one->weight != other->weight)
		return one->weight > other->weight;
	return one->number > other->number;
}

static bool is_higher(const struct pdr_order_entry *one,
		      const struct pdr_order_entry *other)
{
	return one->number > other->number;
}

static bool is_lower(const struct pdr_order_entry *one,
		     const struct pdr_order_entry *other)
{
	return one->number < other->number;
}

static void check_range(struct pdr_order_entry *entries, u32 count)
{
	u32 i;

	assert_int_equal(entries[0].number, best(entries, 0, count, is_harder));
	if (count < PDR_ORDER_ENDS + 2)
		return;
	assert_int_equal(entries[1].number, best(entries, 1, count, is_higher));
	assert_int_equal(entries[2].number, best(entries, 2, count, is_lower));
	assert_int_equal(entries[count - 1].number,
			 best(entries, PDR_ORDER_ENDS, count, is_lower));
	for (i = PDR_ORDER_ENDS + 1; i + 1 < count; i++)
		assert_true(is_harder(&entries[i], &entries[i - 1]));
}

static void a_range_begins_with_the_hardest_and_the_ends(void **state)
{
	struct pdr_order_entry entries[MOST];
	u32 count, round;

	(void)state;
	random_start();
	for (round = 0; round < 5000; round++) {
		count = 1 + random_below(MOST);
		make_entries(entries, count);
		pdr_order_range(entries, count);
		assert_true(holds_each(entries, count));
		check_range(entries, count);
	}
	pdr_order_range(entries, 0);
}

static void only_the_middle_of_a_range_changes_places(void **state)
{
	u32 count, place;

	(void)state;
	for (count = 0; count < MOST; count++)
		for (place = 0; place < MOST; place++)
			assert_int_equal(pdr_order_may_swap(place, count),
					 place >= 3 && place + 1 < count);
	assert_true(pdr_order_may_swap(4, PDR_ORDER_LOOKS));
	assert_false(pdr_order_may_swap(4, PDR_ORDER_LOOKS + 1));
}

static const struct {
	u8 action;
	u8 identifier;
	bool platform_asked;
	u32 first;
} requests[] = {
	/* the hardest, where all have to go; else the easiest */
	{ PSERIES_DR_ACTION_REMOVE, PSERIES_DR_IDENTIFIER_INDEXED_COUNT, true, 1 },
	{ PSERIES_DR_ACTION_REMOVE, PSERIES_DR_IDENTIFIER_INDEX, true, 1 },
	{ PSERIES_DR_ACTION_REMOVE, PSERIES_DR_IDENTIFIER_COUNT, true, 2 },
	{ PSERIES_DR_ACTION_REMOVE, PSERIES_DR_IDENTIFIER_INDEXED_COUNT, false, 2 },
	{ PSERIES_DR_ACTION_REMOVE, PSERIES_DR_IDENTIFIER_COUNT, false, 2 },
	{ PSERIES_DR_ACTION_ADD, PSERIES_DR_IDENTIFIER_INDEXED_COUNT, true, 0 },
	{ PSERIES_DR_ACTION_ADD, PSERIES_DR_IDENTIFIER_COUNT, false, 0 },
};

static void who_asks_for_what_decides_on_the_order(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		struct pdr_order_entry entries[] = {
			{ .number = 0, .weight = 5 }, { .number = 1, .weight = 9 },
			{ .number = 2, .weight = 1 },
		};
		const struct pdr_request request = {
			.resource = PSERIES_DR_RESOURCE_MEMORY,
			.action = requests[i].action,
			.identifier = requests[i].identifier,
		};

		pdr_order_request(&request, requests[i].platform_asked, entries, 3);
		assert_true(holds_each(entries, 3));
		expect(entries[0].number == requests[i].first, "request %zu: %u is first",
		       i, entries[0].number);
	}
}

static void the_easier_of_two_neighbours_goes_first(void **state)
{
	(void)state;
	assert_int_equal(pdr_order_next(3, 7, 6), 4);
	assert_int_equal(pdr_order_next(3, 6, 7), 3);
	assert_int_equal(pdr_order_next(3, 7, 7), 3);
}

static void a_core_that_nobody_uses_goes_first_then_one_far_from_memory(void **state)
{
	static const struct pdr_request request = {
		.action = PSERIES_DR_ACTION_REMOVE, .identifier = PSERIES_DR_IDENTIFIER_COUNT,
	};
	static const u32 order[] = { 0x10000000, 0x10000003, 0x10000002, 0x10000004, 0x10000001 };
	struct pdr_order_entry cores[] = {
		{ .number = 0x10000000, .weight = pdr_order_core(false, true) },
		{ .number = 0x10000001, .weight = pdr_order_core(true, true) },
		{ .number = 0x10000002, .weight = pdr_order_core(true, false) },
		{ .number = 0x10000003, .weight = pdr_order_core(true, false) },
		{ .number = 0x10000004, .weight = pdr_order_core(true, true) },
	};
	size_t i;

	(void)state;
	pdr_order_request(&request, false, cores, ARRAY_SIZE(cores));
	for (i = 0; i < ARRAY_SIZE(cores); i++)
		assert_int_equal(cores[i].number, order[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_of_the_kernel_weighs_most),
		cmocka_unit_test(the_easiest_is_the_emptiest_and_then_the_highest),
		cmocka_unit_test(a_range_begins_with_the_hardest_and_the_ends),
		cmocka_unit_test(only_the_middle_of_a_range_changes_places),
		cmocka_unit_test(who_asks_for_what_decides_on_the_order),
		cmocka_unit_test(the_easier_of_two_neighbours_goes_first),
		cmocka_unit_test(a_core_that_nobody_uses_goes_first_then_one_far_from_memory),
	};

	return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
