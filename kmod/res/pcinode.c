// SPDX-License-Identifier: GPL-2.0
/* The nodes of PCI connectors. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/of.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include "fw/rtas.h"
#include "res/drcnode.h"
#include "res/pcidata.h"
#include "res/pcinode.h"
#include "state/drcs.h"

/* The power domain of a connector whose power the platform cannot switch. */
#define NO_POWER_DOMAIN	0xffffffffU

/* The index of a node without a connector of its own; no DRC index is 0. */
#define NO_INDEX	0

/**
 * struct subtree - A connector's nodes and all below, parents before children.
 * @nodes: each with a reference
 * @owners: the connector that each of them belongs to
 * @count: of both
 * @room: of both
 */
struct subtree {
	struct device_node **nodes;
	u32 *owners;
	unsigned int count;
	unsigned int room;
};

static u32 index_of(const struct device_node *node)
{
	u32 drc_index;

	return of_property_read_u32(node, "ibm,my-drc-index", &drc_index) ?
	       NO_INDEX : drc_index;
}

static int grow_subtree(struct subtree *subtree)
{
	unsigned int room = subtree->room ? 2 * subtree->room : 16;
	struct device_node **nodes;
	u32 *owners;

	nodes = krealloc_array(subtree->nodes, room, sizeof(*nodes), GFP_KERNEL);
	if (!nodes)
		return -ENOMEM;
	subtree->nodes = nodes;
	owners = krealloc_array(subtree->owners, room, sizeof(*owners), GFP_KERNEL);
	if (!owners)
		return -ENOMEM;
	subtree->owners = owners;
	subtree->room = room;
	return 0;
}

static int add_to_subtree(struct subtree *subtree, struct device_node *node, u32 owner)
{
	int error = subtree->count < subtree->room ? 0 : grow_subtree(subtree);

	if (error)
		return error;
	subtree->nodes[subtree->count] = of_node_get(node);
	subtree->owners[subtree->count++] = owner;
	return 0;
}

static void free_subtree(struct subtree *subtree)
{
	while (subtree->count)
		of_node_put(subtree->nodes[--subtree->count]);
	kfree(subtree->nodes);
	kfree(subtree->owners);
}

/* Add the children of a node that have the DRC index @only, or all if it is NO_INDEX. */
static int add_children(struct subtree *subtree, struct device_node *parent,
			u32 only, u32 owner)
{
	struct device_node *child;
	int error;
	u32 own;

	for_each_child_of_node(parent, child) {
		own = index_of(child);
		if (only && own != only)
			continue;
		error = add_to_subtree(subtree, child, own ?: owner);
		if (error) {
			of_node_put(child);
			return error;
		}
	}
	return 0;
}

static int read_subtree(struct subtree *subtree, struct device_node *parent,
			u32 drc_index)
{
	int error = add_children(subtree, parent, drc_index, drc_index);
	unsigned int i;

	for (i = 0; !error && i < subtree->count; i++)
		error = add_children(subtree, subtree->nodes[i], NO_INDEX,
				     subtree->owners[i]);
	return error;
}

static bool is_first_of_owner(const struct subtree *subtree, unsigned int at)
{
	unsigned int i;

	for (i = 0; i < at; i++)
		if (subtree->owners[i] == subtree->owners[at])
			return false;
	return true;
}

static struct pdr_of_nodes *nodes_of_owner(const struct subtree *subtree, u32 owner)
{
	struct pdr_of_nodes *nodes = pdr_of_list(subtree->count);
	unsigned int i;

	if (!nodes)
		return NULL;
	for (i = 0; i < subtree->count; i++)
		if (subtree->owners[i] == owner)
			nodes->nodes[nodes->count++] =
				of_node_get(subtree->nodes[i]);
	return nodes;
}

