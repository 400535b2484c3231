/* SPDX-License-Identifier: GPL-2.0 */
/* How a job ended, for people and for programs. */
#ifndef CTL_OUTCOME_H
#define CTL_OUTCOME_H

#include "attend.h"

enum ctl_status ctl_outcome_print(struct ctl_attend *attend, bool json);
void ctl_outcome_json(const char *type, const struct dr_job *job, char *text);

#endif /* CTL_OUTCOME_H */
