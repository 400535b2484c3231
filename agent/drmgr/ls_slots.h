/* SPDX-License-Identifier: GPL-2.0 */
/* The slots below a node, with the nodes that are in them. */
#ifndef LS_SLOTS_H
#define LS_SLOTS_H

#include "ls_tree.h"

/* Nodes of PCI bridges */
#define LS_BRIDGES	"pci@*"

/* Type of the connectors of logical slots; those of PCI slots are numbers */
#define LS_LOGICAL	"SLOT"

/**
 * enum ls_kind - kinds of slots
 * @LS_PCI: PCI slots
 * @LS_SLOT: logical slots
 * @LS_VIRTUAL: logical slots, on the bus of virtual devices
 * @LS_BOTH: PCI and logical slots
 */
enum ls_kind {
	LS_PCI,
	LS_SLOT,
	LS_VIRTUAL,
	LS_BOTH,
};

/**
 * struct ls_slot - a slot
 * @index: its DRC index
 * @name: its name
 * @type: its type, a word of ibm,drc-types
 * @virtual: it is on the bus of virtual devices
 */
struct ls_slot {
	uint32_t index;
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
	char type[16];
	bool virtual;
};

/**
 * struct ls_bus - slots, and the nodes that are in them
 * @slots: struct ls_slot
 * @nodes: struct ls_node
 */
struct ls_bus {
	struct dr_list slots;
	struct dr_list nodes;
};

#define LS_BUS_INIT {				\
	.slots = DR_LIST_INIT(struct ls_slot),	\
	.nodes = DR_LIST_INIT(struct ls_node),	\
}

/**
 * ls_bus_add() - add the slots of a node
 * @bus: the slots
 * @node: the node that describes them
 * @kind: the slots to add
 *
 * Return: 0, also if it describes none; else a negative errno after a message.
 */
int ls_bus_add(struct ls_bus *bus, const char *node, enum ls_kind kind);

/**
 * ls_bus_sort() - put the slots in the order of their names, numbers in them as numbers
 * @bus: the slots
 */
void ls_bus_sort(struct ls_bus *bus);

/**
 * ls_bus_has() - tell if there is a node in a slot
 * @bus: the slots
 * @slot: one of them
 *
 * Return: the node, or NULL.
 */
const struct ls_node *ls_bus_has(const struct ls_bus *bus, const struct ls_slot *slot);

/**
 * ls_bus_free() - free slots and nodes
 * @bus: the slots, none afterwards
 */
void ls_bus_free(struct ls_bus *bus);

#endif /* LS_SLOTS_H */
