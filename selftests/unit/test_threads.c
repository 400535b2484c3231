// SPDX-License-Identifier: GPL-2.0
/* Tests of the threads of a core, as its node lists them. */

#include "unit.h"

#include <core/parse/threads.h>

#define MOST 4

/* A sentence, a property, and how many threads it lists; 0 if it is refused. */
static const struct {
	const char *sentence;
	u8 value[5 * sizeof(u32)];
	size_t len;
	u32 count;
} cases[] = {
	{ "one thread", { 0, 0, 0, 8 }, 4, 1 },
	{ "as many as there may be", { 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 10, 0, 0, 0, 11 }, 16, 4 },
	{ "threads that differ in the first byte", { 0, 0, 0, 8, 1, 0, 0, 8 }, 8, 2 },
	{ "none", { 0 }, 0, 0 },
	{ "a part of a number", { 0, 0, 0, 8, 0, 0 }, 6, 0 },
	{ "too many", { 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5 }, 20, 0 },
	{ "one twice", { 0, 0, 0, 8, 0, 0, 0, 8 }, 8, 0 },
	{ "one twice, with others between", { 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 8 }, 12, 0 },
};

static void each_list_is_judged(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		u32 count = 0;
		int error = pdr_threads_parse(cases[i].value, cases[i].len, MOST, &count);

		if (!error != !!cases[i].count || (error && error != -EBADMSG))
			fail_msg("%s: %d", cases[i].sentence, error);
		if (!error && count != cases[i].count)
			fail_msg("%s: %u threads", cases[i].sentence, count);
	}
}

static void no_property_is_refused(void **state)
{
	u32 count;

	(void)state;
	assert_int_equal(pdr_threads_parse(NULL, 0, MOST, &count), -EBADMSG);
}

static void a_number_is_big_endian(void **state)
{
	static const u8 value[] = { 0, 0, 0, 8, 1, 2, 3, 4 };

	(void)state;
	assert_int_equal(pdr_threads_get(value, 1), 0x01020304);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_list_is_judged),
		cmocka_unit_test(no_property_is_refused),
		cmocka_unit_test(a_number_is_big_endian),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
