// SPDX-License-Identifier: GPL-2.0
/* The threads of a core, as its node lists them. Includes core/parse. */
#include "core/parse/threads.h"

u32 pdr_threads_get(const void *value, u32 thread)
{
	return get_unaligned_be32((const u8 *)value + thread * sizeof(u32));
}

static bool is_listed_before(const void *value, u32 thread)
{
	u32 before;

	for (before = 0; before < thread; before++)
		if (pdr_threads_get(value, before) == pdr_threads_get(value, thread))
			return true;
	return false;
}

int pdr_threads_parse(const void *value, size_t len, u32 most, u32 *count)
{
	u32 thread;

	if (!value || !len || len % sizeof(u32) || len / sizeof(u32) > most)
		return -EBADMSG;
	*count = len / sizeof(u32);
	for (thread = 1; thread < *count; thread++)
		if (is_listed_before(value, thread))
			return -EBADMSG;
	return 0;
}
