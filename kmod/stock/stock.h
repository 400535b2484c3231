/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stock kernel's own view of LMBs, and what only it can carry out.
 *
 * The stock kernel keeps a table of LMBs that no module can name. It is not
 * used while its entry points are ours, but it is when they are given back.
 *
 * Invariant: the table says what ours says of every LMB that it has at the same
 * place; where it was not found, or an LMB is not there, the module cannot be
 * unloaded while the two may differ. Nothing else of it is ever written.
 */
#ifndef PDR_STOCK_H
#define PDR_STOCK_H

#include "core/parse/lmb.h"
#include "core/parse/request.h"

/**
 * pdr_stock_init - find the stock kernel's file and table
 *
 * Context: pdr_tables_init() was called; nobody can ask for a job yet, as none
 * can do without what is found here.
 * Return: 0; -ENODEV when it has no /sys/kernel/dlpar; -EBUSY when it is at
 * work and does not come to an end within stall_timeout_ms; -EINTR.
 */
int pdr_stock_init(void);

/* Forget all. */
void pdr_stock_exit(void);

/**
 * pdr_stock_set - tell the stock kernel how an LMB is listed now
 * @drc_index: the LMB
 * @was_assigned: it was listed as Linux's before
 *
 * Context: the worker. Takes pdr_tables_lock.
 */
void pdr_stock_set(u32 drc_index, bool was_assigned);

/**
 * pdr_stock_words - the resources that the stock file says it takes
 * @text: a page to put them into, with a newline
 *
 * Return: length of the text, or negative errno.
 */
ssize_t pdr_stock_words(char *text);

/**
 * pdr_stock_carry_out - have the stock kernel carry out a request
 * @request: what is asked
 *
 * Context: the worker.
 * Return: 0; -EOPNOTSUPP when it does not know the resource; or its errno, made
 * one of those that a job may end with.
 */
int pdr_stock_carry_out(const struct pdr_request *request);

#endif /* PDR_STOCK_H */
