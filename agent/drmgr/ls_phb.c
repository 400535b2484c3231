// SPDX-License-Identifier: GPL-2.0
/* lsslot -c phb: the PCI host bridges that Linux has, with their slots. */
#include "ls_kinds.h"
#include "ls_slots.h"
#include "paths.h"

/* The first slot is in the line of the bridge. A logical one may belong to another partition. */
static void print_slots_of(const struct ls_bus *bus)
{
	bool first = true;
	size_t i;

	for (i = 0; i < bus->slots.n; i++) {
		const struct ls_slot *slot = dr_list_at(&bus->slots, i);

		if (!strcmp(slot->type, LS_LOGICAL) && !ls_bus_has(bus, slot))
			continue;
		if (!first)
			printf("%-30s ", "");
		printf("%s\n", slot->name);
		first = false;
	}
	printf("%s", first ? "\n\n" : "\n");
}

static enum ls_status print_bridge(const char *name, const char *node)
{
	struct ls_bus bus = LS_BUS_INIT;
	enum ls_status status = LS_FAILED;

	printf("%-10s%-20s ", name, node + strlen(DRM_DEVICE_TREE));
	if (!ls_bus_add(&bus, node, LS_BOTH)) {
		ls_bus_sort(&bus);
		print_slots_of(&bus);
		status = LS_DONE;
	}
	ls_bus_free(&bus);
	return status;
}

static enum ls_status print_bridges(const struct dr_list *nodes, const struct pdr_drc_set *drcs,
				    const struct ls_options *options)
{
	enum ls_status status = ls_options_names(options) ? LS_NOT_FOUND : LS_DONE;
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
	size_t i;

	printf("%-10s%-20s %s\n", "PHB name", "OFDT Name", "Slot(s) Connected");
	for (i = 0; i < nodes->n && status != LS_FAILED; i++) {
		const struct ls_node *node = dr_list_at(nodes, i);

		ls_tree_drc_name(drcs, node->number, name, sizeof(name));
		if (ls_options_fit(options, node->number, name))
			status = print_bridge(name, node->path);
	}
	return status == LS_NOT_FOUND ? ls_options_missed(options) : status;
}

enum ls_status ls_phb(const struct ls_options *options)
{
	struct dr_list nodes = DR_LIST_INIT(struct ls_node);
	struct pdr_drc_set drcs;
	int err = ls_tree_drcs(DRM_DEVICE_TREE, &drcs);
	enum ls_status status = LS_FAILED;

	if ((!err || err == -ENOENT) &&
	    ls_tree_nodes(&nodes, DRM_DEVICE_TREE, LS_BRIDGES, LS_MY_INDEX))
		status = print_bridges(&nodes, &drcs, options);
	pdr_drc_set_free(&drcs);
	ls_tree_nodes_free(&nodes);
	return status;
}
