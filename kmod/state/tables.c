// SPDX-License-Identifier: GPL-2.0
/* What the device tree says of LMBs. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/of.h>
#include <linux/string.h>

#include "core/parse/assoc.h"
#include "state/ofnode.h"
#include "state/pdr.h"
#include "stock/stock.h"
#include "state/tables.h"

#define DYNAMIC_MEMORY_PATH "/ibm,dynamic-reconfiguration-memory"

DECLARE_RWSEM(pdr_tables_lock);

/*
 * @memory_node: ibm,dynamic-reconfiguration-memory, or NULL
 * @name: of its property that holds the LMBs
 * @seen: that property as we read or wrote it last
 * @lmbs: what it says
 * @changed: @lmbs says more than the property, of the worker alone
 */
static struct {
	struct device_node *memory_node;
	const char *name;
	struct property *seen;
	struct pdr_lmb_table lmbs;
	bool changed;
} tables;

const struct pdr_lmb_table *pdr_lmb_table(void)
{
	return &tables.lmbs;
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

void pdr_tables_refresh(void)
{
	if (tables.memory_node)
		read_lmbs();
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
	const void *arrays;
	struct pdr_assoc assoc;
	int arrays_len, error;

	arrays = of_get_property(tables.memory_node,
				 "ibm,associativity-lookup-arrays",
				 &arrays_len);
	if (!arrays)
		return -EIO;
	error = pdr_assoc_parse(&assoc, arrays, arrays_len);
	if (!error)
		error = pdr_assoc_find(&assoc, value, len, aa_index);
	if (error == -ENOENT)
		error = append_list(&assoc, value, len, aa_index);
	return error == -EBADMSG || error == -ENOSPC ? -EIO : error;
}

int pdr_tables_init(void)
{
	int error = 0;

	tables.memory_node = of_find_node_by_path(DYNAMIC_MEMORY_PATH);
	if (tables.memory_node)
		error = read_lmbs();
	else
		pr_info("no %s: no memory can be moved\n", DYNAMIC_MEMORY_PATH);
	if (error)
		of_node_put(tables.memory_node);
	return error;
}

void pdr_tables_exit(void)
{
	pdr_lmb_free(&tables.lmbs);
	of_node_put(tables.memory_node);
}
