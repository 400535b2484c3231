// SPDX-License-Identifier: GPL-2.0
/* What the device tree says of LMBs and connectors. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/string.h>

#include "core/parse/assoc.h"
#include "state/ofnode.h"
#include "state/pdr.h"
#include "stock/stock.h"
#include "state/tables.h"

#define DYNAMIC_MEMORY_PATH "/ibm,dynamic-reconfiguration-memory"

DECLARE_RWSEM(pdr_tables_lock);

/* Held while the DRC map is made anew; pdr_tables_lock nests inside it. */
static DEFINE_MUTEX(drcs_lock);

/*
 * @memory_node: ibm,dynamic-reconfiguration-memory, or NULL
 * @name: of its property that holds the LMBs
 * @seen: that property as we read or wrote it last
 * @lmbs: what it says
 * @changed: @lmbs says more than the property, of the worker alone
 * @drcs: all connectors
 * @drcs_changes: changes of connectors that the device tree has seen
 * @drcs_seen: as many of them are in @drcs
 */
static struct {
	struct device_node *memory_node;
	const char *name;
	struct property *seen;
	struct pdr_lmb_table lmbs;
	bool changed;
	struct pdr_drcmap drcs;
	atomic_t drcs_changes;
	int drcs_seen;
} tables;

const struct pdr_lmb_table *pdr_lmb_table(void)
{
	return &tables.lmbs;
}

const struct pdr_drcmap *pdr_drc_map(void)
{
	return &tables.drcs;
}

static int read_lmb_size(u64 *lmb_size)
{
	const __be32 *value;
	int len;

	value = of_get_property(tables.memory_node, "ibm,lmb-size", &len);
	if (!value || len != sizeof(u64))
		return -EBADMSG;
	*lmb_size = be64_to_cpup((const __be64 *)value);
	return 0;
}

static struct property *find_lmbs(enum pdr_lmb_format *format)
{
	struct property *property;

	*format = PDR_LMB_V2;
	tables.name = "ibm,dynamic-memory-v2";
	property = of_find_property(tables.memory_node, tables.name, NULL);
	if (property)
		return property;
	*format = PDR_LMB_V1;
	tables.name = "ibm,dynamic-memory";
	return of_find_property(tables.memory_node, tables.name, NULL);
}

static int read_lmbs(void)
{
	struct pdr_lmb_table lmbs;
	enum pdr_lmb_format format;
	struct property *property = find_lmbs(&format);
	u64 lmb_size;
	int error;

	if (!property || property == tables.seen)
		return 0;
	error = read_lmb_size(&lmb_size);
	if (!error)
		error = pdr_lmb_parse(&lmbs, format, property->value,
				      property->length, lmb_size);
	if (error) {
		pr_err("%pOF/%s is malformed (%d): no memory can be moved\n",
		       tables.memory_node, tables.name, error);
		return error;
	}
	down_write(&pdr_tables_lock);
	swap(tables.lmbs, lmbs);
	tables.seen = property;
	up_write(&pdr_tables_lock);
	if (lmbs.count)
		pdr_lmb_free(&lmbs);
	tables.changed = false;
	return 0;
}

static void get_bytes(const struct device_node *node, const char *name,
		      struct pdr_drc_bytes *bytes)
{
	int len = 0;

	bytes->value = of_get_property(node, name, &len);
	bytes->len = len;
}

/* After a migration a node may have either form (R1-sec_drc_info-3). */
static int read_drcs(const struct device_node *node, struct pdr_drc_set *set)
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

static void add_drcs(struct pdr_drcmap *drcs, const struct device_node *node)
{
	struct pdr_drc_set set;
	int error = read_drcs(node, &set);

	if (error == -ENOENT)
		return;
	if (!error) {
		error = pdr_drcmap_add(drcs, node, &set);
		if (error)
			pdr_drc_set_free(&set);
	}
	if (error)
		pr_warn("connectors of %pOF are left out (%d)\n", node, error);
}

static void read_all_drcs(void)
{
	struct pdr_drcmap drcs = { 0 };
	struct device_node *node = NULL;
	int changes = atomic_read(&tables.drcs_changes);

	/* what changes from here on makes the next one read again */
	smp_rmb();
	while ((node = of_find_all_nodes(node)))
		add_drcs(&drcs, node);
	down_write(&pdr_tables_lock);
	swap(tables.drcs, drcs);
	up_write(&pdr_tables_lock);
	pdr_drcmap_free(&drcs);
	WRITE_ONCE(tables.drcs_seen, changes);
}

static bool drcs_are_current(void)
{
	return READ_ONCE(tables.drcs_seen) == atomic_read(&tables.drcs_changes);
}

