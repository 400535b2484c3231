// SPDX-License-Identifier: GPL-2.0
/* The encoder of ibm,configure-connector's work area; see workarea.h. */

#include "workarea.h"

static void put_data(u8 *area, u32 offset, const void *data, size_t len)
{
	if (len && offset < WORKAREA_SIZE)
		memcpy(area + offset, data, min_t(size_t, len, WORKAREA_SIZE - offset));
}

void workarea_set(u8 *area, u32 cell, u32 value)
{
	put_unaligned_be32(value, area + cell);
}

void workarea_node(u8 *area, const char *name)
{
	workarea_set(area, WORKAREA_NAME, WORKAREA_DATA);
	put_data(area, WORKAREA_DATA, name, strlen(name) + 1);
}

void workarea_property(u8 *area, const char *name, const void *value, u32 len)
{
	u32 offset = WORKAREA_DATA + (u32)strlen(name) + 1;

	workarea_node(area, name);
	workarea_set(area, WORKAREA_LENGTH, len);
	workarea_set(area, WORKAREA_VALUE, offset);
	put_data(area, offset, value, len);
}
