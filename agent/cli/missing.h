/* SPDX-License-Identifier: GPL-2.0 */
/* Finding the missing connector of a request, and the cause. */
#ifndef CTL_MISSING_H
#define CTL_MISSING_H

#include "module.h"

/* Name the missing connector on stderr, as a job has failed, or would fail, for want of it */
void ctl_missing_explain(struct dr_client *client, const struct dr_job *job);

#endif /* CTL_MISSING_H */
