/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_SEARCH_H
#define PDR_SEARCH_H

/*
 * Searching an array that is sorted by a number.
 *
 * Includes core.
 */

#include <pdr_env.h>

/**
 * pdr_search() - Count the entries of a sorted array whose number is not above another.
 * @array: the entries, in ascending order of their numbers
 * @count: how many
 * @number_at: the number of an entry
 * @number: the other number
 *
 * The last of these entries is the one before which @number would not be put.
 *
 * Context: any. Takes O(log @count).
 * Return: how many; they are the first ones.
 */
static inline u32 pdr_search(const void *array, u32 count,
			     u32 (*number_at)(const void *array, u32 at), u32 number)
{
	u32 low = 0, high = count;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (number_at(array, middle) <= number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#endif /* PDR_SEARCH_H */
