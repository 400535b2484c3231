// SPDX-License-Identifier: GPL-2.0
/* The DRC map, read from the device tree. Includes core/engine and state. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/list.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/string.h>

#include "core/engine/accept.h"
#include "core/engine/resource.h"
#include "state/drcs.h"
#include "state/pdr.h"

DECLARE_RWSEM(pdr_drcs_lock);

/**
 * struct drc_node - a node that describes connectors
 * @list: in drcs.nodes
 * @node: the node, attached as long as this is listed
 * @stale: its properties have changed since they were read
 */
struct drc_node {
	struct list_head list;
	struct device_node *node;
	bool stale;
};

/*
 * @map: all connectors
 * @nodes: nodes that describe them (struct drc_node)
 * @stale: some node has to be read
 * @incomplete: memory ran out, so a node is not listed
 * @generation: changes with @map, never 0
 */
static struct {
	struct pdr_drcmap map;
	struct list_head nodes;
	bool stale;
	bool incomplete;
	u32 generation;
} drcs = {
	.nodes = LIST_HEAD_INIT(drcs.nodes),
	.generation = 1,
};

const struct pdr_drcmap *pdr_drcs(void)
{
	return &drcs.map;
}

u32 pdr_drcs_generation(void)
{
	return READ_ONCE(drcs.generation);
}

static void map_changed(void)
{
	WRITE_ONCE(drcs.generation, drcs.generation + 1 ?: 1);
}

static void get_bytes(const struct device_node *node, const char *name,
		      struct pdr_drc_bytes *bytes)
{
	int len = 0;

	bytes->value = of_get_property(node, name, &len);
	bytes->len = len;
}

/* After a migration a node may have either form (R1-sec_drc_info-3). */
static int read_set(const struct device_node *node, struct pdr_drc_set *set)
{
	struct pdr_drc_arrays arrays;
	struct pdr_drc_bytes info;

	memset(set, 0, sizeof(*set));
	get_bytes(node, "ibm,drc-info", &info);
	if (info.value)
		return pdr_drc_parse_info(set, info.value, info.len);
	get_bytes(node, "ibm,drc-indexes", &arrays.indexes);
	if (!arrays.indexes.value)
		return 0;
	get_bytes(node, "ibm,drc-names", &arrays.names);
	get_bytes(node, "ibm,drc-types", &arrays.types);
	get_bytes(node, "ibm,drc-power-domains", &arrays.power_domains);
	return pdr_drc_parse_arrays(set, &arrays);
}

static void warn_of_shared(const struct device_node *node)
{
	u32 index;

	if (pdr_drcmap_shares(&drcs.map, node, &index))
		pr_warn("%pOF: drc index %x is described twice, only the first one is used\n",
			node, index);
}

/* If memory runs out, the node keeps its connectors and is read again later. */
static int read_node(const struct device_node *node)
{
	struct pdr_drc_set set;
	int error = read_set(node, &set);

	if (error == -ENOMEM)
		return error;
	pdr_drcmap_remove(&drcs.map, node);
	map_changed();
	if (!error)
		error = pdr_drcmap_add(&drcs.map, node, &set);
	if (!error) {
		warn_of_shared(node);
		return 0;
	}
	pdr_drc_set_free(&set);
	pr_warn_ratelimited("connectors of %pOF cannot be read, and are ignored (%pe)\n", node,
			    ERR_PTR(error));
	return error == -ENOMEM ? error : 0;
}

static struct drc_node *find_drc_node(const struct device_node *node)
{
	struct drc_node *drc_node;

	list_for_each_entry(drc_node, &drcs.nodes, list)
		if (drc_node->node == node)
			return drc_node;
	return NULL;
}

static struct drc_node *add_drc_node(struct device_node *node)
{
	struct drc_node *drc_node = pdr_alloc(sizeof(*drc_node));

	if (!drc_node)
		return NULL;
	drc_node->node = of_node_get(node);
	list_add_tail(&drc_node->list, &drcs.nodes);
	return drc_node;
}

static void remove_drc_node(struct drc_node *drc_node)
{
	list_del(&drc_node->list);
	of_node_put(drc_node->node);
	pdr_free(drc_node);
}

/* Have a node read again before the next lookup. */
static void mark_stale(struct device_node *node)
{
	struct drc_node *drc_node = find_drc_node(node) ?: add_drc_node(node);

	if (drc_node)
		drc_node->stale = true;
	else
		drcs.incomplete = true;
	WRITE_ONCE(drcs.stale, true);
}

static bool describes_drcs(const struct device_node *node)
{
	return of_find_property(node, "ibm,drc-info", NULL) ||
	       of_find_property(node, "ibm,drc-indexes", NULL);
}

