// SPDX-License-Identifier: GPL-2.0
/* The slots below a node, with the nodes that are in them; see ls_slots.h. */
#include "ls_slots.h"

static bool is_wanted(const struct pdr_drc_run *run, enum ls_kind kind)
{
	if (run->resource == PSERIES_DR_RESOURCE_PCI)
		return kind == LS_PCI || kind == LS_BOTH;
	return run->resource == PSERIES_DR_RESOURCE_SLOT && kind != LS_PCI;
}

static bool add_slots(struct dr_list *slots, const struct pdr_drc_run *run,
		      enum ls_kind kind)
{
	struct ls_slot *slot;
	u32 i;

	for (i = 0; i < run->count; i++) {
		slot = dr_list_add(slots);
		if (!slot)
			return false;
		slot->index = pdr_drc_run_index(run, i);
		slot->virtual = kind == LS_VIRTUAL;
		pdr_drc_run_name(run, i, slot->name, sizeof(slot->name));
		snprintf(slot->type, sizeof(slot->type), "%s", run->type);
	}
	return true;
}

int ls_bus_add(struct ls_bus *bus, const char *node, enum ls_kind kind)
{
	struct pdr_drc_set drcs;
	int err = ls_tree_drcs(node, &drcs);
	u32 i;

	for (i = 0; i < drcs.count && !err; i++)
		if (is_wanted(&drcs.runs[i], kind) &&
		    !add_slots(&bus->slots, &drcs.runs[i], kind))
			err = -ENOMEM;
	if (!err && !ls_tree_nodes(&bus->nodes, node, "*", LS_MY_INDEX))
		err = -ENOMEM;
	pdr_drc_set_free(&drcs);
	return err == -ENOENT ? 0 : err;
}

static int compare_slots(const void *a, const void *b)
{
	const struct ls_slot *left = a, *right = b;

	return strverscmp(left->name, right->name);
}

void ls_bus_sort(struct ls_bus *bus)
{
	if (bus->slots.n)
		qsort(bus->slots.items, bus->slots.n, bus->slots.item_size, compare_slots);
}

const struct ls_node *ls_bus_has(const struct ls_bus *bus, const struct ls_slot *slot)
{
	size_t from = 0;

	return ls_tree_node(&bus->nodes, slot->index, &from);
}

void ls_bus_free(struct ls_bus *bus)
{
	dr_list_clear(&bus->slots);
	ls_tree_nodes_free(&bus->nodes);
}
