/* SPDX-License-Identifier: GPL-2.0 */
/* Which lines a client wants: for each key of the filter, those that have one of its names. */

#ifndef PDRD_FILTER_H
#define PDRD_FILTER_H

#include <stdbool.h>

#include <jansson.h>

/**
 * pdrd_filter_check() - understand a filter
 * @filter: filter of the client's request
 *
 * Return: NULL, or a sentence about the error.
 */
const char *pdrd_filter_check(json_t *filter);

/**
 * pdrd_filter_takes() - tell if a line is wanted
 * @filter: one that pdrd_filter_check() has understood
 * @line: line of JSON, its end included or not
 *
 * A line that is not about a job is always wanted: without the lines about lost events and about
 * the module, a client could not tell silence from a gap.
 *
 * Return: true if it is, also when memory is short.
 */
bool pdrd_filter_takes(json_t *filter, const char *line);

#endif /* PDRD_FILTER_H */
