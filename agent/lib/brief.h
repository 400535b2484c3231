/* SPDX-License-Identifier: GPL-2.0 */
/* Jobs in few words, for tables of 80 columns; describe.h has the sentences. */
#ifndef DR_BRIEF_H
#define DR_BRIEF_H

#include <stddef.h>

#include "model.h"

/* Each makes its words in @buf, cut to @size, and returns @buf */

/* "remove 2G at 0x80000080": in bytes where @lmb_size is known */
char *dr_brief_request(char *buf, size_t size, const struct dr_job *job, uint64_t lmb_size);

/* "0x80000083 busy", empty while nothing is wrong */
char *dr_brief_why(char *buf, size_t size, const struct dr_job *job);

/* "1.2s", "3m05s", "2h10m" */
char *dr_brief_time(char *buf, size_t size, uint64_t ns);

/* Its origin: host, user, or file for /sys/kernel/dlpar */
const char *dr_brief_by(const struct dr_job *job);

/* Its state in a word */
const char *dr_brief_state(const struct dr_job *job);

#endif /* DR_BRIEF_H */
