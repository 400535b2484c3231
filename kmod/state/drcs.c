// SPDX-License-Identifier: GPL-2.0
/* What the device tree says of connectors. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/string.h>

#include "state/drcs.h"
#include "state/pdr.h"

DECLARE_RWSEM(pdr_drcs_lock);

/* Held while the map is made anew; pdr_drcs_lock nests inside it. */
static DEFINE_MUTEX(refresh_lock);

/*
 * @map: all connectors
 * @changes: changes of connectors that the device tree has seen
 * @seen: value of @changes when @map was made
 */
static struct {
	struct pdr_drcmap map;
	atomic_t changes;
	int seen;
} drcs;

const struct pdr_drcmap *pdr_drcs(void)
{
	return &drcs.map;
}

u32 pdr_drcs_generation(void)
{
	return READ_ONCE(drcs.seen);
}

static void get_bytes(const struct device_node *node, const char *name,
		      struct pdr_drc_bytes *bytes)
{
	int len = 0;

	bytes->value = of_get_property(node, name, &len);
	bytes->len = len;
}

/* After a migration a node may have either form (R1-sec_drc_info-3). */
static int read_node(const struct device_node *node, struct pdr_drc_set *set)
{
	struct pdr_drc_arrays arrays;
	struct pdr_drc_bytes info;

	get_bytes(node, "ibm,drc-info", &info);
	if (info.value)
		return pdr_drc_parse_info(set, info.value, info.len);
	get_bytes(node, "ibm,drc-indexes", &arrays.indexes);
	if (!arrays.indexes.value)
		return -ENOENT;
	get_bytes(node, "ibm,drc-names", &arrays.names);
	get_bytes(node, "ibm,drc-types", &arrays.types);
	get_bytes(node, "ibm,drc-power-domains", &arrays.power_domains);
	return pdr_drc_parse_arrays(set, &arrays);
}

static void add_node(struct pdr_drcmap *map, const struct device_node *node)
{
	struct pdr_drc_set set;
	int error = read_node(node, &set);

	if (error == -ENOENT)
		return;
	if (!error) {
		error = pdr_drcmap_add(map, node, &set);
		if (error)
			pdr_drc_set_free(&set);
	}
	if (error)
		pr_warn("connectors of %pOF are left out (%d)\n", node, error);
}

static void read_all_nodes(void)
{
	struct pdr_drcmap map = { 0 };
	struct device_node *node = NULL;
	int changes = atomic_read(&drcs.changes);

	/* what changes from here on makes the next one read again */
	smp_rmb();
	while ((node = of_find_all_nodes(node)))
		add_node(&map, node);
	down_write(&pdr_drcs_lock);
	swap(drcs.map, map);
	up_write(&pdr_drcs_lock);
	pdr_drcmap_free(&map);
	WRITE_ONCE(drcs.seen, changes);
}

static bool is_current(void)
{
	return READ_ONCE(drcs.seen) == atomic_read(&drcs.changes);
}

/* Whoever comes while somebody else reads waits for what that one finds. */
void pdr_drcs_refresh(void)
{
	if (is_current())
		return;
	mutex_lock(&refresh_lock);
	if (!is_current())
		read_all_nodes();
	mutex_unlock(&refresh_lock);
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

int pdr_drcs_resolve_name(struct pdr_request *request)
{
	struct pdr_drc drc;
	int error;

	if (request->identifier != PSERIES_DR_IDENTIFIER_NAME)
		return 0;
	pdr_drcs_refresh();
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

/*
 * Buses bring connectors with them and take them away; after a migration nodes
 * that stay can have others.
 */
static bool changes_drcs(unsigned long action,
			 const struct of_reconfig_data *change)
{
	switch (action) {
	case OF_RECONFIG_ATTACH_NODE:
	case OF_RECONFIG_DETACH_NODE:
		return true;
	default:
		return change->prop && strstarts(change->prop->name, "ibm,drc-");
	}
}

static int follow_tree(struct notifier_block *block, unsigned long action,
		       void *data)
{
	if (changes_drcs(action, data))
		atomic_inc(&drcs.changes);
	return NOTIFY_OK;
}

static struct notifier_block tree_follower = {
	.notifier_call = follow_tree,
};

int pdr_drcs_init(void)
{
	int error = of_reconfig_notifier_register(&tree_follower);

	if (!error)
		read_all_nodes();
	return error;
}

void pdr_drcs_exit(void)
{
	of_reconfig_notifier_unregister(&tree_follower);
	pdr_drcmap_free(&drcs.map);
}
