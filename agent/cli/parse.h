/* SPDX-License-Identifier: GPL-2.0 */
/* Strict parsers of the words of the command line. */
#ifndef CTL_PARSE_H
#define CTL_PARSE_H

#include <stddef.h>
#include <stdint.h>

const char *ctl_parse_index(const char *text, uint32_t *index);
const char *ctl_parse_count(const char *text, uint32_t *count);
const char *ctl_parse_number(const char *text, uint64_t *number);
const char *ctl_parse_size(const char *text, uint64_t *bytes);
const char *ctl_parse_seconds(const char *text, uint32_t *ms);

#endif /* CTL_PARSE_H */
