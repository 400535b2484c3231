/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why Linux does not move a memory block.
 *
 * The state file gives one errno for several reasons. A module sees only the
 * circumstances, and how far the kernel came.
 *
 * Includes core.
 */
#ifndef PDR_CORE_BLOCKVETO_H
#define PDR_CORE_BLOCKVETO_H

#include <pdr_env.h>

/**
 * struct pdr_block_facts - an attempt to move a block, as far as a module can see
 * @error: negative errno of the state file, or of the wait for its lock; 0 if it worked
 * @stopped: negative errno with which the watch has ended the attempt, or 0
 * @leaves: the block was to go offline
 * @undoing: it is an undo, which waits for memory
 * @asked: the kernel has asked the first listener
 * @agreed: the kernel has asked the last one, so that no other has vetoed
 * @in_kernel_zone: the block is in a zone of the kernel
 * @since_boot: Linux has had the block's memory since boot
 */
struct pdr_block_facts {
	int error;
	int stopped;
	bool leaves;
	bool undoing;
	bool asked;
	bool agreed;
	bool in_kernel_zone;
	bool since_boot;
};

/**
 * pdr_block_veto - judge an attempt to move a block
 * @facts: of the attempt
 * @reason: set to enum pseries_dr_reason; 0 if @facts.error says it all, or nobody knows
 *
 * Return: 0; -EINVAL if another writer has just moved the block, so that the attempt is to
 * be made again; -ENOMEM; -ENOENT if there is no such file; the errno of the watch or of
 * the wait for the lock; -EBUSY.
 */
int pdr_block_veto(const struct pdr_block_facts *facts, u8 *reason);

#endif /* PDR_CORE_BLOCKVETO_H */
