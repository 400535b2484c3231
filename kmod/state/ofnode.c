// SPDX-License-Identifier: GPL-2.0
/*
 * Attaching and detaching device tree nodes, with exported functions alone. Includes
 * core/parse, core/engine and state.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/fwnode.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/numa.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/topology.h>

#include <asm/firmware.h>
#include <asm/prom.h>
#include <asm/topology.h>

#include "core/engine/joberror.h"
#include "core/parse/cctree.h"
#include "state/ofnode.h"
#include "state/ofprop.h"

/* The kernel looks at no more reference points. */
#define REFERENCE_POINTS_MAX 4

/* of_node_init() for a module, which gets the ktype of all nodes from the root. */
static struct device_node *new_node(const char *name, struct device_node *parent)
{
	struct device_node *node = kzalloc(sizeof(*node), PDR_GFP);

	if (!node)
		return NULL;
	node->full_name = kstrdup(name, PDR_GFP);
	if (!node->full_name) {
		kfree(node);
		return NULL;
	}
	kobject_init(&node->kobj, of_root->kobj.ktype);
	fwnode_init(&node->fwnode, &of_fwnode_ops);
	of_node_set_flag(node, OF_DYNAMIC);
	of_node_set_flag(node, OF_DETACHED);
	node->parent = parent;
	return node;
}

/* Keep firmware's order; the device tree takes any. */
static int add_properties(struct device_node *node,
			  const struct pdr_cc_node *from)
{
	struct property **end = &node->properties;
	const struct pdr_cc_property *property;

	for (property = from->properties; property; property = property->next) {
		*end = pdr_of_new_property(property->name, property->value,
					   property->len);
		if (!*end)
			return -ENOMEM;
		end = &(*end)->next;
	}
	return 0;
}

static int build_node(struct pdr_of_nodes *nodes, const struct pdr_cc_node *from,
		      struct device_node *parent)
{
	struct device_node *node = new_node(from->name, parent);

	if (!node)
		return -ENOMEM;
	nodes->nodes[nodes->count++] = node;
	return add_properties(node, from);
}

static struct device_node *find_built(const struct pdr_of_nodes *nodes,
				      const struct pdr_cc_node **sources,
				      const struct pdr_cc_node *source)
{
	unsigned int i;

	for (i = 0; i < nodes->count; i++)
		if (sources[i] == source)
			return nodes->nodes[i];
	return NULL;
}

struct pdr_of_nodes *pdr_of_build(const struct pdr_cc_node *tree,
				  struct device_node *parent)
{
	const struct pdr_cc_node **sources, *from;
	struct pdr_of_nodes *nodes;
	int error = -ENOMEM;

	sources = pdr_alloc_array(PDR_CCTREE_NODES_MAX, sizeof(*sources));
	nodes = pdr_of_list(PDR_CCTREE_NODES_MAX);
	if (!sources || !nodes)
		goto free;
	nodes->attached = false;
	nodes->built = true;
	for (from = tree, error = 0; from && !error; from = pdr_cc_node_next(from)) {
		sources[nodes->count] = from;
		error = build_node(nodes, from, from->parent ?
				   find_built(nodes, sources, from->parent) :
				   parent);
	}
free:
	pdr_free(sources);
	if (!error)
		return nodes;
	pdr_of_free(nodes);
	return ERR_PTR(error);
}

struct pdr_of_nodes *pdr_of_list(unsigned int capacity)
{
	struct pdr_of_nodes *nodes;

	nodes = pdr_alloc(struct_size(nodes, nodes, capacity));
	if (nodes)
		nodes->attached = true;
	return nodes;
}

/*
 * A found node has a reference of ours. A detached node that was made at run time
 * also has the reference of its making, which the device tree held before.
 */
static void drop_node(const struct pdr_of_nodes *nodes, struct device_node *node)
{
	bool made_at_run_time = of_node_check_flag(node, OF_DYNAMIC);

	if (!nodes->built)
		of_node_put(node);
	if (!nodes->attached && made_at_run_time)
		of_node_put(node);
}

void pdr_of_free(struct pdr_of_nodes *nodes)
{
	if (!nodes)
		return;
	while (nodes->count)
		drop_node(nodes, nodes->nodes[--nodes->count]);
	pdr_free(nodes);
}

static bool is_node_attached(const struct device_node *node)
{
	return !of_node_check_flag(node, OF_DETACHED);
}

/* A node without a folder cannot get a child: the kernel would use the folder. */
static bool has_folder(const struct device_node *node)
{
	return node->kobj.state_in_sysfs;
}

/*
 * The kernel does not notice that it found no memory for the folder of a node. It then
 * has not taken the reference that it drops when the node is detached.
 */
static int check_folder(struct device_node *node)
{
	if (has_folder(node))
		return 0;
	of_node_get(node);
	return -ENOMEM;
}

static int attach_node(struct of_changeset *changeset, struct device_node *node,
		       unsigned int *waits)
{
	int error, incomplete;

	if (!has_folder(node->parent))
		return -ENOMEM;
	error = of_changeset_attach_node(changeset, node);
	if (error)
		return error;
	error = of_changeset_apply(changeset);
	incomplete = is_node_attached(node) ? check_folder(node) : 0;
	if (!error && !incomplete)
		pdr_of_restore_files(node, waits);
	return error ?: incomplete;
}

static int detach_node(struct of_changeset *changeset, struct device_node *node)
{
	int error = of_changeset_detach_node(changeset, node);

	return error ?: of_changeset_apply(changeset);
}

