/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_STREAM_H
#define PDR_MODEL_STREAM_H

/*
 * What ibm,configure-connector says of a connector, item by item.
 * Invariant: items come in QEMU's order and are put where QEMU puts them: the
 * name at offset 20 of the work area, a value after the name's NUL, a length
 * that is not clipped where the copy is; bytes that an item has no use for stay
 * as they were. Which items there are, is up to nodes.c.
 */

#include "platform.h"

/**
 * model_stream_give() - Give the next item.
 * @model: the platform
 * @drc: connector; its cursor, or that in the work area, moves on, at the end
 *	 back to the first item
 * @area: work area of 4096 bytes
 * @extent: address of one more page, or 0
 *
 * Return: status, 0 at the end.
 */
int model_stream_give(struct model *model, struct model_drc *drc, u8 *area,
		      u32 extent);

/**
 * model_stream_length() - Count the items, the end included.
 * @model: the platform
 * @drc: connector
 *
 * Return: calls of a whole sequence, without those that are put off.
 */
unsigned int model_stream_length(const struct model *model,
				 const struct model_drc *drc);

#endif /* PDR_MODEL_STREAM_H */