static void find_nodes(void)
{
	struct device_node *node = NULL;

	drcs.incomplete = false;
	while ((node = of_find_all_nodes(node)))
		if (describes_drcs(node) && !find_drc_node(node))
			mark_stale(node);
}

static void read_stale_nodes(void)
{
	struct drc_node *drc_node;
	bool stale = false;

	if (drcs.incomplete)
		find_nodes();
	list_for_each_entry(drc_node, &drcs.nodes, list) {
		if (drc_node->stale)
			drc_node->stale = read_node(drc_node->node);
		stale |= drc_node->stale;
	}
	WRITE_ONCE(drcs.stale, stale || drcs.incomplete);
}

void pdr_drcs_refresh(void)
{
	if (!READ_ONCE(drcs.stale))
		return;
	down_write(&pdr_drcs_lock);
	read_stale_nodes();
	up_write(&pdr_drcs_lock);
}

bool pdr_drcs_has(u32 drc_index)
{
	struct pdr_drc drc;
	int error;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_find(pdr_drcs(), drc_index, &drc);
	up_read(&pdr_drcs_lock);
	return !error;
}

int pdr_drcs_find(u32 drc_index, struct pdr_drc_place *place)
{
	const struct device_node *owner;
	struct pdr_drc drc;
	int error;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_find(pdr_drcs(), drc_index, &drc);
	if (!error) {
		owner = pdr_drcmap_owner(pdr_drcs(), &drc);
		place->node = of_node_get((struct device_node *)owner);
		place->resource = pdr_resource_held(drc.run->resource,
						    of_node_is_type(owner, "vdevice"));
		place->power_domain = drc.run->power_domain;
	}
	up_read(&pdr_drcs_lock);
	return error;
}

static int resolve_name(struct pdr_request *request)
{
	struct pdr_drc drc;
	int error;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_find_name(pdr_drcs(), request->name, &drc);
	up_read(&pdr_drcs_lock);
	if (error)
		return error;
	memset(request->name, 0, sizeof(request->name));
	request->identifier = PSERIES_DR_IDENTIFIER_INDEX;
	request->index = drc.index;
	return 0;
}

static int resolve_kind(struct pdr_request *request)
{
	struct pdr_drc_place place;
	int error = pdr_drcs_find(request->index, &place);

	if (error)
		return error;
	of_node_put(place.node);
	pdr_accept_set_kind(request, place.resource);
	return 0;
}

int pdr_drcs_resolve(struct pdr_request *request)
{
	int error = 0;

	pdr_drcs_refresh();
	if (request->identifier == PSERIES_DR_IDENTIFIER_NAME)
		error = resolve_name(request);
	if (!error && !pdr_accept_says_kind(request))
		error = resolve_kind(request);
	return error;
}

/* A bus took its connectors with it. */
static void forget_node(const struct device_node *node)
{
	struct drc_node *drc_node = find_drc_node(node);

	if (!drc_node)
		return;
	if (!pdr_drcmap_remove(&drcs.map, node))
		map_changed();
	remove_drc_node(drc_node);
}

/* Tell if a node is new and has connectors, or has other ones than before. */
static bool changes_drcs(unsigned long action,
			 const struct of_reconfig_data *change)
{
	if (of_node_check_flag(change->dn, OF_DETACHED))
		return false;
	if (action == OF_RECONFIG_ATTACH_NODE)
		return describes_drcs(change->dn);
	return change->prop && strstarts(change->prop->name, "ibm,drc-");
}

/*
 * Do not read the node at once: a migration changes one after the other the
 * properties that have to be read together.
 */
static int follow_tree(struct notifier_block *block, unsigned long action,
		       void *data)
{
	const struct of_reconfig_data *change = data;

	down_write(&pdr_drcs_lock);
	if (action == OF_RECONFIG_DETACH_NODE)
		forget_node(change->dn);
	else if (changes_drcs(action, change))
		mark_stale(change->dn);
	up_write(&pdr_drcs_lock);
	return NOTIFY_OK;
}

/* Ahead of the stock kernel's listeners: none is called after one that fails. */
static struct notifier_block tree_follower = {
	.notifier_call = follow_tree,
	.priority = 1,
};

int pdr_drcs_init(void)
{
	int error = of_reconfig_notifier_register(&tree_follower);

	if (error)
		return error;
	drcs.incomplete = true;
	drcs.stale = true;
	pdr_drcs_refresh();
	return 0;
}

void pdr_drcs_exit(void)
{
	struct drc_node *drc_node, *next;

	of_reconfig_notifier_unregister(&tree_follower);
	pdr_drcmap_free(&drcs.map);
	list_for_each_entry_safe(drc_node, next, &drcs.nodes, list)
		remove_drc_node(drc_node);
}
