// SPDX-License-Identifier: GPL-2.0
/* Counting the room of a guest. Includes core/engine. */
#include "core/engine/room.h"

static u64 pages_above(u64 pages, u64 kept)
{
	return pages > kept ? pages - kept : 0;
}

void pdr_room_add_zone(struct pdr_room *room, const struct pdr_room_zone *zone,
		       bool begun)
{
	u64 watermark = begun ? zone->min : zone->high;

	room->free += pages_above(zone->free, watermark + zone->kept);
	room->low += zone->low;
	room->file += zone->file;
	room->anon += zone->anon;
}

u64 pdr_room_kept(u64 kept, u64 movable, u64 leaving)
{
	u64 staying = pages_above(movable, leaving);

	/* a share in 1/1024, so that no product overflows */
	return movable ? kept * (staying * 1024 / movable) / 1024 : kept;
}

/*
 * As the kernel reckons for MemAvailable: half of cache and slab stays, or as much
 * as the low watermarks if that is less.
 */
static u64 reclaimable_pages(u64 pages, u64 low)
{
	return pages - min(pages / 2, low);
}

u64 pdr_room_missing(const struct pdr_room *room,
		     const struct pdr_room_need *need)
{
	u64 available = room->free + reclaimable_pages(room->file, room->low) +
			reclaimable_pages(room->slab, room->low) +
			min(room->anon, room->swap) +
			min(room->huge, need->huge);

	return pages_above(need->pages, available);
}

u64 pdr_room_memmap(u64 lmb_pages, u64 lmbs, bool movable)
{
	return lmb_pages * (movable ? lmbs : 1);
}

u64 pdr_room_short(u64 lmb_pages, u64 missing, bool oom)
{
	return lmb_pages ? max_t(u64, missing, oom) : 0;
}

u64 pdr_room_mib(u64 pages, u64 page_size)
{
	return (pages * page_size + (1 << 20) - 1) >> 20;
}
