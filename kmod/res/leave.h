/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPUs that are about to leave, and stay offline until they have.
 *
 * The stock code holds a lock of the kernel's own while a core leaves, by which
 * nobody puts a thread of it online meanwhile; no module can take that lock,
 * and the kernel does not survive that a CPU which is online is taken away.
 */
#ifndef PDR_LEAVE_H
#define PDR_LEAVE_H

#include <linux/cpumask.h>

#include "res/statefile.h"

/* Begin and end to be asked before a CPU goes online. */
int pdr_leave_init(void);
void pdr_leave_exit(void);

/**
 * pdr_leave_begin - see to it that CPUs are offline, and keep them so
 * @cpus: in memory that stays; those of them that are online go offline
 * @patience: for the lock that other tasks may hold
 * @reason: set to why one stays online (enum pseries_dr_reason), if one does
 *
 * Return: 0; or an error of pdr_cpu_offline(), with every CPU as it was found.
 * Context: the worker. To be followed by pdr_leave_end(), if it succeeds.
 */
int pdr_leave_begin(const struct cpumask *cpus,
		    const struct pdr_patience *patience, u8 *reason);

/**
 * pdr_leave_end - whoever likes may put the CPUs online again
 * @left: they are gone; otherwise each is put back as it was found
 *
 * Context: the worker.
 */
void pdr_leave_end(bool left);

#endif /* PDR_LEAVE_H */
