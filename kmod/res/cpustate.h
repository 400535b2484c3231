/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Taking CPUs offline and online by their files, and the reason of a failure.
 *
 * Includes res.
 */
#ifndef PDR_CPUSTATE_H
#define PDR_CPUSTATE_H

#include <linux/cpumask.h>
#include <linux/types.h>

#include "res/statefile.h"

/* Register the hotplug states that tell how far the kernel came with a CPU; unregister them. */
int pdr_cpustate_init(void);
void pdr_cpustate_exit(void);

/**
 * pdr_cpu_offline - take a CPU offline
 * @cpu: logical number; may be offline already
 * @timeout: for the lock that other tasks may hold
 * @reason: on failure, the reason (enum pseries_dr_reason)
 *
 * Context: a kthread.
 * Return: 0; -EBUSY, -ETIMEDOUT, -ECANCELED, -ENOMEM or -EIO.
 */
int pdr_cpu_offline(int cpu, const struct pdr_lock_timeout *timeout, u8 *reason);

/**
 * pdr_cpu_may_leave - tell what would keep a CPU online
 * @cpu: logical number, online
 * @gone: CPUs that go before it
 * @reserved: of pdr_cpu_reserved()
 *
 * Context: a kthread.
 * Return: the reason (enum pseries_dr_reason), PSERIES_DR_REASON_NONE if none is known.
 */
u8 pdr_cpu_may_leave(int cpu, const struct cpumask *gone, u64 reserved);

/*
 * Reckon the bandwidth that deadline tasks have reserved, in the scheduler's units. Looks at all
 * tasks, so once for a plan. Context: any.
 */
u64 pdr_cpu_reserved(void);

/**
 * pdr_cpu_online - put a CPU online
 * @cpu: logical number; may be online already
 * @undoing: it was online before, and an undo puts it online again
 * @timeout: for the lock that other tasks may hold
 * @reason: as pdr_cpu_online_end() sets it (enum pseries_dr_reason)
 *
 * Context: a kthread.
 * Return: 0, also if the administrator's SMT setting keeps the thread
 * offline; -EBUSY, -ETIMEDOUT, -ECANCELED, -ENOMEM, -EIO, or -EALREADY if it
 * must not be tried again.
 */
int pdr_cpu_online(int cpu, bool undoing,
		   const struct pdr_lock_timeout *timeout, u8 *reason);

#endif /* PDR_CPUSTATE_H */
