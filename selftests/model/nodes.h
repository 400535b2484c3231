/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_NODES_H
#define PDR_MODEL_NODES_H

/*
 * The device tree that comes with a connector, as a list of items.
 * Invariant: byte by byte the tree that QEMU makes for the same device on the same
 * machine. Values that depend on the connector are computed, all others are as
 * recorded. The machine has 1 GiB, one POWER9 core with one thread and room for
 * four, and no NUMA nodes. These devices are plugged:
 *
 *	pc-dimm,memdev=..,addr=(256 MiB times the number of the LMB)
 *	power9_v2.0-spapr-cpu-core,core-id=1..3
 *	spapr-pci-host-bridge,index=1..30
 *	pci-testdev,bus=pci.0 or that of the PHB,addr=1.0..1.7,multifunction=on
 *	nvdimm,memdev=(256 MiB and 128 KiB),label-size=131072,slot=0..7,
 *		uuid=75a3cdd7-6a2f-4791-8d15-fe0a920e8e9e
 *
 * The connectors below a PHB come in the order of QEMU's hash table. It depends on
 * all PHBs that have ever come and gone: see nodes_order.h.
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
 * @len: bytes of @value
 * @name: of the node or the property
 * @value: of the property
 * @text: room for a computed name
 * @bytes: room for a computed value
 */
struct model_item {
	u8 kind;
	u16 len;
	const char *name;
	const u8 *value;
	char text[MODEL_NAME_MAX];
	u8 bytes[MODEL_VALUE_MAX];
};

/**
 * model_item() - Make an item of a connector's device tree.
 * @model: the platform
 * @drc: connector; its @children say which functions a PHB shows
 * @number: of the item, from 0 on
 * @item: the item, valid until it is used for another one
 */
void model_item(const struct model *model, const struct model_drc *drc,
		unsigned int number, struct model_item *item);

#endif /* PDR_MODEL_NODES_H */
