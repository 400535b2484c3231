// SPDX-License-Identifier: GPL-2.0
/* Cores: their threads and their nodes. Includes core/parse, core/engine, state and res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/nodemask.h>
#include <linux/of.h>

#include <asm/smp.h>
#include <asm/topology.h>

#include "core/engine/cpuroom.h"
#include "core/engine/order.h"
#include "core/parse/ccwork.h"
#include "core/parse/threads.h"
#include "res/cpucache.h"
#include "res/cpunode.h"
#include "res/cpustate.h"
#include "res/drcnode.h"
#include "res/leave.h"
#include "res/resources.h"
#include "state/ofnode.h"

#define THREADS_PROPERTY "ibm,ppc-interrupt-server#s"

/* Value of struct pdr_step.was for a thread that was online. */
#define WAS_ONLINE 1

static int cpu_of_node(const struct device_node *node, u16 part)
{
	u32 thread;
	int cpu;

	if (!node || of_property_read_u32_index(node, THREADS_PROPERTY, part,
						&thread))
		return -1;
	for_each_present_cpu(cpu)
		if (get_hard_smp_processor_id(cpu) == thread)
			return cpu;
	return -1;
}

/* The logical CPU of a thread of a core, or -1. */
static int cpu_of(const struct pdr_target *target, u16 part)
{
	return cpu_of_node(pdr_drcnode_first(target), part);
}

static void find_threads(const struct pdr_target *target, struct cpumask *cpus)
{
	u16 part;
	int cpu;

	cpumask_clear(cpus);
	for (part = 0; part < target->parts; part++) {
		cpu = cpu_of(target, part);
		if (cpu >= 0)
			cpumask_set_cpu(cpu, cpus);
	}
}

static struct pdr_lock_timeout lock_timeout_of(const void *context)
{
	const struct pdr_run *run = context;

	return pdr_lock_timeout_of_job(run->undoing);
}

/*
 * The cores that a plan has foreseen so far. Only the worker uses it.
 * @gone: threads that leave
 * @coming: cores that come
 * @reserved: bandwidth of deadline tasks
 */
static struct {
	struct cpumask gone;
	u32 coming;
	u64 reserved;
} foreseen;

/* Whether a CPU stays online without the core, and without those that go before it. */
static bool leaves_others(const struct pdr_target *target)
{
	static struct cpumask threads;
	int cpu;

	find_threads(target, &threads);
	for_each_online_cpu(cpu)
		if (!cpumask_test_cpu(cpu, &threads) &&
		    !cpumask_test_cpu(cpu, &foreseen.gone))
			return true;
	return false;
}

/* Add the CPU to a reason that is about one. */
static void name_cpu(struct pdr_target *target, int cpu)
{
	switch (target->reason) {
	case PSERIES_DR_REASON_LAST_CPU:
	case PSERIES_DR_REASON_DEADLINE_TASKS:
	case PSERIES_DR_REASON_TICK_CPU:
	case PSERIES_DR_REASON_VETOED:
	case PSERIES_DR_REASON_CPUSETS:
		target->reason_value = cpu;
		break;
	}
}

static int take_thread_offline(struct pdr_target *target, int cpu,
			       const struct pdr_lock_timeout *timeout)
{
	int error = -EBUSY;

	if (leaves_others(target))
		error = pdr_cpu_offline(cpu, timeout, &target->reason);
	else
		target->reason = PSERIES_DR_REASON_LAST_CPU;
	if (error)
		name_cpu(target, cpu);
	return error;
}

static int cpu_offline(void *context, struct pdr_target *target, u16 part,
		       u32 *was)
{
	const struct pdr_lock_timeout timeout = lock_timeout_of(context);
	int cpu = cpu_of(target, part);

	*was = cpu >= 0 && cpu_online(cpu) ? WAS_ONLINE : 0;
	return *was ? take_thread_offline(target, cpu, &timeout) : 0;
}

/* If a thread stays, the core stays with all its threads. */
static void keep_core(const struct pdr_target *target)
{
	static struct cpumask threads;

	find_threads(target, &threads);
	cpumask_andnot(&foreseen.gone, &foreseen.gone, &threads);
}

static int cpu_may_leave(void *context, struct pdr_target *target, u16 part)
{
	int cpu = cpu_of(target, part);

	if (cpu < 0 || !cpu_online(cpu))
		return 0;
	target->reason = leaves_others(target) ?
			 pdr_cpu_may_leave(cpu, &foreseen.gone, foreseen.reserved) :
			 PSERIES_DR_REASON_LAST_CPU;
	if (target->reason) {
		name_cpu(target, cpu);
		keep_core(target);
		return -EBUSY;
	}
	cpumask_set_cpu(cpu, &foreseen.gone);
	return 0;
}

/*
 * The kernel brings a CPU's NUMA node online before the CPU, but learns the node
 * only in between. So set the node here if it is offline. If it is online, leave
 * that to the kernel, which then also removes the CPU from its former node.
 */
static void place_cpu(const struct pdr_target *target, int cpu)
{
	int nid = of_node_to_nid(pdr_drcnode_first(target));

	if (nid >= 0 && node_possible(nid) && !node_online(nid))
		pdr_set_cpu_node(cpu, nid);
}

