// SPDX-License-Identifier: GPL-2.0
/* Connectors whose resource is a node of the device tree. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/mm.h>
#include <linux/of.h>
#include <linux/slab.h>

#include "core/engine/order.h"
#include "res/drcindex.h"
#include "res/drcnode.h"
#include "state/drcs.h"

/* Most connectors from which a request by count chooses. */
#define CANDIDATES_MAX 4096

/* Most nodes of a target: a core, its caches, and all below. */
#define NODES_OF_TARGET 32

/**
 * struct node_target - the nodes of a target
 * @nodes: nodes that are, or were, in the device tree; or NULL
 */
struct node_target {
	struct pdr_of_nodes *nodes;
};

static struct node_target *node_target_of(const struct pdr_target *target)
{
	return (struct node_target *)(uintptr_t)target->handle;
}

struct device_node *pdr_drcnode_first(const struct pdr_target *target)
{
	struct pdr_of_nodes *nodes = node_target_of(target)->nodes;

	return nodes && nodes->count ? nodes->nodes[0] : NULL;
}

int pdr_drcnode_add(struct pdr_target *target, struct device_node *node)
{
	struct pdr_of_nodes *nodes = node_target_of(target)->nodes;

	if (nodes->built || nodes->count == NODES_OF_TARGET) {
		of_node_put(node);
		return -ENOSPC;
	}
	nodes->nodes[nodes->count++] = node;
	return 0;
}

bool pdr_drcnode_has(void *context, u32 drc_index)
{
	struct device_node *node = pdr_of_find_drc(drc_index);

	of_node_put(node);
	return node;
}

bool pdr_drcnode_knows(void *context, u32 drc_index)
{
	return pdr_drcs_has(drc_index);
}

static int build_target_nodes(struct node_target *nodes,
			      const struct pdr_target *target,
			      struct device_node *parent)
{
	struct pdr_of_nodes *built = pdr_of_build(target->tree, parent);

	if (IS_ERR(built))
		return PTR_ERR(built);
	nodes->nodes = built;
	return 0;
}

int pdr_drcnode_attach(struct pdr_target *target, struct device_node *parent)
{
	struct node_target *nodes = node_target_of(target);
	int error = 0;

	if (!nodes->nodes)
		error = build_target_nodes(nodes, target, parent);
	if (!error)
		error = pdr_of_attach(nodes->nodes);
	return error;
}

static bool is_node_listed(const struct pdr_of_nodes *nodes,
			   const struct device_node *node)
{
	unsigned int i;

	for (i = 0; i < nodes->count; i++)
		if (nodes->nodes[i] == node)
			return true;
	return false;
}

static int add_children_of(struct pdr_target *target,
			   const struct device_node *parent)
{
	const struct pdr_of_nodes *nodes = node_target_of(target)->nodes;
	struct device_node *child;

	for_each_child_of_node(parent, child) {
		if (is_node_listed(nodes, child) ||
		    !pdr_drcnode_add(target, of_node_get(child)))
			continue;
		pr_warn("%pOF has more nodes below than fit: it is not moved\n",
			pdr_drcnode_first(target));
		target->reason = PSERIES_DR_REASON_MALFORMED;
		of_node_put(child);
		return -EBUSY;
	}
	return 0;
}

/*
 * The nodes below leave and come back with their parent. When a node is attached again,
 * the kernel forgets the children that it had.
 */
static int add_below(struct pdr_target *target)
{
	const struct pdr_of_nodes *nodes = node_target_of(target)->nodes;
	unsigned int i;
	int error = 0;

	for (i = 0; i < nodes->count && !error; i++)
		error = add_children_of(target, nodes->nodes[i]);
	return error;
}

int pdr_drcnode_detach(struct pdr_target *target)
{
	struct pdr_of_nodes *nodes = node_target_of(target)->nodes;
	int error = nodes->built ? 0 : add_below(target);

	return error ?: pdr_of_detach(nodes);
}

static void release_nodes(struct pdr_run *run)
{
	u32 i;

	for (i = 0; i < run->plan.target_count; i++)
		pdr_of_free(node_target_of(&run->plan.targets[i])->nodes);
}

static int begin_plan(struct pdr_run *run, u32 room)
{
	run->resource = kvcalloc(room, sizeof(struct node_target), GFP_KERNEL);
	if (!run->resource)
		return -ENOMEM;
	run->release = release_nodes;
	return pdr_plan_init(&run->plan, &run->job->request,
			     run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			     room);
}

static int add_target(struct pdr_run *run, const struct pdr_drcnode_kind *kind,
		      u32 drc_index, struct device_node *node)
{
	struct node_target *target = run->resource;

	if (pdr_plan_is_full(&run->plan))
		return -EBADMSG;
	target += run->plan.target_count;
	if (node) {
		target->nodes = pdr_of_list(NODES_OF_TARGET);
		if (!target->nodes)
			return -ENOMEM;
		target->nodes->nodes[target->nodes->count++] = of_node_get(node);
	}
	pdr_plan_add(&run->plan, drc_index, node, kind->parts, (uintptr_t)target);
	return 0;
}

static int make_index(const struct pdr_drcnode_kind *kind,
		      struct pdr_drcindex *index)
{
	struct device_node *parent = kind->parent();
	int error = pdr_drcindex_make(index, parent, kind->type);

	of_node_put(parent);
	return error;
}

