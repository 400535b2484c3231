/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_PCINODE_H
#define PDR_PCINODE_H

/*
 * The device tree nodes of PCI connectors: host bridges, and functions below a
 * host bridge or another bridge. One connector has a node for each function that
 * its slot holds, or a single node.
 *
 * Includes state and res.
 */

#include "state/ofnode.h"
#include "res/pcistate.h"
#include "res/resources.h"

struct pci_dev;

/**
 * struct pdr_function - A function that Linux had, and that was removed.
 * @device: the function, with a reference, or NULL
 * @before: its state before it was removed
 */
struct pdr_function {
	struct pci_dev *device;
	struct pdr_pcistate before;
};

/**
 * struct pdr_pcinode - The nodes of a target.
 * @parent: the node that the connector belongs to, with a reference
 * @nodes: the functions, or the host bridge, with all below them that have no
 *	connector of their own; parents before children. NULL while there are none
 * @functions: for each of @nodes, the function that Linux had for it
 * @power_domain: of the connector
 */
struct pdr_pcinode {
	struct device_node *parent;
	struct pdr_of_nodes *nodes;
	struct pdr_function *functions;
	u32 power_domain;
};

/**
 * pdr_pcinode_plan() - Plan for one connector and those below it.
 * @run: the job, by index
 *
 * A removal has a target for each connector below the one that is asked for, and,
 * if the platform asks for a function, for each other function of its slot.
 *
 * Context: a worker.
 * Return: as the plan functions of resources.h.
 */
int pdr_pcinode_plan(struct pdr_run *run);

/**
 * pdr_pcinode_of() - Find the nodes of a target.
 * @target: of such a plan
 *
 * Context: any.
 * Return: the nodes.
 */
static inline struct pdr_pcinode *pdr_pcinode_of(const struct pdr_target *target)
{
	return (struct pdr_pcinode *)(uintptr_t)target->handle;
}

/**
 * pdr_pcinode_is_top() - Tell if a node belongs to the connector itself.
 * @pcinode: the nodes of a target
 * @at: which of @pcinode->nodes
 *
 * Context: any.
 * Return: true for a function or a host bridge, false for a node below it.
 */
static inline bool pdr_pcinode_is_top(const struct pdr_pcinode *pcinode,
				      unsigned int at)
{
	return pcinode->nodes->nodes[at]->parent == pcinode->parent;
}

/**
 * pdr_pcinode_note() - Note that the kernel has just made the data of a target's nodes.
 * @pcinode: attached nodes
 *
 * Context: a worker, with pci_lock_rescan_remove() since the data were made.
 */
void pdr_pcinode_note(const struct pdr_pcinode *pcinode);

/**
 * pdr_pcinode_forget() - Drop the functions of a target, and the kernel's data of its nodes.
 * @pcinode: nodes whose functions Linux no longer has
 *
 * Context: a worker, with pci_lock_rescan_remove().
 */
void pdr_pcinode_forget(struct pdr_pcinode *pcinode);

/**
 * pdr_pcinode_attach() - Attach the nodes of a target.
 * @target: has a tree, or was detached before in the same job
 *
 * Context: a worker.
 * Return: 0 or negative errno.
 */
int pdr_pcinode_attach(struct pdr_target *target);

/**
 * pdr_pcinode_detach() - Detach the nodes of a target.
 * @target: its nodes are attached, and Linux no longer has its functions
 *
 * Context: a worker, with pci_lock_rescan_remove().
 * Return: 0 or negative errno.
 */
int pdr_pcinode_detach(struct pdr_target *target);

#endif /* PDR_PCINODE_H */
