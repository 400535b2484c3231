// SPDX-License-Identifier: GPL-2.0
/*
 * ibm,associativity-lookup-arrays and the ibm,associativity of a node. An input is
 * a byte (the allocation that fails), two bytes with the length of the first
 * property, that property, and the other one.
 */

#include "fuzz.h"

#include <core/parse/assoc.h>

/**
 * struct property - the value of a property
 * @data: its bytes
 * @len: how many
 */
struct property {
	u8 *data;
	size_t len;
};

static u32 cell(const struct property *property, size_t at)
{
	return get_unaligned_be32(property->data + 4 * at);
}

static bool arrays_are_good(const struct property *arrays)
{
	return arrays->len >= 8 && cell(arrays, 1) &&
	       arrays->len == 8 + (__uint128_t)cell(arrays, 0) * cell(arrays, 1) * 4;
}

static bool node_is_good(const struct property *node, u32 words)
{
	return node->len >= 4 && cell(node, 0) >= words && 4 + 4 * (u64)cell(node, 0) <= node->len;
}

static int naive_find(const struct property *arrays, const struct property *node, u32 *index)
{
	u32 count = cell(arrays, 0), words = cell(arrays, 1), i, word;

	if (!node_is_good(node, words))
		return -EBADMSG;
	for (i = 0; i < count; i++) {
		for (word = 0; word < words; word++)
			if (cell(arrays, 2 + i * words + word) != cell(node, 1 + word))
				break;
		*index = i;
		if (word == words)
			return 0;
	}
	return -ENOENT;
}

static void grows(const struct pdr_assoc *assoc, const struct property *arrays,
		  const struct property *node, int found, u32 at)
{
	struct pdr_assoc grown;
	struct property more;
	u32 index, again;
	void *prop;
	int error;

	error = pdr_assoc_append(assoc, node->data, node->len, &prop, &more.len, &index);
	if (allocation_failed()) {
		require(error == -ENOMEM, "%d without memory", error);
		return;
	}
	require(!error == (found != -EBADMSG), "find says %d, append %d", found, error);
	if (error)
		return;
	require(index == assoc->count, "the new list is %u of %u", index, assoc->count);
	more.data = exact_copy(prop, more.len);
	pdr_free(prop);
	require(!pdr_assoc_parse(&grown, more.data, more.len), "what was written is not read");
	require(grown.count == assoc->count + 1 && grown.words == assoc->words, "other sizes");
	require(!memcmp(more.data + 8, arrays->data + 8, arrays->len - 8), "the old lists changed");
	require(!pdr_assoc_find(&grown, node->data, node->len, &again), "the list is not there");
	require(again == (found ? index : at), "found at %u", again);
	exact_free(more.data, more.len);
}

static void look_up(const struct pdr_assoc *assoc, const struct property *arrays,
		    const struct property *node)
{
	u32 index = U32_MAX, right = U32_MAX;
	int error = pdr_assoc_find(assoc, node->data, node->len, &index);
	int naive = naive_find(arrays, node, &right);

	require(error == naive, "%d in place of %d", error, naive);
	require(error || index == right, "list %u in place of %u", index, right);
	grows(assoc, arrays, node, error, right);
}

void fuzz(const u8 *data, size_t size)
{
	struct input input = { data, size };
	unsigned int fail_at = input_u8(&input);
	struct property arrays, node;
	struct pdr_assoc assoc;
	int error;

	arrays.len = input_u16(&input);
	arrays.data = (u8 *)input_bytes(&input, &arrays.len);
	arrays.data = exact_copy(arrays.data, arrays.len);
	node.len = input.left;
	node.data = exact_copy(input.next, node.len);
	error = pdr_assoc_parse(&assoc, arrays.data, arrays.len);
	require(error == (arrays_are_good(&arrays) ? 0 : -EBADMSG), "parse says %d", error);
	fail_allocation(fail_at);
	if (!error)
		look_up(&assoc, &arrays, &node);
	exact_free(arrays.data, arrays.len);
	exact_free(node.data, node.len);
}
