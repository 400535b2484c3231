/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The resources as the kernel has them: how the targets of a request are found,
 * and the operations on them. The rest is data, in core/engine/resource.h.
 *
 * Includes state.
 */
#ifndef PDR_RESOURCES_H
#define PDR_RESOURCES_H

#include "state/pdr.h"

/**
 * struct pdr_run - the job at work, as the operations of a resource see it
 * @job: the request and its origin
 * @lane: enum pdr_lane
 * @foresees: it is only foreseen: nothing is touched, and nobody is told
 * @may_ask: the platform may be called; always in a job
 * @undoing: a step is undone, which nothing stops
 * @memory_until: pdr_now_ms() at which a step that is undone and found no memory gives up;
 *	0 before it found none
 * @saved_flags: of the worker's allocations, while a step is undone
 * @plan: the steps
 * @outcome: so far
 * @resource: data of the resource about its targets, given to pdr_free() after the job
 * @release: frees what @resource refers to, may be NULL
 */
struct pdr_run {
	const struct pdr_job_view *job;
	u8 lane;
	bool foresees;
	bool may_ask;
	bool undoing;
	u64 memory_until;
	unsigned int saved_flags;
	struct pdr_plan plan;
	struct pdr_outcome *outcome;
	void *resource;
	void (*release)(struct pdr_run *run);
};

/**
 * struct pdr_driver - one resource
 * @resource: enum pseries_dr_resource
 * @plan: resolves the request against the tables, inits run->plan, adds the
 *	  targets and lays the steps out. Returns 0 or a negative errno: -ENODEV
 *	  no such connector, -ENOSPC too few candidates, -EBUSY not subject to
 *	  dynamic reconfiguration
 * @has_any: tells if the machine can have any of it, with pdr_tables_lock held; NULL if
 *	     every machine can
 * @linux_ops: the operations on its targets, whose context is a struct pdr_run
 */
struct pdr_driver {
	u8 resource;
	int (*plan)(struct pdr_run *run);
	bool (*has_any)(void);
	const struct pdr_linux_ops *linux_ops;
};

/**
 * pdr_driver_of - find the driver of a resource
 * @resource: enum pseries_dr_resource
 *
 * Return: the driver, or NULL if the module does not carry out jobs of it.
 */
const struct pdr_driver *pdr_driver_of(u8 resource);

extern const struct pdr_driver pdr_memory_driver;
extern const struct pdr_driver pdr_cpu_driver;
extern const struct pdr_driver pdr_phb_driver;
extern const struct pdr_driver pdr_pci_driver;
extern const struct pdr_driver pdr_pmem_driver;

#endif /* PDR_RESOURCES_H */
