/* SPDX-License-Identifier: GPL-2.0 */
/* The commands, their options, and the strict scanner of options. */
#ifndef CTL_ARGS_H
#define CTL_ARGS_H

#include <stdbool.h>
#include <stdint.h>

#include "status.h"

/* Answers of ctl_args_next() beside the letter of an option */
#define CTL_ARG_END	(-1)
#define CTL_ARG_HELP	(-2)
#define CTL_ARG_BAD	(-3)

/* An option of commands that read, which ctl_args_next() takes by itself */
#define CTL_ARG_SYSROOT	500
#define CTL_SYSROOT_OPTION \
	{ CTL_ARG_SYSROOT, "sysroot", "FOLDER", "show the machine that 'pdrctl record' kept there" }

/**
 * struct ctl_option - an option of a command
 * @letter: ctl_args_next() returns it for this option; the short option if it is below 256
 * @name: long option, without the dashes
 * @value: placeholder of its value in the help, or its values with bars between; NULL if it takes
 *	none. Completion goes by it, too.
 * @help: one line
 */
struct ctl_option {
	int letter;
	const char *name;
	const char *value;
	const char *help;
};

struct ctl_args;
struct ctl_table;

/**
 * struct ctl_command - a command of pdrctl
 * @name: its name
 * @operands: operands as the usage line shows them, may be empty
 * @summary: one line for the list of commands
 * @options: its options, ended by one without a name
 * @more: prints further help; may be NULL
 * @table: the table that --output takes columns of, for an operand or NULL; may be NULL
 * @run: the command
 */
struct ctl_command {
	const char *name;
	const char *operands;
	const char *summary;
	const struct ctl_option *options;
	void (*more)(void);
	const struct ctl_table *(*table)(const char *operand);
	enum ctl_status (*run)(struct ctl_args *args);
};

/**
 * struct ctl_args - arguments of a command while they are scanned
 * @command: the command
 * @argc: number of words, the command's name included
 * @argv: the words
 * @value: value of the option that ctl_args_next() has returned
 * @option: that option
 * @seen: bit n: the option at place n was given
 * @started: the scan has begun
 * @sysroot: value of --sysroot, or NULL
 */
struct ctl_args {
	const struct ctl_command *command;
	int argc;
	char **argv;
	const char *value;
	const struct ctl_option *option;
	uint64_t seen;
	bool started;
	const char *sysroot;
};

extern const struct ctl_command ctl_cmd_status;
extern const struct ctl_command ctl_cmd_list;
extern const struct ctl_command ctl_cmd_add;
extern const struct ctl_command ctl_cmd_remove;
extern const struct ctl_command ctl_cmd_cancel;
extern const struct ctl_command ctl_cmd_wait;
extern const struct ctl_command ctl_cmd_jobs;
extern const struct ctl_command ctl_cmd_history;
extern const struct ctl_command ctl_cmd_watch;
extern const struct ctl_command ctl_cmd_map;
extern const struct ctl_command ctl_cmd_show;
extern const struct ctl_command ctl_cmd_why;
extern const struct ctl_command ctl_cmd_set;
extern const struct ctl_command ctl_cmd_record;
extern const struct ctl_command ctl_cmd_help;

void ctl_args_help(const struct ctl_command *command);
int ctl_args_next(struct ctl_args *args);
int ctl_args_operands(struct ctl_args *args, int min, int max);
int ctl_args_job(struct ctl_args *args, uint64_t *id);
bool ctl_args_take(struct ctl_args *args, const char *wrong);
enum ctl_status ctl_args_end(int answer);
void ctl_args_say(const struct ctl_args *args, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif /* CTL_ARGS_H */
