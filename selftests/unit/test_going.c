// SPDX-License-Identifier: GPL-2.0
/* Tests of finding a connector among those of all removals that wait. */

#include "unit.h"

#include <core/engine/going.h>

#define REQUESTS 6

static struct pdr_request range(u32 index, u32 count)
{
	return (struct pdr_request){
		.identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT,
		.index = index, .count = count,
	};
}

static bool is_named(const struct pdr_request *requests, size_t count, u32 drc_index)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (pdr_request_names(&requests[i], drc_index))
			return true;
	return false;
}

/* Each connector near those of the requests, as each request says by itself. */
static void compare(const struct pdr_request *requests, size_t count, u32 from, u32 connectors)
{
	struct pdr_going_range ranges[REQUESTS * PDR_GOING_RANGES];
	struct pdr_going going = { .ranges = ranges };
	size_t i;
	u32 n;

	for (i = 0; i < count; i++)
		pdr_going_add(&going, &requests[i]);
	pdr_going_sort(&going);
	for (i = 1; i < going.count; i++)
		assert_true(ranges[i - 1].last < ranges[i].first);
	for (n = 0; n < connectors; n++)
		expect(pdr_going_has(&going, from + n) == is_named(requests, count, from + n),
		       "connector %u of %zu requests", from + n, count);
}

static void nothing_goes_without_a_request(void **state)
{
	(void)state;
	compare(NULL, 0, 0, 4);
}

/* Three ranges that lie in all ways beside, in and over one another. */
static void ranges_in_any_place_are_found(void **state)
{
	struct pdr_request requests[3];
	u32 n, at, counts;

	(void)state;
	for (n = 0; n < 6 * 6 * 6 * 27; n++) {
		at = n / 27;
		counts = n % 27;
		requests[0] = range(10 + at % 6, counts % 3);
		requests[1] = range(10 + at / 6 % 6, 2 * (counts / 3 % 3));
		requests[2] = range(10 + at / 36, 3 * (counts / 9));
		compare(requests, ARRAY_SIZE(requests), 8, 18);
	}
}

static void a_long_range_holds_what_comes_after_it(void **state)
{
	const struct pdr_request requests[] = {
		range(30, 1), range(10, 10), range(12, 2), range(15, 1), range(25, 2),
	};

	(void)state;
	compare(requests, ARRAY_SIZE(requests), 5, 30);
}

static void numbers_may_go_on_from_0(void **state)
{
	const struct pdr_request requests[] = {
		range(U32_MAX - 1, 5), range(4, 1), range(1, 1), range(U32_MAX - 5, 2),
	};
	const struct pdr_request last = range(U32_MAX, 1);

	(void)state;
	compare(requests, ARRAY_SIZE(requests), U32_MAX - 8, 20);
	compare(&last, 1, U32_MAX - 2, 5);
}

static void only_an_index_names_connectors(void **state)
{
	struct pdr_request requests[3] = { range(3, 2), range(6, 2), range(9, 2) };

	(void)state;
	requests[0].identifier = PSERIES_DR_IDENTIFIER_COUNT;
	requests[1].identifier = PSERIES_DR_IDENTIFIER_INDEX;
	requests[2].identifier = PSERIES_DR_IDENTIFIER_NAME;
	compare(requests, ARRAY_SIZE(requests), 0, 14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_goes_without_a_request),
		cmocka_unit_test(ranges_in_any_place_are_found),
		cmocka_unit_test(a_long_range_holds_what_comes_after_it),
		cmocka_unit_test(numbers_may_go_on_from_0),
		cmocka_unit_test(only_an_index_names_connectors),
	};

	return cmocka_run_group_tests_name("going", tests, NULL, NULL);
}
