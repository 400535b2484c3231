// SPDX-License-Identifier: GPL-2.0
/*
 * The hot-plug event. An input is an error log as check-exception gives it.
 *
 * A second decoder, which uses fixed offsets and no reader, must agree on every
 * log. An event that was understood is written as a log and read again.
 */

#include "fuzz.h"
#include "lib/errorlog.h"

#include <core/engine/accept.h>
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

static int naive_decode(const u8 *log, size_t len, struct pdr_request *request)
{
	struct section section;
	const u8 *fixed;
	size_t room;
	int error = find_section(log, len, &section);

	memset(request, 0, sizeof(*request));
	if (error)
		return error;
	if (section.to - section.from < ERRORLOG_SECTION_HEADER + 4)
		return -EBADMSG;
	room = section.to - section.from - ERRORLOG_SECTION_HEADER - 4;
	fixed = log + section.from + ERRORLOG_SECTION_HEADER;
	request->resource = fixed[0];
	request->action = fixed[1];
	request->identifier = fixed[2];
	if (fixed[3] & ERRORLOG_HAS_TOKEN) {
		if (room < 4)
			return -EBADMSG;
		room -= 4;
	}
	error = naive_identifier(fixed + 4, room, request);
	if (!error && (fixed[0] < 1 || fixed[0] > 6 || fixed[1] < 1 || fixed[1] > 2))
		error = -EOPNOTSUPP;
	return error;
}

static void same_request(const struct pdr_request *a, const struct pdr_request *b)
{
	require(a->resource == b->resource, "resource");
	require(a->action == b->action, "action");
	require(a->identifier == b->identifier, "identifier");
	require(a->index == b->index, "index");
	require(a->count == b->count, "count");
	require(!memcmp(a->name, b->name, sizeof(a->name)), "name");
}

static int decode(const u8 *log, size_t len, struct pdr_request *request)
{
	u8 *copy = exact_copy(log, len);
	int error;

	memset(request, 0xa5, sizeof(*request));
	error = pdr_hpevent_decode(copy, len, request);
	exact_free(copy, len);
	return error;
}

/* Write a log as QEMU does, or without main sections and unneeded bytes. */
static void write_log(struct bytes *log, const struct pdr_request *request, bool whole,
		      bool token)
{
	static const struct errorlog_main main = { .plid = 1 };
	const struct errorlog_hotplug hotplug = {
		.resource = (u8)request->resource, .action = (u8)request->action,
		.identifier = (u8)request->identifier,
		.capabilities = token ? ERRORLOG_HAS_TOKEN : 0,
		.tight = !whole, .index = request->index, .count = request->count,
		.name = request->name, .token = 0xcafe0001,
	};

	errorlog_begin(log, ERRORLOG_TYPE_HOTPLUG);
	if (whole)
		errorlog_main(log, &main);
	errorlog_hotplug(log, &hotplug);
	errorlog_end(log);
}

static void read_back(const struct pdr_request *request, bool whole, bool token)
{
	struct pdr_request again;
	struct bytes log = { };
	u8 garbage[64];

	memset(garbage, 0x5a, sizeof(garbage));
	write_log(&log, request, whole, token);
	require(!decode(log.data, log.len, &again), "an event that was written is not read");
	same_request(request, &again);
	/* Bytes behind the log must not matter. */
	bytes_put(&log, garbage, sizeof(garbage));
	require(!decode(log.data, log.len, &again), "the buffer is longer than the log");
	same_request(request, &again);
	bytes_free(&log);
}

static void goes_on(const struct pdr_request *request)
{
	char text[PDR_REQUEST_TEXT_SIZE];
	int len = pdr_request_format(request, text, sizeof(text));

	require(len > 0 && strlen(text) == (size_t)len, "no text for the log: %d", len);
	pdr_accept_request(request);
}

void fuzz(const u8 *data, size_t size)
{
	struct pdr_request request, right;
	int error = decode(data, size, &request);
	int naive = naive_decode(data, size, &right);

	require(error == naive, "%d in place of %d", error, naive);
	if (error == -EBADMSG)
		memset(&right, 0, sizeof(right));
	same_request(&request, &right);
	goes_on(&request);
	if (error)
		return;
	read_back(&request, false, false);
	read_back(&request, true, false);
	read_back(&request, false, true);
	read_back(&request, true, true);
}
