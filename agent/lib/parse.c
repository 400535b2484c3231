// SPDX-License-Identifier: GPL-2.0
/*
 * Strict parsers of the words of the command line.
 *
 * A parser that guesses could take memory away that nobody named, so each word is either exactly
 * right or an error. Each parser returns NULL on success, or a phrase about the error that follows
 * the word in the message. It sets the result only on success.
 */
#include <stdbool.h>
#include <string.h>

#include <linux/pseries_dr.h>

#include "parse.h"

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/*
 * Read digits; strtoull() would accept blanks, signs and junk. Returns the first character behind
 * the digits, or NULL without any digit. Sets @over if the value is above @max.
 */
static const char *scan_digits(const char *text, unsigned int base, uint64_t max,
			       uint64_t *value, bool *over)
{
	const char *p;
	unsigned int digit;
	uint64_t sum = 0;

	*over = false;
	for (p = text; (digit = digit_value(*p)) < base; p++) {
		if (sum > (max - digit) / base)
			*over = true;
		else
			sum = sum * base + digit;
	}
	*value = sum;
	return p == text ? NULL : p;
}

static bool is_hex_word(const char *text)
{
	return *text && text[strspn(text, "0123456789abcdefABCDEF")] == '\0';
}

/* Digits without 0x are an error: some tools take "80000004" for hex, others for decimal */
static const char *scan_hex(const char *text, uint64_t max, uint64_t *value, bool *over)
{
	if (text[0] != '0' || (text[1] != 'x' && text[1] != 'X'))
		return NULL;
	return scan_digits(text + 2, 16, max, value, over);
}

/**
 * dr_parse_index() - a DRC index, 0x and up to eight hex digits
 * @text: the word
 * @index: result
 *
 * Return: NULL, or a phrase about the error.
 */
const char *dr_parse_index(const char *text, uint32_t *index)
{
	const char *end;
	uint64_t value;
	bool over;

	if (is_hex_word(text))
		return "is a bare number: an index is written with 0x, like 0x80000004";
	end = scan_hex(text, UINT32_MAX, &value, &over);
	if (!end || *end || end - text > 10)
		return "is not an index: write it like 0x80000004, with at most eight digits";
	*index = value;
	return NULL;
}

/**
 * dr_parse_address() - a physical address, 0x and hex digits
 * @text: the word
 * @address: result
 *
 * Return: NULL, or a phrase about the error.
 */
const char *dr_parse_address(const char *text, uint64_t *address)
{
	const char *end;
	uint64_t value;
	bool over;

	end = scan_hex(text, UINT64_MAX, &value, &over);
	if (!end || *end)
		return "is not an address: write it like 0x30000000";
	if (over)
		return "is too large";
	*address = value;
	return NULL;
}

/**
 * dr_parse_number() - a decimal number, 0 included
 * @text: the word
 * @number: result
 *
 * Return: NULL, or a phrase about the error.
 */
const char *dr_parse_number(const char *text, uint64_t *number)
{
	const char *end;
	uint64_t value;
	bool over;

	end = scan_digits(text, 10, UINT64_MAX, &value, &over);
	if (!end || *end)
		return "is not a decimal number";
	if (over)
		return "is too large";
	*number = value;
	return NULL;
}

/**
 * dr_parse_count() - a decimal number above 0
 * @text: the word
 * @count: result
 *
 * Return: NULL, or a phrase about the error.
 */
const char *dr_parse_count(const char *text, uint32_t *count)
{
	const char *wrong;
	uint64_t value;

	wrong = dr_parse_number(text, &value);
	if (wrong)
		return wrong;
	if (!value)
		return "asks for nothing: the number must be at least 1";
	if (value > UINT32_MAX)
		return "is too large";
	*count = value;
	return NULL;
}

/**
 * dr_parse_size() - a size with the suffix K, M, G or T
 * @text: the word
 * @bytes: result
 *
 * The suffix is required: chmem takes a bare number for MiB, dd for bytes. "B" means bytes.
 *
 * Return: NULL, or a phrase about the error.
 */
const char *dr_parse_size(const char *text, uint64_t *bytes)
{
	static const char suffixes[] = "BKMGT";
	const char *end, *suffix;
	unsigned int shift;
	uint64_t value;
	bool over;

	end = scan_digits(text, 10, UINT64_MAX, &value, &over);
	if (!end)
		return "is not a size: write it like 1G";
	if (!*end)
		return "has no unit: write it with K, M, G, T or B, like 1G";
	suffix = strchr(suffixes, *end);
	if (!suffix || end[1])
		return "is not a size: write it with one of K, M, G, T or B, like 1G";
	shift = 10 * (suffix - suffixes);
	if (over || value > UINT64_MAX >> shift)
		return "is too large";
	if (!value)
		return "asks for nothing";
	*bytes = value << shift;
	return NULL;
}

/* Up to three decimals, as milliseconds; NULL if anything else follows the point */
static const char *scan_milliseconds(const char *text, uint64_t *ms)
{
	unsigned int scale = 100;
	const char *p;

	*ms = 0;
	for (p = text; *p >= '0' && *p <= '9'; p++) {
		*ms += (*p - '0') * scale;
		scale /= 10;
	}
	return p == text || *p || p - text > 3 ? NULL : p;
}

/**
 * dr_parse_seconds() - seconds, with up to three decimals
 * @text: the word
 * @ms: result in milliseconds, at least 1
 *
 * Return: NULL, or a phrase about the error.
 */
const char *dr_parse_seconds(const char *text, uint32_t *ms)
{
	uint64_t whole, fraction = 0;
	const char *end;
	bool over;

	end = scan_digits(text, 10, PSERIES_DR_TIMEOUT_MAX_MS, &whole, &over);
	if (!end || (*end && *end != '.'))
		return "is not a number of seconds, like 30 or 0.5";
	if (*end && !scan_milliseconds(end + 1, &fraction))
		return "is not a number of seconds with at most three decimals, like 0.5";
	if (over || whole * 1000 + fraction > PSERIES_DR_TIMEOUT_MAX_MS)
		return "is too long: at most a day (86400)";
	if (!whole && !fraction)
		return "is no time at all: leave out --timeout for no deadline";
	*ms = whole * 1000 + fraction;
	return NULL;
}
