/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether Linux can take a new core.
 *
 * The stock kernel gives logical CPUs to the threads of a new core without looking whether
 * it has them already. It takes as many CPUs in a row as there are threads, and begins to
 * look for them at each multiple of that number.
 *
 * Includes core.
 */
#ifndef PDR_CORE_CPUROOM_H
#define PDR_CORE_CPUROOM_H

#include <pdr_env.h>

/**
 * struct pdr_new_core - a core that is to be added
 * @threads: the number of each thread, as the platform gives them; NULL if it has not given
 *	     them yet
 * @count: threads
 * @cpus: logical CPUs that Linux has numbers for
 * @before: cores with as many threads that are to come before it
 */
struct pdr_new_core {
	const u8 *threads;
	u32 count;
	u32 cpus;
	u32 before;
};

/**
 * struct pdr_cpus_ops - the CPUs of Linux
 * @has_thread: tell if a logical CPU has the thread of that number
 * @is_free: tell if a logical CPU could be of a core, but is of none
 */
struct pdr_cpus_ops {
	bool (*has_thread)(u32 thread);
	bool (*is_free)(u32 cpu);
};

/**
 * pdr_cpuroom_check - tell if Linux can take a new core
 * @core: the core
 * @ops: the CPUs that it has
 * @reason: set to enum pseries_dr_reason if it cannot
 *
 * Return: 0; -EIO if it has one of the threads already; -ENOSPC if it has no CPUs for them.
 */
int pdr_cpuroom_check(const struct pdr_new_core *core, const struct pdr_cpus_ops *ops,
		      u8 *reason);

#endif /* PDR_CORE_CPUROOM_H */
