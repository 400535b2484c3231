/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_NODES_ORDER_H
#define PDR_MODEL_NODES_ORDER_H

/*
 * In what order QEMU tells of the connectors below a PHB.
 * Invariant: that of a GHashTable of GLib 2.60 or later, with the DRC index in
 * hexadecimal as key, in which the connectors of the machine that nodes.h tells
 * of were put one by one.
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
 * @order: numbers of its MODEL_FUNCTIONS connectors; in their own order, if it is
 *	   not there in the end
 */
void model_order_functions(const u8 *changes, unsigned int count, u32 phb,
			   u8 *order);

#endif /* PDR_MODEL_NODES_ORDER_H */
