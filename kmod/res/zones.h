/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counting the pages of the memory zones for core/engine/room.h, which judges.
 *
 * Includes core/engine.
 */
#ifndef PDR_ZONES_H
#define PDR_ZONES_H

#include <linux/types.h>

#include "core/engine/room.h"

/**
 * pdr_zones_managed - count the pages that the zones have
 * @movable: set to those of movable zones
 * @kernel: set to those of all other zones
 */
void pdr_zones_managed(u64 *movable, u64 *kernel);

/**
 * struct pdr_zones_question - the room that a removal needs
 * @need: pages that need a place elsewhere
 * @leaving: pages of movable memory that are to leave in the whole job
 * @begun: pages are moving already, and may use a zone down to its min watermark
 */
struct pdr_zones_question {
	struct pdr_room_need need;
	u64 leaving;
	bool begun;
};

/**
 * pdr_zones_missing - count the pages that a removal is short of
 * @question: the room that it needs
 *
 * While a block is being emptied, the kernel does not count its free pages, so @need
 * is only the pages in use. Before that the free pages still count but will go, so
 * @need includes them.
 *
 * Context: any that may sleep.
 * Return: 0 if there is room.
 */
u64 pdr_zones_missing(const struct pdr_zones_question *question);

/**
 * pdr_zones_missing_in_kernel - count the pages that the kernel's zones are short of
 * @pages: pages that the kernel needs for itself
 *
 * Return: 0 if it has them.
 */
u64 pdr_zones_missing_in_kernel(u64 pages);

#endif /* PDR_ZONES_H */
