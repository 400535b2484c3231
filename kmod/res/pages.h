/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the pages of memory that is online hold.
 *
 * Invariant: nothing here keeps a page from changing, so each number is only as
 * good as one look, and no look reads past what is online.
 */
#ifndef PDR_PAGES_H
#define PDR_PAGES_H

#include <linux/types.h>

/**
 * struct pdr_pages - pages of a range, by what they hold
 * @busy: those that somebody uses
 * @huge: those of @busy that are huge pages of the pool
 * @free: those that the page allocator has
 *
 * The rest is not online, or is free in a place that is emptied by itself when
 * memory leaves: the pool of huge pages and the lists of the CPUs.
 */
struct pdr_pages {
	u64 busy;
	u64 huge;
	u64 free;
};

/**
 * pdr_pages_count - look through the pages of a range
 * @start_pfn: first page
 * @nr_pages: number of pages
 * @pages: filled
 *
 * Context: any that may sleep.
 */
void pdr_pages_count(unsigned long start_pfn, unsigned long nr_pages,
		     struct pdr_pages *pages);

#endif /* PDR_PAGES_H */
