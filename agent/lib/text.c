// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers, sizes, times and names of firmware as text.
 *
 * Nothing depends on the locale, because scripts read the output.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <pdr_errno.h>

#include "text.h"

#define NS_PER_SEC	1000000000ULL
#define NS_PER_MS	1000000ULL

/**
 * dr_text_clean() - make a string from the kernel fit for a terminal
 * @text: string, changed in place
 *
 * Names of connectors come from firmware. Each byte that is not printable ASCII becomes '?', so
 * that no escape sequence reaches the terminal or a log.
 */
void dr_text_clean(char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			*text = '?';
}

/**
 * dr_text_size() - bytes for a human
 * @buf: result
 * @size: bytes of @buf
 * @bytes: the number
 *
 * At most one digit after the point, as in util-linux; --bytes gives the exact size.
 *
 * Return: @buf.
 */
char *dr_text_size(char *buf, size_t size, uint64_t bytes)
{
	static const char units[] = "BKMGTPE";
	uint64_t scale = 1, whole, tenths;
	unsigned int unit = 0;

	for (; unit < sizeof(units) - 2 && bytes / scale >= 1024; unit++)
		scale *= 1024;
	whole = bytes / scale;
	/* At most 2^60 * 10 and a half: no overflow */
	tenths = (bytes % scale * 10 + scale / 2) / scale;
	if (tenths == 10) {
		tenths = 0;
		whole++;
	}
	if (tenths)
		snprintf(buf, size, "%llu.%llu%c", (unsigned long long)whole,
			 (unsigned long long)tenths, units[unit]);
	else
		snprintf(buf, size, "%llu%c", (unsigned long long)whole, units[unit]);
	return buf;
}

/**
 * dr_text_seconds() - a duration in seconds
 * @buf: result
 * @size: bytes of @buf
 * @ns: nanoseconds
 *
 * Return: @buf.
 */
char *dr_text_seconds(char *buf, size_t size, uint64_t ns)
{
	snprintf(buf, size, "%llu.%03llu", (unsigned long long)(ns / NS_PER_SEC),
		 (unsigned long long)(ns % NS_PER_SEC / NS_PER_MS));
	return buf;
}

/**
 * dr_text_ms() - a setting in milliseconds as seconds, as short as possible
 * @buf: result
 * @size: bytes of @buf
 * @ms: milliseconds
 *
 * Return: @buf.
 */
char *dr_text_ms(char *buf, size_t size, uint32_t ms)
{
	size_t len;

	snprintf(buf, size, "%u.%03u", ms / 1000, ms % 1000);
	len = strlen(buf);
	while (len && buf[len - 1] == '0')
		buf[--len] = '\0';
	if (len && buf[len - 1] == '.')
		buf[len - 1] = '\0';
	return buf;
}

static bool broken_down(uint64_t ns, struct tm *tm)
{
	time_t seconds = (time_t)(ns / NS_PER_SEC);

	return localtime_r(&seconds, tm);
}

/**
 * dr_text_date() - a point in time, date and local time of day
 * @buf: result
 * @size: bytes of @buf
 * @ns: nanoseconds since the epoch
 *
 * Return: @buf.
 */
char *dr_text_date(char *buf, size_t size, uint64_t ns)
{
	struct tm tm;

	if (!broken_down(ns, &tm) || !strftime(buf, size, "%Y-%m-%d %H:%M:%S", &tm))
		snprintf(buf, size, "?");
	return buf;
}

/**
 * dr_text_iso() - a point in time for programs: ISO 8601 with milliseconds and offset
 * @buf: result
 * @size: bytes of @buf
 * @ns: nanoseconds since the epoch
 *
 * Return: @buf.
 */
char *dr_text_iso(char *buf, size_t size, uint64_t ns)
{
	char date[64], zone[16];
	struct tm tm;

	if (!broken_down(ns, &tm) || !strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm) ||
	    strftime(zone, sizeof(zone), "%z", &tm) != 5) {
		snprintf(buf, size, "?");
		return buf;
	}
	snprintf(buf, size, "%s.%03u%.3s:%s", date, (unsigned int)(ns % NS_PER_SEC / NS_PER_MS),
		 zone, zone + 3);
	return buf;
}

/**
 * dr_text_clock() - local time of day with milliseconds
 * @buf: result
 * @size: bytes of @buf
 * @ns: nanoseconds since the epoch
 *
 * Return: @buf.
 */
char *dr_text_clock(char *buf, size_t size, uint64_t ns)
{
	struct tm tm;

	if (broken_down(ns, &tm))
		snprintf(buf, size, "%02d:%02d:%02d.%03u", tm.tm_hour, tm.tm_min, tm.tm_sec,
			 (unsigned int)(ns % NS_PER_SEC / NS_PER_MS));
	else
		snprintf(buf, size, "?");
	return buf;
}

/**
 * dr_text_word() - the name of an enum value, or its number
 * @buf: result
 * @size: bytes of @buf
 * @name: name of @value from pdr_names.h
 * @value: the value
 * @max: largest value this program knows
 *
 * A newer module may send values without a name here. They are printed as numbers, because some
 * enums have a value that is named "unknown".
 *
 * Return: @buf.
 */
char *dr_text_word(char *buf, size_t size, const char *name, uint32_t value, uint32_t max)
{
	if (value > max)
		snprintf(buf, size, "%u", value);
	else
		snprintf(buf, size, "%s", name);
	return buf;
}

/**
 * dr_text_sense() - the sense of a connector in words
 * @buf: result
 * @size: bytes of @buf
 * @status: status of get-sensor-state
 * @sense: dr-entity-sense, if @status is 0
 *
 * Return: @buf.
 */
char *dr_text_sense(char *buf, size_t size, int32_t status, uint32_t sense)
{
	static const char * const words[] = {
		"empty", "present", "unusable", "exchange", "recovery",
	};

	if (status)
		snprintf(buf, size, "error %d", status);
	else if (sense < sizeof(words) / sizeof(words[0]))
		snprintf(buf, size, "%s", words[sense]);
	else
		snprintf(buf, size, "%u", sense);
	return buf;
}

/**
 * dr_text_utc() - a point in time for records: ISO 8601, nanoseconds, UTC
 * @buf: result
 * @size: bytes of @buf
 * @ns: nanoseconds since the epoch
 *
 * Return: @buf.
 */
char *dr_text_utc(char *buf, size_t size, uint64_t ns)
{
	time_t seconds = (time_t)(ns / NS_PER_SEC);
	char date[32];
	struct tm tm;

	if (gmtime_r(&seconds, &tm) && strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm))
		snprintf(buf, size, "%s.%09lluZ", date, (unsigned long long)(ns % NS_PER_SEC));
	else
		snprintf(buf, size, "?");
	return buf;
}

/* Not strerrorname_np(), which some C libraries lack. */
static const char *errno_name(int error)
{
	static const struct {
		int error;
		const char *name;
	} names[] = { PDR_ERRNO_SYMBOLS };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].error == error)
			return names[i].name;
	return NULL;
}

/**
 * dr_text_errno() - the symbol of an errno
 * @buf: result
 * @size: bytes of @buf
 * @error: positive errno
 *
 * Return: @buf.
 */
char *dr_text_errno(char *buf, size_t size, int error)
{
	const char *name = errno_name(error);

	if (name)
		snprintf(buf, size, "%s", name);
	else
		snprintf(buf, size, "%d", error);
	return buf;
}
