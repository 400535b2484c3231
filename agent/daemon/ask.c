// SPDX-License-Identifier: GPL-2.0
/* The request of a client, and the first line of the answer; see ask.h. */

#include <string.h>

#include "ask.h"
#include "filter.h"

static const char *take_since(const json_t *word, struct pdrd_ask *ask)
{
	ask->replays = word;
	if (word && (!json_is_string(word) ||
		     !dr_cursor_parse(json_string_value(word), &ask->since)))
		return "since is the cursor of an event line, like 0x1234567890abcdef:42";
	return NULL;
}

static const char *take_filter(json_t *filter, struct pdrd_ask *ask)
{
	const char *wrong = filter ? pdrd_filter_check(filter) : NULL;

	if (filter && !wrong)
		ask->filter = json_incref(filter);
	return wrong;
}

static const char *read_filter_request(json_t *request, struct pdrd_ask *ask)
{
	json_t *since = json_object_get(request, "since");
	json_t *filter = json_object_get(request, "filter");
	size_t keys = !!since + !!filter;
	const char *wrong;

	if (!keys || json_object_size(request) != keys)
		return "a request is one JSON object with the keys since, filter or both";
	wrong = take_since(since, ask);
	return wrong ?: take_filter(filter, ask);
}

const char *pdrd_ask_parse(const char *line, size_t len, struct pdrd_ask *ask)
{
	json_t *request = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	const char *wrong;

	memset(ask, 0, sizeof(*ask));
	wrong = request ? read_filter_request(request, ask) : "the request is not JSON";
	json_decref(request);
	return wrong;
}

/* Print and free */
static char *print_answer(json_t *line)
{
	char *string = line ? json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;

	json_decref(line);
	return string;
}

char *pdrd_ask_error(const char *text)
{
	return print_answer(json_pack("{s:s, s:s}", "type", "error", "text", text));
}

char *pdrd_ask_answer(const struct pdrd_ask *ask)
{
	char word[DR_CURSOR_MAX];

	if (!ask->replays)
		return print_answer(json_pack("{s:s}", "type", "live"));
	return print_answer(json_pack("{s:s, s:s}", "type", "replay", "cursor",
				      dr_cursor_print(word, sizeof(word), &ask->since)));
}
