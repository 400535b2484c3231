/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Keeping CPUs offline while their core is detached.
 *
 * The kernel crashes if a core is detached while a thread of it is online. The stock
 * code holds a lock against that, but no module can take this lock.
 *
 * Includes res.
 */
#ifndef PDR_LEAVE_H
#define PDR_LEAVE_H

#include <linux/cpumask.h>

#include "res/statefile.h"

/* Register the hotplug state that is asked before a CPU goes online; unregister it. */
int pdr_leave_init(void);
void pdr_leave_exit(void);

/**
 * pdr_leave_begin - take CPUs offline and keep them offline
 * @cpus: the CPUs
 * @timeout: for the lock that other tasks may hold
 * @reason: on failure, the reason (enum pseries_dr_reason)
 *
 * Return: 0; or an error of pdr_cpu_offline(), with every CPU as it was found.
 * Context: the worker. On success, call pdr_leave_end() later.
 */
int pdr_leave_begin(const struct cpumask *cpus,
		    const struct pdr_lock_timeout *timeout, u8 *reason);

/**
 * pdr_leave_end - let the CPUs go online again
 * @left: they are gone; if not, put each back as it was found
 *
 * Context: the worker.
 */
void pdr_leave_end(bool left);

#endif /* PDR_LEAVE_H */
