// SPDX-License-Identifier: GPL-2.0
/* Cursors as words; see cursor.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"

char *dr_cursor_print(char *buf, size_t size, const struct dr_cursor *cursor)
{
	snprintf(buf, size, "0x%016llx:%llu", (unsigned long long)cursor->boot_id,
		 (unsigned long long)cursor->seq);
	return buf;
}

/* strtoull() accepts blanks and signs in front, so look at each character before */
static bool parse_part(const char *text, size_t len, int base, uint64_t *value)
{
	const char *digits = base == 16 ? "0123456789abcdef" : "0123456789";

	if (!len || strspn(text, digits) < len)
		return false;
	errno = 0;
	*value = strtoull(text, NULL, base);
	return !errno;
}

bool dr_cursor_parse(const char *word, struct dr_cursor *cursor)
{
	const char *colon = strchr(word, ':');

	if (!colon || strncmp(word, "0x", 2))
		return false;
	return parse_part(word + 2, colon - word - 2, 16, &cursor->boot_id) &&
	       parse_part(colon + 1, strlen(colon + 1), 10, &cursor->seq) &&
	       cursor->seq <= INT64_MAX;
}
