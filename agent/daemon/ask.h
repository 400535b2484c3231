/* SPDX-License-Identifier: GPL-2.0 */
/* The one line that a client may send: {"since": "CURSOR", "filter": {...}}, or one of the two. */

#ifndef PDRD_ASK_H
#define PDRD_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "cursor.h"

/* Bytes of the line at most, its end included */
#define PDRD_ASK_MAX	4096

/**
 * struct pdrd_ask - a request
 * @replays: the client wants the events of the history after @since first
 * @since: the last event that the client has
 * @filter: see filter.h; NULL if it wants all lines, else its holder calls json_decref()
 */
struct pdrd_ask {
	bool replays;
	struct dr_cursor since;
	json_t *filter;
};

/**
 * pdrd_ask_parse() - understand a request
 * @line: the line, without its end
 * @len: its bytes
 * @ask: result
 *
 * Return: NULL, or a sentence about the error; @ask holds nothing then.
 */
const char *pdrd_ask_parse(const char *line, size_t len, struct pdrd_ask *ask);

/**
 * pdrd_ask_error() - the line that answers a wrong request
 * @text: a sentence about the error
 *
 * Return: the line, to be freed; NULL when memory is short.
 */
char *pdrd_ask_error(const char *text);

/**
 * pdrd_ask_answer() - the line that begins the answer to a request
 * @ask: the request
 *
 * Return: as pdrd_ask_error().
 */
char *pdrd_ask_answer(const struct pdrd_ask *ask);

#endif /* PDRD_ASK_H */
