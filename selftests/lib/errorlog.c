// SPDX-License-Identifier: GPL-2.0
/* The encoder of RTAS error logs; see errorlog.h. */

#include "errorlog.h"

#define SECTION(a, b)	((u16)(((a) << 8) | (b)))

/* Version 6; an event, not recovered, with an extended log; of hot-plug, its source. */
#define HEAD_HOTPLUG	0x063460
#define HEAD_POWER	0x063400

/* Of the extended log's header: valid, new, big endian; format 14 of a platform. */
#define HEADER_FLAGS	0x86
#define HEADER_FORMAT	0x8e

/* The section of an EPOW event has an extended modifier from this version on. */
#define POWER_VERSION	2
#define SYSTEM_SHUTDOWN	3
#define NORMAL		1
#define PARTITION	1

void errorlog_begin(struct bytes *log, u8 type)
{
	u32 head = type == ERRORLOG_TYPE_HOTPLUG ? HEAD_HOTPLUG : HEAD_POWER;

	bytes_u32(log, head << 8 | type);
	bytes_u32(log, 0);
	bytes_u8(log, HEADER_FLAGS);
	bytes_u8(log, 0);
	bytes_u8(log, HEADER_FORMAT);
	bytes_zeros(log, ERRORLOG_COMPANY - ERRORLOG_FORMAT - 1);
	bytes_string(log, "IBM");
}

void errorlog_section(struct bytes *log, u16 id, u16 len, u8 version)
{
	bytes_u16(log, id);
	bytes_u16(log, len);
	bytes_u8(log, version);
	bytes_zeros(log, 3);
}

/* QEMU stores the number as its own machine does; that is little endian. */
static void put_plid(struct bytes *log, u32 plid)
{
	const u8 bytes[] = { (u8)plid, (u8)(plid >> 8), (u8)(plid >> 16), (u8)(plid >> 24) };

	bytes_put(log, bytes, sizeof(bytes));
}

void errorlog_main(struct bytes *log, const struct errorlog_main *main)
{
	errorlog_section(log, ERRORLOG_MAIN_ID, ERRORLOG_MAIN_B - ERRORLOG_MAIN_A, 0);
	bytes_put(log, main->time, sizeof(main->time));
	bytes_zeros(log, 8);
	/* The creator is the hypervisor. The count of sections includes this one. */
	bytes_u32(log, (u32)'H' << 24 | 3);
	bytes_zeros(log, 12);
	put_plid(log, main->plid);
	bytes_zeros(log, 4);
	errorlog_section(log, SECTION('U', 'H'), ERRORLOG_EVENT - ERRORLOG_MAIN_B, 0);
	bytes_u8(log, main->subsystem);
	bytes_zeros(log, 2);
	bytes_u8(log, main->subtype);
	bytes_zeros(log, 12);
}

void errorlog_hotplug_raw(struct bytes *log, const u8 *head, const void *rest, size_t len)
{
	errorlog_section(log, ERRORLOG_HOTPLUG_ID, (u16)(ERRORLOG_SECTION_HEADER + 4 + len), 1);
	bytes_put(log, head, 4);
	bytes_put(log, rest, len);
}

static void put_number(struct bytes *rest, u32 number, bool tight)
{
	bytes_u32(rest, number);
	if (!tight)
		bytes_u32(rest, 0);
}

static void put_identifier(struct bytes *rest, const struct errorlog_hotplug *event)
{
	switch (event->identifier) {
	case 1:
		bytes_string(rest, event->name);
		break;
	case 2:
		put_number(rest, event->index, event->tight);
		break;
	case 3:
		put_number(rest, event->count, event->tight);
		break;
	case 4:
		bytes_u32(rest, event->count);
		bytes_u32(rest, event->index);
		break;
	default:
		break;
	}
}

void errorlog_hotplug(struct bytes *log, const struct errorlog_hotplug *event)
{
	const u8 head[] = {
		event->resource, event->action, event->identifier, event->capabilities,
	};
	u8 room[256];
	struct bytes rest = bytes_in(room, sizeof(room));

	put_identifier(&rest, event);
	if (event->capabilities & ERRORLOG_HAS_TOKEN)
		bytes_u32(&rest, event->token);
	errorlog_hotplug_raw(log, head, room, min(rest.len, rest.room));
}

void errorlog_shutdown(struct bytes *log)
{
	const u8 event[] = { SYSTEM_SHUTDOWN, NORMAL, PARTITION };

	errorlog_section(log, SECTION('E', 'P'), 20, POWER_VERSION);
	bytes_put(log, event, sizeof(event));
	bytes_zeros(log, 9);
}

void errorlog_set_length(u8 *log, u32 len)
{
	put_unaligned_be32(len, log + ERRORLOG_LENGTH);
}

void errorlog_end(struct bytes *log)
{
	if (log->room >= ERRORLOG_LENGTH + 4)
		errorlog_set_length(log->data, (u32)log->len - ERRORLOG_LENGTH - 4);
}
