// SPDX-License-Identifier: GPL-2.0
/* Slots of the kernel's driver rpaphp. Includes res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/list.h>
#include <linux/module.h>
#include <linux/types.h>

#include "res/rpaphp.h"

/*
 * The beginning of rpaphp's own struct, which no header has. If another kernel lays it out
 * otherwise, no slot has the node of a bridge at that place, and none is touched.
 */
struct slot {
	struct list_head rpaphp_slot_list;
	int state;
	u32 index;
	u32 type;
	u32 power_domain;
	u8 attention_status;
	char *name;
	struct device_node *dn;
};

static void forget_slots(struct list_head *slots, int (*deregister)(struct slot *slot),
			 const struct device_node *node)
{
	struct slot *slot, *next;

	list_for_each_entry_safe(slot, next, slots, rpaphp_slot_list)
		if (slot->dn == node)
			deregister(slot);
}

void pdr_rpaphp_forget(struct device_node *node)
{
	int (*deregister)(struct slot *slot) = symbol_get(rpaphp_deregister_slot);
	struct list_head *slots = symbol_get(rpaphp_slot_head);

	if (deregister && slots)
		forget_slots(slots, deregister, node);
	if (slots)
		symbol_put(rpaphp_slot_head);
	if (deregister)
		symbol_put(rpaphp_deregister_slot);
}

void pdr_rpaphp_remember(struct device_node *node)
{
	int (*add)(struct device_node *node) = symbol_get(rpaphp_add_slot);

	if (!add)
		return;
	if (add(node))
		pr_warn("%pOF: rpaphp does not have its slots any more\n", node);
	symbol_put(rpaphp_add_slot);
}
