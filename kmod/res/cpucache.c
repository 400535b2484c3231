// SPDX-License-Identifier: GPL-2.0
/* Finding the caches that leave with a core. Includes res. */
#include <linux/of.h>

#include "res/cpucache.h"
#include "res/drcnode.h"

/* Handle of the next cache of a core or a cache; 0 for none. */
static u32 next_handle(const struct device_node *node)
{
	u32 phandle;

	if (of_property_read_u32(node, "l2-cache", &phandle) &&
	    of_property_read_u32(node, "next-level-cache", &phandle))
		return 0;
	return phandle;
}

/* The next cache, with a reference, or NULL. */
static struct device_node *next_cache(const struct device_node *node)
{
	u32 phandle = next_handle(node);

	return phandle ? of_find_node_by_phandle(phandle) : NULL;
}

/* Cores and caches have one parent, so one pass over its children is enough. */
static bool has_one_user(const struct device_node *cache,
			 const struct device_node *parent)
{
	struct device_node *node;
	unsigned int users = 0;

	for_each_child_of_node(parent, node) {
		users += next_handle(node) == cache->phandle;
		if (users < 2)
			continue;
		of_node_put(node);
		return false;
	}
	return true;
}

/* A cache leaves with the last core or cache that refers to it. */
int pdr_cpucache_add(struct pdr_target *target)
{
	struct device_node *core = pdr_drcnode_first(target);
	struct device_node *cache = next_cache(core);
	int error = 0;

	while (!error && cache && has_one_user(cache, core->parent)) {
		error = pdr_drcnode_add(target, cache);
		cache = error ? NULL : next_cache(cache);
	}
	of_node_put(cache);
	return error;
}
