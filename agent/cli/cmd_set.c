// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl set - show and change the settings of the module.
 *
 * They are the module's parameters. A change lasts until the module is unloaded.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "module.h"
#include "parse.h"
#include "pdr_names.h"

#define VALUE_MAX	32

static const struct ctl_option options[] = {
	{ 0, NULL, NULL, NULL },
};

/**
 * struct setting - one setting
 * @name: its name here
 * @parameter: the parameter's
 * @place: its place in struct dr_info
 * @value_name: name of each value, NULL for a time
 * @last: the last value that has a name
 */
struct setting {
	const char *name;
	const char *parameter;
	size_t place;
	const char *(*value_name)(unsigned int value);
	unsigned int last;
};

static const struct setting settings[] = {
	{ "stall-timeout", "stall_timeout_ms", offsetof(struct dr_info, stall_timeout_ms),
	  NULL, 0 },
	{ "online-type", "online_type", offsetof(struct dr_info, online_type),
	  pdr_online_type_name, PSERIES_DR_ONLINE_TYPE_KERNEL },
	{ "refuse-by", "refuse_by", offsetof(struct dr_info, refuse_by),
	  pdr_refuse_by_name, PSERIES_DR_REFUSE_BY_OFF },
};

#define N_SETTINGS	(sizeof(settings) / sizeof(settings[0]))

static const struct setting *find_setting(const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < N_SETTINGS; i++)
		if (strlen(settings[i].name) == len && !strncmp(settings[i].name, word, len))
			return &settings[i];
	return NULL;
}

/* The parameter's value: a name as it is, or a time in milliseconds; false after a message */
static bool read_value(const struct ctl_args *args, const struct setting *setting,
		       const char *text, char value[VALUE_MAX])
{
	const char *wrong = NULL;
	unsigned int i = 0;
	uint32_t ms;

	if (setting->value_name) {
		while (i <= setting->last && strcmp(setting->value_name(i), text))
			i++;
		if (i > setting->last)
			wrong = "is none of its values";
	} else {
		wrong = dr_parse_seconds(text, &ms);
	}
	if (wrong) {
		ctl_args_say(args, "'%s', the value of %s, %s", text, setting->name, wrong);
		return false;
	}
	if (setting->value_name)
		snprintf(value, VALUE_MAX, "%s", text);
	else
		snprintf(value, VALUE_MAX, "%u", ms);
	return true;
}

static const struct setting *read_word(const struct ctl_args *args, const char *word,
				       char value[VALUE_MAX])
{
	const char *equals = strchr(word, '=');
	const struct setting *setting = equals ? find_setting(word, equals - word) : NULL;

	if (setting)
		return read_value(args, setting, equals + 1, value) ? setting : NULL;
	ctl_args_say(args, equals ? "there is no setting '%s'" : "'%s' is no NAME=VALUE", word);
	return NULL;
}

/* All of them, before the first one is changed */
static bool check_words(const struct ctl_args *args, int first)
{
	bool seen[N_SETTINGS] = { false };
	char value[VALUE_MAX];
	int i;

	for (i = first; i < args->argc; i++) {
		const struct setting *setting = read_word(args, args->argv[i], value);

		if (!setting)
			return false;
		if (seen[setting - settings]) {
			ctl_args_say(args, "%s is given twice", setting->name);
			return false;
		}
		seen[setting - settings] = true;
	}
	return true;
}

static void print_settings(const struct dr_info *info)
{
	size_t i;

	for (i = 0; i < N_SETTINGS; i++) {
		const uint32_t *value = (const void *)((const char *)info + settings[i].place);

		if (settings[i].value_name)
			printf("%s=%s\n", settings[i].name, settings[i].value_name(*value));
		else
			printf("%s=%g\n", settings[i].name, *value / 1000.0);
	}
}

/* Return: 0 or a negative errno */
static int write_parameter(const char *parameter, const char *value)
{
	char path[sizeof(CTL_PARAMETERS) + 64];
	int fd, error = 0;

	snprintf(path, sizeof(path), CTL_PARAMETERS "/%s", parameter);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, value, strlen(value)) < 0)
		error = -errno;
	close(fd);
	return error;
}

static enum ctl_status change_setting(const struct setting *setting, const char *value)
{
	int error = write_parameter(setting->parameter, value);

	if (!error)
		return CTL_DONE;
	fprintf(stderr, "pdrctl: cannot set %s: %s\n", setting->name, strerror(-error));
	if (ctl_status_of_errno(-error) != CTL_PERMISSION)
		return CTL_FAILED;
	fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(CTL_PERMISSION));
	return CTL_PERMISSION;
}

static enum ctl_status change_settings(const struct ctl_args *args, int first)
{
	enum ctl_status status = CTL_DONE;
	int i;

	for (i = first; i < args->argc && status == CTL_DONE; i++) {
		char value[VALUE_MAX];
		const struct setting *setting = read_word(args, args->argv[i], value);

		status = setting ? change_setting(setting, value) : CTL_USAGE;
	}
	return status;
}

static enum ctl_status run_set(struct ctl_args *args)
{
	struct dr_client client;
	enum ctl_status status;
	int first, letter = ctl_args_next(args);

	if (letter != CTL_ARG_END)
		return ctl_args_end(letter);
	first = ctl_args_operands(args, 0, N_SETTINGS);
	if (first < 0 || !check_words(args, first))
		return CTL_USAGE;
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE && first == args->argc)
		print_settings(&client.info);
	else if (status == CTL_DONE)
		status = change_settings(args, first);
	dr_client_close(&client);
	return status;
}

static void print_more(void)
{
	size_t i;
	unsigned int value;

	puts("\nSettings:");
	for (i = 0; i < N_SETTINGS; i++) {
		printf("  %-14s", settings[i].name);
		if (!settings[i].value_name)
			fputs(" seconds, like 10 or 0.5", stdout);
		for (value = 0; settings[i].value_name && value <= settings[i].last; value++)
			printf(" %s", settings[i].value_name(value));
		putchar('\n');
	}
}

const struct ctl_command ctl_cmd_set = {
	.name = "set",
	.operands = "[NAME=VALUE]...",
	.summary = "show or change the settings of the module",
	.options = options,
	.more = print_more,
	.run = run_set,
};
