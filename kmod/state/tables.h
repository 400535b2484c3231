/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The LMB table, kept as the device tree lists the LMBs.
 *
 * Others change the device tree at any time: drmgr, partition migration.
 *
 * Invariant: the table is as ibm,dynamic-memory was when it was last read, and all
 * tables have LMBs of one size. A publication merges our own changes into the property
 * as it is then. Nothing is published into a malformed property, nor while ibm,lmb-size
 * is malformed.
 *
 * Includes core/parse.
 */
#ifndef PDR_TABLES_H
#define PDR_TABLES_H

#include <linux/rwsem.h>

#include "core/parse/lmb.h"

extern struct rw_semaphore pdr_tables_lock;

/* Read the device tree and follow it. */
int pdr_tables_init(void);
void pdr_tables_exit(void);

/**
 * pdr_tables_refresh - read the properties again if others have changed them
 *
 * Context: any that may sleep. Takes pdr_tables_lock.
 * Return: 0; -EBADMSG if a property is malformed, or -ENOMEM, either with the
 * table as it was.
 */
int pdr_tables_refresh(void);

/**
 * pdr_tables_look - the same for a reader that must not wait for a publication
 *
 * A listener of Linux that sleeps keeps a publication from its end for any time, and
 * generic netlink holds a lock of all families while it waits for an answer. The table
 * then has the change that is being published.
 *
 * Context: any that may sleep. Takes pdr_tables_lock.
 */
void pdr_tables_look(void);

/* Whether the property that lists the LMBs, or their size, is malformed. Context: the worker. */
bool pdr_tables_malformed(void);

/* The LMB table. Context: pdr_tables_lock held for reading. */
const struct pdr_lmb_table *pdr_lmb_table(void);

/* Bytes of an LMB, which never change; 0 if there are none. Context: any. */
u64 pdr_lmb_size(void);

/*
 * Bytes of a memory block, of which an LMB has one or more; 0 if there are no LMBs. Linux
 * itself may have taken them from a malformed ibm,lmb-size meanwhile. Context: any.
 */
u64 pdr_block_size(void);

/*
 * Number of the table. Each table that is read gets a new number, as its LMBs may
 * differ. Context: pdr_tables_lock held for reading.
 */
u32 pdr_lmb_generation(void);

/* Whether memory can be moved (enum pseries_dr_memory_state). */
u32 pdr_tables_memory_state(void);

/**
 * pdr_tables_publish - list LMBs in the device tree as assigned to Linux, or not
 * @changes: for pdr_lmb_exchange()
 * @count: number of @changes
 * @undoing: this undoes an earlier publication
 *
 * One update of the property makes all changes. Memory for the undo is allocated
 * before the change. If nobody else changes the property meanwhile, an undo only
 * needs the memory of the file in /proc/device-tree.
 *
 * Context: the worker. Takes pdr_tables_lock.
 * Return: 0, also if there was nothing to write; -ENODEV if the platform no longer
 * has such an LMB; -EBADMSG if the property is malformed; or another negative
 * errno. On error nothing has changed, @changes included.
 */
int pdr_tables_publish(struct pdr_lmb_change *changes, u32 count, bool undoing);

/**
 * pdr_tables_associativity - find the associativity index of a new LMB
 * @value: value of its ibm,associativity
 * @len: bytes of it
 * @aa_index: its place in ibm,associativity-lookup-arrays, to which a new value is
 *	      appended
 *
 * Context: the worker.
 * Return: 0; -EBADMSG if the value or the property is malformed, or there is no such
 * property; or another negative errno.
 */
int pdr_tables_associativity(const u8 *value, u32 len, u32 *aa_index);

#endif /* PDR_TABLES_H */
