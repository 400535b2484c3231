/* SPDX-License-Identifier: GPL-2.0 */
/* What a job would do, by the module's plan. */
#ifndef CTL_OUTLOOK_H
#define CTL_OUTLOOK_H

#include "module.h"

/*
 * Ask the module for its plan of a request and print it. The exit status is that with which the
 * job would end, as far as the module knows.
 */
enum ctl_status ctl_plan_print(struct dr_client *client, const struct dr_job *request, bool json);

#endif /* CTL_OUTLOOK_H */
