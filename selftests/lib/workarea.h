/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_WORKAREA_H
#define LIB_WORKAREA_H

/*
 * The work area of ibm,configure-connector (LoPAR, "ibm,configure-connector RTAS
 * Call"), as QEMU fills it: the name right behind the cells, the value right
 * behind the name. Shares nothing with the parser in kmod/core/parse/ccwork.c.
 * A module of selftests/kmod has what is inline here.
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

/* The meaning of the work area, by the status of the call. */
enum workarea_status {
	WORKAREA_COMPLETE,
	WORKAREA_SIBLING,
	WORKAREA_CHILD,
	WORKAREA_PROPERTY,
	WORKAREA_PARENT,
	WORKAREA_MORE_MEMORY,
};

/* Set one cell. */
static inline void workarea_set(u8 *area, enum workarea_cell cell, u32 value)
{
	put_unaligned_be32(value, area + cell);
}

static inline u32 workarea_get(const u8 *area, enum workarea_cell cell)
{
	return get_unaligned_be32(area + cell);
}

/* The name, if its cell leads into the area. */
static inline const char *workarea_name(const u8 *area)
{
	return (const char *)area + workarea_get(area, WORKAREA_NAME);
}

/* A name without a NUL up to the end of the area. */
static inline void workarea_endless_name(u8 *area)
{
	workarea_set(area, WORKAREA_NAME, WORKAREA_DATA);
	memset(area + WORKAREA_DATA, 'x', WORKAREA_SIZE - WORKAREA_DATA);
}

/* A node: WORKAREA_CHILD or WORKAREA_SIBLING. */
void workarea_node(u8 *area, const char *name);

/**
 * workarea_value() - announce a value, which lies right behind the name
 * @area: the work area, whose name is where workarea_node() puts it
 * @len: bytes of the value
 * @room: set to the bytes of it for which there is room
 *
 * Return: where they go.
 */
u8 *workarea_value(u8 *area, u32 len, u32 *room);

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
