// SPDX-License-Identifier: GPL-2.0
/* Keeping CPUs offline while their core is taken away. */
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/errno.h>

#include "res/cpustate.h"
#include "res/leave.h"

/* Those that nobody puts online; written under cpus_read_lock(). */
static struct cpumask leaving;

/* Those of them that were found online; the worker's own. */
static struct cpumask found_online;

static enum cpuhp_state state;

/*
 * Called with the lock of cpus_read_lock() held for writing. The kernel would
 * try again after -EBUSY, while it holds what the worker needs to take another
 * CPU offline.
 */
static int before_online(unsigned int cpu)
{
	return cpumask_test_cpu(cpu, &leaving) ? -EAGAIN : 0;
}

/* Whoever had begun to put one of them online has ended before this returns. */
static void set_leaving(const struct cpumask *cpus)
{
	cpus_read_lock();
	cpumask_copy(&leaving, cpus);
	cpus_read_unlock();
}

static int take_offline(int cpu, const struct pdr_patience *patience, u8 *reason)
{
	int error;

	if (!cpu_online(cpu))
		return 0;
	error = pdr_cpu_offline(cpu, patience, reason);
	if (!error)
		cpumask_set_cpu(cpu, &found_online);
	return error;
}

int pdr_leave_begin(const struct cpumask *cpus,
		    const struct pdr_patience *patience, u8 *reason)
{
	int cpu, error = 0;

	set_leaving(cpus);
	cpumask_clear(&found_online);
	for_each_cpu(cpu, cpus) {
		error = take_offline(cpu, patience, reason);
		if (error)
			break;
	}
	if (error)
		pdr_leave_end(false);
	return error;
}

/* This restores what was, so it waits as long as an undo does. */
void pdr_leave_end(bool left)
{
	const struct pdr_patience patience = pdr_patience_of_job(true);
	u8 reason;
	int cpu;

	set_leaving(cpu_none_mask);
	if (left)
		return;
	for_each_cpu(cpu, &found_online)
		pdr_cpu_online(cpu, &patience, &reason);
}

int pdr_leave_init(void)
{
	int ret = cpuhp_setup_state_nocalls(CPUHP_BP_PREPARE_DYN,
					    "pseries_dr:leave", before_online,
					    NULL);

	if (ret < 0)
		return ret;
	state = ret;
	return 0;
}

void pdr_leave_exit(void)
{
	cpuhp_remove_state_nocalls(state);
}