/* Take over nodes, or free them on failure. */
static int take_nodes(struct pdr_pcinode *pcinode, struct pdr_of_nodes *nodes)
{
	pcinode->functions = kcalloc(nodes->count, sizeof(*pcinode->functions),
				     GFP_KERNEL);
	if (!pcinode->functions) {
		pdr_of_free(nodes);
		return -ENOMEM;
	}
	pcinode->nodes = nodes;
	return 0;
}

/*
 * A malformed device tree can have more functions in a slot than a slot can have.
 * The nodes are taken over, and freed if that fails.
 */
static int add_connector(struct pdr_run *run, u32 drc_index,
			 struct device_node *parent, struct pdr_of_nodes *nodes,
			 u8 place)
{
	struct pdr_pcinode *pcinode = run->resource;
	int error;

	if (pdr_plan_is_full(&run->plan)) {
		pr_warn("%pOF has more functions in a slot than fit: 0x%08x is not moved\n",
			parent, run->job->request.index);
		run->outcome->reason = PSERIES_DR_REASON_MALFORMED;
		pdr_of_free(nodes);
		return -EIO;
	}
	pcinode += run->plan.target_count;
	error = nodes ? take_nodes(pcinode, nodes) : 0;
	if (error)
		return error;
	pcinode->parent = of_node_get(parent);
	pcinode->power_domain = NO_POWER_DOMAIN;
	pdr_plan_add(&run->plan, drc_index, nodes, 1,
		     (uintptr_t)pcinode)->place = place;
	return 0;
}

/* The nodes that have a DRC index are children of the node that describes it. */
static int add_owner(struct pdr_run *run, const struct subtree *subtree,
		     unsigned int at)
{
	u32 owner = subtree->owners[at];
	struct pdr_of_nodes *nodes = nodes_of_owner(subtree, owner);

	if (!nodes)
		return -ENOMEM;
	return add_connector(run, owner, subtree->nodes[at]->parent, nodes,
			     owner == run->job->request.index ?
			     PDR_PLACE_ASKED : PDR_PLACE_BELOW);
}

/* The deepest connectors come first, and the one that is asked for last. */
static int add_owners(struct pdr_run *run, const struct subtree *subtree)
{
	unsigned int i = subtree->count;
	int error = 0;

	while (i-- && !error)
		if (is_first_of_owner(subtree, i))
			error = add_owner(run, subtree, i);
	return error;
}

static bool shares_slot(const struct device_node *one,
			const struct device_node *other)
{
	const struct pci_dn *data = pdr_pcidata_of(one);
	const struct pci_dn *others = pdr_pcidata_of(other);

	return data && others && PCI_SLOT(data->devfn) == PCI_SLOT(others->devfn);
}

static int add_neighbour(struct pdr_run *run, struct device_node *parent,
			 struct device_node *node)
{
	struct pdr_of_nodes *nodes = pdr_of_list(1);

	if (!nodes)
		return -ENOMEM;
	nodes->nodes[nodes->count++] = of_node_get(node);
	return add_connector(run, index_of(node), parent, nodes, PDR_PLACE_BESIDE);
}

/* Functions of the same slot that have another connector. */
static int add_neighbours(struct pdr_run *run, struct device_node *parent,
			  const struct device_node *node)
{
	u32 own = run->job->request.index;
	struct device_node *child;
	int error;

	for_each_child_of_node(parent, child) {
		if (index_of(child) == own || !index_of(child) ||
		    !shares_slot(node, child))
			continue;
		error = add_neighbour(run, parent, child);
		if (error) {
			of_node_put(child);
			return error;
		}
	}
	return 0;
}

static void put_functions(struct pdr_pcinode *pcinode)
{
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++)
		pci_dev_put(pcinode->functions[i].device);
}

static void release_targets(struct pdr_run *run)
{
	struct pdr_pcinode *pcinode = run->resource;
	struct pdr_pcinode *end = pcinode + run->plan.target_count;

	for (; pcinode < end; pcinode++) {
		if (pcinode->nodes)
			put_functions(pcinode);
		kfree(pcinode->functions);
		pdr_of_free(pcinode->nodes);
		of_node_put(pcinode->parent);
	}
}