static int change_node(struct of_changeset *changeset, struct device_node *node, bool attach,
		       unsigned int *waits)
{
	of_changeset_init(changeset);
	if (is_node_attached(node) == attach)
		return 0;
	return attach ? attach_node(changeset, node, waits) : detach_node(changeset, node);
}

/*
 * The node had its files before. Their attributes are still there, but the kernel freed the
 * names when it removed the files.
 */
static int make_folder(struct device_node *node, unsigned int *waits)
{
	struct property *property;
	int error = -ENOMEM;

	for_each_property_of_node(node, property)
		property->attr.attr.name = NULL;
	while (error == -ENOMEM && pdr_of_wait(waits))
		error = kobject_add(&node->kobj, &node->parent->kobj, "%s",
				    kbasename(node->full_name));
	return error;
}

static int revert_detach(struct of_changeset *changeset, struct device_node *node,
			 unsigned int *waits)
{
	int error;

	if (!has_folder(node->parent))
		return -ENOMEM;
	of_changeset_revert(changeset);
	error = check_folder(node);
	if (error)
		error = make_folder(node, waits);
	if (!error)
		pdr_of_restore_files(node, waits);
	return error;
}

/*
 * If a notifier vetoes, of_changeset_apply() fails but leaves the entry applied. A changeset
 * without an entry has changed nothing.
 */
static void undo_node(struct of_changeset *changeset, struct device_node *node,
		      unsigned int *waits)
{
	int error = 0;

	if (list_empty(&changeset->entries))
		return;
	if (is_node_attached(node))
		of_changeset_revert(changeset);
	else
		error = revert_detach(changeset, node, waits);
	if (error)
		pr_err("%pOF could not be attached again (%d)\n", node, error);
}

/* Parents come before their children, and leave after them. */
static struct device_node *node_at(const struct pdr_of_nodes *nodes, unsigned int at, bool attach)
{
	return nodes->nodes[attach ? at : nodes->count - 1 - at];
}

/*
 * Each node has a changeset of its own, so that its folder is known to be there before the
 * kernel attaches a child. They are kept until the end: an undo needs no memory for them.
 */
static int change_nodes(struct pdr_of_nodes *nodes, bool attach)
{
	unsigned int i, waits = PDR_OF_WAITS;
	struct of_changeset *changesets;
	int error = 0;

	changesets = pdr_alloc_array(nodes->count, sizeof(*changesets));
	if (!changesets)
		return -ENOMEM;
	for (i = 0; i < nodes->count && !error; i++)
		error = change_node(&changesets[i], node_at(nodes, i, attach), attach, &waits);
	while (i--) {
		if (error)
			undo_node(&changesets[i], node_at(nodes, i, attach), &waits);
		of_changeset_destroy(&changesets[i]);
	}
	pdr_free(changesets);
	nodes->attached = attach == !error;
	return pdr_tree_errno(error);
}

int pdr_of_attach(struct pdr_of_nodes *nodes)
{
	return change_nodes(nodes, true);
}

int pdr_of_detach(struct pdr_of_nodes *nodes)
{
	return change_nodes(nodes, false);
}

struct device_node *pdr_of_find_drc(u32 drc_index)
{
	struct device_node *node = NULL;
	u32 index;

	while ((node = of_find_all_nodes(node)))
		if (!of_property_read_u32(node, "ibm,my-drc-index", &index) &&
		    index == drc_index)
			return node;
	return NULL;
}

/*
 * With affinity of form 2 the kernel has learned all distances at boot. There is nothing to
 * update then, and it warns of a node whose distances it does not know.
 */
void pdr_of_update_distance(struct device_node *node)
{
	int nid = of_node_to_nid(node);

	if (nid == NUMA_NO_NODE || node_distance(nid, nid) >= 0)
		update_numa_distance(node);
}

/*
 * The kernel reads an associativity only from a node, so make one for the lookup.
 * It has no parent, so the kernel finds no other associativity instead.
 */
static int ask_for_nid(const u8 *associativity, u32 len)
{
	struct device_node *node = new_node("associativity", NULL);
	int nid = -ENOMEM;

	if (!node)
		return nid;
	node->properties = pdr_of_new_property("ibm,associativity",
					       associativity, len);
	if (node->properties) {
		pdr_of_update_distance(node);
		nid = of_node_to_nid(node);
	}
	of_node_put(node);
	return nid;
}

int pdr_of_nid(const u8 *associativity, u32 len)
{
	int nid = ask_for_nid(associativity, len);

	if (nid == -ENOMEM)
		return nid;
	return nid < 0 || !node_possible(nid) ? first_online_node : nid;
}

static bool has_form1(void)
{
	return firmware_has_feature(FW_FEATURE_FORM1_AFFINITY) &&
	       !firmware_has_feature(FW_FEATURE_FORM2_AFFINITY);
}

/* A reference point is the number of a word, from 1 on. */
static u32 deepest_reference_point(const struct device_node *rtas)
{
	u32 at, point, deepest = 0;

	for (at = 0; at < REFERENCE_POINTS_MAX; at++)
		if (!of_property_read_u32_index(rtas, "ibm,associativity-reference-points",
						at, &point))
			deepest = max(deepest, point);
	return deepest;
}

u32 pdr_of_levels(void)
{
	struct device_node *rtas = of_find_node_by_path("/rtas");
	u32 levels = rtas && has_form1() ? deepest_reference_point(rtas) : 0;

	of_node_put(rtas);
	return levels;
}
