/* SPDX-License-Identifier: GPL-2.0 */
/* A place in the events of all loads of the module, as a word: "0x1234567890abcdef:42". */
#ifndef DR_CURSOR_H
#define DR_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the longest one, its NUL included */
#define DR_CURSOR_MAX	40

/**
 * struct dr_cursor - a place: after this event
 * @boot_id: names the load of the module; 0 for a place before all loads
 * @seq: number of the event, 0 before the first
 */
struct dr_cursor {
	uint64_t boot_id;
	uint64_t seq;
};

/**
 * dr_cursor_print() - a cursor as a word
 * @buf: result
 * @size: bytes of @buf
 * @cursor: the cursor
 *
 * Return: @buf.
 */
char *dr_cursor_print(char *buf, size_t size, const struct dr_cursor *cursor);

/**
 * dr_cursor_parse() - a word as a cursor
 * @word: the word, exactly as dr_cursor_print() makes it, except that leading zeroes may be left
 *	out
 * @cursor: result
 *
 * The history has numbers with a sign, so one above INT64_MAX is no event's.
 *
 * Return: true if the word is a cursor.
 */
bool dr_cursor_parse(const char *word, struct dr_cursor *cursor);

#endif /* DR_CURSOR_H */