/* A slot has eight functions, one of which is asked for. */
static int begin_connectors(struct pdr_run *run, unsigned int nodes)
{
	unsigned int room = nodes + 8;

	run->resource = kvcalloc(room, sizeof(struct pdr_pcinode), GFP_KERNEL);
	if (!run->resource)
		return -ENOMEM;
	run->release = release_targets;
	return pdr_plan_init(&run->plan, &run->job->request,
			     run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			     room);
}

static bool is_slot_asked(const struct pdr_run *run)
{
	return run->job->request.action == PSERIES_DR_ACTION_REMOVE &&
	       run->plan.resource->slotted &&
	       run->job->origin == PSERIES_DR_ORIGIN_PLATFORM;
}

/* If the platform does not tell, a slot has power if Linux uses it. */
static void set_power(struct pdr_run *run, u32 power_domain)
{
	struct pdr_target *target =
		&run->plan.targets[run->plan.target_count - 1];

	pdr_pcinode_of(target)->power_domain = power_domain;
	target->powered = power_domain && power_domain != NO_POWER_DOMAIN;
	if (target->powered &&
	    pdr_drc_get_power(&pdr_rtas_platform, power_domain, &target->power))
		target->power = target->attached;
}

static int add_targets(struct pdr_run *run, struct device_node *parent,
		       const struct subtree *subtree)
{
	u32 drc_index = run->job->request.index;
	int error = 0;

	if (!subtree->count)
		return add_connector(run, drc_index, parent, NULL, PDR_PLACE_ASKED);
	if (is_slot_asked(run))
		error = add_neighbours(run, parent, subtree->nodes[0]);
	return error ?: add_owners(run, subtree);
}

static int plan_below(struct pdr_run *run, const struct pdr_drc_place *place)
{
	struct subtree subtree = { 0 };
	int error = read_subtree(&subtree, place->node, run->job->request.index);

	if (!error)
		error = begin_connectors(run, subtree.count);
	if (!error)
		error = add_targets(run, place->node, &subtree);
	free_subtree(&subtree);
	if (error)
		return error;
	set_power(run, place->power_domain);
	run->plan.exact = true;
	return pdr_plan_lay(&run->plan, run->plan.target_count);
}

int pdr_pcinode_plan(struct pdr_run *run)
{
	struct pdr_drc_place place;
	int error;

	if (run->job->request.identifier != PSERIES_DR_IDENTIFIER_INDEX)
		return -EOPNOTSUPP;
	error = pdr_drcs_find(run->job->request.index, &place);
	if (error)
		return error;
	error = place.resource == run->job->request.resource ?
		plan_below(run, &place) : -ENODEV;
	of_node_put(place.node);
	return error;
}

static int build_nodes(struct pdr_pcinode *pcinode, const struct pdr_target *target)
{
	struct pdr_of_nodes *built = pdr_of_build(target->tree, pcinode->parent);

	return IS_ERR(built) ? PTR_ERR(built) : take_nodes(pcinode, built);
}

int pdr_pcinode_attach(struct pdr_target *target)
{
	struct pdr_pcinode *pcinode = pdr_pcinode_of(target);
	int error = 0;

	if (!pcinode->nodes)
		error = build_nodes(pcinode, target);
	if (!error)
		error = pdr_of_attach(pcinode->nodes);
	return error;
}

void pdr_pcinode_forget(struct pdr_pcinode *pcinode)
{
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++) {
		pdr_pcidata_forget(pcinode->nodes->nodes[i],
				   pcinode->functions[i].device);
		pci_dev_put(pcinode->functions[i].device);
		pcinode->functions[i].device = NULL;
	}
}

int pdr_pcinode_detach(struct pdr_target *target)
{
	struct pdr_pcinode *pcinode = pdr_pcinode_of(target);
	int error = pdr_of_detach(pcinode->nodes);

	if (!error)
		pdr_pcinode_forget(pcinode);
	return error;
}
