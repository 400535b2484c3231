// SPDX-License-Identifier: GPL-2.0

/* Tests of what the other tests rely on: pdr_env.h of user space, and the reader. */

#include "unit.h"

#include <core/parse/reader.h>

static int compare(const void *a, const void *b)
{
	const u32 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void sort_sorts_arrays_of_any_length(void **state)
{
	u32 numbers[300], i;
	size_t len;

	(void)state;
	random_start();
	for (len = 0; len < ARRAY_SIZE(numbers); len++) {
		u64 sum = 0, sorted_sum = 0;

		for (i = 0; i < len; i++)
			sum += numbers[i] = random_below(i % 2 ? 10 : U32_MAX);
		sort(numbers, len, sizeof(*numbers), compare, NULL);
		for (i = 0; i < len; i++) {
			sorted_sum += numbers[i];
			assert_true(!i || numbers[i - 1] <= numbers[i]);
		}
		assert_true(sum == sorted_sum);
	}
}

static void the_allocation_that_shall_fail_fails(void **state)
{
	void *first, *third;

	(void)state;
	pdr_env_memory_reset(2);
	first = pdr_alloc(3);
	assert_non_null(first);
	assert_memory_equal(first, "\0\0\0", 3);
	assert_null(pdr_alloc(1));
	third = pdr_alloc_array(0, 5);
	assert_non_null(third);
	assert_null(pdr_alloc_array(SIZE_MAX / 2, 3));
	assert_int_equal(pdr_env_memory.made, 3);
	assert_int_equal(pdr_env_memory.live, 2);
	pdr_free(NULL);
	pdr_free(first);
	pdr_free(third);
	assert_int_equal(pdr_env_memory.live, 0);
	pdr_env_memory_reset(0);
}

static void numbers_are_big_endian_wherever_they_lie(void **state)
{
	u8 bytes[12] = { 0 };
	size_t at;

	(void)state;
	for (at = 0; at < 4; at++) {
		put_unaligned_be64(0x0123456789abcdefULL, bytes + at);
		assert_int_equal(bytes[at], 0x01);
		assert_int_equal(bytes[at + 7], 0xef);
		assert_true(get_unaligned_be64(bytes + at) == 0x0123456789abcdefULL);
		assert_int_equal(get_unaligned_be32(bytes + at + 4), 0x89abcdef);
		assert_int_equal(get_unaligned_be16(bytes + at + 2), 0x4567);
	}
}

static void a_reader_takes_values_one_after_the_other(void **state)
{
	struct bytes bytes = { };
	struct pdr_reader reader;

	(void)state;
	bytes_u32(&bytes, 7);
	bytes_string(&bytes, "LMB 4");
	bytes_string(&bytes, "");
	bytes_u64(&bytes, 1ULL << 40);
	reader = (struct pdr_reader) { .next = bytes.data, .left = bytes.len };
	assert_int_equal(pdr_reader_u32(&reader), 7);
	assert_string_equal(pdr_reader_string(&reader), "LMB 4");
	assert_string_equal(pdr_reader_string(&reader), "");
	assert_false(pdr_reader_done(&reader));
	assert_true(pdr_reader_u64(&reader) == 1ULL << 40);
	assert_true(pdr_reader_done(&reader));
	bytes_free(&bytes);
}

static void a_reader_stays_bad(void **state)
{
	struct bytes bytes = { };
	struct pdr_reader reader;

	(void)state;
	bytes_put(&bytes, "abc", 3);
	reader = (struct pdr_reader) { .next = bytes.data, .left = bytes.len };
	assert_int_equal(pdr_reader_u32(&reader), 0);
	assert_null(pdr_reader_take(&reader, 1));
	assert_string_equal(pdr_reader_string(&reader), "");
	assert_true(pdr_reader_u64(&reader) == 0);
	assert_true(reader.bad);
	assert_int_equal(reader.left, 3);
	reader.bad = false;
	assert_string_equal(pdr_reader_string(&reader), "");
	assert_true(reader.bad);
	bytes_free(&bytes);
}

static void a_reader_of_nothing_is_done(void **state)
{
	struct pdr_reader reader = { };

	(void)state;
	assert_true(pdr_reader_done(&reader));
	assert_string_equal(pdr_reader_string(&reader), "");
	assert_false(pdr_reader_done(&reader));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sort_sorts_arrays_of_any_length),
		cmocka_unit_test(the_allocation_that_shall_fail_fails),
		cmocka_unit_test(numbers_are_big_endian_wherever_they_lie),
		cmocka_unit_test(a_reader_takes_values_one_after_the_other),
		cmocka_unit_test(a_reader_stays_bad),
		cmocka_unit_test(a_reader_of_nothing_is_done),
	};

	return cmocka_run_group_tests_name("env", tests, NULL, no_memory_lost);
}
