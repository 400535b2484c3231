/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_CCSTREAM_H
#define FUZZ_CCSTREAM_H

/*
 * The answers of ibm,configure-connector as a list, and what tree they stand for:
 * the oracle of the decoder. It looks at the whole list again and again, where
 * the decoder sees one answer at a time.
 */

#include "fuzz.h"

#include <core/parse/ccwork.h>

struct cc_stream;

struct cc_stream *cc_stream_new(u32 drc_index);
void cc_stream_free(struct cc_stream *stream);

/* A new sequence begins: forget all answers. */
void cc_stream_restart(struct cc_stream *stream);

/* The firmware answered; busy answers and those for a page do not count. */
void cc_stream_add(struct cc_stream *stream, s32 status, const u8 *area);

/* The firmware came to its end, and this was the verdict on it. */
void cc_stream_ended(const struct cc_stream *stream, enum pdr_cc_verdict verdict);

/* A finding, unless the answers stand for this tree. */
void cc_stream_is_tree(const struct cc_stream *stream, const struct pdr_cc_node *root);

/**
 * cc_stream_of_tree() - the shortest answers that give a tree
 * @root: the tree
 * @drc_index: its connector
 *
 * Return: the answers, or NULL if a property is too long to be told by one with
 * its name and value apart.
 */
struct cc_stream *cc_stream_of_tree(const struct pdr_cc_node *root, u32 drc_index);

/**
 * cc_stream_answer() - one answer, as a firmware gives it
 * @stream: the answers
 * @at: which of them
 * @status: its status
 * @area: the work area
 *
 * Return: false if there are no more.
 */
bool cc_stream_answer(const struct cc_stream *stream, u32 at, s32 *status, u8 *area);

/* A finding, unless every node and property is as ccwork.h says. */
void cc_well_formed(const struct pdr_cc_node *root);

/* A finding, unless both trees are the same. */
void cc_same_tree(const struct pdr_cc_node *a, const struct pdr_cc_node *b);

#endif /* FUZZ_CCSTREAM_H */
