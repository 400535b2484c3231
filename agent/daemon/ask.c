// SPDX-License-Identifier: GPL-2.0
/* What a client asks for, and the first line of the answer; see ask.h. */

#include <jansson.h>

#include "ask.h"

static const char *take_since(json_t *request, struct dr_cursor *since)
{
	const char *word = NULL;

	if (!json_is_object(request) || json_object_size(request) != 1 ||
	    json_unpack(request, "{s:s}", "since", &word))
		return "a request is one JSON object with the key since, whose value is a string";
	if (!dr_cursor_parse(word, since))
		return "since is the cursor of an event line, like 0x1234567890abcdef:42";
	return NULL;
}

const char *pdrd_ask_parse(const char *line, size_t len, struct dr_cursor *since)
{
	json_t *request = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	const char *wrong = request ? take_since(request, since) : "the request is not JSON";

	json_decref(request);
	return wrong;
}

static char *print_line(const char *type, const char *key, const char *value)
{
	json_t *line = json_pack("{s:s, s:s}", "type", type, key, value);
	char *string = line ? json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;

	json_decref(line);
	return string;
}

char *pdrd_ask_error(const char *text)
{
	return print_line("error", "text", text);
}

char *pdrd_ask_answer(const struct dr_cursor *since)
{
	char word[DR_CURSOR_MAX];

	return print_line("replay", "cursor", dr_cursor_print(word, sizeof(word), since));
}
