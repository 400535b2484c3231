// SPDX-License-Identifier: GPL-2.0
/* The encoder of ibm,configure-connector's work area; see workarea.h. */

#include "workarea.h"

void workarea_node(u8 *area, const char *name)
{
	size_t len = strlen(name) + 1;

	workarea_set(area, WORKAREA_NAME, WORKAREA_DATA);
	memcpy(area + WORKAREA_DATA, name, min_t(size_t, len, WORKAREA_SIZE - WORKAREA_DATA));
}

u8 *workarea_value(u8 *area, u32 len, u32 *room)
{
	const char *name = (const char *)area + WORKAREA_DATA;
	u32 offset = WORKAREA_DATA + (u32)strnlen(name, WORKAREA_SIZE - WORKAREA_DATA) + 1;

	workarea_set(area, WORKAREA_LENGTH, len);
	workarea_set(area, WORKAREA_VALUE, offset);
	offset = min_t(u32, offset, WORKAREA_SIZE);
	*room = min_t(u32, len, WORKAREA_SIZE - offset);
	return area + offset;
}

void workarea_property(u8 *area, const char *name, const void *value, u32 len)
{
	u8 *to;

	workarea_node(area, name);
	to = workarea_value(area, len, &len);
	if (len)
		memcpy(to, value, len);
}
