/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LMBs as Linux has them: attached or not, each memory block online or not.
 */
#ifndef PDR_MEMORY_H
#define PDR_MEMORY_H

#include <linux/types.h>

/**
 * struct pdr_lmb_use - how Linux uses an LMB
 * @attached: it is in Linux
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
 * pdr_memory_use - ask how Linux uses an LMB
 * @address: its physical address
 * @lmb_size: its bytes
 * @use: filled
 */
void pdr_memory_use(u64 address, u64 lmb_size, struct pdr_lmb_use *use);

#endif /* PDR_MEMORY_H */
