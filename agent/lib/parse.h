/* SPDX-License-Identifier: GPL-2.0 */
/* Strict parsers of the words of the command line. */
#ifndef DR_PARSE_H
#define DR_PARSE_H

#include <stddef.h>
#include <stdint.h>

const char *dr_parse_index(const char *text, uint32_t *index);
const char *dr_parse_address(const char *text, uint64_t *address);
const char *dr_parse_count(const char *text, uint32_t *count);
const char *dr_parse_number(const char *text, uint64_t *number);
const char *dr_parse_size(const char *text, uint64_t *bytes);
const char *dr_parse_seconds(const char *text, uint32_t *ms);

#endif /* DR_PARSE_H */
