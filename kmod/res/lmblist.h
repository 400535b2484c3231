/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Publishing how the LMBs of a job are listed: in the device tree, and in the stock
 * kernel's own table.
 *
 * Invariant: an LMB is listed as assigned before Linux attaches it, and as not
 * assigned before Linux detaches it. So a listener to uevents finds it listed
 * right.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_LMBLIST_H
#define PDR_LMBLIST_H

struct pdr_run;

/**
 * pdr_lmblist_publish - list the LMBs of a job as its plan says
 * @run: the job
 * @undoing: an earlier publication is undone
 *
 * Finds the associativity of new LMBs before it lists any. An undo has access to
 * the memory reserves.
 *
 * Return: 0 or negative errno, with nothing changed.
 */
int pdr_lmblist_publish(struct pdr_run *run, bool undoing);

#endif /* PDR_LMBLIST_H */
