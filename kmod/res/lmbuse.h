/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LMBs as Linux has them: attached or not, each memory block online or not.
 */
#ifndef PDR_LMBUSE_H
#define PDR_LMBUSE_H

#include <linux/types.h>

#include "core/parse/lmb.h"

/**
 * struct pdr_lmb_use - how Linux uses an LMB
 * @attached: it is in Linux, see pdr_memory_attached()
 * @blocks: memory blocks it has
 * @blocks_online: those of them that are online
 * @zone: name of the zone of the first online block, or NULL
 * @nid: NUMA node, where @attached
 */
struct pdr_lmb_use {
	bool attached;
	u32 blocks;
	u32 blocks_online;
	const char *zone;
	int nid;
};

/**
 * pdr_memory_attached - tell if an LMB is RAM that Linux has for everybody
 * @table: of LMBs
 * @lmb: one of them
 *
 * Linux decides, as the flags of the table can be stale.
 *
 * Context: pdr_tables_lock held for reading, or the worker.
 * Return: true if it is so; false also where a driver of persistent memory has
 * the place, be it mapped by it or made RAM that is the driver's.
 */
bool pdr_memory_attached(const struct pdr_lmb_table *table,
			 const struct pdr_lmb *lmb);

/**
 * pdr_memory_use - ask how Linux uses an LMB
 * @table: of LMBs
 * @lmb: one of them
 * @use: filled
 *
 * Context: as above.
 */
void pdr_memory_use(const struct pdr_lmb_table *table,
		    const struct pdr_lmb *lmb, struct pdr_lmb_use *use);

/**
 * pdr_memory_nid - the NUMA node of an LMB that Linux has
 * @address: its first byte
 *
 * Pages that are not online say nothing: then the associativity that the
 * kernel's own table has decides, as it did when the LMB was added.
 *
 * Return: a possible node.
 */
int pdr_memory_nid(u64 address);

/**
 * pdr_memory_set_leaving - an LMB is about to leave Linux, or has left
 * @address: its first byte, or PDR_NOTHING_LEAVES
 * @nid: its node
 *
 * Once it returns, nobody looks at the pages of the LMB any more, and the LMB
 * counts as attached for as long as it leaves.
 *
 * Context: the worker.
 */
void pdr_memory_set_leaving(u64 address, int nid);

/** PDR_NOTHING_LEAVES: no LMB has this address */
#define PDR_NOTHING_LEAVES U64_MAX

#endif /* PDR_LMBUSE_H */
