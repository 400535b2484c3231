/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Resources that are device tree nodes: cores and persistent memory.
 */
#ifndef PDR_DRCNODE_H
#define PDR_DRCNODE_H

#include "state/ofnode.h"
#include "work/run.h"

/**
 * pdr_drcnode_plan - plan for connectors whose resource is a node
 * @run: the job
 * @resource: kind that the connectors must be of
 * @parts: threads, or 1
 *
 * Return: as the plan functions of run.h.
 */
int pdr_drcnode_plan(struct pdr_run *run, enum pseries_dr_resource resource,
		     u16 parts);

/**
 * pdr_drcnode_first - the node of a target
 * @target: of such a plan
 *
 * Return: the node, or NULL while it is not known.
 */
struct device_node *pdr_drcnode_first(const struct pdr_target *target);

/**
 * pdr_drcnode_attach - attach the nodes of a target
 * @target: with a tree; or that was detached before, in the same job
 * @parent: where they belong
 *
 * Return: 0 or negative errno.
 */
int pdr_drcnode_attach(struct pdr_target *target, struct device_node *parent);

/**
 * pdr_drcnode_detach - detach the nodes of a target
 * @target: whose node is attached
 *
 * Return: 0 or negative errno.
 */
int pdr_drcnode_detach(struct pdr_target *target);

/**
 * pdr_drcnode_add - have a node detached with the target
 * @target: that is to be detached
 * @node: without users but the target; the reference is taken over
 *
 * Return: 0, or -ENOSPC, with the reference dropped.
 */
int pdr_drcnode_add(struct pdr_target *target, struct device_node *node);

#endif /* PDR_DRCNODE_H */
