// SPDX-License-Identifier: GPL-2.0
/* Finding the nodes that claim a DRC index. Includes core/parse and res. */
#include <linux/errno.h>
#include <linux/of.h>
#include <linux/sort.h>

#include "core/parse/search.h"
#include "res/drcindex.h"

static bool is_claim(const struct device_node *node, const char *type,
		     u32 *drc_index)
{
	if (type && !of_node_is_type(node, type))
		return false;
	return !of_property_read_u32(node, "ibm,my-drc-index", drc_index);
}

static int compare_claims(const void *one, const void *other)
{
	const struct pdr_drc_claim *a = one, *b = other;

	return a->drc_index < b->drc_index ? -1 : a->drc_index > b->drc_index;
}

/* Leaves out nodes that are attached between the count and the pass. */
int pdr_drcindex_make(struct pdr_drcindex *index,
		      const struct device_node *parent, const char *type)
{
	u32 capacity = of_get_child_count(parent), drc_index;
	struct device_node *node;

	index->count = 0;
	index->claims = pdr_alloc_array(max(capacity, 1U), sizeof(*index->claims));
	if (!index->claims)
		return -ENOMEM;
	for_each_child_of_node(parent, node) {
		if (!is_claim(node, type, &drc_index) || index->count == capacity)
			continue;
		index->claims[index->count].drc_index = drc_index;
		index->claims[index->count++].node = of_node_get(node);
	}
	sort(index->claims, index->count, sizeof(*index->claims),
	     compare_claims, NULL);
	return 0;
}

static u32 index_of_claim(const void *claims, u32 at)
{
	return ((const struct pdr_drc_claim *)claims)[at].drc_index;
}

const struct pdr_drc_claim *pdr_drcindex_find(const struct pdr_drcindex *index,
					      u32 drc_index, u32 *count)
{
	u32 end = pdr_search(index->claims, index->count, index_of_claim, drc_index);
	u32 first = end;

	while (first && index->claims[first - 1].drc_index == drc_index)
		first--;
	*count = end - first;
	return *count ? &index->claims[first] : NULL;
}

void pdr_drcindex_free(struct pdr_drcindex *index)
{
	while (index->count)
		of_node_put(index->claims[--index->count].node);
	pdr_free(index->claims);
	index->claims = NULL;
}
