/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A memory block: which zone it is in, and how it goes offline and online.
 *
 * Invariant: a block that could not be brought where it should be is where the
 * kernel left it, and its target says why.
 */
#ifndef PDR_BLOCK_H
#define PDR_BLOCK_H

#include <linux/types.h>

struct file;
struct pdr_pages;
struct pdr_target;

/**
 * enum pdr_zone_kind - where a block is
 * @PDR_ZONE_KIND_OFFLINE: in no zone
 * @PDR_ZONE_KIND_KERNEL: in a zone of the kernel's
 * @PDR_ZONE_KIND_MOVABLE: in one of movable pages alone
 */
enum pdr_zone_kind {
	PDR_ZONE_KIND_OFFLINE,
	PDR_ZONE_KIND_KERNEL,
	PDR_ZONE_KIND_MOVABLE,
};

/**
 * struct pdr_block - a block that a job moves
 * @address: its first byte
 * @file: its state file, opened when it is first written to, or NULL
 * @target: gets the reason of a failure
 * @undoing: it is to be as it was: nothing but PDR_UNDO_LIMIT_MS ends that
 * @any_zone: it may stay wherever it is online already
 * @look: called now and then with what still is to leave; a negative errno ends
 *	  the wait for it
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
 * pdr_block_zone - where a block is
 * @address: its first byte
 *
 * Return: enum pdr_zone_kind.
 */
enum pdr_zone_kind pdr_block_zone(u64 address);

/**
 * pdr_block_open - open the state file of a block
 * @block: whose file is not open, or is
 *
 * Return: 0 or a negative errno.
 */
int pdr_block_open(const struct pdr_block *block);

/**
 * pdr_block_set - bring a block where it should be
 * @block: the block
 * @wanted: where
 *
 * Rules of udev and administrators write to the same file. Where they were
 * faster, what they did can be what is wanted.
 *
 * Context: the worker of memory.
 * Return: 0; -ETIMEDOUT when its pages, or another task's lock, did not go;
 * -ECANCELED; -ENOMEM; -EBUSY when it cannot be moved; or why its file cannot be
 * opened.
 */
int pdr_block_set(const struct pdr_block *block, enum pdr_zone_kind wanted);

/**
 * pdr_block_hold - keep what the caller adds offline
 * @hold: true before memory is added, false after that
 *
 * By auto_online_blocks the kernel takes new blocks online itself. It does not
 * know the zone that a block has to go to, and out of a zone of the kernel's it
 * may not come again.
 *
 * Context: the worker of memory.
 */
void pdr_block_hold(bool hold);

#endif /* PDR_BLOCK_H */
