/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An index of the nodes below one parent, by the DRC index that each claims.
 *
 * One pass over the children makes it, so that a job does not walk the device tree
 * for each of its connectors.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_DRCINDEX_H
#define PDR_DRCINDEX_H

#include <linux/types.h>

struct device_node;

/**
 * struct pdr_drc_claim - a node that claims a DRC index
 * @drc_index: the index
 * @node: the node, with a reference
 */
struct pdr_drc_claim {
	u32 drc_index;
	struct device_node *node;
};

/**
 * struct pdr_drcindex - the claims of all nodes below one parent
 * @count: number of @claims
 * @claims: the claims, by DRC index
 */
struct pdr_drcindex {
	u32 count;
	struct pdr_drc_claim *claims;
};

/**
 * pdr_drcindex_make - index the children of a node
 * @index: filled; to be freed by pdr_drcindex_free()
 * @parent: the node; NULL for no children
 * @type: device_type of the children that count, NULL for any
 *
 * Return: 0 or -ENOMEM.
 */
int pdr_drcindex_make(struct pdr_drcindex *index,
		      const struct device_node *parent, const char *type);

/**
 * pdr_drcindex_find - find the nodes that claim a DRC index
 * @index: index of the children
 * @drc_index: the connector
 * @count: set to the number of claims
 *
 * Return: the first claim, which the others follow; NULL if there is none.
 */
const struct pdr_drc_claim *pdr_drcindex_find(const struct pdr_drcindex *index,
					      u32 drc_index, u32 *count);

/* Drop the references. */
void pdr_drcindex_free(struct pdr_drcindex *index);

#endif /* PDR_DRCINDEX_H */
