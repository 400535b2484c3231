/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device tree nodes that come and go at run time.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_OFNODE_H
#define PDR_OFNODE_H

#include <linux/of.h>

struct pdr_cc_node;

/**
 * struct pdr_of_nodes - nodes that are attached and detached together
 * @count: number of nodes
 * @attached: they are in the device tree
 * @built: pdr_of_build() made them: their only reference is that of their making,
 *	   which the device tree holds while they are attached
 * @nodes: parents before children, each with a reference
 */
struct pdr_of_nodes {
	unsigned int count;
	bool attached;
	bool built;
	struct device_node *nodes[];
};

/**
 * pdr_of_build - make device tree nodes of the answer of configure-connector
 * @tree: the first node, with its siblings and all nodes below, which pdr_cctree_check()
 *	  has accepted
 * @parent: the node below which they belong
 *
 * Return: the nodes, not attached, to be freed by pdr_of_free(); or an ERR_PTR of
 * -ENOMEM.
 */
struct pdr_of_nodes *pdr_of_build(const struct pdr_cc_node *tree,
				  struct device_node *parent);

/**
 * pdr_of_list - make a list for nodes that are in the device tree
 * @capacity: most nodes that it can hold
 *
 * Return: an empty list that counts as attached, or NULL.
 */
struct pdr_of_nodes *pdr_of_list(unsigned int capacity);

/**
 * pdr_of_free - drop the references
 * @nodes: the nodes, or NULL; those that are not attached are freed
 */
void pdr_of_free(struct pdr_of_nodes *nodes);

/**
 * pdr_of_attach - attach nodes, all or none
 * @nodes: not attached
 *
 * Return: 0, -ENOMEM, or -EIO if a listener objects or the device tree is not as expected.
 */
int pdr_of_attach(struct pdr_of_nodes *nodes);

/**
 * pdr_of_detach - detach nodes, all or none
 * @nodes: attached
 *
 * Return: as pdr_of_attach().
 */
int pdr_of_detach(struct pdr_of_nodes *nodes);

/**
 * pdr_of_find_drc - find the node of a connector
 * @drc_index: the connector
 *
 * Return: a node with a reference, or NULL.
 */
struct device_node *pdr_of_find_drc(u32 drc_index);

/**
 * pdr_of_nid - find the NUMA node of an associativity
 * @associativity: value of ibm,associativity, checked by pdr_cctree_check()
 * @len: bytes of it
 *
 * Return: a possible node, the first online one if firmware names none; or -ENOMEM.
 */
int pdr_of_nid(const u8 *associativity, u32 len);

/**
 * pdr_of_update_distance - let the kernel learn how far a NUMA node is from others
 * @node: with an ibm,associativity that pdr_cctree_check() has checked
 */
void pdr_of_update_distance(struct device_node *node);

/**
 * pdr_of_levels - find out how long an associativity has to be
 *
 * With affinity of form 1, the kernel warns of a new node whose associativity does not
 * reach all reference points.
 *
 * Return: words that the kernel needs; 0 if it does without.
 */
u32 pdr_of_levels(void);

#endif /* PDR_OFNODE_H */
