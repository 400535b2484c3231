// SPDX-License-Identifier: GPL-2.0
/* Connectors whose resource is a node of the device tree. Includes core/engine, state and res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/of.h>

#include "core/engine/choose.h"
#include "res/drcindex.h"
#include "res/drcnode.h"
#include "state/drcs.h"
#include "state/job.h"

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

static int begin_plan(struct pdr_run *run, u32 capacity)
{
	run->resource = pdr_alloc_array(capacity, sizeof(struct node_target));
	if (!run->resource)
		return -ENOMEM;
	run->release = release_nodes;
	return pdr_plan_init(&run->plan, &run->job->request,
			     run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			     capacity);
}

static int make_index(const struct pdr_drcnode_kind *kind,
		      struct pdr_drcindex *index)
{
	struct device_node *parent = kind->parent();
	int error = pdr_drcindex_make(index, parent, kind->type);

	of_node_put(parent);
	return error;
}

/**
 * struct node_choice - the connectors of a kind, and the job that chooses among them
 * @run: the job
 * @kind: the resource
 * @index: the nodes that claim them
 */
struct node_choice {
	struct pdr_run *run;
	const struct pdr_drcnode_kind *kind;
	struct pdr_drcindex index;
};

static void check_node(const struct pdr_drcnode_kind *kind,
		       const struct device_node *node,
		       struct pdr_candidate *candidate)
{
	candidate->attached = true;
	candidate->malformed = kind->check && kind->check(node);
}

static void look_for_node(const struct node_choice *nodes, u32 drc_index,
			  struct pdr_candidate *candidate)
{
	const struct pdr_drc_claim *claim;
	u32 count;

	claim = pdr_drcindex_find(&nodes->index, drc_index, &count);
	if (count == 1)
		check_node(nodes->kind, claim->node, candidate);
	candidate->going = pdr_job_is_going(drc_index);
	candidate->ambiguous = count > 1;
	if (candidate->ambiguous)
		pr_warn_ratelimited("%pOF and %pOF claim DRC index 0x%08x: neither is moved\n",
				    claim[0].node, claim[1].node, drc_index);
}

static bool find_connector(void *context, u32 drc_index,
			   struct pdr_candidate *candidate)
{
	struct pdr_drc drc;
	int error;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_find(pdr_drcs(), drc_index, &drc);
	if (!error)
		candidate->resource = drc.run->resource;
	up_read(&pdr_drcs_lock);
	candidate->number = drc_index;
	if (!error)
		look_for_node(context, drc_index, candidate);
	return !error;
}

static bool next_connector(void *context, u64 *cursor, struct pdr_candidate *candidate)
{
	const struct node_choice *nodes = context;
	struct pdr_drc drc;
	int error;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_next_of(pdr_drcs(), nodes->kind->resource, cursor, &drc);
	up_read(&pdr_drcs_lock);
	if (error)
		return false;
	candidate->number = drc.index;
	candidate->resource = nodes->kind->resource;
	look_for_node(nodes, drc.index, candidate);
	return true;
}

static struct device_node *node_of(const struct node_choice *nodes, u32 drc_index)
{
	const struct pdr_drc_claim *claim;
	u32 count;

	claim = pdr_drcindex_find(&nodes->index, drc_index, &count);
	return claim ? claim->node : NULL;
}

static void weigh_connector(void *context, struct pdr_order_entry *entry, bool look)
{
	const struct node_choice *nodes = context;
	struct device_node *node = node_of(nodes, entry->number);

	if (node && nodes->kind->weight)
		entry->weight = nodes->kind->weight(node);
}

static const struct pdr_choose_ops node_ops = {
	.find = find_connector,
	.next = next_connector,
	.weigh = weigh_connector,
};

static int add_target(void *context, const struct pdr_order_entry *entry)
{
	const struct node_choice *nodes = context;
	struct device_node *node = node_of(nodes, entry->number);
	struct pdr_plan *plan = &nodes->run->plan;
	struct node_target *target = nodes->run->resource;

	target += plan->target_count;
	if (node) {
		target->nodes = pdr_of_list(NODES_OF_TARGET);
		if (!target->nodes)
			return -ENOMEM;
		target->nodes->nodes[target->nodes->count++] = of_node_get(node);
	}
	pdr_plan_add(plan, entry->number, node, nodes->kind->parts, (uintptr_t)target);
	return 0;
}

static int lay_node_choice(struct node_choice *nodes, const struct pdr_choice *choice)
{
	int error = begin_plan(nodes->run, choice->count);

	return error ?: pdr_choice_lay(&nodes->run->plan, choice, add_target, nodes);
}

static int plan_nodes(struct node_choice *nodes)
{
	const struct pdr_connectors connectors = {
		.ops = &node_ops, .context = nodes, .most = PDR_CHOOSE_MOST,
	};
	struct pdr_run *run = nodes->run;
	struct pdr_choice choice;
	int error = pdr_choose(&run->job->request,
			       run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			       &connectors, &choice);

	if (error)
		run->outcome->reason = choice.reason;
	else
		error = lay_node_choice(nodes, &choice);
	pdr_choice_free(&choice);
	return error;
}

int pdr_drcnode_plan(struct pdr_run *run, const struct pdr_drcnode_kind *kind)
{
	struct node_choice nodes = { .run = run, .kind = kind };
	int error = make_index(kind, &nodes.index);

	if (error)
		return error;
	error = plan_nodes(&nodes);
	pdr_drcindex_free(&nodes.index);
	return error;
}
