/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_NODES_ORDER_H
#define PDR_MODEL_NODES_ORDER_H

/*
 * The order in which QEMU gives the connectors below a PHB.
 * Invariant: the order of a GHashTable of GLib 2.60 or later with the DRC index in
 * hexadecimal as key, after the connectors of the machine of nodes.h were inserted
 * one by one.
 */

#include <pdr_env.h>

#define MODEL_FUNCTIONS	256
#define MODEL_PHBS	31

/**
 * model_order_functions() - Order the connectors below a PHB.
 * @changes: numbers of the PHBs that came or went, oldest first; PHB 0 was there
 *	     from the start
 * @count: how many
 * @phb: number of the PHB
 * @order: numbers of its MODEL_FUNCTIONS connectors; ascending if the PHB is not
 *	   there in the end
 */
void model_order_functions(const u8 *changes, unsigned int count, u32 phb,
			   u8 *order);

#endif /* PDR_MODEL_NODES_ORDER_H */
