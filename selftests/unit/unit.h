/* SPDX-License-Identifier: GPL-2.0 */
#ifndef UNIT_H
#define UNIT_H

/*
 * Helpers of all unit tests: ways to damage bytes, allocations that fail, and random
 * numbers that are the same in every run.
 */

#include "lib/bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* Fail the test with a message unless @condition holds. */
#define expect(condition, ...)				\
	do {						\
		if (!(condition))			\
			fail_msg(__VA_ARGS__);		\
	} while (0)

/**
 * each_cut() - try all bytes but those from a point on, for every point
 * @whole: the bytes
 * @try: called with bytes of exactly that length
 * @arg: given to @try
 */
void each_cut(const struct bytes *whole,
	      void (*try)(const struct bytes *cut, void *arg), void *arg);

/**
 * each_mutation() - try the bytes with one of them changed, for every byte and
 *	every value
 * @whole: the bytes
 * @try: called with the changed bytes
 * @arg: given to @try
 */
void each_mutation(const struct bytes *whole,
		   void (*try)(const struct bytes *mutant, void *arg), void *arg);

/**
 * each_allocation_fails() - call with the first, second, third... allocation
 *	failing, until it needs no more
 * @call: returns 0, with all it allocated given back, or a negative errno
 * @arg: given to @call
 *
 * Each call in which one failed must return -ENOMEM and give everything back.
 *
 * Return: allocations that @call makes.
 */
unsigned long each_allocation_fails(int (*call)(void *arg), void *arg);

/* Check that all memory of pdr_alloc() is freed. */
int no_memory_lost(void **state);

/**
 * random_start() - begin a sequence of random numbers, and say which
 *
 * The environment variable PDR_SEED gives another one than usual.
 */
void random_start(void);

/**
 * random_below() - next random number
 * @end: not 0
 *
 * Return: a number below @end.
 */
u32 random_below(u32 end);

#endif /* UNIT_H */
