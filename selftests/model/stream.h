/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_STREAM_H
#define PDR_MODEL_STREAM_H

/*
 * The answers of ibm,configure-connector for a connector, item by item.
 * Invariant: the items have QEMU's order and layout: the name at offset 20 of the
 * work area, the value after its NUL, a length that is not clipped even if the copy
 * is; all other bytes stay as they were. nodes.c makes the items.
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
 * Return: calls of a whole sequence, without busy ones.
 */
unsigned int model_stream_length(const struct model *model,
				 const struct model_drc *drc);

#endif /* PDR_MODEL_STREAM_H */
