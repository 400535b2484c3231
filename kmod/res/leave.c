// SPDX-License-Identifier: GPL-2.0
/* Keeping CPUs offline while their core is detached. Includes state and res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/errno.h>

#include "res/cpustate.h"
#include "res/leave.h"
#include "res/statefile.h"
#include "state/pdr.h"

/* CPUs that must not go online; written under cpus_read_lock(). */
static struct cpumask leaving;

/* CPUs of @leaving that were online; only the worker uses it. */
static struct cpumask found_online;

static enum cpuhp_state online_state;

/*
 * The kernel calls this with cpus_write_lock() held. Not -EBUSY: the kernel would
 * try again, while it holds the lock that the worker needs for another CPU.
 */
static int before_online(unsigned int cpu)
{
	return cpumask_test_cpu(cpu, &leaving) ? -EAGAIN : 0;
}

/* Waits for a task that is just putting one of the CPUs online. */
static void set_leaving(const struct cpumask *cpus)
{
	cpus_read_lock();
	cpumask_copy(&leaving, cpus);
	cpus_read_unlock();
}

static int take_offline(int cpu, const struct pdr_lock_timeout *timeout, u8 *reason)
{
	int error;

	if (!cpu_online(cpu))
		return 0;
	error = pdr_cpu_offline(cpu, timeout, reason);
	if (!error)
		cpumask_set_cpu(cpu, &found_online);
	return error;
}

int pdr_leave_begin(const struct cpumask *cpus,
		    const struct pdr_lock_timeout *timeout, u8 *reason)
{
	int cpu, error = 0;

	set_leaving(cpus);
	cpumask_clear(&found_online);
	for_each_cpu(cpu, cpus) {
		error = take_offline(cpu, timeout, reason);
		if (error)
			break;
	}
	if (error)
		pdr_leave_end(false);
	return error;
}

/* It waits as long as a step of an undo does. */
static void put_online(int cpu)
{
	const struct pdr_lock_timeout timeout = pdr_lock_timeout_of_job(true);
	u64 until = 0;
	int error;
	u8 reason;

	for (;;) {
		error = pdr_cpu_online(cpu, true, &timeout, &reason);
		if (error != -ENOMEM || !pdr_undo_waits(&until, pdr_now_ms()))
			break;
		msleep(PDR_UNDO_PAUSE_MS);
	}
	if (error)
		pr_err("CPU %d was online and cannot be put online again (%pe)\n",
		       cpu, ERR_PTR(error));
}

void pdr_leave_end(bool left)
{
	int cpu;

	set_leaving(cpu_none_mask);
	if (left)
		return;
	for_each_cpu(cpu, &found_online)
		put_online(cpu);
}

int pdr_leave_init(void)
{
	int ret = cpuhp_setup_state_nocalls(CPUHP_BP_PREPARE_DYN,
					    "pseries_dr:leave", before_online,
					    NULL);

	if (ret < 0)
		return ret;
	online_state = ret;
	return 0;
}

void pdr_leave_exit(void)
{
	cpuhp_remove_state_nocalls(online_state);
}