/* Whoever comes while somebody else reads waits for what that one finds. */
void pdr_tables_refresh_drcs(void)
{
	if (drcs_are_current())
		return;
	mutex_lock(&drcs_lock);
	if (!drcs_are_current())
		read_all_drcs();
	mutex_unlock(&drcs_lock);
}

void pdr_tables_refresh(void)
{
	if (tables.memory_node)
		read_lmbs();
	pdr_tables_refresh_drcs();
}

bool pdr_tables_knows(u32 drc_index)
{
	struct pdr_drc drc;
	int error;

	down_read(&pdr_tables_lock);
	error = pdr_drcmap_find(pdr_drc_map(), drc_index, &drc);
	up_read(&pdr_tables_lock);
	return !error;
}

int pdr_tables_resolve_name(struct pdr_request *request)
{
	struct pdr_drc drc;
	int error;

	if (request->identifier != PSERIES_DR_IDENTIFIER_NAME)
		return 0;
	pdr_tables_refresh_drcs();
	down_read(&pdr_tables_lock);
	error = pdr_drcmap_find_name(pdr_drc_map(), request->name, &drc);
	up_read(&pdr_tables_lock);
	if (error)
		return error;
	memset(request->name, 0, sizeof(request->name));
	request->identifier = PSERIES_DR_IDENTIFIER_INDEX;
	request->index = drc.index;
	return 0;
}

void pdr_tables_set(const struct pdr_lmb_change *change)
{
	struct pdr_lmb *lmb = &tables.lmbs.lmbs[change->number];
	bool was_assigned = lmb->flags & PDR_LMB_ASSIGNED;
	u32 flags = lmb->flags & ~PDR_LMB_ASSIGNED;

	if (change->assigned)
		flags |= PDR_LMB_ASSIGNED;
	if (lmb->flags == flags && lmb->aa_index == change->aa_index)
		return;
	down_write(&pdr_tables_lock);
	lmb->flags = flags;
	lmb->aa_index = change->aa_index;
	tables.changed = true;
	up_write(&pdr_tables_lock);
	pdr_stock_set(change->number, was_assigned, lmb);
}

int pdr_tables_publish(void)
{
	void *value;
	size_t len;
	int error;

	if (!tables.changed)
		return 0;
	error = pdr_lmb_write(&tables.lmbs, &value, &len);
	if (error)
		return error;
	error = pdr_of_replace_property(tables.memory_node, tables.name, value,
					len);
	pdr_free(value);
	if (error)
		return error;
	tables.changed = false;
	tables.seen = of_find_property(tables.memory_node, tables.name, NULL);
	return 0;
}

static int append_list(const struct pdr_assoc *assoc, const u8 *value, u32 len,
		       u32 *aa_index)
{
	size_t grown_len;
	void *grown;
	int error;

	error = pdr_assoc_append(assoc, value, len, &grown, &grown_len,
				 aa_index);
	if (error)
		return error;
	error = pdr_of_replace_property(tables.memory_node,
					"ibm,associativity-lookup-arrays",
					grown, grown_len);
	pdr_free(grown);
	return error;
}

int pdr_tables_associativity(const u8 *value, u32 len, u32 *aa_index)
{
	struct pdr_drc_bytes arrays;
	struct pdr_assoc assoc;
	int error;

	get_bytes(tables.memory_node, "ibm,associativity-lookup-arrays",
		  &arrays);
	if (!arrays.value)
		return -EIO;
	error = pdr_assoc_parse(&assoc, arrays.value, arrays.len);
	if (!error)
		error = pdr_assoc_find(&assoc, value, len, aa_index);
	if (error == -ENOENT)
		error = append_list(&assoc, value, len, aa_index);
	return error == -EBADMSG || error == -ENOSPC ? -EIO : error;
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
		atomic_inc(&tables.drcs_changes);
	return NOTIFY_OK;
}

static struct notifier_block tree_follower = {
	.notifier_call = follow_tree,
};

int pdr_tables_init(void)
{
	int error = 0;

	tables.memory_node = of_find_node_by_path(DYNAMIC_MEMORY_PATH);
	if (tables.memory_node)
		error = read_lmbs();
	else
		pr_info("no %s: no memory can be moved\n", DYNAMIC_MEMORY_PATH);
	if (error)
		goto put_memory_node;
	error = of_reconfig_notifier_register(&tree_follower);
	if (error)
		goto free_lmbs;
	read_all_drcs();
	return 0;

free_lmbs:
	pdr_lmb_free(&tables.lmbs);
put_memory_node:
	of_node_put(tables.memory_node);
	return error;
}

void pdr_tables_exit(void)
{
	of_reconfig_notifier_unregister(&tree_follower);
	pdr_drcmap_free(&tables.drcs);
	pdr_lmb_free(&tables.lmbs);
	of_node_put(tables.memory_node);
}
