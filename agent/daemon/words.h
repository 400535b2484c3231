/* SPDX-License-Identifier: GPL-2.0 */
/* NAME=value words on an event: fields of the journal, and the environment of a hook. */

#ifndef PDRD_WORDS_H
#define PDRD_WORDS_H

#include "follow.h"

#define PDRD_WORDS_MAX	24

/**
 * struct pdrd_words - the words
 * @word: the words, and NULL after the last
 * @count: their number
 */
struct pdrd_words {
	char *word[PDRD_WORDS_MAX + 1];
	unsigned int count;
};

/**
 * pdrd_words_add() - add a word
 * @words: words, all zero at first
 * @format: the word, as of printf(3)
 *
 * A word for which there is no memory is left out.
 */
void __attribute__((format(printf, 2, 3)))
pdrd_words_add(struct pdrd_words *words, const char *format, ...);

/**
 * pdrd_words_add_job() - add the main attributes of a job
 * @words: words
 * @job: the job
 * @boot_id: load of the module that it belongs to, 0 if unknown
 */
void pdrd_words_add_job(struct pdrd_words *words, const struct dr_job *job, uint64_t boot_id);

/**
 * pdrd_words_free() - free the words
 * @words: words
 */
void pdrd_words_free(struct pdrd_words *words);

#endif /* PDRD_WORDS_H */
