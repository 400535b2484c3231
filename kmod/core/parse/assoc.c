// SPDX-License-Identifier: GPL-2.0
/* Reads and extends associativity lists; see assoc.h. Includes core/parse. */

#include "core/parse/assoc.h"

#include "core/parse/reader.h"

/* Number of lists and words of each. */
#define HEADER_SIZE	(2 * sizeof(u32))

/* The last index means "no list", so no list can have it. */
#define COUNT_MAX	0xffffffff

static size_t list_size(const struct pdr_assoc *assoc)
{
	return (size_t)assoc->words * sizeof(u32);
}

int pdr_assoc_parse(struct pdr_assoc *assoc, const void *prop, size_t len)
{
	struct pdr_reader reader = { .next = prop, .left = len };

	assoc->count = pdr_reader_u32(&reader);
	assoc->words = pdr_reader_u32(&reader);
	assoc->lists = reader.next;
	if (reader.bad || !assoc->words)
		return -EBADMSG;
	/* Divide, because the product of the two may overflow. */
	if (reader.left % sizeof(u32) || reader.left / sizeof(u32) % assoc->words ||
	    reader.left / sizeof(u32) / assoc->words != assoc->count)
		return -EBADMSG;
	return 0;
}

/* The words of a node's associativity, or NULL if it is malformed. */
static const u8 *node_words(const void *associativity, size_t len, u32 *words)
{
	struct pdr_reader reader = { .next = associativity, .left = len };

	*words = pdr_reader_u32(&reader);
	if (reader.bad || !*words || *words > reader.left / sizeof(u32))
		return NULL;
	return reader.next;
}

bool pdr_assoc_is_valid(const void *associativity, size_t len, u32 least)
{
	u32 words;

	return node_words(associativity, len, &words) && words >= least;
}

/* The list that @associativity stands for, or NULL if it is malformed. */
static const u8 *node_list(const struct pdr_assoc *assoc,
			   const void *associativity, size_t len)
{
	u32 words;
	const u8 *list = node_words(associativity, len, &words);

	return list && words >= assoc->words ? list : NULL;
}

int pdr_assoc_find(const struct pdr_assoc *assoc, const void *associativity,
		   size_t len, u32 *aa_index)
{
	const u8 *list = node_list(assoc, associativity, len);
	size_t size = list_size(assoc);
	u32 i;

	if (!list)
		return -EBADMSG;
	for (i = 0; i < assoc->count; i++) {
		if (memcmp(assoc->lists + i * size, list, size))
			continue;
		*aa_index = i;
		return 0;
	}
	return -ENOENT;
}

int pdr_assoc_append(const struct pdr_assoc *assoc, const void *associativity,
		     size_t len, void **prop, size_t *prop_len, u32 *aa_index)
{
	const u8 *list = node_list(assoc, associativity, len);
	size_t size = list_size(assoc);
	size_t old_size = assoc->count * size;
	u8 *to;

	if (!list)
		return -EBADMSG;
	if (assoc->count == COUNT_MAX)
		return -ENOSPC;
	to = pdr_alloc(HEADER_SIZE + old_size + size);
	if (!to)
		return -ENOMEM;
	put_unaligned_be32(assoc->count + 1, to);
	put_unaligned_be32(assoc->words, to + sizeof(u32));
	memcpy(to + HEADER_SIZE, assoc->lists, old_size);
	memcpy(to + HEADER_SIZE + old_size, list, size);
	*prop = to;
	*prop_len = HEADER_SIZE + old_size + size;
	*aa_index = assoc->count;
	return 0;
}
