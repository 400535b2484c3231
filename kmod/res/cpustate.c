// SPDX-License-Identifier: GPL-2.0
/* Taking CPUs offline and online, and the reason of a failure. Includes core/engine and res. */
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched/isolation.h>
#include <linux/sched/signal.h>
#include <linux/tick.h>

#include <asm/cputhreads.h>

#include "core/engine/cpuveto.h"
#include "core/engine/joberror.h"
#include "res/cpusets.h"
#include "res/cpustate.h"

#define RT_PATH "/proc/sys/kernel/sched_rt_"
#define CPU_FILE "/sys/devices/system/cpu/cpu%d/online"

/* CPUs that the scheduler has let go since their bit was cleared. */
static struct cpumask left_scheduler;
/* CPUs whose listeners the kernel has asked about their coming since their bit was cleared. */
static struct cpumask asked_to_come;

static enum cpuhp_state leaving_state, coming_state;

/*
 * To take a CPU offline, the kernel asks the scheduler first, then each hotplug
 * state from the highest number down. This state has the highest number that a
 * module can have, so no other comes between the scheduler and us.
 */
static int note_left_scheduler(unsigned int cpu)
{
	cpumask_set_cpu(cpu, &left_scheduler);
	return 0;
}

/*
 * The kernel asks the listeners that prepare a CPU in the order of their states. This state
 * comes after the kernel's own ones and those of modules that were loaded before.
 */
static int note_asked_to_come(unsigned int cpu)
{
	cpumask_set_cpu(cpu, &asked_to_come);
	return 0;
}

/* The kernel does not count the CPUs of isolcpus= either. @gone: CPUs that go before, too */
static bool is_alone(int cpu, const struct cpumask *gone)
{
	const struct cpumask *mask = housekeeping_cpumask(HK_TYPE_DOMAIN);
	int other;

	for_each_cpu_and(other, cpu_online_mask, mask)
		if (other != cpu && !cpumask_test_cpu(other, gone))
			return false;
	return true;
}

static bool has_deadline_tasks(void)
{
	struct task_struct *process, *thread;
	bool found = false;

	rcu_read_lock();
	for_each_process_thread(process, thread)
		found |= thread->policy == SCHED_DEADLINE;
	rcu_read_unlock();
	return found;
}

static u8 why_online(int cpu, int error)
{
	const struct pdr_cpu_facts facts = {
		.error = error,
		.alone = is_alone(cpu, cpu_none_mask),
		.left_scheduler = cpumask_test_cpu(cpu, &left_scheduler),
		.deadline_tasks = has_deadline_tasks(),
		.may_keep_time = tick_nohz_full_enabled() &&
				 !tick_nohz_full_cpu(cpu),
	};

	return pdr_cpu_veto(&facts);
}

u64 pdr_cpu_reserved(void)
{
	struct task_struct *process, *thread;
	u64 reserved = 0;

	rcu_read_lock();
	for_each_process_thread(process, thread)
		if (thread->policy == SCHED_DEADLINE)
			reserved += READ_ONCE(thread->dl.dl_bw);
	rcu_read_unlock();
	return reserved;
}

/* Return: 0 also for a limit that is switched off, which is negative. */
static u64 read_limit(const char *path)
{
	char text[24];
	u64 limit;

	return pdr_statefile_read(path, text, sizeof(text)) ||
	       kstrtou64(text, 10, &limit) ? 0 : limit;
}

u8 pdr_cpu_may_leave(int cpu, const struct cpumask *gone, u64 reserved)
{
	struct pdr_cpu_outlook outlook = {
		.alone = is_alone(cpu, gone),
		.keeps_time = tick_nohz_full_enabled() && !tick_nohz_full_cpu(cpu) &&
			      !cpu_is_hotpluggable(cpu),
		.reserved = reserved,
		.others = num_online_cpus() - cpumask_weight(gone) - 1,
	};

	if (outlook.reserved) {
		outlook.runtime = read_limit(RT_PATH "runtime_us");
		outlook.period = read_limit(RT_PATH "period_us");
	}
	return pdr_cpu_foresee(&outlook);
}

static int write_cpu_file(int cpu, const char *state,
			  const struct pdr_lock_timeout *timeout)
{
	char path[sizeof(CPU_FILE) + 12];

	snprintf(path, sizeof(path), CPU_FILE, cpu);
	return pdr_statefile_write(path, state, timeout);
}

int pdr_cpu_offline(int cpu, const struct pdr_lock_timeout *timeout, u8 *reason)
{
	int error;

	cpumask_clear_cpu(cpu, &left_scheduler);
	error = write_cpu_file(cpu, "0", timeout);
	if (error)
		*reason = why_online(cpu, error);
	return pdr_state_errno(error);
}

int pdr_cpu_online(int cpu, bool undoing,
		   const struct pdr_lock_timeout *timeout, u8 *reason)
{
	struct pdr_cpu_attempt attempt = {
		.first = cpu == cpu_first_thread_sibling(cpu),
		.undoing = undoing,
		.loses_cpusets = pdr_cpusets_are_v1(),
	};

	cpumask_clear_cpu(cpu, &asked_to_come);
	attempt.error = write_cpu_file(cpu, "1", timeout);
	attempt.asked = cpumask_test_cpu(cpu, &asked_to_come);
	return pdr_cpu_online_end(&attempt, reason);
}

/* Take the highest state; it is free as long as modules use few. */
static int watch_leaving(void)
{
	int ret;

	leaving_state = CPUHP_AP_ONLINE_DYN_END;
	ret = cpuhp_setup_state_nocalls(leaving_state, "pseries_dr:leaving",
					NULL, note_left_scheduler);
	if (ret != -EBUSY)
		return ret;
	ret = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "pseries_dr:leaving",
					NULL, note_left_scheduler);
	if (ret < 0)
		return ret;
	leaving_state = ret;
	return 0;
}

static int watch_coming(void)
{
	int ret = cpuhp_setup_state_nocalls(CPUHP_BP_PREPARE_DYN, "pseries_dr:coming",
					    note_asked_to_come, NULL);

	if (ret < 0)
		return ret;
	coming_state = ret;
	return 0;
}

int pdr_cpustate_init(void)
{
	int error = watch_leaving();

	if (error)
		return error;
	error = watch_coming();
	if (error)
		cpuhp_remove_state_nocalls(leaving_state);
	return error;
}

void pdr_cpustate_exit(void)
{
	cpuhp_remove_state_nocalls(coming_state);
	cpuhp_remove_state_nocalls(leaving_state);
}
