/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The memory zones as they are now, for the judgement in core/engine/room.h.
 */
#ifndef PDR_ZONES_H
#define PDR_ZONES_H

#include <linux/types.h>

#include "core/engine/room.h"

/**
 * pdr_zones_managed - pages that the zones have
 * @movable: filled with those of movable zones
 * @kernel: filled with those of the kernel's zones
 */
void pdr_zones_managed(u64 *movable, u64 *kernel);

/**
 * struct pdr_zones_question - what a removal is to find room for
 * @need: pages that are needed elsewhere
 * @leaving: pages of movable memory that are to leave in all
 * @begun: pages move already: what is left between the watermarks is theirs, too
 */
struct pdr_zones_question {
	struct pdr_room_need need;
	u64 leaving;
	bool begun;
};

/**
 * pdr_zones_missing - pages that a removal is short of
 * @question: what is to find room
 *
 * While a block is being emptied the kernel counts no free page of it, so then
 * the pages that it still holds are all that is needed. Before that, its free
 * pages are needed as well, as they count and are about to go.
 *
 * Context: any that may sleep.
 * Return: 0 when there is room.
 */
u64 pdr_zones_missing(const struct pdr_zones_question *question);

/**
 * pdr_zones_missing_in_kernel - pages that the kernel's own zones are short of
 * @pages: pages that the kernel needs for itself
 *
 * Return: 0 when it has them.
 */
u64 pdr_zones_missing_in_kernel(u64 pages);

#endif /* PDR_ZONES_H */
