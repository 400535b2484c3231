/* SPDX-License-Identifier: GPL-2.0 */
/* The module as pdrctl meets it: failed requests become a sentence and an exit status. */
#ifndef CTL_MODULE_H
#define CTL_MODULE_H

#include "args.h"
#include "client.h"
#include "status.h"

/* Tells whether the kernel is locked down; tests name another file */
#ifndef CTL_LOCKDOWN
#define CTL_LOCKDOWN	"/sys/kernel/security/lockdown"
#endif

/* Folder of the module's parameters; tests name another one */
#ifndef CTL_PARAMETERS
#define CTL_PARAMETERS	"/sys/module/pseries_dr/parameters"
#endif

/* The program of "pdrctl why"; tests name another one */
#ifndef CTL_WHY
#define CTL_WHY	"/usr/libexec/pseries-dr/pdr-why"
#endif

/* Bytes of the longest sentence on a number of an earlier load */
#define CTL_LOADED_ANEW_MAX	128

enum ctl_status ctl_module_open(struct dr_client *client, const struct ctl_args *args);
enum ctl_status ctl_module_check(const struct dr_info *info);
enum ctl_status ctl_module_fail(const struct dr_client *client, int err, const char *what);
char *ctl_module_loaded_anew(char *buf, uint64_t seq);

#endif /* CTL_MODULE_H */
