/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether the cpusets of the machine follow a CPU that goes offline and comes back.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_CPUSETS_H
#define PDR_CPUSETS_H

#include <linux/cgroup.h>

/**
 * pdr_cpusets_are_v1 - tell if cpusets are in a hierarchy of cgroup v1
 *
 * There the kernel takes a CPU that goes offline out of each cpuset, and never
 * puts it back. A module cannot see which cpusets had it, nor the mount option
 * cpuset_v2_mode.
 *
 * Return: true if they are, or may be.
 */
#ifdef CONFIG_CPUSETS
static inline bool pdr_cpusets_are_v1(void)
{
	return !cgroup_subsys_on_dfl(cpuset_cgrp_subsys);
}
#else
static inline bool pdr_cpusets_are_v1(void)
{
	return false;
}
#endif

#endif /* PDR_CPUSETS_H */
