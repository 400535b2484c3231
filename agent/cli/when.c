// SPDX-License-Identifier: GPL-2.0
/* Points in time as people write them; see when.h. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "when.h"

#define NS_PER_SEC	1000000000ULL
#define WHEN_MAX	((uint64_t)INT64_MAX)

/* Seconds of a unit, 0 for a word that is none; one may be many, and many one */
static uint64_t find_unit(const char *word)
{
	static const struct {
		const char *name;
		uint64_t seconds;
	} units[] = {
		{ "second", 1 }, { "minute", 60 }, { "hour", 3600 }, { "day", 86400 },
		{ "week", 7 * 86400 },
	};
	size_t i, len = strlen(word);

	if (len && word[len - 1] == 's')
		len--;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strlen(units[i].name) == len && !strncmp(units[i].name, word, len))
			return units[i].seconds;
	return 0;
}

static bool parse_ago(const char *text, uint64_t now, uint64_t *when)
{
	char digits[8], word[16];
	uint64_t seconds;
	int end = 0;

	if (sscanf(text, "%7[0-9] %15[a-z] ago%n", digits, word, &end) != 2 || !end || text[end])
		return false;
	seconds = find_unit(word);
	if (!seconds)
		return false;
	seconds *= strtoul(digits, NULL, 10);
	*when = seconds < now / NS_PER_SEC ? now - seconds * NS_PER_SEC : 0;
	return true;
}

/* strptime() takes the 31st of February and makes a day of March of it */
static bool make_given_time(struct tm *tm, bool utc, uint64_t *when)
{
	struct tm wanted = *tm;
	time_t seconds;

	tm->tm_isdst = -1;
	seconds = utc ? timegm(tm) : mktime(tm);
	if (seconds < 0 || tm->tm_mday != wanted.tm_mday || tm->tm_hour != wanted.tm_hour ||
	    tm->tm_min != wanted.tm_min)
		return false;
	/* A time beyond the last one that the history can hold is later than all of it */
	*when = (uint64_t)seconds < WHEN_MAX / NS_PER_SEC ? seconds * NS_PER_SEC : WHEN_MAX;
	return true;
}

/* strptime() skips blanks and takes short numbers, so look at the places first */
static bool has_form(const char *text, const char *form)
{
	for (; *form && *text; form++, text++) {
		bool digit = *text >= '0' && *text <= '9';

		if (*form == '9' ? !digit : *form == 'T' ? *text != 'T' && *text != ' ' :
					    *form != *text)
			return false;
	}
	return !*form && !*text;
}

static bool parse_date(const char *text, uint64_t *when)
{
	static const struct {
		const char *form;
		const char *format;
	} forms[] = {
		{ "9999-99-99", "%Y-%m-%d" },
		{ "9999-99-99T99:99", "%Y-%m-%d%n%H:%M" },
		{ "9999-99-99T99:99:99", "%Y-%m-%d%n%H:%M:%S" },
	};
	size_t i, len = strlen(text);
	bool utc = len && text[len - 1] == 'Z';
	const char *end;
	char copy[32];
	struct tm tm;

	if (len >= sizeof(copy))
		return false;
	memcpy(copy, text, len + 1);
	if (utc)
		copy[len - 1] = '\0';
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!has_form(copy, forms[i].form))
			continue;
		if (i)
			copy[10] = ' ';
		memset(&tm, 0, sizeof(tm));
		end = strptime(copy, forms[i].format, &tm);
		return end && !*end && make_given_time(&tm, utc, when);
	}
	return false;
}

const char *ctl_when_parse(const char *text, uint64_t now, uint64_t *when)
{
	if (parse_ago(text, now, when) || parse_date(text, when))
		return NULL;
	return "is no point in time: write it like '1 hour ago' or '2026-11-28 22:13'";
}
