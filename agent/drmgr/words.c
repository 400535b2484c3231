// SPDX-License-Identifier: GPL-2.0
/* Words of a command line that stand for numbers; see words.h. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"

bool drm_words_number(const char *word, uint32_t most, uint32_t *number)
{
	unsigned long long value;
	char *end;

	if (!isdigit((unsigned char)*word))
		return false;
	errno = 0;
	value = strtoull(word, &end, 10);
	*number = value;
	return !errno && !*end && value <= most;
}

bool drm_words_is_index(const char *word)
{
	return !strncmp(word, "0x", 2) || !strncmp(word, "0X", 2);
}

bool drm_words_index(const char *word, uint32_t *index)
{
	size_t len = strlen(word + 2);
	char *end;

	if (!len || len > 8 || strspn(word + 2, "0123456789abcdefABCDEF") != len)
		return false;
	*index = strtoul(word, &end, 16);
	return true;
}
