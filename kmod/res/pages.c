// SPDX-License-Identifier: GPL-2.0
/* Counting pages. Includes res. */
#include <linux/hugetlb.h>
#include <linux/memory_hotplug.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "res/pages.h"

/* Largest order of a free page in any kernel; a larger one was read in a race. */
#define FREE_ORDER_MAX 16

/* Pages between two offers to let others run. */
#define RESCHED_PAGES 1024

/*
 * A free page keeps its order in page->private. This reads it without the kernel's
 * lock, so the page may be in use by now and the number wrong: it only must not
 * reach past the range.
 */
static unsigned long free_pages_at(struct page *page, unsigned long most)
{
	unsigned long order = READ_ONCE(page->private);

	return order <= FREE_ORDER_MAX ? min(1UL << order, most) : 1;
}

static unsigned long count_at(struct page *page, unsigned long most,
			      struct pdr_pages *pages)
{
	unsigned long count = 1;

	if (PageBuddy(page)) {
		count = free_pages_at(page, most);
		pages->free += count;
	} else if (page_count(page) > 0) {
		pages->busy++;
		pages->huge += PageHuge(page) ? 1 : 0;
	}
	return count;
}

void pdr_pages_count(unsigned long start_pfn, unsigned long nr_pages,
		     struct pdr_pages *pages)
{
	unsigned long pfn = start_pfn, end_pfn = start_pfn + nr_pages;
	unsigned long resched_pfn = start_pfn + RESCHED_PAGES;
	struct page *page;

	*pages = (struct pdr_pages){ 0 };
	while (pfn < end_pfn) {
		page = pfn_to_online_page(pfn);
		if (!page) {
			/* whole sections are online or not */
			pfn = min(ALIGN(pfn + 1, PAGES_PER_SECTION), end_pfn);
			continue;
		}
		pfn += count_at(page, end_pfn - pfn, pages);
		if (pfn >= resched_pfn) {
			cond_resched();
			resched_pfn = pfn + RESCHED_PAGES;
		}
	}
}

/* Pages that has_unmovable_pages() of the kernel finds, too, whatever else it finds. */
static bool is_fixed(struct page *page)
{
	return PageReserved(page) || PageSlab(page) || PageTable(page);
}

bool pdr_pages_fixed(unsigned long start_pfn, unsigned long nr_pages)
{
	unsigned long pfn, end_pfn = start_pfn + nr_pages;
	struct page *page;

	for (pfn = start_pfn; pfn < end_pfn; pfn++) {
		page = pfn_to_online_page(pfn);
		if (page && is_fixed(page))
			return true;
		if (pfn % RESCHED_PAGES == 0)
			cond_resched();
	}
	return false;
}
