// SPDX-License-Identifier: GPL-2.0
/* The nodes of PCI connectors. Includes core/engine, fw, state and res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/of.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include "core/engine/choose.h"
#include "fw/rtas.h"
#include "res/dmawindow.h"
#include "res/drcnode.h"
#include "res/pcidata.h"
#include "res/pcinode.h"
#include "state/drcs.h"
#include "state/job.h"

/* The index of a node without a connector of its own; no DRC index is 0. */
#define NO_INDEX	0

/**
 * struct subtree - A connector's nodes and all below, parents before children, then the
 *	nodes of the other functions of its slot.
 * @nodes: each with a reference
 * @owners: the connector that each of them belongs to
 * @below: of both, those that are not of other functions
 * @count: of both
 * @capacity: of both
 */
struct subtree {
	struct device_node **nodes;
	u32 *owners;
	unsigned int below;
	unsigned int count;
	unsigned int capacity;
};

static u32 index_of(const struct device_node *node)
{
	u32 drc_index;

	return of_property_read_u32(node, "ibm,my-drc-index", &drc_index) ?
	       NO_INDEX : drc_index;
}

static int grow_subtree(struct subtree *subtree)
{
	unsigned int capacity = subtree->capacity ? 2 * subtree->capacity : 16;
	struct device_node **nodes;
	u32 *owners;

	nodes = krealloc_array(subtree->nodes, capacity, sizeof(*nodes), PDR_GFP);
	if (!nodes)
		return -ENOMEM;
	subtree->nodes = nodes;
	owners = krealloc_array(subtree->owners, capacity, sizeof(*owners), PDR_GFP);
	if (!owners)
		return -ENOMEM;
	subtree->owners = owners;
	subtree->capacity = capacity;
	return 0;
}

static int add_to_subtree(struct subtree *subtree, struct device_node *node, u32 owner)
{
	int error = subtree->count < subtree->capacity ? 0 : grow_subtree(subtree);

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
	pcinode->functions = pdr_alloc_array(nodes->count, sizeof(*pcinode->functions));
	if (!pcinode->functions) {
		pdr_of_free(nodes);
		return -ENOMEM;
	}
	pcinode->nodes = nodes;
	return 0;
}

/* The nodes are taken over, and freed if that fails. */
static int add_connector(struct pdr_run *run, u32 drc_index,
			 struct device_node *parent, struct pdr_of_nodes *nodes,
			 u8 place)
{
	struct pdr_pcinode *pcinode = run->resource;
	int error;

	pcinode += run->plan.target_count;
	error = nodes ? take_nodes(pcinode, nodes) : 0;
	if (error)
		return error;
	pcinode->parent = of_node_get(parent);
	pcinode->power_domain = PDR_NO_POWER_DOMAIN;
	pdr_plan_add(&run->plan, drc_index, nodes, 1,
		     (uintptr_t)pcinode)->place = place;
	return 0;
}

/* The nodes that have a DRC index are children of the node that describes it. */
static int add_owner(struct pdr_run *run, const struct subtree *subtree,
		     unsigned int at, u8 place)
{
	u32 owner = subtree->owners[at];
	struct pdr_of_nodes *nodes = nodes_of_owner(subtree, owner);

	if (!nodes)
		return -ENOMEM;
	return add_connector(run, owner, subtree->nodes[at]->parent, nodes, place);
}

static bool shares_slot(const struct device_node *one,
			const struct device_node *other)
{
	const struct pci_dn *data = pdr_pcidata_of(one);
	const struct pci_dn *others = pdr_pcidata_of(other);

	return data && others && PCI_SLOT(data->devfn) == PCI_SLOT(others->devfn);
}

/* Functions of the same slot that have another connector. */
static int add_neighbours(struct subtree *subtree, struct device_node *parent, u32 own)
{
	const struct device_node *node = subtree->nodes[0];
	struct device_node *child;
	int error;

	for_each_child_of_node(parent, child) {
		if (index_of(child) == own || !index_of(child) ||
		    !shares_slot(node, child))
			continue;
		error = add_to_subtree(subtree, child, index_of(child));
		if (error) {
			of_node_put(child);
			return error;
		}
	}
	return 0;
}

static int read_nodes(struct subtree *subtree, struct device_node *parent,
		      u32 drc_index)
{
	int error = read_subtree(subtree, parent, drc_index);

	subtree->below = subtree->count;
	return error || !subtree->count ? error :
	       add_neighbours(subtree, parent, drc_index);
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
		pdr_free(pcinode->functions);
		pdr_of_free(pcinode->nodes);
		of_node_put(pcinode->parent);
	}
}

static int begin_connectors(struct pdr_run *run, u32 capacity)
{
	run->resource = pdr_alloc_array(capacity, sizeof(struct pdr_pcinode));
	if (!run->resource)
		return -ENOMEM;
	run->release = release_targets;
	return pdr_plan_init(&run->plan, &run->job->request,
			     run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			     capacity);
}

static void set_power(struct pdr_run *run, u32 power_domain)
{
	struct pdr_target *target =
		&run->plan.targets[run->plan.target_count - 1];
	bool on = false;
	int error;

	pdr_pcinode_of(target)->power_domain = power_domain;
	if (!pdr_power_is_switched(power_domain))
		return;
	error = run->may_ask ?
		pdr_drc_get_power(&pdr_rtas_platform, power_domain, &on) : -EPERM;
	pdr_plan_set_power(target, error, on);
}

