/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the LMBs of a job are listed: in the device tree, and in the table that the
 * stock kernel has of its own.
 *
 * Invariant: an LMB is listed as Linux's before Linux attaches it, and no longer
 * before Linux detaches it, so that whoever hears of either finds it listed right.
 */
#ifndef PDR_LMBLIST_H
#define PDR_LMBLIST_H

struct pdr_run;

/**
 * pdr_lmblist_publish - list the LMBs of a job as its plan says
 * @run: the job
 * @undoing: an earlier publication is undone
 *
 * It finds where new LMBs belong, before anything of them is listed. The worker
 * is given access to the reserves in an undo.
 *
 * Return: 0 or negative errno, with nothing changed.
 */
int pdr_lmblist_publish(struct pdr_run *run, bool undoing);

#endif /* PDR_LMBLIST_H */
