// SPDX-License-Identifier: GPL-2.0
/* Cores: their threads, their nodes and the nodes of their caches. */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/of.h>

#include <asm/cputhreads.h>
#include <asm/smp.h>
#include <asm/topology.h>

#include "core/parse/ccwork.h"
#include "res/cpunode.h"
#include "res/drcnode.h"
#include "res/leave.h"
#include "work/run.h"

#define THREADS_PROPERTY "ibm,ppc-interrupt-server#s"

/* What struct pdr_step.was says of a thread that was online. */
#define WAS_ONLINE 1

/* The logical CPU of a thread of a core, or -1. */
static int cpu_of(const struct pdr_target *target, u16 part)
{
	struct device_node *node = pdr_drcnode_first(target);
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

static int cpu_offline(void *context, struct pdr_target *target, u16 part,
		       u32 *was)
{
	int cpu = cpu_of(target, part);

	*was = cpu >= 0 && cpu_online(cpu) ? WAS_ONLINE : 0;
	return *was && remove_cpu(cpu) < 0 ? -EBUSY : 0;
}

/*
 * A thread that the administrator's SMT setting keeps offline is where it
 * belongs; the stock code does not even ask for it.
 */
static int online_cpu(int cpu)
{
	int error = add_cpu(cpu);

	if (error == -EPERM && cpu != cpu_first_thread_sibling(cpu))
		return 0;
	if (error >= 0 || error == -ENOMEM)
		return min(error, 0);
	return -EBUSY;
}

/*
 * The kernel brings the node of a CPU online before the CPU, but only learns in
 * between which node that is. Where it is online, the kernel is left to learn
 * it, as it then takes the CPU away from the node that had it before.
 */
static void place(const struct pdr_target *target, int cpu)
{
	int nid = of_node_to_nid(pdr_drcnode_first(target));

	if (nid >= 0 && node_possible(nid) && !node_online(nid))
		pdr_set_cpu_node(cpu, nid);
}

static int cpu_online_part(void *context, struct pdr_target *target, u16 part,
			   u32 was)
{
	int cpu = cpu_of(target, part);

	if (!was || cpu < 0)
		return 0;
	place(target, cpu);
	return online_cpu(cpu);
}

/* The cache next to a core or a cache, with a reference, or NULL. */
static struct device_node *next_cache(const struct device_node *node)
{
	u32 phandle;

	if (of_property_read_u32(node, "l2-cache", &phandle) &&
	    of_property_read_u32(node, "next-level-cache", &phandle))
		return NULL;
	return of_find_node_by_phandle(phandle);
}

/* A cache leaves with the last core, or cache, that is before it. */
static bool is_last_user(const struct device_node *cache)
{
	struct device_node *node = NULL, *next;
	unsigned int users = 0;

	while ((node = of_find_all_nodes(node))) {
		if (!of_node_is_type(node, "cpu") &&
		    !of_node_is_type(node, "cache"))
			continue;
		next = next_cache(node);
		of_node_put(next);
		users += next == cache;
	}
	return users <= 1;
}

static int add_caches(struct pdr_target *target)
{
	struct device_node *cache = next_cache(pdr_drcnode_first(target));
	int error = 0;

	while (!error && cache) {
		if (!is_last_user(cache)) {
			of_node_put(cache);
			break;
		}
		error = pdr_drcnode_add(target, cache);
		if (!error)
			cache = next_cache(cache);
	}
	return error;
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

/*
 * Threads can have been put online by somebody else since they were taken
 * offline, and before that the job may not have come to them.
 */
static int cpu_detach(void *context, struct pdr_target *target)
{
	static struct cpumask threads;
	int error = target->tree ? 0 : add_caches(target);

	if (error)
		return -EIO;
	find_threads(target, &threads);
	error = pdr_leave_begin(&threads);
	if (error)
		return error;
	error = pdr_drcnode_detach(target);
	pdr_leave_end(!error);
	return error;
}

/*
 * The stock kernel sets bits for as many threads as the node says, without
 * a look at its masks, and trusts that they are new.
 */
static bool is_sane(const struct pdr_target *target)
{
	const u8 *threads;
	u32 i, len;
	int cpu;

	threads = pdr_cc_property(target->tree, THREADS_PROPERTY, &len);
	if (!threads || !len || len % sizeof(u32) ||
	    len / sizeof(u32) > target->parts)
		return false;
	for (i = 0; i < len; i += sizeof(u32))
		for_each_present_cpu(cpu)
			if (get_hard_smp_processor_id(cpu) ==
			    get_unaligned_be32(threads + i))
				return false;
	return true;
}

/* Attaching the node makes the stock notifier set its logical CPUs up. */
static int cpu_attach(void *context, struct pdr_target *target)
{
	struct device_node *parent;
	int error;

	if (target->tree && !is_sane(target))
		return -EIO;
	parent = of_find_node_by_path("/cpus");
	if (!parent)
		return -ENODEV;
	error = pdr_drcnode_attach(target, parent);
	of_node_put(parent);
	if (!error && target->tree)
		update_numa_distance(pdr_drcnode_first(target));
	return error;
}

const struct pdr_linux_ops pdr_cpu_ops = {
	.offline = cpu_offline,
	.online = cpu_online_part,
	.detach = cpu_detach,
	.attach = cpu_attach,
};

int pdr_cpu_plan(struct pdr_run *run)
{
	return pdr_drcnode_plan(run, PSERIES_DR_RESOURCE_CPU, threads_per_core);
}
