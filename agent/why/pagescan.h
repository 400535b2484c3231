/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ioctl PAGEMAP_SCAN of kernels from 6.7 on, for headers that are older. It names the parts of
 * an address space that have pages, and takes no time for those that have none.
 */
#ifndef WHY_PAGESCAN_H
#define WHY_PAGESCAN_H

#include <linux/fs.h>
#include <linux/types.h>

#ifndef PAGEMAP_SCAN
#define PAGEMAP_SCAN	_IOWR('f', 16, struct pm_scan_arg)
#define PAGE_IS_PRESENT	(1 << 3)

/**
 * struct page_region - addresses that have pages
 * @start: the first
 * @end: the first behind them
 * @categories: what they have in common
 */
struct page_region {
	__u64 start;
	__u64 end;
	__u64 categories;
};

/**
 * struct pm_scan_arg - a question for such addresses
 * @size: bytes of this struct
 * @flags: none is needed
 * @start: the first address
 * @end: the first behind them
 * @walk_end: result: the address at which the answer ends
 * @vec: result: address of an array of struct page_region
 * @vec_len: how many it holds
 * @max_pages: pages of an answer at most, 0 for any number
 * @category_inverted: categories that a page must not have
 * @category_mask: categories that a page must have
 * @category_anyof_mask: categories of which a page must have one
 * @return_mask: categories that the answer tells
 */
struct pm_scan_arg {
	__u64 size;
	__u64 flags;
	__u64 start;
	__u64 end;
	__u64 walk_end;
	__u64 vec;
	__u64 vec_len;
	__u64 max_pages;
	__u64 category_inverted;
	__u64 category_mask;
	__u64 category_anyof_mask;
	__u64 return_mask;
};
#endif

#endif /* WHY_PAGESCAN_H */
