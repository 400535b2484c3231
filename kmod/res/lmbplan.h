/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_LMBPLAN_H
#define PDR_LMBPLAN_H

#include <linux/types.h>

struct file;
struct pdr_plan;
struct pdr_run;

/**
 * struct pdr_lmb_state - what an LMB of a job needs to be put back
 * @address: where it begins
 * @aa_index: its associativity index, before it was unlisted or as of @placed
 * @nid: its node before its first block went offline, or as of @placed, or
 *	 NUMA_NO_NODE
 * @placed: both are known: the platform has said where a new LMB belongs, or it
 *	    was listed before
 * @reattached: it was detached and attached again, so what its blocks were is
 *		forgotten
 * @held: pages that its online blocks hold or have free, as last counted
 * @files: the state file of each block, opened before the block changes
 *
 * pdr_target.handle points to it.
 */
struct pdr_lmb_state {
	u64 address;
	u32 aa_index;
	int nid;
	bool placed;
	bool reattached;
	u64 held;
	struct file **files;
};

/**
 * struct pdr_lmb_job - what a job of memory keeps, in pdr_run.resource
 * @files: of all LMBs
 * @file_count: entries of @files
 * @undo_until: jiffies at which its undo gives up, or 0 before it begins
 * @zone: zone that was set for new memory (enum pdr_zone_kind), or "offline"
 *	  where their ratio decides
 * @zone_is_set: by online_type, which others may not overrule
 * @memmap_pages: pages that the kernel needs of its own for one more LMB
 * @states: of all targets, in the order in which they were found
 */
struct pdr_lmb_job {
	struct file **files;
	u32 file_count;
	unsigned long undo_until;
	u8 zone;
	bool zone_is_set;
	u64 memmap_pages;
	struct pdr_lmb_state states[];
};

/**
 * pdr_memory_plan - plan a job of memory, see struct pdr_driver
 * @run: the job
 *
 * Return: 0 or negative errno.
 */
int pdr_memory_plan(struct pdr_run *run);

/**
 * pdr_memory_has - tell if Linux has an LMB
 * @context: unused
 * @drc_index: its connector
 *
 * Return: true if it has; false also where there is no such LMB.
 */
bool pdr_memory_has(void *context, u32 drc_index);

/**
 * pdr_memory_knows - tell if there is such an LMB
 * @context: unused
 * @drc_index: its connector
 *
 * Return: true if the LMB table has it.
 */
bool pdr_memory_knows(void *context, u32 drc_index);

/**
 * pdr_memory_next - the next of a plan to go, see struct pdr_linux_ops
 * @context: unused
 * @plan: at work
 * @slot: first of those that are left
 *
 * Return: the slot.
 */
u32 pdr_memory_next(void *context, const struct pdr_plan *plan, u32 slot);

#endif /* PDR_LMBPLAN_H */
