/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The nodes below one parent by the DRC index that each claims.
 *
 * Made by one pass over the children, so that a job that looks for many
 * connectors does not walk the device tree for each.
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
 * struct pdr_drcindex - all of them below one parent
 * @count: of the claims
 * @claims: in order of their DRC index
 */
struct pdr_drcindex {
	u32 count;
	struct pdr_drc_claim *claims;
};

/**
 * pdr_drcindex_make - look at the children of a node
 * @index: filled; to be freed by pdr_drcindex_free()
 * @parent: the node; NULL has no children
 * @type: device_type of the children that count, NULL for any
 *
 * Return: 0 or -ENOMEM.
 */
int pdr_drcindex_make(struct pdr_drcindex *index,
		      const struct device_node *parent, const char *type);

/**
 * pdr_drcindex_find - the nodes that claim a DRC index
 * @index: of the children
 * @drc_index: the connector
 * @count: how many claim it
 *
 * Return: the first claim, followed by the others; NULL where @count is 0.
 */
const struct pdr_drc_claim *pdr_drcindex_find(const struct pdr_drcindex *index,
					      u32 drc_index, u32 *count);

/* Drop the references. */
void pdr_drcindex_free(struct pdr_drcindex *index);

#endif /* PDR_DRCINDEX_H */
