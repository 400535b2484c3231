/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device tree nodes that come and go at run time.
 */
#ifndef PDR_OFNODE_H
#define PDR_OFNODE_H

#include <linux/of.h>

struct pdr_cc_node;

/**
 * struct pdr_of_nodes - nodes that are attached and detached together
 * @count: of them
 * @attached: they are in the device tree
 * @built: made here: the reference is that of their making, which an attached
 *	   node leaves to the device tree
 * @nodes: parents before children, each with a reference
 */
struct pdr_of_nodes {
	unsigned int count;
	bool attached;
	bool built;
	struct device_node *nodes[];
};

/** PDR_OF_NODES_MAX: nodes that one connector can bring, more are malformed */
#define PDR_OF_NODES_MAX 256

/**
 * pdr_of_build - make nodes of what configure-connector gave
 * @tree: a node and those beside it, with all below
 * @parent: that they are for
 *
 * Return: the nodes, not attached, to be freed by pdr_of_free(); or an ERR_PTR.
 */
struct pdr_of_nodes *pdr_of_build(const struct pdr_cc_node *tree,
				  struct device_node *parent);

/**
 * pdr_of_list - room for nodes that are in the device tree
 * @room: nodes there can be
 *
 * Return: an empty list that counts as attached, or NULL.
 */
struct pdr_of_nodes *pdr_of_list(unsigned int room);

/**
 * pdr_of_free - drop the references
 * @nodes: or NULL; nodes that are not attached are freed
 */
void pdr_of_free(struct pdr_of_nodes *nodes);

/**
 * pdr_of_attach - attach nodes, all or none
 * @nodes: not attached
 *
 * Return: 0 or negative errno.
 */
int pdr_of_attach(struct pdr_of_nodes *nodes);

/**
 * pdr_of_detach - detach nodes, all or none
 * @nodes: attached
 *
 * Return: 0 or negative errno.
 */
int pdr_of_detach(struct pdr_of_nodes *nodes);

/**
 * pdr_of_find_drc - the node that has a connector
 * @drc_index: the connector
 *
 * Return: a node with a reference, or NULL.
 */
struct device_node *pdr_of_find_drc(u32 drc_index);

/**
 * pdr_of_nid - the NUMA node that an associativity stands for
 * @associativity: value of ibm,associativity
 * @len: bytes of it
 *
 * Return: a possible node; the first online one where firmware names none;
 * -EBADMSG where it is malformed, -ENOMEM.
 */
int pdr_of_nid(const u8 *associativity, u32 len);

#endif /* PDR_OFNODE_H */
