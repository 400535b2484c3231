/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Resources that are device tree nodes: cores and persistent memory.
 */
#ifndef PDR_DRCNODE_H
#define PDR_DRCNODE_H

#include "state/ofnode.h"
#include "res/resources.h"

/**
 * struct pdr_drcnode_kind - a resource whose targets are nodes of one parent
 * @resource: enum pseries_dr_resource
 * @parts: threads of each, or 1
 * @type: device_type of the nodes, NULL for any
 * @parent: gives the parent, with a reference, or NULL where there is none
 * @check: whether all is known that moving a node needs, or else a negative
 *	   errno, with the node named in the log; NULL where nothing is needed
 */
struct pdr_drcnode_kind {
	u8 resource;
	u16 parts;
	const char *type;
	struct device_node *(*parent)(void);
	int (*check)(const struct device_node *node);
};

/**
 * pdr_drcnode_plan - plan for connectors whose resource is a node
 * @run: the job
 * @kind: of the resource
 *
 * Return: as the plan functions of run.h; -EBUSY, with a reason in the outcome,
 * when the device tree does not say which node the connector has.
 */
int pdr_drcnode_plan(struct pdr_run *run, const struct pdr_drcnode_kind *kind);

/**
 * pdr_drcnode_has - tell if a connector has a node in the device tree
 * @context: unused
 * @drc_index: the connector
 *
 * Return: true if it has.
 */
bool pdr_drcnode_has(void *context, u32 drc_index);

/**
 * pdr_drcnode_knows - tell if there is such a connector
 * @context: unused
 * @drc_index: the connector
 *
 * Return: true if the DRC map has it.
 */
bool pdr_drcnode_knows(void *context, u32 drc_index);

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
