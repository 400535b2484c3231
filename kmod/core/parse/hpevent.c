// SPDX-License-Identifier: GPL-2.0
/* Decodes the hot-plug event of an RTAS error log; see hpevent.h. Includes core/parse. */

#include "core/parse/hpevent.h"

#include "core/parse/reader.h"

/* RTAS error log: the fixed part and the version 6 header that follows it. */
#define LOG_FIXED_SIZE		8
#define LOG_HEADER_SIZE		24
#define LOG_VERSION		0
#define LOG_FLAGS		1
#define LOG_FLAG_EXTENDED	0x04
#define LOG_EXTENDED_LENGTH	4
#define LOG_FORMAT		10
#define LOG_FORMAT_MASK		0x0f
#define LOG_FORMAT_PLATFORM	14
#define LOG_COMPANY		20

/* Section header: id, length (header included), version, subtype, creator. */
#define SECTION_HEADER_SIZE	8
#define SECTION_ID_HOTPLUG	0x4850

/* The largest resource type of a Hotplug section. The ABI has the same numbers, and more. */
#define HOTPLUG_TYPE_MAX	PSERIES_DR_RESOURCE_PMEM

/* The Hotplug section after its header, up to the identifier. */
#define HOTPLUG_FIXED_SIZE	4
#define TOKEN_SIZE		4

size_t pdr_hpevent_length(const u8 *log, size_t len)
{
	size_t announced = get_unaligned_be32(log + LOG_EXTENDED_LENGTH);

	return min(len - LOG_FIXED_SIZE, announced) + LOG_FIXED_SIZE;
}

bool pdr_hpevent_is_whole(const u8 *log, size_t len)
{
	return get_unaligned_be32(log + LOG_EXTENDED_LENGTH) <= len - LOG_FIXED_SIZE;
}

/* Bytes of @log that belong to a version 6 platform event; 0 if it is none. */
static size_t event_length(const u8 *log, size_t len)
{
	if (len < LOG_HEADER_SIZE || log[LOG_VERSION] < 6 ||
	    !(log[LOG_FLAGS] & LOG_FLAG_EXTENDED))
		return 0;
	if (get_unaligned_be32(log + LOG_EXTENDED_LENGTH) <
	    LOG_HEADER_SIZE - LOG_FIXED_SIZE ||
	    (log[LOG_FORMAT] & LOG_FORMAT_MASK) != LOG_FORMAT_PLATFORM ||
	    memcmp(log + LOG_COMPANY, "IBM", 4))
		return 0;
	return pdr_hpevent_length(log, len);
}

/* Set @section to the bytes of the Hotplug section that follow its header. */
static int find_hotplug(struct pdr_reader *log, struct pdr_reader *section)
{
	while (log->left) {
		u32 head = pdr_reader_u32(log);
		u16 len = (u16)head;

		/* Version, subtype and creator are not needed. */
		pdr_reader_u32(log);
		if (log->bad || len < SECTION_HEADER_SIZE)
			return -EBADMSG;
		section->left = len - SECTION_HEADER_SIZE;
		section->next = pdr_reader_take(log, section->left);
		if (!section->next)
			return -EBADMSG;
		if (head >> 16 == SECTION_ID_HOTPLUG)
			return 0;
	}
	return -ENOENT;
}

/* The token ends the section, after an identifier of any length. */
static void drop_token(struct pdr_reader *section)
{
	if (section->left < TOKEN_SIZE)
		section->bad = true;
	else
		section->left -= TOKEN_SIZE;
}

static int decode_name(struct pdr_reader *section, struct pdr_request *request)
{
	const char *name = pdr_reader_string(section);
	size_t len = strlen(name);

	if (section->bad || !len)
		return -EBADMSG;
	if (len > PSERIES_DR_DRC_NAME_MAX)
		return -EOPNOTSUPP;
	memcpy(request->name, name, len);
	return 0;
}

static int decode_identifier(struct pdr_reader *section,
			     struct pdr_request *request)
{
	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		return decode_name(section, request);
	case PSERIES_DR_IDENTIFIER_INDEX:
		request->index = pdr_reader_u32(section);
		break;
	case PSERIES_DR_IDENTIFIER_COUNT:
		request->count = pdr_reader_u32(section);
		break;
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		request->count = pdr_reader_u32(section);
		request->index = pdr_reader_u32(section);
		break;
	default:
		return -EOPNOTSUPP;
	}
	return section->bad ? -EBADMSG : 0;
}

static bool is_known(const struct pdr_request *request)
{
	return request->resource != PSERIES_DR_RESOURCE_UNKNOWN &&
	       request->resource <= HOTPLUG_TYPE_MAX &&
	       request->action >= PSERIES_DR_ACTION_ADD &&
	       request->action <= PSERIES_DR_ACTION_REMOVE;
}

static int decode_hotplug(struct pdr_reader *section,
			  struct pdr_request *request)
{
	const u8 *fixed = pdr_reader_take(section, HOTPLUG_FIXED_SIZE);
	int error;

	if (!fixed)
		return -EBADMSG;
	request->resource = fixed[0];
	request->action = fixed[1];
	request->identifier = fixed[2];
	if (fixed[3] & PDR_HP_CAP_TOKEN)
		drop_token(section);
	error = decode_identifier(section, request);
	if (section->bad)
		return -EBADMSG;
	return error ?: is_known(request) ? 0 : -EOPNOTSUPP;
}

int pdr_hpevent_decode(const u8 *log, size_t len, struct pdr_request *request)
{
	struct pdr_reader reader = { .next = log, .left = event_length(log, len) };
	struct pdr_reader section = { };
	int error;

	memset(request, 0, sizeof(*request));
	if (!pdr_reader_take(&reader, LOG_HEADER_SIZE))
		return -ENOENT;
	error = find_hotplug(&reader, &section);
	if (!error)
		error = decode_hotplug(&section, request);
	if (error == -EBADMSG)
		memset(request, 0, sizeof(*request));
	return error;
}
