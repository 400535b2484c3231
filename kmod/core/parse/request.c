// SPDX-License-Identifier: GPL-2.0
/*
 * Parses and formats requests, and checks that they mean something; see request.h. Includes
 * core/parse.
 */

#include "core/parse/request.h"

#include <pdr_names.h>

/* resource, action, identifier and at most two numbers */
#define WORDS_MAX	5

struct word {
	const char *text;
	size_t len;
};

static bool word_is(const struct word *word, const char *name)
{
	return word->len == strlen(name) && !memcmp(word->text, name, word->len);
}

/* Cut @text at each blank; the number of words, or 0 if there are too many. */
static unsigned int split_words(const char *text, size_t len, struct word *words)
{
	unsigned int count = 0;
	const char *blank;
	size_t rest = len;

	while (count < WORDS_MAX) {
		struct word *word = &words[count++];

		word->text = text;
		blank = rest ? memchr(text, ' ', rest) : NULL;
		word->len = blank ? (size_t)(blank - text) : rest;
		if (!blank)
			return count;
		rest -= word->len + 1;
		text = blank + 1;
	}
	return 0;
}

static unsigned int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return U8_MAX;
}

/* kstrtou32() with base 0, of a word without NUL, sign or newline. */
static int parse_number(const struct word *word, u32 *number)
{
	unsigned int base = 10;
	u64 value = 0;
	size_t i = 0;

	if (word->len > 1 && word->text[0] == '0') {
		bool hex = word->text[1] == 'x' || word->text[1] == 'X';

		base = hex ? 16 : 8;
		i = hex ? 2 : 1;
	}
	if (i == word->len)
		return -EINVAL;
	for (; i < word->len; i++) {
		unsigned int digit = digit_of(word->text[i]);

		if (digit >= base)
			return -EINVAL;
		value = value * base + digit;
		if (value > U32_MAX)
			return -EINVAL;
	}
	*number = (u32)value;
	return 0;
}

static int parse_resource(const struct word *word, struct pdr_request *request)
{
	enum pseries_dr_resource resource;

	for (resource = PSERIES_DR_RESOURCE_UNKNOWN + 1; resource <= PDR_RESOURCE_MAX; resource++)
		if (word_is(word, pdr_resource_name(resource)))
			break;
	request->resource = resource;
	return resource <= PDR_RESOURCE_MAX ? 0 : -EINVAL;
}

static int parse_action(const struct word *word, struct pdr_request *request)
{
	request->action = PSERIES_DR_ACTION_ADD;
	if (word_is(word, pdr_action_name(request->action)))
		return 0;
	request->action = PSERIES_DR_ACTION_REMOVE;
	return word_is(word, pdr_action_name(request->action)) ? 0 : -EINVAL;
}

static int parse_identifier(const struct word *words, unsigned int count,
			    struct pdr_request *request)
{
	enum pseries_dr_identifier id;

	for (id = PSERIES_DR_IDENTIFIER_INDEX; id <= PSERIES_DR_IDENTIFIER_INDEXED_COUNT; id++)
		if (word_is(words, pdr_identifier_name(id)))
			break;
	request->identifier = id;
	if (id == PSERIES_DR_IDENTIFIER_INDEX && count == 2)
		return parse_number(&words[1], &request->index);
	if (id == PSERIES_DR_IDENTIFIER_COUNT && count == 2)
		return parse_number(&words[1], &request->count);
	if (id == PSERIES_DR_IDENTIFIER_INDEXED_COUNT && count == 3)
		return parse_number(&words[1], &request->count) ?:
		       parse_number(&words[2], &request->index);
	return -EINVAL;
}

int pdr_request_parse(const char *text, size_t len,
		      struct pdr_request *request)
{
	struct word words[WORDS_MAX];
	unsigned int count;

	memset(request, 0, sizeof(*request));
	if (len && text[len - 1] == '\n')
		len--;
	count = split_words(text, len, words);
	if (count < 4)
		return -EINVAL;
	if (parse_resource(&words[0], request) ||
	    parse_action(&words[1], request) ||
	    parse_identifier(&words[2], count - 2, request) ||
	    pdr_request_check(request))
		return -EINVAL;
	return 0;
}

static bool name_is_valid(const struct pdr_request *request)
{
	return request->name[0] &&
	       memchr(request->name, '\0', sizeof(request->name));
}

int pdr_request_check(const struct pdr_request *request)
{
	if (request->resource == PSERIES_DR_RESOURCE_UNKNOWN ||
	    request->resource > PDR_RESOURCE_MAX ||
	    request->action < PSERIES_DR_ACTION_ADD ||
	    request->action > PSERIES_DR_ACTION_REMOVE)
		return -EINVAL;

	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		return name_is_valid(request) ? 0 : -EINVAL;
	case PSERIES_DR_IDENTIFIER_INDEX:
		return 0;
	case PSERIES_DR_IDENTIFIER_COUNT:
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return request->count ? 0 : -EINVAL;
	default:
		return -EINVAL;
	}
}

u32 pdr_request_span(const struct pdr_request *request)
{
	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_INDEX:
		return 1;
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return request->count;
	default:
		return 0;
	}
}

bool pdr_request_names(const struct pdr_request *request, u32 drc_index)
{
	return drc_index - request->index < pdr_request_span(request);
}

/* Write the name of a value, or the value itself if it has none. */
static int format_word(char *buf, size_t len, unsigned int value,
		       unsigned int max, const char *name)
{
	if (value > max)
		return snprintf(buf, len, "%u ", value);
	return snprintf(buf, len, "%s ", name);
}

static int format_identifier(const struct pdr_request *request, char *buf,
			     size_t len)
{
	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		return snprintf(buf, len, "name %.*s",
				PSERIES_DR_DRC_NAME_MAX, request->name);
	case PSERIES_DR_IDENTIFIER_INDEX:
		return snprintf(buf, len, "index 0x%08x", request->index);
	case PSERIES_DR_IDENTIFIER_COUNT:
		return snprintf(buf, len, "count %u", request->count);
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return snprintf(buf, len, "indexed-count %u 0x%08x",
				request->count, request->index);
	default:
		return snprintf(buf, len, "%u", request->identifier);
	}
}

int pdr_request_format(const struct pdr_request *request, char *buf,
		       size_t len)
{
	char text[PDR_REQUEST_TEXT_SIZE];
	unsigned int used;

	used = format_word(text, sizeof(text), request->resource,
			   PDR_RESOURCE_MAX,
			   pdr_resource_name(request->resource));
	used += format_word(text + used, sizeof(text) - used, request->action,
			    PDR_ACTION_MAX,
			    pdr_action_name(request->action));
	used += format_identifier(request, text + used, sizeof(text) - used);
	return snprintf(buf, len, "%s", text) < (int)len ? (int)used : -ENOSPC;
}
