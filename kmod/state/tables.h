/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The LMB table: what the device tree says of LMBs, kept current.
 *
 * Invariant: the table says what ibm,dynamic-memory says; both change
 * together, by pdr_tables_publish(), or when somebody else has changed the
 * device tree, by pdr_tables_refresh().
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
 * Context: the worker, before a job. Takes pdr_tables_lock.
 */
void pdr_tables_refresh(void);

/* The LMB table. Context: pdr_tables_lock held for reading, or the worker. */
const struct pdr_lmb_table *pdr_lmb_table(void);

/**
 * struct pdr_lmb_change - what is to become of an LMB
 * @number: its place in the table
 * @assigned: Linux has it
 * @aa_index: its associativity index, PDR_LMB_NO_AA for none
 */
struct pdr_lmb_change {
	u32 number;
	bool assigned;
	u32 aa_index;
};

/**
 * pdr_tables_set - note what became of an LMB
 * @change: what
 *
 * Context: the worker. Takes pdr_tables_lock.
 */
void pdr_tables_set(const struct pdr_lmb_change *change);

/**
 * pdr_tables_publish - write what was noted into the device tree
 *
 * Context: the worker.
 * Return: 0, also when there was nothing to write; or negative errno, after
 * which it is still to be written.
 */
int pdr_tables_publish(void);

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
