// SPDX-License-Identifier: GPL-2.0
/*
 * The grammar of /sys/kernel/dlpar. An input is a text; its first bytes are also
 * used as the fields of a request that did not come as text.
 */

#include "fuzz.h"

#include <regex.h>

#include <pdr_names.h>

#include <core/engine/accept.h>

#define NUMBER	"(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)"
#define GRAMMAR	"^(memory|cpu|dt|phb|pci|pmem) (add|remove) " \
		"(index " NUMBER "|count " NUMBER "|indexed-count " NUMBER " " NUMBER ")\n?$"

/* The groups of GRAMMAR. */
enum {
	ALL,
	RESOURCE,
	ACTION,
	IDENTIFIER,
	INDEX,
	COUNT,
	RANGE_COUNT,
	RANGE_INDEX,
	GROUPS,
};

static const regex_t *grammar(void)
{
	static regex_t regex;
	static bool made;

	if (!made)
		require(!regcomp(&regex, GRAMMAR, REG_EXTENDED), "the grammar is none");
	made = true;
	return &regex;
}

/* Return a number of the text, 0 if the group is not in it. */
static bool number(const char *text, const regmatch_t *group, u32 *value)
{
	unsigned long long wide = 0;

	if (group->rm_so >= 0) {
		errno = 0;
		wide = strtoull(text + group->rm_so, NULL, 0);
		if (errno || wide > U32_MAX)
			return false;
	}
	*value = (u32)wide;
	return true;
}

static bool numbers(const char *text, const regmatch_t *group, struct pdr_request *request)
{
	u32 count, range_count, index, range_index;

	if (!number(text, &group[COUNT], &count) ||
	    !number(text, &group[RANGE_COUNT], &range_count) ||
	    !number(text, &group[INDEX], &index) ||
	    !number(text, &group[RANGE_INDEX], &range_index))
		return false;
	request->count = count | range_count;
	request->index = index | range_index;
	return true;
}

/* The grammar again, as the stock file has it. */
static bool naive_parse(const char *text, size_t len, struct pdr_request *request)
{
	regmatch_t group[GROUPS];
	char resource, second, identifier;

	if (memchr(text, '\0', len) || regexec(grammar(), text, GROUPS, group, 0))
		return false;
	memset(request, 0, sizeof(*request));
	resource = text[group[RESOURCE].rm_so];
	second = text[group[RESOURCE].rm_so + 1];
	identifier = group[INDEX].rm_so >= 0 ? 'i' : group[COUNT].rm_so >= 0 ? 'c' : 'r';
	if ((strchr("dp", resource) && identifier != 'i') ||
	    (resource == 'c' && identifier == 'r'))
		return false;
	request->resource = resource == 'm' ? PSERIES_DR_RESOURCE_MEMORY :
			    resource == 'c' ? PSERIES_DR_RESOURCE_CPU :
			    resource == 'd' ? PSERIES_DR_RESOURCE_DT :
			    second == 'h' ? PSERIES_DR_RESOURCE_PHB :
			    second == 'c' ? PSERIES_DR_RESOURCE_PCI : PSERIES_DR_RESOURCE_PMEM;
	request->action = text[group[ACTION].rm_so] == 'a' ? PSERIES_DR_ACTION_ADD :
							    PSERIES_DR_ACTION_REMOVE;
	request->identifier = identifier == 'i' ? PSERIES_DR_IDENTIFIER_INDEX :
			      identifier == 'c' ? PSERIES_DR_IDENTIFIER_COUNT :
						  PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	return numbers(text, group, request) && (identifier == 'i' || request->count);
}

static void same_request(const struct pdr_request *a, const struct pdr_request *b)
{
	require(a->resource == b->resource, "resource %d or %d", a->resource, b->resource);
	require(a->action == b->action, "action %d or %d", a->action, b->action);
	require(a->identifier == b->identifier, "identifier %d or %d", a->identifier,
		b->identifier);
	require(a->index == b->index, "index %#x or %#x", a->index, b->index);
	require(a->count == b->count, "count %u or %u", a->count, b->count);
	require(!strcmp(a->name, b->name), "name %s or %s", a->name, b->name);
}

