// SPDX-License-Identifier: GPL-2.0
/* The common part of the unit tests; see unit.h. */

#include "unit.h"

#define SEED	20240229

/* xorshift64*, never 0. */
static u64 random_state = SEED;

void each_cut(const struct bytes *whole,
	      void (*try)(const struct bytes *cut, void *arg), void *arg)
{
	size_t len;

	for (len = 0; len < whole->len; len++) {
		struct bytes cut = { };

		bytes_put(&cut, whole->data, len);
		try(&cut, arg);
		bytes_free(&cut);
	}
}

void each_mutation(const struct bytes *whole,
		   void (*try)(const struct bytes *mutant, void *arg), void *arg)
{
	struct bytes mutant = { };
	unsigned int value;
	size_t at;

	bytes_put(&mutant, whole->data, whole->len);
	for (at = 0; at < whole->len; at++) {
		for (value = 0; value <= U8_MAX; value++) {
			mutant.data[at] = (u8)value;
			if (mutant.data[at] != whole->data[at])
				try(&mutant, arg);
		}
		mutant.data[at] = whole->data[at];
	}
	bytes_free(&mutant);
}

unsigned long each_allocation_fails(int (*call)(void *arg), void *arg)
{
	unsigned long live = pdr_env_memory.live;
	unsigned long at;

	for (at = 1;; at++) {
		int error;

		pdr_env_memory_reset(at);
		error = call(arg);
		assert_int_equal(pdr_env_memory.live, live);
		if (pdr_env_memory.made < at) {
			assert_int_equal(error, 0);
			break;
		}
		expect(error == -ENOMEM, "%d after allocation %lu failed", error, at);
	}
	pdr_env_memory_reset(0);
	return at - 1;
}

int no_memory_lost(void **state)
{
	(void)state;
	pdr_env_memory_reset(0);
	return pdr_env_memory.live ? -1 : 0;
}

void random_start(void)
{
	const char *seed = getenv("PDR_SEED");

	random_state = seed ? strtoull(seed, NULL, 0) : SEED;
	random_state += !random_state;
	print_message("PDR_SEED=%llu\n", (unsigned long long)random_state);
}

u32 random_below(u32 end)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (u32)(((random_state * 0x2545f4914f6cdd1dULL) >> 32) % end);
}
