/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_LMBPLAN_H
#define PDR_LMBPLAN_H

#include <linux/types.h>

/**
 * struct pdr_lmb_state - what an LMB of a job needs to be put back
 * @number: its place in the LMB table
 * @aa_index: its associativity index before it was detached
 * @nid: its node before it was detached
 *
 * pdr_target.handle points to it.
 */
struct pdr_lmb_state {
	u32 number;
	u32 aa_index;
	int nid;
};

struct pdr_plan;
struct pdr_run;

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
