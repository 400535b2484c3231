/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_READER_H
#define _PDR_READER_H

/*
 * Reads big-endian numbers and strings, packed without padding, from bytes that
 * the platform gave.
 * Invariant: nothing past the end is read. The first value that does not fit makes
 * the reader bad for good: from then on it returns zeros and empty strings, so a
 * parser may read a group of values and check once.
 *
 * Includes core.
 */

#include <pdr_env.h>

/**
 * struct pdr_reader - Where a parser is.
 * @next: next byte
 * @left: bytes from there to the end
 * @bad: a value did not fit
 */
struct pdr_reader {
	const u8 *next;
	size_t left;
	bool bad;
};

/**
 * pdr_reader_take() - Take some bytes.
 * @reader: the reader
 * @len: how many
 *
 * Context: any.
 * Return: the bytes, or NULL if there are not so many.
 */
static inline const u8 *pdr_reader_take(struct pdr_reader *reader, size_t len)
{
	const u8 *taken = reader->next;

	if (reader->bad || len > reader->left) {
		reader->bad = true;
		return NULL;
	}
	reader->next += len;
	reader->left -= len;
	return taken;
}

/**
 * pdr_reader_u32() - Take a cell.
 * @reader: the reader
 *
 * Context: any.
 * Return: its value, 0 if there is none.
 */
static inline u32 pdr_reader_u32(struct pdr_reader *reader)
{
	const u8 *cell = pdr_reader_take(reader, sizeof(u32));

	return cell ? get_unaligned_be32(cell) : 0;
}

/**
 * pdr_reader_u64() - Take two cells.
 * @reader: the reader
 *
 * Context: any.
 * Return: their value, 0 if there are no two.
 */
static inline u64 pdr_reader_u64(struct pdr_reader *reader)
{
	const u8 *cells = pdr_reader_take(reader, sizeof(u64));

	return cells ? get_unaligned_be64(cells) : 0;
}

/**
 * pdr_reader_string() - Take a NUL-terminated string.
 * @reader: the reader
 *
 * Context: any.
 * Return: the string, as it lies in the bytes; an empty one if it does not end.
 */
static inline const char *pdr_reader_string(struct pdr_reader *reader)
{
	const u8 *end = NULL;

	if (!reader->bad && reader->left)
		end = memchr(reader->next, '\0', reader->left);
	if (!end) {
		reader->bad = true;
		return "";
	}
	return (const char *)pdr_reader_take(reader, end - reader->next + 1);
}

/**
 * pdr_reader_done() - Tell if all went well and nothing is left.
 * @reader: the reader
 *
 * Context: any.
 * Return: true if no value was missing and all bytes are taken.
 */
static inline bool pdr_reader_done(const struct pdr_reader *reader)
{
	return !reader->bad && !reader->left;
}

#endif /* _PDR_READER_H */
