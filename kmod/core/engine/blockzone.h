/* SPDX-License-Identifier: GPL-2.0 */
/*
 * In which zone a memory block is to be: a new one, and one that comes back.
 *
 * Memory in a zone of the kernel may never leave again, as the kernel's own pages cannot
 * be moved. Memory in ZONE_MOVABLE is of no use for these pages, so the kernel's zones
 * need a share.
 *
 * Invariant: where the administrator has said a zone, no ratio decides.
 *
 * Includes core.
 */
#ifndef PDR_CORE_BLOCKZONE_H
#define PDR_CORE_BLOCKZONE_H

#include <pdr_env.h>

/** PDR_MOVABLE_RATIO: the kernel's own ratio of movable memory (auto_movable_ratio) is 301 % */
#define PDR_MOVABLE_RATIO 3

/**
 * enum pdr_zone_kind - where a block is
 * @PDR_ZONE_KIND_OFFLINE: in no zone
 * @PDR_ZONE_KIND_KERNEL: in a zone that the kernel's own pages may use
 * @PDR_ZONE_KIND_MOVABLE: in a zone of movable pages alone
 */
enum pdr_zone_kind {
	PDR_ZONE_KIND_OFFLINE,
	PDR_ZONE_KIND_KERNEL,
	PDR_ZONE_KIND_MOVABLE,
};

/**
 * struct pdr_zone_wish - the zone that new memory is to have
 * @zone: enum pdr_zone_kind; "offline" if the ratio of the zones decides
 * @is_set: online_type says so, and others may not overrule it
 */
struct pdr_zone_wish {
	u8 zone;
	bool is_set;
};

/**
 * struct pdr_zone_pages - the pages that zones manage
 * @movable: those of movable zones
 * @kernel: those of all other zones
 */
struct pdr_zone_pages {
	u64 movable;
	u64 kernel;
};

/**
 * pdr_zone_wish_of - find the zone that the administrator wishes for new memory
 * @online_type: the parameter (enum pseries_dr_online_type)
 * @auto_online: what auto_online_blocks says, "" if that is not known
 *
 * Return: the wish.
 */
struct pdr_zone_wish pdr_zone_wish_of(u8 online_type, const char *auto_online);

/**
 * pdr_zone_of_new - choose the zone of a new block
 * @wish: the wish
 * @pages: of the zones as they are
 * @block_pages: pages of the block
 *
 * Return: PDR_ZONE_KIND_KERNEL or PDR_ZONE_KIND_MOVABLE.
 */
enum pdr_zone_kind pdr_zone_of_new(const struct pdr_zone_wish *wish,
				   const struct pdr_zone_pages *pages, u64 block_pages);

/**
 * pdr_zone_end_new - judge a new block that was to go online
 * @wanted: the zone that it was to have
 * @now: where it is
 * @error: of the last attempt
 * @reason: set to PSERIES_DR_REASON_OTHER_ZONE if it is in another zone, where it may
 *	    have to stay; else not changed
 *
 * A block that is online is of use, whatever its zone is. It only counts as failed if the
 * job is to stop.
 *
 * Return: 0, or @error.
 */
int pdr_zone_end_new(enum pdr_zone_kind wanted, enum pdr_zone_kind now, int error,
		     u8 *reason);

/**
 * pdr_zone_is_left - tell if an undo leaves a block as it is
 * @was: where the job found it
 * @reattached: its LMB was detached since, and attached again
 *
 * The job has not touched a block that it found offline and has not detached since. If
 * the block is online now, another writer wants it online.
 *
 * Return: true if it does.
 */
bool pdr_zone_is_left(enum pdr_zone_kind was, bool reattached);

/**
 * pdr_zone_suffices - tell if a block is where it is wanted
 * @wanted: the zone, or offline
 * @now: where it is
 * @any_zone: any zone is as good as @wanted
 *
 * Return: true if it need not be moved.
 */
bool pdr_zone_suffices(enum pdr_zone_kind wanted, enum pdr_zone_kind now, bool any_zone);

#endif /* PDR_CORE_BLOCKZONE_H */
