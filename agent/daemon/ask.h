/* SPDX-License-Identifier: GPL-2.0 */
/* The one line that a client may send: {"since": "CURSOR"}. */

#ifndef PDRD_ASK_H
#define PDRD_ASK_H

#include <stddef.h>

#include "cursor.h"

/* Bytes of the line at most, its end included */
#define PDRD_ASK_MAX	4096

/**
 * pdrd_ask_parse() - understand a request
 * @line: the line, without its end
 * @len: its bytes
 * @since: result
 *
 * Return: NULL, or a sentence that says what is wrong.
 */
const char *pdrd_ask_parse(const char *line, size_t len, struct dr_cursor *since);

/**
 * pdrd_ask_error() - the line that answers a wrong request
 * @text: what is wrong
 *
 * Return: the line, to be freed; NULL when memory is short.
 */
char *pdrd_ask_error(const char *text);

/**
 * pdrd_ask_answer() - the line that begins the answer to a request
 * @since: what was asked for
 *
 * Return: as pdrd_ask_error().
 */
char *pdrd_ask_answer(const struct dr_cursor *since);

#endif /* PDRD_ASK_H */
