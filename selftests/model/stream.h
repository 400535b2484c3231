/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_STREAM_H
#define PDR_MODEL_STREAM_H

/*
 * What ibm,configure-connector says of a connector, item by item.
 * Invariant: items come in QEMU's order and are put where QEMU puts them: the
 * name at offset 20 of the work area, a value after the name's NUL, a length
 * that is not clipped where the copy is.
 */

#include "platform.h"

/**
 * model_stream_give() - Give the next item.
 * @drc: connector; its cursor moves on, at the end back to the first item
 * @area: work area of 4096 bytes
 *
 * Return: status, 0 at the end.
 */
int model_stream_give(struct model_drc *drc, u8 *area);

/**
 * model_stream_length() - Count the items, the end included.
 * @resource: enum pseries_dr_resource
 *
 * Return: calls of a whole sequence.
 */
unsigned int model_stream_length(u8 resource);

#endif /* PDR_MODEL_STREAM_H */
