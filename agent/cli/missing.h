/* SPDX-License-Identifier: GPL-2.0 */
/* Finding the missing connector of a request, and the cause. */
#ifndef CTL_MISSING_H
#define CTL_MISSING_H

#include "module.h"

/* Name the missing connector on stderr, after a job has failed for want of it */
void ctl_missing_explain(struct dr_client *client, const struct dr_job *job);

/* Look whether a request could be met as things are; CTL_DONE, or CTL_NOT_FOUND after words */
enum ctl_status ctl_missing_check(struct dr_client *client, const struct dr_job *request);

#endif /* CTL_MISSING_H */
