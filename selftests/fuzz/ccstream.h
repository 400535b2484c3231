/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_CCSTREAM_H
#define FUZZ_CCSTREAM_H

/*
 * The oracle of the ibm,configure-connector decoder. The decoder sees one answer at
 * a time; the oracle keeps the list of all answers and searches it for the tree
 * that they describe.
 */

#include "fuzz.h"

#include <core/parse/ccwork.h>

struct cc_stream;

struct cc_stream *cc_stream_new(u32 drc_index);
void cc_stream_free(struct cc_stream *stream);

/* Forget all answers, because a new sequence begins. */
void cc_stream_restart(struct cc_stream *stream);

/* Add an answer of the firmware; skip busy answers and requests for a page. */
void cc_stream_add(struct cc_stream *stream, s32 status, const u8 *area);

/* Check the verdict on the end of a sequence. */
void cc_stream_ended(const struct cc_stream *stream, enum pdr_cc_verdict verdict);

/* Report a finding unless the answers describe this tree. */
void cc_stream_is_tree(const struct cc_stream *stream, const struct pdr_cc_node *root);

/**
 * cc_stream_of_tree() - the shortest list of answers that describes a tree
 * @root: the tree
 * @drc_index: its connector
 *
 * Return: the answers, or NULL if name and value of a property do not both fit in
 * a work area.
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

/* Report a finding unless every node and property is as ccwork.h says. */
void cc_well_formed(const struct pdr_cc_node *root);

/* Report a finding unless both trees are the same. */
void cc_same_tree(const struct pdr_cc_node *a, const struct pdr_cc_node *b);

#endif /* FUZZ_CCSTREAM_H */
