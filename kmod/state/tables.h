/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The LMB table: what the device tree says of LMBs, kept current.
 *
 * The device tree is shared: others change it at any time (drmgr, partition
 * migration).
 *
 * Invariant: the table says what ibm,dynamic-memory said at the last look. A
 * publication is a merge of our own changes into the property as it is then.
 * A property that is malformed is left alone, and nothing is published into it.
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
 * pdr_tables_refresh - follow what others changed in the device tree
 *
 * Context: any that may sleep. Takes pdr_tables_lock.
 * Return: 0; -EBADMSG where the property is malformed, so that the table is that
 * of the last one that was not; -ENOMEM, with the table as it was.
 */
int pdr_tables_refresh(void);

/* Whether the property that lists the LMBs is malformed. Context: as above. */
bool pdr_tables_malformed(void);

/* The LMB table. Context: pdr_tables_lock held for reading. */
const struct pdr_lmb_table *pdr_lmb_table(void);

/* Bytes of an LMB, which never change. Context: any; 0 where there are none. */
u64 pdr_lmb_size(void);

/*
 * Another number for each table that was read in place of the one before, whose
 * LMBs may be others. Context: as above.
 */
u32 pdr_lmb_generation(void);

/* Whether memory can be moved here (enum pseries_dr_memory_state). */
u32 pdr_tables_memory_state(void);

/**
 * pdr_tables_publish - list LMBs as Linux's in the device tree, or no longer
 * @changes: as of pdr_lmb_exchange()
 * @count: of @changes
 * @undoing: this undoes an earlier publication
 *
 * All changes are in one update of the property. Memory for an undo of as many
 * changes is there before anything is changed: where nobody else has changed
 * the property since, an undo needs only what the file in /proc/device-tree does.
 *
 * Context: the worker. Takes pdr_tables_lock.
 * Return: 0, also when there was nothing to write; -ENODEV when the platform has
 * no such LMB any more; -EBADMSG when the property is malformed; or another
 * negative errno. Nothing has changed unless 0 is returned, neither has @changes.
 */
int pdr_tables_publish(struct pdr_lmb_change *changes, u32 count, bool undoing);

/**
 * pdr_tables_associativity - associativity index for a new LMB
 * @value: value of its ibm,associativity
 * @len: bytes of it
 * @aa_index: its place in ibm,associativity-lookup-arrays, which gets it when
 *	      it is new
 *
 * Context: the worker.
 * Return: 0 or negative errno.
 */
int pdr_tables_associativity(const u8 *value, u32 len, u32 *aa_index);

#endif /* PDR_TABLES_H */
