/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A memory block: in which zone it is, and how it goes offline and online.
 *
 * Invariant: a block that cannot be moved stays where the kernel left it, and its
 * target has the reason.
 *
 * Includes core/engine.
 */
#ifndef PDR_BLOCK_H
#define PDR_BLOCK_H

#include <linux/types.h>

#include "core/engine/blockzone.h"

struct file;
struct pdr_pages;
struct pdr_target;

/**
 * struct pdr_block - a block that a job moves
 * @address: its first byte
 * @file: its state file; NULL until it is first written
 * @target: gets the reason of a failure
 * @undoing: this is an undo, which only PDR_UNDO_LIMIT_MS ends
 * @any_zone: a block that is online already may stay in its zone
 * @look: called now and then with the pages that have yet to leave; a negative
 *	  errno ends the wait for them
 * @context: given to @look
 */
struct pdr_block {
	u64 address;
	struct file **file;
	struct pdr_target *target;
	bool undoing;
	bool any_zone;
	int (*look)(void *context, const struct pdr_pages *left);
	void *context;
};

int pdr_block_init(void);
void pdr_block_exit(void);

/**
 * pdr_block_zone - tell where a block is
 * @address: its first byte
 *
 * Return: enum pdr_zone_kind.
 */
enum pdr_zone_kind pdr_block_zone(u64 address);

/**
 * pdr_block_set - move a block offline or into a zone
 * @block: the block
 * @wanted: where it is to be
 *
 * Rules of udev and administrators write to the same file. It counts as done if
 * they have already put the block where it is wanted.
 *
 * Context: the worker of memory.
 * Return: 0; -ETIMEDOUT if its pages do not leave or another task keeps the lock;
 * -ECANCELED; -ENOMEM; -EBUSY if it cannot be moved; or the error of opening its
 * file.
 */
int pdr_block_set(const struct pdr_block *block, enum pdr_zone_kind wanted);

/**
 * pdr_block_may_leave - tell if a block is certain to stay
 * @block: the block, online
 *
 * Looks at the pages of a block in a kernel zone. Others may keep a block, too, and nobody
 * can know that before it is tried.
 *
 * Return: 0, or the error with which pdr_block_set() would fail.
 */
int pdr_block_may_leave(const struct pdr_block *block);

/**
 * pdr_block_hold - keep blocks offline that the caller adds
 * @hold: true before memory is added, false after that
 *
 * With auto_online_blocks the kernel puts new blocks online itself, maybe in the
 * wrong zone. A block in a kernel zone may never come offline again.
 *
 * Context: the worker of memory.
 */
void pdr_block_hold(bool hold);

#endif /* PDR_BLOCK_H */
