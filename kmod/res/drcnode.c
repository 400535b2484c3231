// SPDX-License-Identifier: GPL-2.0
/* Connectors whose resource is a node of the device tree. */
#include <linux/mm.h>
#include <linux/of.h>
#include <linux/slab.h>

#include "res/drcnode.h"
#include "state/drcs.h"

/* Cores that a count can be chosen from. */
#define CANDIDATES_MAX 4096

/* A core and its caches. */
#define NODES_OF_TARGET 8

/**
 * struct node_target - the nodes of a target
 * @nodes: those that are, or were, in the device tree; or NULL
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

static int build(struct node_target *nodes, const struct pdr_target *target,
		 struct device_node *parent)
{
	struct pdr_of_nodes *built = pdr_of_build(target->tree, parent);

	if (IS_ERR(built))
		return PTR_ERR(built);
	nodes->nodes = built;
	return 0;
}

/* Errors of notifiers are as many as there are notifiers. */
static int tree_errno(int error)
{
	return error && error != -ENOMEM ? -EIO : error;
}

int pdr_drcnode_attach(struct pdr_target *target, struct device_node *parent)
{
	struct node_target *nodes = node_target_of(target);
	int error = 0;

	if (!nodes->nodes)
		error = build(nodes, target, parent);
	if (!error)
		error = pdr_of_attach(nodes->nodes);
	return tree_errno(error);
}

int pdr_drcnode_detach(struct pdr_target *target)
{
	return tree_errno(pdr_of_detach(node_target_of(target)->nodes));
}

static void release(struct pdr_run *run)
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
	run->release = release;
	return pdr_plan_init(&run->plan, &run->job->request,
			     run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			     room);
}

static int add_target(struct pdr_run *run, u32 drc_index, u16 parts)
{
	struct node_target *target = run->resource;
	struct device_node *node = pdr_of_find_drc(drc_index);

	target += run->plan.target_count;
	if (node) {
		target->nodes = pdr_of_list(NODES_OF_TARGET);
		if (!target->nodes) {
			of_node_put(node);
			return -ENOMEM;
		}
		target->nodes->nodes[target->nodes->count++] = node;
	}
	pdr_plan_add(&run->plan, drc_index, node, parts, (uintptr_t)target);
	return 0;
}

static int plan_index(struct pdr_run *run, enum pseries_dr_resource resource,
		      u16 parts)
{
	u32 drc_index = run->job->request.index;
	struct pdr_drc drc;
	int error;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_find(pdr_drcs(), drc_index, &drc);
	if (!error && drc.run->resource != resource)
		error = -ENODEV;
	up_read(&pdr_drcs_lock);
	if (!error)
		error = begin_plan(run, 1);
	if (!error)
		error = add_target(run, drc_index, parts);
	run->plan.exact = true;
	return error ?: pdr_plan_lay(&run->plan, 1);
}

/* Connectors of a kind whose node is, or is not, in the device tree. */
static u32 collect(const struct pdr_run *run, enum pseries_dr_resource resource,
		   u32 *indexes, u32 room)
{
	struct pdr_candidate candidate = { 0 };
	struct device_node *node;
	struct pdr_drc drc;
	u64 cursor = 0;
	u32 count = 0;

	down_read(&pdr_drcs_lock);
	while (count < room && !pdr_drcmap_next(pdr_drcs(), &cursor, &drc)) {
		if (drc.run->resource != resource)
			continue;
		node = pdr_of_find_drc(drc.index);
		candidate.attached = node;
		if (!pdr_plan_check(&run->job->request, false, &candidate))
			indexes[count++] = drc.index;
		of_node_put(node);
	}
	up_read(&pdr_drcs_lock);
	return count;
}

/* The highest index goes first, the lowest comes first. */
static int plan_chosen(struct pdr_run *run, const u32 *indexes, u32 found,
		       u16 parts)
{
	bool remove = run->job->request.action == PSERIES_DR_ACTION_REMOVE;
	int error;
	u32 i;

	if (run->job->request.count > found)
		return -ENOSPC;
	error = begin_plan(run, found);
	for (i = 0; i < found && !error; i++)
		error = add_target(run, indexes[remove ? found - 1 - i : i],
				   parts);
	return error ?: pdr_plan_lay(&run->plan, run->job->request.count);
}

static int plan_count(struct pdr_run *run, enum pseries_dr_resource resource,
		      u16 parts)
{
	u32 *indexes;
	int error;

	indexes = kcalloc(CANDIDATES_MAX, sizeof(*indexes), GFP_KERNEL);
	if (!indexes)
		return -ENOMEM;
	error = plan_chosen(run, indexes,
			    collect(run, resource, indexes,
				    CANDIDATES_MAX), parts);
	kfree(indexes);
	return error;
}

int pdr_drcnode_plan(struct pdr_run *run, enum pseries_dr_resource resource,
		     u16 parts)
{
	switch (run->job->request.identifier) {
	case PSERIES_DR_IDENTIFIER_INDEX:
		return plan_index(run, resource, parts);
	case PSERIES_DR_IDENTIFIER_COUNT:
		return plan_count(run, resource, parts);
	default:
		return -EOPNOTSUPP;
	}
}
