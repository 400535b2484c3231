/* SPDX-License-Identifier: GPL-2.0 */
/* The answer in words, and as one line of JSON. */
#ifndef WHY_ANSWER_H
#define WHY_ANSWER_H

#include <stdio.h>

#include "holders.h"
#include "zone.h"

/**
 * struct why_answer - the answer
 * @index: DRC index of the LMB; 0 if another range was asked for
 * @address: physical address of the first byte
 * @size: bytes
 * @page_size: bytes of a page
 * @pages: pages of the range
 * @zone: its zones
 * @holders: who holds the pages
 * @cut: it took too long, and the answer is not complete
 */
struct why_answer {
	uint32_t index;
	uint64_t address;
	uint64_t size;
	size_t page_size;
	uint64_t pages;
	char zone[WHY_ZONE_MAX];
	struct why_holders holders;
	bool cut;
};

/**
 * why_answer_print() - tell people
 * @answer: answer
 * @out: where to
 *
 * Return: 0 or -ENOMEM.
 */
int why_answer_print(const struct why_answer *answer, FILE *out);

/**
 * why_answer_json() - tell programs
 * @answer: answer
 *
 * Return: the line, to be freed; NULL when memory is short.
 */
char *why_answer_json(const struct why_answer *answer);

/**
 * why_answer_sentence() - tell of one holder
 * @answer: answer, for those that are suspected
 * @holder: the holder
 *
 * Return: the sentence without its full stop, to be freed; NULL when memory is short.
 */
char *why_answer_sentence(const struct why_answer *answer, const struct why_holder *holder);

/**
 * why_answer_is_complete() - tell if all processes were read
 * @answer: answer
 *
 * Return: true if they were, or if none of the others maps a page of the range.
 */
bool why_answer_is_complete(const struct why_answer *answer);

#endif /* WHY_ANSWER_H */