/* A buffer that is too small, by any amount, must get the beginning of the text. */
static void cut(const struct pdr_request *request, const char *text, size_t room)
{
	size_t len = strlen(text);
	char *buf = (char *)exact_copy(text, room);
	int ret = pdr_request_format(request, buf, room);

	require(ret == (room > len ? (int)len : -ENOSPC), "%d in %zu bytes", ret, room);
	require(!room || !strncmp(buf, text, room - 1), "another text in less room");
	require(!room || strnlen(buf, room) < room, "a text without end");
	exact_free((u8 *)buf, room);
}

static void format(const struct pdr_request *request, char *text, size_t room)
{
	int len = pdr_request_format(request, text, PDR_REQUEST_TEXT_SIZE);

	require(len > 0 && len < PDR_REQUEST_TEXT_SIZE, "a text of %d bytes", len);
	require(strlen(text) == (size_t)len, "%d bytes of text are said to be %zu", len,
		strlen(text));
	cut(request, text, room % PDR_REQUEST_TEXT_SIZE);
}

/* A request that the grammar can express must be printed as it is parsed. */
static void read_back(const struct pdr_request *request, size_t room)
{
	char text[PDR_REQUEST_TEXT_SIZE];
	struct pdr_request again;

	format(request, text, room);
	require(!pdr_accept_text(text, strlen(text), &again), "'%s' is not read", text);
	same_request(request, &again);
}

static void try_text(const u8 *data, size_t size)
{
	struct pdr_request request, right;
	u8 *text = exact_copy(data, size);
	char *string = strndup((const char *)data, size);
	bool good = !pdr_accept_text((const char *)text, size, &request);

	require(string, "no memory");
	exact_free(text, size);
	/* With a NUL in it, the copy is shorter than the text. */
	require(good == (strlen(string) == size && naive_parse(string, size, &right)),
		"'%s' is %s", string, good ? "accepted" : "not accepted");
	if (good) {
		same_request(&request, &right);
		require(!pdr_accept_request(&request), "'%s' is read but not carried out", string);
		read_back(&request, size);
	}
	free(string);
}

static bool has_text(const struct pdr_request *request)
{
	return request->identifier != PSERIES_DR_IDENTIFIER_NAME;
}

/* Try fields of any value, and a name that may have no end. */
static void try_fields(const u8 *data, size_t size)
{
	struct input input = { data, size };
	char text[PDR_REQUEST_TEXT_SIZE];
	struct pdr_request request = { };
	size_t len = sizeof(request.name);
	const u8 *name;
	u8 wide = input_u8(&input);

	request.resource = wide & 1 ? input_u32(&input) : input_u8(&input);
	request.action = wide & 2 ? input_u32(&input) : input_u8(&input);
	request.identifier = wide & 4 ? input_u32(&input) : input_u8(&input);
	request.index = wide & 8 ? input_u32(&input) : 0;
	request.count = wide & 16 ? input_u32(&input) : input_u8(&input);
	name = input_bytes(&input, &len);
	if (len && wide & 32)
		memcpy(request.name, name, len);
	format(&request, text, wide);
	if (pdr_accept_request(&request) || !has_text(&request))
		return;
	/* Fields that the identifier does not call for must be ignored. */
	memset(request.name, 0, sizeof(request.name));
	if (request.identifier == PSERIES_DR_IDENTIFIER_INDEX)
		request.count = 0;
	if (request.identifier == PSERIES_DR_IDENTIFIER_COUNT)
		request.index = 0;
	read_back(&request, wide);
}

void fuzz(const u8 *data, size_t size)
{
	try_text(data, size);
	try_fields(data, size);
}
