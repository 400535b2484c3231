// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl help - print the help, for people or for the completion of a shell.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "out.h"

#define OPTION_WORDS	370

static const struct ctl_option options[] = {
	{ OPTION_WORDS, "words", NULL, "the words that may follow, for completion" },
	{ 0, NULL, NULL, NULL },
};

/* Lines of "option --NAME -LETTER VALUE", with - for what there is none of */
static void put_option(const char *name, int letter, const char *value)
{
	char shown[3] = "-";

	if (letter < 256)
		snprintf(shown, sizeof(shown), "-%c", letter);
	printf("option --%s %s %s\n", name, shown, value ? value : "-");
}

static void put_columns(const struct ctl_command *command, const char *operand)
{
	const struct ctl_table *table = command->table(operand);
	int i;

	for (i = 0; table && i < table->n; i++)
		printf("column %s\n", table->columns[i].name);
}

/* @operand: the one that was given, as the columns depend on it; may be NULL */
static void put_words(const struct ctl_command *command, const char *operand)
{
	const struct ctl_option *option;

	for (option = command->options; option->name; option++)
		put_option(option->name, option->letter, option->value);
	put_option("help", 'h', NULL);
	if (*command->operands)
		printf("operand %s\n", command->operands);
	if (command->table)
		put_columns(command, operand);
}

static void put_commands(void)
{
	const struct ctl_command * const *command;

	for (command = ctl_commands; *command; command++)
		printf("command %s\n", (*command)->name);
	puts("command --help\ncommand --version");
}

static enum ctl_status help_with(const struct ctl_args *args, int place, bool words)
{
	const struct ctl_command *command;

	if (place == args->argc) {
		if (words)
			put_commands();
		else
			ctl_commands_usage(stdout);
		return CTL_DONE;
	}
	command = ctl_commands_find(args->argv[place]);
	if (!command) {
		ctl_args_say(args, "there is no command '%s'", args->argv[place]);
		return CTL_USAGE;
	}
	if (words)
		put_words(command, args->argv[place + 1]);
	else
		ctl_args_help(command);
	return CTL_DONE;
}

static enum ctl_status run_help(struct ctl_args *args)
{
	bool words = false;
	int letter, place;

	while ((letter = ctl_args_next(args)) >= 0)
		words = true;
	if (letter != CTL_ARG_END)
		return ctl_args_end(letter);
	/* For completion also the operand that was typed */
	place = ctl_args_operands(args, 0, words ? 2 : 1);
	return place < 0 ? CTL_USAGE : help_with(args, place, words);
}

const struct ctl_command ctl_cmd_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.summary = "print this, or the help of a command",
	.options = options,
	.run = run_help,
};