static int cpu_online_part(void *context, struct pdr_target *target, u16 part,
			   u32 was)
{
	const struct pdr_lock_timeout timeout = lock_timeout_of(context);
	const struct pdr_run *run = context;
	u8 reason = PSERIES_DR_REASON_NONE;
	int error, cpu = cpu_of(target, part);

	if (!was || cpu < 0)
		return 0;
	place_cpu(target, cpu);
	error = pdr_cpu_online(cpu, run->undoing, &timeout, &reason);
	if (reason == PSERIES_DR_REASON_CPUSETS)
		pr_info("CPU %d was offline for a moment: cpusets of cgroup v1 lose it\n",
			cpu);
	if (reason && !target->reason) {
		target->reason = reason;
		name_cpu(target, cpu);
	}
	return error;
}

/*
 * Take all threads offline once more: another task may have put them online since, or
 * the job may not have come to them.
 */
static int cpu_detach(void *context, struct pdr_target *target)
{
	const struct pdr_lock_timeout timeout = lock_timeout_of(context);
	static struct cpumask threads;
	int error = target->tree ? 0 : pdr_cpucache_add(target);

	if (error)
		return -EIO;
	find_threads(target, &threads);
	error = pdr_leave_begin(&threads, &timeout, &target->reason);
	if (error)
		return error;
	error = pdr_drcnode_detach(target);
	if (error == -EIO)
		target->reason = PSERIES_DR_REASON_VETOED;
	pdr_leave_end(!error);
	return error;
}

static bool is_thread_present(u32 thread)
{
	int cpu;

	for_each_present_cpu(cpu)
		if (get_hard_smp_processor_id(cpu) == thread)
			return true;
	return false;
}

static bool is_cpu_free(u32 cpu)
{
	return cpu_possible(cpu) && !cpu_present(cpu);
}

static const struct pdr_cpus_ops linux_cpus = {
	.has_thread = is_thread_present,
	.is_free = is_cpu_free,
};

static int check_cpuroom(const struct pdr_new_core *core, struct pdr_target *target)
{
	int error = pdr_cpuroom_check(core, &linux_cpus, &target->reason);

	if (error == -ENOSPC)
		target->reason_value = num_possible_cpus();
	return error;
}

static int check_new_core(struct pdr_target *target)
{
	struct pdr_new_core core = { .cpus = nr_cpu_ids };
	u32 len;

	core.threads = pdr_cc_property(target->tree, THREADS_PROPERTY, &len);
	core.count = len / sizeof(u32);
	return check_cpuroom(&core, target);
}

static int cpu_may_come(void *context, struct pdr_target *target)
{
	const struct pdr_new_core core = {
		.count = target->parts, .cpus = nr_cpu_ids, .before = foreseen.coming,
	};
	int error = check_cpuroom(&core, target);

	foreseen.coming += !error;
	return error;
}

static struct device_node *cpus_node(void)
{
	return of_find_node_by_path("/cpus");
}

/* When the node is attached, the stock notifier sets its logical CPUs up. */
static int cpu_attach(void *context, struct pdr_target *target)
{
	struct device_node *parent;
	int error = target->tree ? check_new_core(target) : 0;

	if (error)
		return error;
	parent = cpus_node();
	if (!parent)
		return -ENODEV;
	error = pdr_drcnode_attach(target, parent);
	of_node_put(parent);
	if (!error && target->tree)
		pdr_of_update_distance(pdr_drcnode_first(target));
	return error;
}

static const struct pdr_linux_ops cpu_ops = {
	.offline = cpu_offline,
	.online = cpu_online_part,
	.detach = cpu_detach,
	.attach = cpu_attach,
	.may_leave = cpu_may_leave,
	.may_come = cpu_may_come,
	.has = pdr_drcnode_has,
	.knows = pdr_drcnode_knows,
};

/* Linux would still run on threads that the node does not list. */
static int cpu_check(const struct device_node *node)
{
	int len = 0;
	const void *value = of_get_property(node, THREADS_PROPERTY, &len);
	u32 count;
	int error = pdr_threads_parse(value, len, threads_per_core, &count);

	if (error)
		pr_warn_ratelimited("%pOF has no " THREADS_PROPERTY
				    " that can be read: it is not moved\n", node);
	return error;
}

static u64 weigh_core(const struct device_node *node)
{
	bool online = false;
	int cpu, nid = NUMA_NO_NODE;
	u16 part;

	for (part = 0; part < threads_per_core; part++) {
		cpu = cpu_of_node(node, part);
		if (cpu < 0)
			continue;
		online |= cpu_online(cpu);
		nid = cpu_to_node(cpu);
	}
	return pdr_order_core(online, nid != NUMA_NO_NODE && node_state(nid, N_MEMORY));
}

static int cpu_plan(struct pdr_run *run)
{
	const struct pdr_drcnode_kind kind = {
		.resource = PSERIES_DR_RESOURCE_CPU,
		.parts = threads_per_core,
		.type = "cpu",
		.parent = cpus_node,
		.check = cpu_check,
		.weight = weigh_core,
	};

	cpumask_clear(&foreseen.gone);
	foreseen.coming = 0;
	foreseen.reserved = run->foresees ? pdr_cpu_reserved() : 0;
	return pdr_drcnode_plan(run, &kind);
}

const struct pdr_driver pdr_cpu_driver = {
	.resource = PSERIES_DR_RESOURCE_CPU,
	.plan = cpu_plan,
	.linux_ops = &cpu_ops,
};
