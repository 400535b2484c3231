/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether a guest has room for a request that moves its memory.
 *
 * A removal takes the pages that its blocks hold or have free; an add takes
 * pages of the kernel's zones for the page structures of the new memory. Both
 * may take what is free above the watermarks, and what the kernel can reclaim
 * without killing anybody: page cache, reclaimable slab, and as many anonymous
 * pages as swap has room for.
 *
 * Invariant: the judgement errs on the side of room. A request that the stock kernel
 * could carry out is never refused; a job that does not fit is stopped as it runs.
 *
 * Includes core.
 */
#ifndef PDR_CORE_ROOM_H
#define PDR_CORE_ROOM_H

#include <pdr_env.h>

/**
 * struct pdr_room_zone - a zone as the kernel counts it, all in pages
 * @free: free pages
 * @min: min watermark
 * @low: low watermark
 * @high: high watermark
 * @kept: pages that the zone keeps from movable pages, so that the kernel has
 *	  them (lowmem_reserve)
 * @file: pages of files that it holds
 * @anon: anonymous pages, those of tmpfs included
 */
struct pdr_room_zone {
	u64 free;
	u64 min;
	u64 low;
	u64 high;
	u64 kept;
	u64 file;
	u64 anon;
};

/**
 * struct pdr_room - the zones that count, together, in pages
 * @free: free pages above the watermarks
 * @low: low watermarks, which the kernel does not reclaim below
 * @file: pages of files
 * @anon: anonymous pages
 * @slab: reclaimable slab
 * @swap: free pages of swap
 * @huge: free huge pages of the pool, which huge pages in use can move to
 */
struct pdr_room {
	u64 free;
	u64 low;
	u64 file;
	u64 anon;
	u64 slab;
	u64 swap;
	u64 huge;
};

/**
 * struct pdr_room_need - the room that a request needs, in pages
 * @pages: pages that are needed elsewhere
 * @huge: those of them that are huge pages in use
 */
struct pdr_room_need {
	u64 pages;
	u64 huge;
};

/**
 * pdr_room_add_zone - count a zone
 * @room: all zones so far
 * @zone: one more
 * @begun: pages are moving already, and may use the zone down to its min watermark
 */
void pdr_room_add_zone(struct pdr_room *room, const struct pdr_room_zone *zone,
		       bool begun);

/**
 * pdr_room_kept - pages that a zone will keep once memory has left
 * @kept: pages that it keeps from movable pages now
 * @movable: pages of the zones that hold movable pages
 * @leaving: pages that are about to leave these
 *
 * A zone keeps a share of the movable memory there is, so it keeps less with
 * each block that leaves.
 *
 * Return: the pages.
 */
u64 pdr_room_kept(u64 kept, u64 movable, u64 leaving);

/**
 * pdr_room_missing - pages that are missing
 * @room: that there is
 * @need: of the request
 *
 * Return: 0 when there is room, else the number of pages.
 */
u64 pdr_room_missing(const struct pdr_room *room,
		     const struct pdr_room_need *need);

/**
 * pdr_room_memmap - pages of the kernel's zones that page structures of new memory need
 * @lmb_pages: those that one LMB needs; 0 if new memory holds its own
 * @lmbs: LMBs that the job has yet to add
 * @movable: they go to ZONE_MOVABLE
 *
 * Movable memory adds nothing to the kernel's zones, so they must have room for all LMBs
 * of the job. Otherwise each LMB makes room for the next one.
 *
 * Return: the pages.
 */
u64 pdr_room_memmap(u64 lmb_pages, u64 lmbs, bool movable);

/**
 * pdr_room_short - judge whether new memory finds room for its page structures
 * @lmb_pages: as in pdr_room_memmap()
 * @missing: pages that are missing
 * @oom: the guest has run out of memory since the job began
 *
 * Return: 0 if there is room, else the pages that are missing, at least 1.
 */
u64 pdr_room_short(u64 lmb_pages, u64 missing, bool oom);

/**
 * pdr_room_mib - convert a number of pages to MiB
 * @pages: a number of pages
 * @page_size: bytes of a page
 *
 * Return: MiB, rounded up.
 */
u64 pdr_room_mib(u64 pages, u64 page_size);

#endif /* PDR_CORE_ROOM_H */
