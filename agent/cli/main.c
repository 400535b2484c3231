// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl - the command line of pseries-dr.
 *
 * Each command is a file of its own and says by its struct ctl_command how it is used.
 */
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "out.h"
#include "util.h"
#include "version.h"

static const struct ctl_command * const commands[] = {
	&ctl_cmd_status,
	&ctl_cmd_list,
	&ctl_cmd_add,
	&ctl_cmd_remove,
	&ctl_cmd_cancel,
	&ctl_cmd_wait,
	&ctl_cmd_map,
	&ctl_cmd_jobs,
	&ctl_cmd_show,
	&ctl_cmd_history,
	&ctl_cmd_watch,
	&ctl_cmd_set,
};

#define N_COMMANDS	(sizeof(commands) / sizeof(commands[0]))

static void print_usage(FILE *stream)
{
	size_t i;

	fputs("Usage: pdrctl COMMAND [OPTIONS] [OPERANDS]\n"
	      "       pdrctl COMMAND --help\n"
	      "       pdrctl --help | --version\n\n"
	      "Shows and moves memory, processors and PCI between this guest and its platform.\n\n"
	      "Commands:\n", stream);
	for (i = 0; i < N_COMMANDS; i++)
		fprintf(stream, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\nExit status: 0 done, 1 failed, 2 usage, 3 module not loaded, 4 protocol,\n"
	      "5 permission, 6 no such connector or job, 7 no progress or deadline passed,\n"
	      "8 the platform does not take it back, 9 cancelled, 10 cannot be moved,\n"
	      "64 something could not be undone. See pdrctl(8).\n", stream);
}

static const struct ctl_command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < N_COMMANDS; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static enum ctl_status run_command(int argc, char **argv)
{
	const struct ctl_command *command = find_command(argv[1]);
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
	if (argc < 2) {
		print_usage(stderr);
		return CTL_USAGE;
	}
	if (argc == 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		print_usage(stdout);
	else if (argc == 3 && !strcmp(argv[1], "--help") && find_command(argv[2]))
		status = run_command(3, (char *[]){ argv[0], argv[2], argv[1], NULL });
	else if (argc == 2 && (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")))
		printf("pdrctl %s (protocol %d)\n", PDR_VERSION, PSERIES_DR_ABI_VERSION);
	else
		status = run_command(argc, argv);
	return ctl_out_finish(status);
}
