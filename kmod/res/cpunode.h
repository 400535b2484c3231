/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_CPUNODE_H
#define PDR_CPUNODE_H

/*
 * Setting the NUMA node of a CPU that is not online yet. A kernel without NUMA nodes
 * has nothing to set.
 *
 * Includes nothing of kmod.
 */

#include <linux/topology.h>

#ifdef CONFIG_USE_PERCPU_NUMA_NODE_ID
static inline void pdr_set_cpu_node(int cpu, int nid)
{
	set_cpu_numa_node(cpu, nid);
}
#else
static inline void pdr_set_cpu_node(int cpu, int nid)
{
}
#endif

#endif /* PDR_CPUNODE_H */
