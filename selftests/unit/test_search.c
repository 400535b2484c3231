// SPDX-License-Identifier: GPL-2.0
/* Tests of searching an array that is sorted by a number. */

#include "unit.h"

#include <core/parse/search.h>

#define NUMBERS 6

static u32 number_at(const void *array, u32 at)
{
	const u32 *numbers = array;

	return numbers[at];
}

static u32 count_plainly(const u32 *numbers, u32 count, u32 number)
{
	u32 found = 0;

	while (found < count && numbers[found] <= number)
		found++;
	return found;
}

/* Each digit of @times, of base 3, says how often a number is there. */
static u32 fill_numbers(u32 *numbers, u32 times)
{
	u32 number, i, count = 0;

	for (number = 0; number < NUMBERS; number++, times /= 3)
		for (i = 0; i < times % 3; i++)
			numbers[count++] = 2 * number + 1;
	return count;
}

static void every_number_is_put_where_it_belongs(void **state)
{
	u32 numbers[2 * NUMBERS], times, number, count;

	(void)state;
	for (times = 0; times < 3 * 3 * 3 * 3 * 3 * 3; times++) {
		count = fill_numbers(numbers, times);
		for (number = 0; number <= 2 * NUMBERS; number++)
			expect(pdr_search(numbers, count, number_at, number) ==
			       count_plainly(numbers, count, number),
			       "%u among %u entries of %u", number, count, times);
	}
}

static void the_highest_number_is_found(void **state)
{
	static const u32 numbers[] = { 0, U32_MAX - 1, U32_MAX };

	(void)state;
	assert_int_equal(pdr_search(numbers, 3, number_at, 0), 1);
	assert_int_equal(pdr_search(numbers, 3, number_at, U32_MAX - 1), 2);
	assert_int_equal(pdr_search(numbers, 3, number_at, U32_MAX), 3);
	assert_int_equal(pdr_search(NULL, 0, number_at, U32_MAX), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_is_put_where_it_belongs),
		cmocka_unit_test(the_highest_number_is_found),
	};

	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
