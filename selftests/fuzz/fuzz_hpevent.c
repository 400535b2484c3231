// SPDX-License-Identifier: GPL-2.0
/*
 * The hot-plug event. An input is an error log as check-exception gives it.
 *
 * A second decoder, by fixed places and without a reader, must say the same of
 * every log; an event that was understood is written as a log and read again.
 */

#include "fuzz.h"

#include <core/parse/hpevent.h>

enum {
	EXTENDED_LENGTH = 4,
	FORMAT = 10,
	COMPANY = 20,
	SECTIONS = 24,
	HEADER = 8,
	HOTPLUG = 0x4850,
};

/* Where the Hotplug section begins and ends, from its header on. */
struct section {
	size_t from;
	size_t to;
};

static int find_section(const u8 *log, size_t len, struct section *section)
{
	size_t at = SECTIONS;
	u64 end;

	if (len < SECTIONS || log[0] < 6 || !(log[1] & 4) || (log[FORMAT] & 15) != 14 ||
	    memcmp(log + COMPANY, "IBM", 4) || get_unaligned_be32(log + EXTENDED_LENGTH) < 16)
		return -ENOENT;
	end = min_t(u64, len, get_unaligned_be32(log + EXTENDED_LENGTH) + 8ULL);
	while (at < end) {
		u16 length = at + HEADER <= end ? get_unaligned_be16(log + at + 2) : 0;

		if (length < HEADER || at + length > end)
			return -EBADMSG;
		section->from = at;
		section->to = at + length;
		if (get_unaligned_be16(log + at) == HOTPLUG)
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
	if (section.to - section.from < HEADER + 4)
		return -EBADMSG;
	room = section.to - section.from - HEADER - 4;
	fixed = log + section.from + HEADER;
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

static void put_identifier(struct buffer *log, const struct pdr_request *request)
{
	if (request->identifier == PSERIES_DR_IDENTIFIER_NAME)
		buffer_string(log, request->name);
	if (request->identifier == PSERIES_DR_IDENTIFIER_COUNT ||
	    request->identifier == PSERIES_DR_IDENTIFIER_INDEXED_COUNT)
		buffer_u32(log, request->count);
	if (request->identifier == PSERIES_DR_IDENTIFIER_INDEX ||
	    request->identifier == PSERIES_DR_IDENTIFIER_INDEXED_COUNT)
		buffer_u32(log, request->index);
}

/* A log of one section, with the lengths that it needs. */
static void write_log(struct buffer *log, const struct pdr_hpevent *event)
{
	static const u8 head[SECTIONS] = { 6, 4, [FORMAT] = 14, [COMPANY] = 'I', 'B', 'M' };
	const struct pdr_request *request = &event->request;
	const u8 fixed[] = {
		(u8)request->resource, (u8)request->action, (u8)request->identifier,
		event->capabilities,
	};

	buffer_put(log, head, sizeof(head));
	buffer_u32(log, HOTPLUG << 16);
	buffer_u32(log, 0);
	buffer_put(log, fixed, sizeof(fixed));
	put_identifier(log, request);
	if (event->has_token)
		buffer_u32(log, event->token);
	put_unaligned_be32((u32)(log->len - 8), log->data + EXTENDED_LENGTH);
	put_unaligned_be16((u16)(log->len - SECTIONS), log->data + SECTIONS + 2);
}

static void read_back(const struct pdr_hpevent *event)
{
	struct pdr_hpevent again;
	struct buffer log = { };
	u8 garbage[64];

	memset(garbage, 0x5a, sizeof(garbage));
	write_log(&log, event);
	require(!decode(log.data, log.len, &again), "an event that was written is not read");
	same_event(event, &again);
	/* What lies behind the log is not the platform's. */
	buffer_put(&log, garbage, sizeof(garbage));
	require(!decode(log.data, log.len, &again), "the buffer is longer than the log");
	same_event(event, &again);
	buffer_free(&log);
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
	if (!error)
		read_back(&event);
}
