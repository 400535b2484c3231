/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_ENV_H
#define _PDR_ENV_H

/*
 * All that the core knows of the world around it, as the kernel gives it.
 * agent/env/pdr_env.h gives the same names in user space; the include path
 * decides which of the two the core is built with.
 *
 * Includes nothing of kmod.
 */

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/unaligned.h>

#include <linux/pseries_dr.h>

/**
 * PDR_GFP: for all memory of a job. A job that gets none fails; no task is killed to get
 * some for it. It never waits for a disk, which may be dead, as the caller may hold a lock
 * that the answerer takes
 */
#define PDR_GFP (GFP_NOIO | __GFP_RETRY_MAYFAIL)

/**
 * pdr_alloc() - Allocate zeroed memory, as PDR_GFP says.
 * @size: bytes
 *
 * Context: may sleep.
 * Return: the memory, to be given to pdr_free(); NULL if there is none.
 */
static inline void *pdr_alloc(size_t size)
{
	return size > INT_MAX ? NULL :
	       kvzalloc(size, PDR_GFP);
}

/**
 * pdr_alloc_array() - Allocate zeroed memory for an array.
 * @n: number of elements
 * @size: bytes of an element
 *
 * Context: may sleep.
 * Return: the memory, to be given to pdr_free(); NULL if there is none or if
 * the size overflows.
 */
static inline void *pdr_alloc_array(size_t n, size_t size)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL : pdr_alloc(bytes);
}

/**
 * pdr_free() - Give back memory of pdr_alloc() or pdr_alloc_array().
 * @p: the memory, or NULL
 *
 * Context: may sleep.
 */
static inline void pdr_free(const void *p)
{
	kvfree(p);
}

/**
 * pdr_exchange() - Change a word that others may change at the same time.
 * @word: the word
 * @from: the value that it must have
 * @to: its new value
 *
 * Context: any. Orders all memory accesses before it against all after it.
 * Return: true if it was @from and is @to now; false if it is as it was.
 */
static inline bool pdr_exchange(u32 *word, u32 from, u32 to)
{
	return cmpxchg(word, from, to) == from;
}

#endif /* _PDR_ENV_H */
