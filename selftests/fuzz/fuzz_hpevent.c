// SPDX-License-Identifier: GPL-2.0
/*
 * The hot-plug event. An input is an error log as check-exception gives it.
 *
 * A second decoder, which uses fixed offsets and no reader, must agree on every
 * log. An event that was understood is written as a log and read again.
 */

#include "fuzz.h"
#include "lib/errorlog.h"

#include <core/parse/hpevent.h>

/* Where the Hotplug section begins and ends, from its header on. */
struct section {
	size_t from;
	size_t to;
};

static int find_section(const u8 *log, size_t len, struct section *section)
{
	size_t at = ERRORLOG_MAIN_A;
	u64 end;

	if (len < ERRORLOG_MAIN_A || log[0] < 6 || !(log[1] & 4) ||
	    (log[ERRORLOG_FORMAT] & 15) != 14 || memcmp(log + ERRORLOG_COMPANY, "IBM", 4) ||
	    get_unaligned_be32(log + ERRORLOG_LENGTH) < 16)
		return -ENOENT;
	end = min_t(u64, len, get_unaligned_be32(log + ERRORLOG_LENGTH) + 8ULL);
	while (at < end) {
		bool whole = at + ERRORLOG_SECTION_HEADER <= end;
		u16 length = whole ? get_unaligned_be16(log + at + 2) : 0;

		if (length < ERRORLOG_SECTION_HEADER || at + length > end)
			return -EBADMSG;
		section->from = at;
		section->to = at + length;
		if (get_unaligned_be16(log + at) == ERRORLOG_HOTPLUG_ID)
			return 0;
		at += length;
	}
	return -ENOENT;
}

static int naive_name(const u8 *name, size_t room, struct pdr_request *request)
{
	size_t len = strnlen((const char *)name, room);

	if (!len || len == room)
		return -EBADMSG;
	if (len > PSERIES_DR_DRC_NAME_MAX)
		return -EOPNOTSUPP;
	memcpy(request->name, name, len);
	return 0;
}

static int naive_identifier(const u8 *data, size_t room, struct pdr_request *request)
{
	static const u8 needs[] = { [2] = 4, [3] = 4, [4] = 8 };

	if (request->identifier == 1)
		return naive_name(data, room, request);
	if (request->identifier < 1 || request->identifier > 4)
		return -EOPNOTSUPP;
	if (room < needs[request->identifier])
		return -EBADMSG;
	if (request->identifier == 2)
		request->index = get_unaligned_be32(data);
	else
		request->count = get_unaligned_be32(data);
	if (request->identifier == 4)
		request->index = get_unaligned_be32(data + 4);
	return 0;
}

static int naive_decode(const u8 *log, size_t len, struct pdr_hpevent *event)
{
	struct pdr_request *request = &event->request;
	struct section section;
	const u8 *fixed;
	size_t room;
	int error = find_section(log, len, &section);

	memset(event, 0, sizeof(*event));
	if (error)
		return error;
	if (section.to - section.from < ERRORLOG_SECTION_HEADER + 4)
		return -EBADMSG;
	room = section.to - section.from - ERRORLOG_SECTION_HEADER - 4;
	fixed = log + section.from + ERRORLOG_SECTION_HEADER;
	request->resource = fixed[0];
	request->action = fixed[1];
	request->identifier = fixed[2];
	event->capabilities = fixed[3];
	event->transactional = !(fixed[3] & 0x40);
	event->has_token = fixed[3] & 0x80;
	if (event->has_token) {
		if (room < 4)
			return -EBADMSG;
		event->token = get_unaligned_be32(log + section.to - 4);
		room -= 4;
	}
	error = naive_identifier(fixed + 4, room, request);
	if (!error && (fixed[0] < 1 || fixed[0] > 6 || fixed[1] < 1 || fixed[1] > 2))
		error = -EOPNOTSUPP;
	return error;
}

static void same_event(const struct pdr_hpevent *a, const struct pdr_hpevent *b)
{
	require(a->request.resource == b->request.resource, "resource");
	require(a->request.action == b->request.action, "action");
	require(a->request.identifier == b->request.identifier, "identifier");
	require(a->request.index == b->request.index, "index");
	require(a->request.count == b->request.count, "count");
	require(!memcmp(a->request.name, b->request.name, sizeof(a->request.name)), "name");
	require(a->capabilities == b->capabilities, "capabilities");
	require(a->has_token == b->has_token, "has token");
	require(a->token == b->token, "token");
	require(a->transactional == b->transactional, "transactional");
}

static int decode(const u8 *log, size_t len, struct pdr_hpevent *event)
{
	u8 *copy = exact_copy(log, len);
	int error;

	memset(event, 0xa5, sizeof(*event));
	error = pdr_hpevent_decode(copy, len, event);
	exact_free(copy, len);
	return error;
}

/* Write a log as QEMU does, or without main sections and unneeded bytes. */
static void write_log(struct bytes *log, const struct pdr_hpevent *event, bool whole)
{
	static const struct errorlog_main main = { .plid = 1 };
	const struct pdr_request *request = &event->request;
	const struct errorlog_hotplug hotplug = {
		.resource = (u8)request->resource, .action = (u8)request->action,
		.identifier = (u8)request->identifier, .capabilities = event->capabilities,
		.tight = !whole, .index = request->index, .count = request->count,
		.name = request->name, .token = event->token,
	};

	errorlog_begin(log, ERRORLOG_TYPE_HOTPLUG);
	if (whole)
		errorlog_main(log, &main);
	errorlog_hotplug(log, &hotplug);
	errorlog_end(log);
}

static void read_back(const struct pdr_hpevent *event, bool whole)
{
	struct pdr_hpevent again;
	struct bytes log = { };
	u8 garbage[64];

	memset(garbage, 0x5a, sizeof(garbage));
	write_log(&log, event, whole);
	require(!decode(log.data, log.len, &again), "an event that was written is not read");
	same_event(event, &again);
	/* Bytes behind the log must not matter. */
	bytes_put(&log, garbage, sizeof(garbage));
	require(!decode(log.data, log.len, &again), "the buffer is longer than the log");
	same_event(event, &again);
	bytes_free(&log);
}

static void goes_on(const struct pdr_hpevent *event)
{
	char text[PDR_REQUEST_TEXT_SIZE];
	int len = pdr_request_format(&event->request, text, sizeof(text));

	require(len > 0 && strlen(text) == (size_t)len, "no text for the log: %d", len);
	pdr_request_check(&event->request);
}

void fuzz(const u8 *data, size_t size)
{
	struct pdr_hpevent event, right;
	int error = decode(data, size, &event);
	int naive = naive_decode(data, size, &right);

	require(error == naive, "%d in place of %d", error, naive);
	if (error == -EBADMSG)
		memset(&right, 0, sizeof(right));
	same_event(&event, &right);
	goes_on(&event);
	if (error)
		return;
	read_back(&event, false);
	read_back(&event, true);
}
