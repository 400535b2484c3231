/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_ERRORLOG_H
#define LIB_ERRORLOG_H

/*
 * RTAS error logs of version 6, as check-exception gives them: a header, the main
 * sections, then one section with the event (LoPAR, "Platform Event Log Format").
 * A log is written from the front:
 *
 *	errorlog_begin(&log, ERRORLOG_TYPE_HOTPLUG);
 *	errorlog_main(&log, &(struct errorlog_main){ .plid = 1, ... });
 *	errorlog_hotplug(&log, &event);
 *	errorlog_end(&log);
 *
 * Shares nothing with the parser in kmod/core/parse/hpevent.c.
 */

#include "bytes.h"

/* Types of a log. */
#define ERRORLOG_TYPE_HOTPLUG	0xe5
#define ERRORLOG_TYPE_POWER	0x40

/* Places in a log that has the main sections, in bytes from its start. */
enum errorlog_place {
	ERRORLOG_VERSION = 0,
	ERRORLOG_FLAGS = 1,
	ERRORLOG_TYPE = 3,
	ERRORLOG_LENGTH = 4,
	ERRORLOG_FORMAT = 10,
	ERRORLOG_COMPANY = 20,
	ERRORLOG_MAIN_A = 24,
	ERRORLOG_TIME = 32,
	ERRORLOG_MAIN_B = 72,
	ERRORLOG_EVENT = 96,
	ERRORLOG_RESOURCE = 104,
	ERRORLOG_CAPABILITIES = 107,
	ERRORLOG_INDEX = 108,
};

/* Bytes of a section's header, and ids of sections: "PH", "HP". */
#define ERRORLOG_SECTION_HEADER	8
#define ERRORLOG_MAIN_ID	0x5048
#define ERRORLOG_HOTPLUG_ID	0x4850

/* Of a hot-plug event's capabilities: the section ends with a token. */
#define ERRORLOG_HAS_TOKEN	0x80

/**
 * struct errorlog_main - what the main sections say
 * @time: when the log was made, as the digits of a date in BCD
 * @plid: number of the log
 * @subsystem: what is meant by the event
 * @subtype: what sort of event it is
 */
struct errorlog_main {
	u8 time[8];
	u32 plid;
	u8 subsystem;
	u8 subtype;
};

/**
 * struct errorlog_hotplug - a hot-plug event
 * @resource: resource type
 * @action: add or remove
 * @identifier: type of the identifier; of 1 the @name counts, of 2 the @index, of 3
 *	the @count, of 4 both, of any other nothing
 * @capabilities: ERRORLOG_HAS_TOKEN, and others
 * @tight: an identifier of 4 bytes takes 4, not 8 as QEMU gives it
 * @index: DRC index
 * @count: number of connectors
 * @name: DRC name
 * @token: token, with ERRORLOG_HAS_TOKEN
 */
struct errorlog_hotplug {
	u8 resource;
	u8 action;
	u8 identifier;
	u8 capabilities;
	bool tight;
	u32 index;
	u32 count;
	const char *name;
	u32 token;
};

void errorlog_begin(struct bytes *log, u8 type);

/* The header of a section of @len bytes, itself included. */
void errorlog_section(struct bytes *log, u16 id, u16 len, u8 version);

void errorlog_main(struct bytes *log, const struct errorlog_main *main);
void errorlog_hotplug(struct bytes *log, const struct errorlog_hotplug *event);

/**
 * errorlog_hotplug_raw() - a hot-plug section, right in its lengths only
 * @log: the log
 * @head: resource, action, identifier, capabilities
 * @rest: what follows them
 * @len: bytes of @rest
 */
void errorlog_hotplug_raw(struct bytes *log, const u8 *head, const void *rest, size_t len);

/* The section of an orderly shutdown. */
void errorlog_shutdown(struct bytes *log);

/* Say another length than that of the log. */
void errorlog_set_length(u8 *log, u32 len);

/* Set the length of the log. */
void errorlog_end(struct bytes *log);

#endif /* LIB_ERRORLOG_H */
