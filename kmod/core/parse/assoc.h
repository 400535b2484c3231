/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_ASSOC_H
#define _PDR_ASSOC_H

/*
 * ibm,associativity-lookup-arrays: the associativity lists that LMBs refer to
 * by index. An LMB that arrives brings its own list as ibm,associativity.
 * Invariant: a parsed struct pdr_assoc describes exactly the bytes it points
 * to; they belong to the caller and outlive it.
 *
 * Includes core.
 */

#include <pdr_env.h>

/**
 * struct pdr_assoc - The lists, as they lie in the property.
 * @count: number of lists
 * @words: words of each list, never 0
 * @lists: the lists, big endian, one after the other
 */
struct pdr_assoc {
	u32 count;
	u32 words;
	const u8 *lists;
};

/**
 * pdr_assoc_parse() - Check the property.
 * @assoc: the lists of the property; undefined on error
 * @prop: value of ibm,associativity-lookup-arrays
 * @len: bytes of @prop
 *
 * Context: any, does not allocate.
 * Return: 0, or -EBADMSG.
 */
int pdr_assoc_parse(struct pdr_assoc *assoc, const void *prop, size_t len);

/**
 * pdr_assoc_is_valid() - Check the associativity of a node.
 * @associativity: value of the node's ibm,associativity: number of words, words
 * @len: bytes of @associativity
 * @least: words that it has to have
 *
 * The kernel trusts the number of words, and reads as many.
 *
 * Context: any.
 * Return: true if it has @least words, and one at least, and as many as it says.
 */
bool pdr_assoc_is_valid(const void *associativity, size_t len, u32 least);

/**
 * pdr_assoc_find() - Find the list that a node's associativity stands for.
 * @assoc: the lists
 * @associativity: value of the node's ibm,associativity: number of words, words
 * @len: bytes of @associativity
 * @aa_index: index of the first list that has the same words
 *
 * Only the first &pdr_assoc.words words are compared, a node may have more.
 *
 * Context: any. Takes O(lists).
 * Return: 0; -ENOENT if no list is the same; -EBADMSG if @associativity is
 * shorter than it says or has fewer words than a list.
 */
int pdr_assoc_find(const struct pdr_assoc *assoc, const void *associativity,
		   size_t len, u32 *aa_index);

/**
 * pdr_assoc_append() - Build the property with one more list.
 * @assoc: the lists
 * @associativity: value of the new node's ibm,associativity
 * @len: bytes of @associativity
 * @prop: the grown value, to be freed by pdr_free(); undefined on error
 * @prop_len: bytes of the grown value
 * @aa_index: index of the new list
 *
 * Context: may sleep.
 * Return: 0, -ENOMEM, -EBADMSG as pdr_assoc_find(), or -ENOSPC if the property
 * cannot have more lists.
 */
int pdr_assoc_append(const struct pdr_assoc *assoc, const void *associativity,
		     size_t len, void **prop, size_t *prop_len, u32 *aa_index);

#endif /* _PDR_ASSOC_H */
