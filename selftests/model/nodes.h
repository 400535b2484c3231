/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_NODES_H
#define PDR_MODEL_NODES_H

/*
 * The device tree that comes with a connector, as a list of items.
 * Invariant: what QEMU says of the same device on the same machine (1 GiB, one
 * core of POWER9 with one thread, the devices that ../model/walk plugs), byte by
 * byte; a value that depends on the connector is computed, others are as they
 * were recorded.
 */

#include "platform.h"

#define MODEL_NAME_MAX	64
#define MODEL_VALUE_MAX	4096

/* As configure-connector's status has them. */
enum model_item_kind {
	MODEL_ITEM_END,
	MODEL_ITEM_SIBLING,
	MODEL_ITEM_CHILD,
	MODEL_ITEM_PROPERTY,
	MODEL_ITEM_PARENT,
};

/**
 * struct model_item - a node begins or ends, or has a property
 * @kind: enum model_item_kind
 * @name: of the node or the property
 * @len: bytes of @value
 * @value: of the property
 */
struct model_item {
	u8 kind;
	char name[MODEL_NAME_MAX];
	u16 len;
	u8 value[MODEL_VALUE_MAX];
};

/**
 * model_item() - Make an item of a connector's device tree.
 * @model: the platform
 * @drc: connector; its @children say which functions a PHB shows
 * @number: of the item, from 0 on
 * @item: the item
 */
void model_item(const struct model *model, const struct model_drc *drc,
		unsigned int number, struct model_item *item);

#endif /* PDR_MODEL_NODES_H */
