/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stock kernel's own table of LMBs, and the requests that only it can carry out.
 *
 * No module can name that table. The stock kernel does not use it while its entry
 * points are ours, but does so again after unload.
 *
 * Invariant: each LMB that both tables have at the same place is listed in both as
 * in ours. If the kernel's table was not found, or lacks an LMB that has moved, the
 * module cannot be unloaded while the two may differ. Nothing else of the table is
 * written.
 *
 * Includes core/parse.
 */
#ifndef PDR_STOCK_H
#define PDR_STOCK_H

#include "core/parse/lmb.h"
#include "core/parse/request.h"

/**
 * pdr_stock_init - find the stock kernel's file and table
 *
 * Context: after pdr_tables_init(), and before anybody can ask for a job.
 * Return: 0; -ENODEV if the kernel has no /sys/kernel/dlpar; -EBUSY if it is still
 * at work after stall_timeout_ms; -EINTR.
 */
int pdr_stock_init(void);

/* Forget all. */
void pdr_stock_exit(void);

/**
 * pdr_stock_set - tell the stock kernel how an LMB is listed now
 * @drc_index: the LMB
 * @was_assigned: it was listed as assigned before
 *
 * Context: the worker. Takes pdr_tables_lock.
 */
void pdr_stock_set(u32 drc_index, bool was_assigned);

/**
 * pdr_stock_carry_out - have the stock kernel carry out a request
 * @request: the request
 *
 * Context: the worker.
 * Return: 0; -EOPNOTSUPP if it does not know the resource; or its errno, made one
 * that a job may end with.
 */
int pdr_stock_carry_out(const struct pdr_request *request);

#endif /* PDR_STOCK_H */
