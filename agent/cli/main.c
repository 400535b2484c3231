// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl - the command line of pseries-dr.
 *
 * Each command is a file of its own and says by its struct ctl_command how it is used.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "out.h"
#include "paint.h"
#include "util.h"
#include "version.h"

static enum ctl_status run_command(int argc, char **argv)
{
	const struct ctl_command *command = ctl_commands_find(argv[1]);
	struct ctl_args args = { .command = command, .argc = argc - 1, .argv = argv + 1 };

	if (command)
		return command->run(&args);
	fprintf(stderr, "pdrctl: %s '%s'\nTry 'pdrctl --help'. Nothing was touched.\n",
		argv[1][0] == '-' ? "unknown option" : "there is no command", argv[1]);
	return CTL_USAGE;
}

int main(int argc, char **argv)
{
	enum ctl_status status = CTL_DONE;

	dr_guard_streams();
	ctl_paint_init();
	if (argc < 2) {
		ctl_commands_usage(stderr);
		return CTL_USAGE;
	}
	if (argc == 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		ctl_commands_usage(stdout);
	else if (argc == 3 && !strcmp(argv[1], "--help") && ctl_commands_find(argv[2]))
		status = run_command(3, (char *[]){ argv[0], argv[2], argv[1], NULL });
	else if (argc == 2 && (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")))
		printf("pdrctl %s (protocol %d)\n", PDR_VERSION, PSERIES_DR_ABI_VERSION);
	else
		status = run_command(argc, argv);
	return ctl_out_finish(status);
}
