// SPDX-License-Identifier: GPL-2.0
/*
 * The strict scanner of options.
 *
 * getopt_long() accepts any unambiguous beginning of a long option, and the last of two
 * contradicting options wins. Both can change the meaning of a script silently, so here both
 * are errors.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "parse.h"

#define OPTIONS_MAX	32

/**
 * ctl_args_say() - report an error in the arguments
 * @args: the arguments
 * @format: sentence without full stop, as for printf()
 */
void ctl_args_say(const struct ctl_args *args, const char *format, ...)
{
	va_list list;

	fprintf(stderr, "pdrctl %s: ", args->command->name);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fprintf(stderr, "\nTry 'pdrctl %s --help'. %s\n", args->command->name,
		"Nothing was touched.");
}

static void print_option(const struct ctl_option *option)
{
	char left[64], letter[8] = "    ";

	if (option->letter < 256)
		snprintf(letter, sizeof(letter), "-%c, ", option->letter);
	snprintf(left, sizeof(left), "%s--%s%s%s", letter, option->name,
		 option->value ? " " : "", option->value ? option->value : "");
	printf("  %-26s %s\n", left, option->help);
}

/**
 * ctl_args_help() - print the help of a command
 * @command: the command
 */
void ctl_args_help(const struct ctl_command *command)
{
	static const struct ctl_option help = { 'h', "help", NULL, "print this and exit" };
	const struct ctl_option *option;

	printf("Usage: pdrctl %s [OPTIONS]%s%s\n\n%s\n\nOptions:\n", command->name,
	       *command->operands ? " " : "", command->operands, command->summary);
	for (option = command->options; option->name; option++)
		print_option(option);
	print_option(&help);
	if (command->more)
		command->more();
}

static const struct ctl_option *find_long(const struct ctl_args *args, const char *word)
{
	const struct ctl_option *option;
	size_t len = strcspn(word, "=");

	for (option = args->command->options; option->name; option++)
		if (strlen(option->name) == len && !strncmp(option->name, word, len))
			return option;
	return NULL;
}

/* Accept no beginnings of names: each long option must be written out */
static bool long_options_known(const struct ctl_args *args)
{
	int i;

	for (i = 1; i < args->argc && strcmp(args->argv[i], "--"); i++) {
		const char *word = args->argv[i];

		if (strncmp(word, "--", 2) || !strcmp(word, "--help"))
			continue;
		if (find_long(args, word + 2))
			continue;
		ctl_args_say(args, "unknown option '%s'", word);
		return false;
	}
	return true;
}

/* Make the two tables that getopt_long() wants from ours */
static void make_tables(const struct ctl_args *args, struct option *longs, char *shorts)
{
	const struct ctl_option *option = args->command->options;
	int i;

	*shorts++ = ':';
	for (i = 0; i < OPTIONS_MAX && option->name; i++, option++) {
		longs[i].name = option->name;
		longs[i].has_arg = option->value ? required_argument : no_argument;
		longs[i].flag = NULL;
		longs[i].val = option->letter;
		if (option->letter >= 256)
			continue;
		*shorts++ = option->letter;
		if (option->value)
			*shorts++ = ':';
	}
	longs[i++] = (struct option){ "help", no_argument, NULL, 'h' };
	longs[i] = (struct option){ NULL, 0, NULL, 0 };
	*shorts++ = 'h';
	*shorts = '\0';
}

static bool letter_known(const struct ctl_args *args, int letter)
{
	const struct ctl_option *option;

	for (option = args->command->options; option->name; option++)
		if (option->letter == letter)
			return true;
	return letter == 'h';
}

static int bad_option(const struct ctl_args *args, int answer)
{
	if (answer == ':')
		ctl_args_say(args, "option '%s' needs a value", args->argv[optind - 1]);
	else if (letter_known(args, optopt))
		ctl_args_say(args, "option '%s' takes no value", args->argv[optind - 1]);
	else
		ctl_args_say(args, "unknown option '-%c'", optopt);
	return CTL_ARG_BAD;
}

