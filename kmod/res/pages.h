/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counting the pages of online memory.
 *
 * Invariant: only online pages are read. Pages change during the count, so the
 * numbers are estimates.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_PAGES_H
#define PDR_PAGES_H

#include <linux/types.h>

/**
 * struct pdr_pages - pages of a range, by their use
 * @busy: pages in use
 * @huge: pages of @busy that are huge pages of the pool
 * @free: free pages of the page allocator
 *
 * All others are offline, or are free in the pool of huge pages or in the lists of
 * the CPUs, which the kernel empties by itself when memory leaves.
 */
struct pdr_pages {
	u64 busy;
	u64 huge;
	u64 free;
};

/**
 * pdr_pages_count - count the pages of a range
 * @start_pfn: first page
 * @nr_pages: number of pages
 * @pages: filled
 *
 * Context: any that may sleep.
 */
void pdr_pages_count(unsigned long start_pfn, unsigned long nr_pages,
		     struct pdr_pages *pages);

/**
 * pdr_pages_fixed - tell if a range has a page that the kernel certainly does not move
 * @start_pfn: first page
 * @nr_pages: number of pages
 *
 * Such pages are those that the kernel took at boot, slab and page tables. There are others,
 * too, but they look like pages that are about to become movable.
 *
 * Context: any that may sleep.
 * Return: true if it has.
 */
bool pdr_pages_fixed(unsigned long start_pfn, unsigned long nr_pages);

#endif /* PDR_PAGES_H */