/**
 * struct slot_choice - The connector that a job is about.
 * @run: the job
 * @place: of the connector; its node with a reference, or NULL
 * @subtree: its nodes and those near it
 */
struct slot_choice {
	struct pdr_run *run;
	struct pdr_drc_place place;
	struct subtree subtree;
};

static bool find_slot(void *context, u32 drc_index, struct pdr_candidate *candidate)
{
	struct slot_choice *slot = context;

	if (pdr_drcs_find(drc_index, &slot->place))
		return false;
	candidate->resource = slot->place.resource;
	candidate->going = pdr_job_is_going(drc_index);
	return true;
}

static const struct pdr_choose_ops slot_ops = {
	.find = find_slot,
};

static u32 list_relatives(const struct slot_choice *slot, struct pdr_relative *relatives)
{
	const struct subtree *subtree = &slot->subtree;
	u32 i, count = 0;

	for (i = 0; i < subtree->count; i++) {
		if (subtree->owners[i] == slot->run->job->request.index)
			continue;
		relatives[count++] = (struct pdr_relative){
			.drc_index = subtree->owners[i],
			.number = i,
			.place = i < subtree->below ? PDR_PLACE_BELOW : PDR_PLACE_BESIDE,
			.attached = true,
		};
	}
	return count;
}

static int add_asked(void *context, const struct pdr_order_entry *entry)
{
	struct slot_choice *slot = context;
	struct pdr_run *run = slot->run;
	int error;

	if (slot->subtree.count)
		error = add_owner(run, &slot->subtree, 0, PDR_PLACE_ASKED);
	else
		error = add_connector(run, run->job->request.index, slot->place.node,
				      NULL, PDR_PLACE_ASKED);
	if (!error)
		set_power(run, slot->place.power_domain);
	return error;
}

static int lay_relatives(struct slot_choice *slot, const struct pdr_choice *choice,
			 const struct pdr_relative *relatives, u32 count)
{
	int error = begin_connectors(slot->run, count + choice->count);
	u32 i;

	for (i = 0; i < count && !error; i++)
		error = add_owner(slot->run, &slot->subtree, relatives[i].number,
				  relatives[i].place);
	return error ?: pdr_choice_lay(&slot->run->plan, choice, add_asked, slot);
}

static int plan_slot(struct slot_choice *slot, const struct pdr_choice *choice)
{
	const struct pdr_job_view *job = slot->run->job;
	struct pdr_relative *relatives;
	u32 count;
	int error;

	relatives = pdr_alloc_array(max(slot->subtree.count, 1U), sizeof(*relatives));
	if (!relatives)
		return -ENOMEM;
	count = list_relatives(slot, relatives);
	count = pdr_choose_relatives(&job->request,
				     job->origin == PSERIES_DR_ORIGIN_PLATFORM,
				     relatives, count);
	error = lay_relatives(slot, choice, relatives, count);
	pdr_free(relatives);
	return error;
}

int pdr_pcinode_plan(struct pdr_run *run)
{
	struct slot_choice slot = { .run = run };
	const struct pdr_connectors slots = {
		.ops = &slot_ops, .context = &slot, .most = 1,
	};
	const struct pdr_request *request = &run->job->request;
	struct pdr_choice choice;
	int error = pdr_choose(request, run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			       &slots, &choice);

	if (!error)
		error = read_nodes(&slot.subtree, slot.place.node, request->index);
	if (!error)
		error = plan_slot(&slot, &choice);
	free_subtree(&slot.subtree);
	of_node_put(slot.place.node);
	pdr_choice_free(&choice);
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
	if (error)
		return error;
	pci_lock_rescan_remove();
	error = pdr_of_attach(pcinode->nodes);
	if (!error)
		pdr_pcinode_note(pcinode);
	pci_unlock_rescan_remove();
	return error;
}

void pdr_pcinode_note(const struct pdr_pcinode *pcinode)
{
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++)
		pdr_pcidata_note(pcinode->nodes->nodes[i]);
}

void pdr_pcinode_forget(struct pdr_pcinode *pcinode)
{
	struct pdr_function *function;
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++) {
		function = &pcinode->functions[i];
		pdr_pcidata_forget(pcinode->nodes->nodes[i], function->device);
		pci_dev_put(function->device);
		function->device = NULL;
	}
}

static bool has_node(const struct pdr_pcinode *pcinode, const struct device_node *node)
{
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++)
		if (pcinode->nodes->nodes[i] == node)
			return true;
	return false;
}

/* Another program may have attached a node below since the job was planned. */
static bool has_foreign_child(const struct pdr_pcinode *pcinode)
{
	struct device_node *child;
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++)
		for_each_child_of_node(pcinode->nodes->nodes[i], child)
			if (!has_node(pcinode, child)) {
				pr_info("%pOF is new: the node above it stays\n", child);
				of_node_put(child);
				return true;
			}
	return false;
}

int pdr_pcinode_detach(struct pdr_target *target)
{
	struct pdr_pcinode *pcinode = pdr_pcinode_of(target);
	unsigned int i;
	int error;

	if (has_foreign_child(pcinode)) {
		target->reason = PSERIES_DR_REASON_IN_USE;
		return -EBUSY;
	}
	error = pdr_of_detach(pcinode->nodes);
	if (error)
		return error;
	for (i = 0; i < pcinode->nodes->count; i++)
		pdr_dmawindow_forget(pcinode->nodes->nodes[i]);
	pdr_pcinode_forget(pcinode);
	return 0;
}
