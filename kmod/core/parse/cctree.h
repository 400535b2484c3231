/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_CCTREE_H
#define _PDR_CCTREE_H

/*
 * Whether Linux may have the nodes that ibm,configure-connector gave. As soon as a node is
 * attached, the kernel reads some of its properties, and it trusts them:
 *
 *	ibm,associativity		it reads as many words as the first one says, and
 *					warns if its reference points lie behind the last
 *	ibm,ppc-interrupt-server#s	in any node, it makes CPUs of these threads, and removes
 *					them with the node, which is fatal if one is online
 *	device_type "memory"		in any node, it takes "reg" for new memory
 *	device_type "cpu"		it takes the node for a core
 *	reg				of a function, it takes bus and function from it
 *	#address-cells and others	it reads numbers of so many cells
 *
 * Invariant: a tree that is accepted has nothing of this where it does not belong, and
 * none of it is shorter than what the kernel reads. It has at most PDR_CCTREE_NODES_MAX
 * nodes.
 *
 * Includes core/parse.
 */

#include "core/parse/ccwork.h"

/* As OF_MAX_ADDR_CELLS of the kernel; no bus has longer addresses or sizes. */
#define PDR_CCTREE_CELLS_MAX	4

/* A bridge with all functions of its bus; no connector brings more nodes. */
#define PDR_CCTREE_NODES_MAX	256

/**
 * struct pdr_cctree_kind - The nodes that a resource brings.
 * @device_type: of those that the kernel acts on, the one that the first node may have;
 *	NULL where there is none
 * @threads: the first node lists the threads of a core
 * @place: the first node has an associativity, without which Linux cannot use it
 * @functions: the nodes at the root level are PCI functions
 */
struct pdr_cctree_kind {
	const char *device_type;
	bool threads;
	bool place;
	bool functions;
};

/**
 * struct pdr_cctree_limits - The limits of this machine.
 * @threads: threads that a core can have
 * @levels: words that an associativity needs at least, for the kernel's reference points
 */
struct pdr_cctree_limits {
	u32 threads;
	u32 levels;
};

/**
 * struct pdr_cctree_flaw - Why Linux may not have a tree.
 * @node: name of the node
 * @property: name of the property that is malformed, is missing, or does not belong there;
 *	NULL if there are too many nodes, and this one is the first too many
 */
struct pdr_cctree_flaw {
	const char *node;
	const char *property;
};

/**
 * pdr_cctree_check() - Tell if Linux may have a tree.
 * @tree: its first node; siblings and all below belong to the tree
 * @kind: the nodes that the resource brings
 * @limits: the limits of this machine
 * @flaw: filled on error; its names live as long as the tree
 *
 * Context: any.
 * Return: 0, or -EBADMSG.
 */
int pdr_cctree_check(const struct pdr_cc_node *tree, const struct pdr_cctree_kind *kind,
		     const struct pdr_cctree_limits *limits, struct pdr_cctree_flaw *flaw);

#endif /* _PDR_CCTREE_H */
