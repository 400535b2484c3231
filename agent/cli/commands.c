// SPDX-License-Identifier: GPL-2.0
/* All commands; see commands.h. */
#include <string.h>

#include "commands.h"

const struct ctl_command * const ctl_commands[] = {
	&ctl_cmd_status,
	&ctl_cmd_list,
	&ctl_cmd_add,
	&ctl_cmd_remove,
	&ctl_cmd_cancel,
	&ctl_cmd_wait,
	&ctl_cmd_map,
	&ctl_cmd_jobs,
	&ctl_cmd_show,
	&ctl_cmd_why,
	&ctl_cmd_history,
	&ctl_cmd_watch,
	&ctl_cmd_set,
	&ctl_cmd_record,
	&ctl_cmd_help,
	NULL,
};

const struct ctl_command *ctl_commands_find(const char *name)
{
	const struct ctl_command * const *command;

	for (command = ctl_commands; *command; command++)
		if (!strcmp((*command)->name, name))
			return *command;
	return NULL;
}

void ctl_commands_usage(FILE *stream)
{
	const struct ctl_command * const *command;

	fputs("Usage: pdrctl COMMAND [OPTIONS] [OPERANDS]\n"
	      "       pdrctl COMMAND --help\n"
	      "       pdrctl --help | --version\n\n"
	      "Shows and moves memory, processors and PCI between this guest and its platform.\n\n"
	      "Commands:\n", stream);
	for (command = ctl_commands; *command; command++)
		fprintf(stream, "  %-8s %s\n", (*command)->name, (*command)->summary);
	fputs("\nExit status: 0 done, 1 failed, 2 usage, 3 module not loaded, 4 protocol,\n"
	      "5 permission, 6 no such connector or job, 7 no progress or deadline passed,\n"
	      "8 the platform does not take it back, 9 cancelled, 10 cannot be moved,\n"
	      "64 a part was moved, or something could not be undone. See pdrctl(8).\n", stream);
}
