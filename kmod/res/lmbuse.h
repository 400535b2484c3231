/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Looking at LMBs as Linux has them: attached or not, each block online or not.
 *
 * Includes core/parse.
 */
#ifndef PDR_LMBUSE_H
#define PDR_LMBUSE_H

#include <linux/types.h>

#include "core/parse/lmb.h"

/**
 * struct pdr_lmb_use - how Linux uses an LMB
 * @attached: see pdr_memory_attached()
 * @blocks: its memory blocks
 * @blocks_online: its blocks that are online
 * @zone: name of the zone of the first online block, or NULL
 * @nid: NUMA node, if @attached
 */
struct pdr_lmb_use {
	bool attached;
	u32 blocks;
	u32 blocks_online;
	const char *zone;
	int nid;
};

/**
 * pdr_memory_attached - tell if an LMB is ordinary RAM of Linux
 * @table: the LMB table
 * @lmb: an LMB of it
 *
 * Asks Linux, as the flags of the table can be stale.
 *
 * Context: pdr_tables_lock held for reading.
 * Return: true if it is; false also if a driver of persistent memory has mapped the
 * address, or has made RAM of its own there.
 */
bool pdr_memory_attached(const struct pdr_lmb_table *table,
			 const struct pdr_lmb *lmb);

/**
 * pdr_memory_use - tell how Linux uses an LMB
 * @table: the LMB table
 * @lmb: an LMB of it
 * @use: filled
 *
 * Context: as pdr_memory_attached().
 */
void pdr_memory_use(const struct pdr_lmb_table *table,
		    const struct pdr_lmb *lmb, struct pdr_lmb_use *use);

/**
 * pdr_memory_nid - find the NUMA node of an LMB that Linux has
 * @address: its first byte
 *
 * Without an online block, the associativity in the kernel's own table decides, as
 * it did when the LMB was added.
 *
 * Return: a possible node.
 */
int pdr_memory_nid(u64 address);

/**
 * pdr_memory_set_leaving - name the LMB that is about to be detached
 * @address: its first byte, or PDR_NOTHING_LEAVES
 * @nid: its node
 *
 * When this returns, nobody reads the page structures of the LMB any more. Until
 * the next call the LMB counts as attached.
 *
 * Context: the worker.
 */
void pdr_memory_set_leaving(u64 address, int nid);

/** PDR_NOTHING_LEAVES: no LMB has this address */
#define PDR_NOTHING_LEAVES U64_MAX

#endif /* PDR_LMBUSE_H */
