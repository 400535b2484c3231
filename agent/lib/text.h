/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers, sizes, times and names of firmware as text. */
#ifndef DR_TEXT_H
#define DR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void dr_text_clean(char *text);
char *dr_text_size(char *buf, size_t size, uint64_t bytes);
char *dr_text_seconds(char *buf, size_t size, uint64_t ns);
char *dr_text_ms(char *buf, size_t size, uint32_t ms);
char *dr_text_date(char *buf, size_t size, uint64_t ns);
char *dr_text_iso(char *buf, size_t size, uint64_t ns);
char *dr_text_utc(char *buf, size_t size, uint64_t ns);
char *dr_text_clock(char *buf, size_t size, uint64_t ns);
char *dr_text_word(char *buf, size_t size, const char *name, uint32_t value, uint32_t max);
char *dr_text_sense(char *buf, size_t size, int32_t status, uint32_t sense);
char *dr_text_errno(char *buf, size_t size, int error);

#endif /* DR_TEXT_H */
