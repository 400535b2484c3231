/* SPDX-License-Identifier: GPL-2.0 */
/* The module as pdrctl meets it: failed requests become a sentence and an exit status. */
#ifndef CTL_MODULE_H
#define CTL_MODULE_H

#include "client.h"
#include "status.h"

/* Tells whether the kernel is locked down; tests name another file */
#ifndef CTL_LOCKDOWN
#define CTL_LOCKDOWN	"/sys/kernel/security/lockdown"
#endif

enum ctl_status ctl_module_open(struct dr_client *client);
enum ctl_status ctl_module_check(const struct dr_info *info);
enum ctl_status ctl_module_absent(void);
enum ctl_status ctl_module_fail(const struct dr_client *client, int err, const char *what);

#endif /* CTL_MODULE_H */
