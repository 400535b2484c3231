/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Planning a job of memory: its LMBs, and what each of them needs for the undo. Includes
 * core/engine.
 */
#ifndef PDR_LMBPLAN_H
#define PDR_LMBPLAN_H

#include <linux/types.h>

#include "core/engine/blockzone.h"
#include "core/engine/plan.h"

struct file;
struct pdr_run;

/**
 * struct pdr_lmb_state - state of an LMB of a job; pdr_target.handle points to it
 * @address: its first byte
 * @aa_index: its associativity index: that of its listing, or of a new LMB as the
 *	      platform says
 * @nid: its node: before its first block went offline, or of a new LMB as the
 *	 platform says; NUMA_NO_NODE if neither is known
 * @placed: @aa_index and @nid are known
 * @reattached: it was detached and attached again, so its blocks have lost their
 *		state
 * @held: busy and free pages of its online blocks, as last counted
 * @summed: value of pdr_lmb_job.sums when @held went into pdr_lmb_job.held
 * @files: the state file of each block, opened before the block changes
 */
struct pdr_lmb_state {
	u64 address;
	u32 aa_index;
	int nid;
	bool placed;
	bool reattached;
	u64 held;
	u32 summed;
	struct file **files;
};

/**
 * struct pdr_lmb_job - state of a job of memory; pdr_run.resource points to it
 * @files: state files of all blocks
 * @file_count: entries of @files
 * @wish: zone for new memory
 * @memmap_pages: pages of the kernel's zones that one more LMB needs
 * @held: the sum of all slots' pdr_lmb_state.held
 * @sums: how often @held was summed up; 0 before the first time
 * @new_lmbs: LMBs of an add that Linux does not have yet; 0 before the first is attached
 * @asked: a plan has asked for room; @missing are the pages that are missing for it
 * @missing: see @asked
 * @states: states of all targets, in the order of the targets
 */
struct pdr_lmb_job {
	struct file **files;
	size_t file_count;
	struct pdr_zone_wish wish;
	u64 memmap_pages;
	u64 held;
	u32 sums;
	u32 new_lmbs;
	bool asked;
	u64 missing;
	struct pdr_lmb_state states[];
};

static inline struct pdr_lmb_state *pdr_lmb_state_of(const struct pdr_target *target)
{
	return (struct pdr_lmb_state *)(uintptr_t)target->handle;
}

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
 * Return: true if it has; false also if there is no such LMB.
 */
bool pdr_memory_has(void *context, u32 drc_index);

/**
 * pdr_memory_knows - tell if the platform has such an LMB
 * @context: unused
 * @drc_index: its connector
 *
 * Return: true if the LMB table has it.
 */
bool pdr_memory_knows(void *context, u32 drc_index);

/**
 * pdr_memory_next - choose the next LMB of a removal, see struct pdr_linux_ops
 * @context: unused
 * @plan: the plan at work
 * @slot: first slot that is left
 *
 * Return: its slot.
 */
u32 pdr_memory_next(void *context, const struct pdr_plan *plan, u32 slot);

#endif /* PDR_LMBPLAN_H */
