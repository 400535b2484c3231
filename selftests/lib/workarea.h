/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_WORKAREA_H
#define LIB_WORKAREA_H

/*
 * The work area of ibm,configure-connector (LoPAR, "ibm,configure-connector RTAS
 * Call"), as QEMU fills it: the name right behind the cells, the value right
 * behind the name. Shares nothing with the parser in kmod/core/parse/ccwork.c.
 */

#include <pdr_env.h>

#define WORKAREA_SIZE	4096

/* Cells, in bytes from the start, and the first byte behind them. */
enum workarea_cell {
	WORKAREA_INDEX = 0,
	WORKAREA_OPAQUE = 4,
	WORKAREA_NAME = 8,
	WORKAREA_LENGTH = 12,
	WORKAREA_VALUE = 16,
	WORKAREA_DATA = 20,
};

/* What a status of the call says of the work area. */
enum workarea_status {
	WORKAREA_COMPLETE,
	WORKAREA_SIBLING,
	WORKAREA_CHILD,
	WORKAREA_PROPERTY,
	WORKAREA_PARENT,
	WORKAREA_MORE_MEMORY,
};

/* Set one cell. */
void workarea_set(u8 *area, u32 cell, u32 value);

/* A node: WORKAREA_CHILD or WORKAREA_SIBLING. */
void workarea_node(u8 *area, const char *name);

/**
 * workarea_property() - WORKAREA_PROPERTY
 * @area: the work area
 * @name: name of the property
 * @value: its value
 * @len: bytes of @value; of a value that does not fit, all are announced and as
 *	many are given as fit
 */
void workarea_property(u8 *area, const char *name, const void *value, u32 len);

#endif /* LIB_WORKAREA_H */
