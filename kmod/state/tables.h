/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The LMB table and the DRC map: what the device tree says, kept current.
 *
 * Invariant: the table says what ibm,dynamic-memory says; both change
 * together, by pdr_tables_publish(), or when somebody else has changed the
 * device tree, by pdr_tables_refresh().
 */
#ifndef PDR_TABLES_H
#define PDR_TABLES_H

#include <linux/rwsem.h>

#include "core/parse/drcmap.h"
#include "core/parse/lmb.h"
#include "core/parse/request.h"

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

/**
 * pdr_tables_refresh_drcs - the same, for the DRC map alone
 *
 * Context: any that may sleep. Takes pdr_tables_lock.
 */
void pdr_tables_refresh_drcs(void);

/* The LMB table. Context: pdr_tables_lock held for reading, or the worker. */
const struct pdr_lmb_table *pdr_lmb_table(void);

/* The DRC map. Context: pdr_tables_lock held for reading. */
const struct pdr_drcmap *pdr_drc_map(void);

/* Whether any node has a connector of this DRC index. Takes pdr_tables_lock. */
bool pdr_tables_knows(u32 drc_index);

/**
 * pdr_tables_resolve_name - make a request by name one by index
 * @request: by any identifier; others than by name are left as they are
 *
 * Context: any that may sleep. Takes pdr_tables_lock.
 * Return: 0, or -ENODEV when no connector has the name.
 */
int pdr_tables_resolve_name(struct pdr_request *request);

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