/* Remembers the option in @args->option; false if it was there before */
static bool first_time(struct ctl_args *args, int letter)
{
	const struct ctl_option *option = args->command->options;
	uint64_t bit = 1;

	for (; option->letter != letter; option++)
		bit <<= 1;
	args->option = option;
	if (args->seen & bit) {
		ctl_args_say(args, "option '--%s' is given twice", option->name);
		return false;
	}
	args->seen |= bit;
	return true;
}

static int scan_option(struct ctl_args *args)
{
	struct option longs[OPTIONS_MAX + 2];
	char shorts[2 * OPTIONS_MAX + 3];
	int answer;

	make_tables(args, longs, shorts);
	answer = getopt_long(args->argc, args->argv, shorts, longs, NULL);
	if (answer == -1)
		return CTL_ARG_END;
	if (answer == '?' || answer == ':')
		return bad_option(args, answer);
	if (answer == 'h') {
		ctl_args_help(args->command);
		return CTL_ARG_HELP;
	}
	args->value = optarg;
	return first_time(args, answer) ? answer : CTL_ARG_BAD;
}

/**
 * ctl_args_next() - the next option
 * @args: the arguments
 *
 * Prints the help, or a message about an error, before it returns.
 *
 * Return: letter of the option, with its value in @args->value, or CTL_ARG_END, CTL_ARG_HELP,
 * CTL_ARG_BAD.
 */
int ctl_args_next(struct ctl_args *args)
{
	int answer;

	if (!args->started) {
		if (!long_options_known(args))
			return CTL_ARG_BAD;
		args->started = true;
		optind = 0;
		opterr = 0;
	}
	while ((answer = scan_option(args)) == CTL_ARG_SYSROOT)
		args->sysroot = args->value;
	return answer;
}

/**
 * ctl_args_operands() - the operands, once all options are scanned
 * @args: the arguments
 * @min: how many there must be
 * @max: how many there may be
 *
 * Return: place of the first in @args->argv, or CTL_ARG_BAD after a message.
 */
int ctl_args_operands(struct ctl_args *args, int min, int max)
{
	if (args->argc - optind > max) {
		ctl_args_say(args, "operand '%s' is not understood", args->argv[optind + max]);
		return CTL_ARG_BAD;
	}
	if (args->argc - optind < min) {
		ctl_args_say(args, "an operand is missing: %s", args->command->operands);
		return CTL_ARG_BAD;
	}
	return optind;
}

/**
 * ctl_args_job() - the only operand, which is the number of a job
 * @args: the arguments, with all options scanned
 * @id: result
 *
 * Return: CTL_ARG_END, or CTL_ARG_BAD after a message.
 */
int ctl_args_job(struct ctl_args *args, uint64_t *id)
{
	int place = ctl_args_operands(args, 1, 1);
	const char *wrong;

	if (place < 0)
		return CTL_ARG_BAD;
	wrong = dr_parse_number(args->argv[place], id);
	if (!wrong)
		return CTL_ARG_END;
	ctl_args_say(args, "'%s', the number of a job, %s", args->argv[place], wrong);
	return CTL_ARG_BAD;
}

/**
 * ctl_args_take() - judge the value of the option that was just scanned
 * @args: the arguments
 * @wrong: the phrase that the parser returned, NULL if nothing is wrong
 *
 * Return: true if the value is fine; false after a message.
 */
bool ctl_args_take(struct ctl_args *args, const char *wrong)
{
	if (!wrong)
		return true;
	ctl_args_say(args, "'%s', the value of --%s, %s", args->value, args->option->name, wrong);
	return false;
}

/**
 * ctl_args_end() - exit status of a scan that help or an error has ended
 * @answer: CTL_ARG_HELP or CTL_ARG_BAD
 *
 * Return: exit status.
 */
enum ctl_status ctl_args_end(int answer)
{
	return answer == CTL_ARG_HELP ? CTL_DONE : CTL_USAGE;
}
