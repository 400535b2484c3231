/* SPDX-License-Identifier: GPL-2.0 */
/* All commands: the one table behind pdrctl, its help and its completion. */
#ifndef CTL_COMMANDS_H
#define CTL_COMMANDS_H

#include <stdio.h>

#include "args.h"

/* In the order of the help, ended by NULL */
extern const struct ctl_command * const ctl_commands[];

/* The command of that name, or NULL */
const struct ctl_command *ctl_commands_find(const char *name);

/* Print the usage of pdrctl as a whole */
void ctl_commands_usage(FILE *stream);

#endif /* CTL_COMMANDS_H */