static int check_node(const struct pdr_drcnode_kind *kind,
		      const struct device_node *node, u8 *reason)
{
	int error = kind->check ? kind->check(node) : 0;

	if (error)
		*reason = PSERIES_DR_REASON_MALFORMED;
	return error;
}

/*
 * Find the node of a connector. If two nodes claim it, move neither: one of them
 * belongs to another core, and Linux may still run on that core.
 */
static int find_node(const struct pdr_drcnode_kind *kind,
		     const struct pdr_drcindex *index, u32 drc_index,
		     struct device_node **node, u8 *reason)
{
	const struct pdr_drc_claim *claim;
	u32 count;

	claim = pdr_drcindex_find(index, drc_index, &count);
	*node = claim ? claim->node : NULL;
	if (count > 1) {
		pr_warn("%pOF and %pOF claim DRC index 0x%08x: neither is moved\n",
			claim[0].node, claim[1].node, drc_index);
		*reason = PSERIES_DR_REASON_AMBIGUOUS;
		return -EBUSY;
	}
	return claim ? check_node(kind, claim->node, reason) : 0;
}

static int check_resource(const struct pdr_drcnode_kind *kind, u32 drc_index)
{
	struct pdr_drc drc;
	int error;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_find(pdr_drcs(), drc_index, &drc);
	if (!error && drc.run->resource != kind->resource)
		error = -ENODEV;
	up_read(&pdr_drcs_lock);
	return error;
}

static int plan_index(struct pdr_run *run, const struct pdr_drcnode_kind *kind,
		      const struct pdr_drcindex *index)
{
	u32 drc_index = run->job->request.index;
	struct device_node *node;
	int error = check_resource(kind, drc_index);

	if (error)
		return error;
	error = find_node(kind, index, drc_index, &node, &run->outcome->reason);
	if (error)
		return error;
	error = begin_plan(run, 1);
	if (!error)
		error = add_target(run, kind, drc_index, node);
	run->plan.exact = true;
	return error ?: pdr_plan_lay(&run->plan, 1);
}

/* A node that cannot be told from another one is no candidate. */
static bool take_candidate(const struct pdr_run *run,
			   const struct pdr_drcnode_kind *kind,
			   const struct pdr_drcindex *index, u32 drc_index,
			   struct pdr_order_entry *entry)
{
	struct pdr_candidate candidate = { 0 };
	struct device_node *node;
	u8 reason;

	if (find_node(kind, index, drc_index, &node, &reason))
		return false;
	candidate.attached = node;
	if (pdr_plan_check(&run->job->request, false, &candidate))
		return false;
	entry->number = drc_index;
	entry->weight = node && kind->weight ? kind->weight(node) : 0;
	return true;
}

/* Connectors of a kind whose node is, or is not, in the device tree. */
static u32 collect_candidates(const struct pdr_run *run,
			      const struct pdr_drcnode_kind *kind,
			      const struct pdr_drcindex *index,
			      struct pdr_order_entry *entries)
{
	struct pdr_drc drc;
	u64 cursor = 0;
	u32 count = 0;

	down_read(&pdr_drcs_lock);
	while (count < CANDIDATES_MAX &&
	       !pdr_drcmap_next_of(pdr_drcs(), kind->resource, &cursor, &drc))
		if (take_candidate(run, kind, index, drc.index, &entries[count]))
			count++;
	up_read(&pdr_drcs_lock);
	return count;
}

static int add_found(struct pdr_run *run, const struct pdr_drcnode_kind *kind,
		     const struct pdr_drcindex *index, u32 drc_index)
{
	const struct pdr_drc_claim *claim;
	u32 count;

	claim = pdr_drcindex_find(index, drc_index, &count);
	return add_target(run, kind, drc_index, claim ? claim->node : NULL);
}

/* A removal begins with the lightest, an add with the lowest index. */
static int plan_chosen(struct pdr_run *run, const struct pdr_drcnode_kind *kind,
		       const struct pdr_drcindex *index,
		       struct pdr_order_entry *entries)
{
	u32 i, found = collect_candidates(run, kind, index, entries);
	int error;

	if (run->job->request.count > found)
		return -ENOSPC;
	pdr_order_request(&run->job->request, false, entries, found);
	error = begin_plan(run, found);
	for (i = 0; i < found && !error; i++)
		error = add_found(run, kind, index, entries[i].number);
	return error ?: pdr_plan_lay(&run->plan, run->job->request.count);
}

static int plan_count(struct pdr_run *run, const struct pdr_drcnode_kind *kind,
		      const struct pdr_drcindex *index)
{
	struct pdr_order_entry *entries;
	int error;

	entries = kvcalloc(CANDIDATES_MAX, sizeof(*entries), GFP_KERNEL);
	if (!entries)
		return -ENOMEM;
	error = plan_chosen(run, kind, index, entries);
	kvfree(entries);
	return error;
}

int pdr_drcnode_plan(struct pdr_run *run, const struct pdr_drcnode_kind *kind)
{
	struct pdr_drcindex index;
	int error = make_index(kind, &index);

	if (error)
		return error;
	switch (run->job->request.identifier) {
	case PSERIES_DR_IDENTIFIER_INDEX:
		error = plan_index(run, kind, &index);
		break;
	case PSERIES_DR_IDENTIFIER_COUNT:
		error = plan_count(run, kind, &index);
		break;
	default:
		error = -EOPNOTSUPP;
		break;
	}
	pdr_drcindex_free(&index);
	return error;
}
