/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_DISK_H
#define PDR_DISK_H

/*
 * Making a disk on each kernel. Since 6.9 ("block: pass a queue_limits argument to
 * blk_alloc_disk") the call takes limits, and returns an ERR_PTR, not NULL, on error.
 */

#include <linux/blkdev.h>
#include <linux/err.h>

#ifdef BLK_FEAT_WRITE_CACHE
static inline struct gendisk *pdr_alloc_disk(void)
{
	struct gendisk *disk = blk_alloc_disk(NULL, NUMA_NO_NODE);

	return IS_ERR(disk) ? NULL : disk;
}
#else
static inline struct gendisk *pdr_alloc_disk(void)
{
	return blk_alloc_disk(NUMA_NO_NODE);
}
#endif

#endif /* PDR_DISK_H */
