/* SPDX-License-Identifier: GPL-2.0 */
/* Words of a command line that stand for numbers, read strictly: there is no default. */
#ifndef DRM_WORDS_H
#define DRM_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * drm_words_number() - read a decimal number
 * @word: the word
 * @most: the largest number allowed
 * @number: result
 *
 * Return: true if the whole word is such a number.
 */
bool drm_words_number(const char *word, uint32_t most, uint32_t *number);

/**
 * drm_words_is_index() - tell if a word is meant as a DRC index
 * @word: the word
 *
 * An index has its 0x; hex digits alone may be a name.
 *
 * Return: true if it begins like one.
 */
bool drm_words_is_index(const char *word);

/**
 * drm_words_index() - read a DRC index
 * @word: a word that drm_words_is_index()
 * @index: result
 *
 * Return: true if the whole word is an index.
 */
bool drm_words_index(const char *word, uint32_t *index);

#endif /* DRM_WORDS_H */
