/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Resources whose targets are device tree nodes: cores and persistent memory.
 *
 * Includes state and res.
 */
#ifndef PDR_DRCNODE_H
#define PDR_DRCNODE_H

#include "state/ofnode.h"
#include "res/resources.h"

/**
 * struct pdr_drcnode_kind - a resource whose targets are nodes of one parent
 * @resource: enum pseries_dr_resource
 * @parts: threads of a core; 1 for others
 * @type: device_type of the nodes, NULL for any
 * @parent: returns the parent, with a reference, or NULL
 * @check: returns 0, or else a negative errno after a message that names the node, if
 *	   it is malformed; NULL if no node is
 * @weight: returns how much is lost with a node, for a removal that may choose:
 *	    it takes the least first; NULL if all are alike
 */
struct pdr_drcnode_kind {
	u8 resource;
	u16 parts;
	const char *type;
	struct device_node *(*parent)(void);
	int (*check)(const struct device_node *node);
	u64 (*weight)(const struct device_node *node);
};

/**
 * pdr_drcnode_plan - plan a job on connectors whose resource is a node
 * @run: the job
 * @kind: the resource
 *
 * Return: as struct pdr_driver.plan; -EBUSY, with a reason in the outcome, if the
 * device tree does not tell which node the connector has.
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
 * pdr_drcnode_knows - tell if the platform has such a connector
 * @context: unused
 * @drc_index: the connector
 *
 * Return: true if the DRC map has it.
 */
bool pdr_drcnode_knows(void *context, u32 drc_index);

/**
 * pdr_drcnode_first - find the node of a target
 * @target: of pdr_drcnode_plan()
 *
 * Return: the node, or NULL as long as it is not known.
 */
struct device_node *pdr_drcnode_first(const struct pdr_target *target);

/**
 * pdr_drcnode_attach - attach the nodes of a target
 * @target: has a tree, or was detached before in the same job
 * @parent: the node below which they belong
 *
 * Return: 0 or negative errno.
 */
int pdr_drcnode_attach(struct pdr_target *target, struct device_node *parent);

/**
 * pdr_drcnode_detach - detach the nodes of a target, and all below
 * @target: its node is attached
 *
 * Return: 0 or negative errno.
 */
int pdr_drcnode_detach(struct pdr_target *target);

/**
 * pdr_drcnode_add - add a node to those that are detached with a target
 * @target: the target, not yet detached
 * @node: a node that only the target uses; takes over the reference
 *
 * Return: 0, or -ENOSPC, with the reference dropped.
 */
int pdr_drcnode_add(struct pdr_target *target, struct device_node *node);

#endif /* PDR_DRCNODE_H */
