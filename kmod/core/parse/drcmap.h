/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_DRCMAP_H
#define _PDR_DRCMAP_H

/*
 * All connectors of the partition: one set for each device tree node that
 * describes some (the root, /cpus, each PCI bus), and an order over the runs of
 * all of them.
 * An index that runs share is a fault of the platform. The first of the runs
 * keeps it: of two that begin apart the lower one, else the one that was added
 * before. The others are searched and stepped through without it.
 * Invariant: a failed add leaves the map as it was; a removal cannot fail for
 * want of memory.
 * The map has no lock: the caller serialises changes against everything else.
 *
 * Includes core/parse.
 */

#include "core/parse/drcinfo.h"

/* Runs that may lie across one index; more are not found in any partition. */
#define PDR_DRCMAP_OVERLAY_MAX	64

/**
 * struct pdr_drc - One connector, found in a map.
 * @index: DRC index
 * @ordinal: which of @run
 * @run: the run it is in; valid until the set it came with is removed
 */
struct pdr_drc {
	u32 index;
	u32 ordinal;
	const struct pdr_drc_run *run;
};

/**
 * struct pdr_drcmap_entry - A run in the order of the map.
 * @run: the run
 * @last: DRC index of its last connector
 * @cover: nearest entry before this one that reaches beyond @last, or
 *	PDR_DRCMAP_NONE; runs may interleave, and this leads past all those that
 *	cannot hold a later index
 */
struct pdr_drcmap_entry {
	const struct pdr_drc_run *run;
	u32 last;
	u32 cover;
};

#define PDR_DRCMAP_NONE	0xffffffff

/**
 * struct pdr_drcmap_set - A set in the map.
 * @owner: as given to pdr_drcmap_add()
 * @set: the set, owned by the map
 * @next: next set of the map
 */
struct pdr_drcmap_set {
	const void *owner;
	struct pdr_drc_set set;
	struct pdr_drcmap_set *next;
};

/**
 * struct pdr_drcmap - All connectors. All zero is an empty map.
 * @sets: the sets, in no order
 * @entries: the runs of all sets, by first index
 * @count: number of runs
 */
struct pdr_drcmap {
	struct pdr_drcmap_set *sets;
	struct pdr_drcmap_entry *entries;
	u32 count;
};

/**
 * pdr_drcmap_add() - Add the connectors of one node.
 * @map: the map
 * @owner: the owner of the set, for pdr_drcmap_remove(); never dereferenced
 * @set: the set; the map takes its memory over and leaves it all zero. On error it
 *	is untouched
 *
 * Context: may sleep. Takes O(runs of the map).
 * Return: 0; -ENOMEM; -EBUSY if @owner has a set in the map; -EBADMSG if more
 * than PDR_DRCMAP_OVERLAY_MAX runs would lie across one index.
 */
int pdr_drcmap_add(struct pdr_drcmap *map, const void *owner,
		   struct pdr_drc_set *set);

/**
 * pdr_drcmap_remove() - Remove the connectors of one node and free their set.
 * @map: the map
 * @owner: as given to pdr_drcmap_add()
 *
 * Context: may sleep, does not allocate. Takes O(runs of the map).
 * Return: 0, or -ENOENT if @owner has no set in the map.
 */
int pdr_drcmap_remove(struct pdr_drcmap *map, const void *owner);

/**
 * pdr_drcmap_shares() - Tell if a node has an index that the map has twice.
 * @map: the map
 * @owner: as given to pdr_drcmap_add()
 * @index: such an index; undefined if there is none
 *
 * Context: any. Takes O(runs of the map).
 * Return: true if a run of the node shares an index with another run.
 */
bool pdr_drcmap_shares(const struct pdr_drcmap *map, const void *owner,
		       u32 *index);

/**
 * pdr_drcmap_free() - Remove everything.
 * @map: the map; empty afterwards
 *
 * Context: may sleep.
 */
void pdr_drcmap_free(struct pdr_drcmap *map);

/**
 * pdr_drcmap_find() - Find a connector by its DRC index.
 * @map: the map
 * @index: the index
 * @drc: the connector; undefined on error
 *
 * Context: any. Takes O(log runs).
 * Return: 0, or -ENODEV.
 */
int pdr_drcmap_find(const struct pdr_drcmap *map, u32 index,
		    struct pdr_drc *drc);

/**
 * pdr_drcmap_find_name() - Find a connector by its name.
 * @map: the map
 * @name: the name; of several, the one with the lowest run counts
 * @drc: the connector; undefined on error
 *
 * Context: any. Takes O(runs).
 * Return: 0, or -ENODEV.
 */
int pdr_drcmap_find_name(const struct pdr_drcmap *map, const char *name,
			 struct pdr_drc *drc);

/**
 * pdr_drcmap_owner() - Tell which node a connector belongs to.
 * @map: the map
 * @drc: a connector, found in the map
 *
 * Context: any. Takes O(sets).
 * Return: the owner that was given to pdr_drcmap_add().
 */
const void *pdr_drcmap_owner(const struct pdr_drcmap *map,
			     const struct pdr_drc *drc);

/**
 * pdr_drcmap_next() - Step through all connectors, by index.
 * @map: the map; may change between two steps
 * @cursor: 0 for the first; on return, for the next step
 * @drc: the connector; undefined on error
 *
 * Context: any. Takes O(log runs).
 * Return: 0, or -ENOENT at the end.
 */
int pdr_drcmap_next(const struct pdr_drcmap *map, u64 *cursor,
		    struct pdr_drc *drc);

/**
 * pdr_drcmap_next_of() - Step through the connectors of a resource, by index.
 * @map: the map; may change between two steps
 * @resource: the resource
 * @cursor: 0 for the first; on return, for the next step
 * @drc: the connector; undefined on error
 *
 * Where an index is there twice, the run that keeps it decides.
 *
 * Context: any. Takes O(runs), whatever connectors the other resources have.
 * Return: 0, or -ENOENT at the end.
 */
int pdr_drcmap_next_of(const struct pdr_drcmap *map, enum pseries_dr_resource resource,
		       u64 *cursor, struct pdr_drc *drc);

/**
 * pdr_drcmap_count() - Count all connectors.
 * @map: the map
 *
 * Context: any. Takes O(runs).
 * Return: how many; an index that runs share counts once for each of them.
 */
u64 pdr_drcmap_count(const struct pdr_drcmap *map);

#endif /* _PDR_DRCMAP_H */
