/* SPDX-License-Identifier: GPL-2.0 */
/* Points in time as people write them. */
#ifndef CTL_WHEN_H
#define CTL_WHEN_H

#include <stdint.h>

/**
 * ctl_when_parse() - a point in time
 * @text: "1 hour ago", or a date as ISO 8601 writes it, with or without a time of day, local
 *	unless it ends with Z
 * @now: nanoseconds since the epoch
 * @when: result, nanoseconds since the epoch
 *
 * Return: NULL, or a phrase about the error, as the functions of parse.h.
 */
const char *ctl_when_parse(const char *text, uint64_t now, uint64_t *when);

#endif /* CTL_WHEN_H */
