/* SPDX-License-Identifier: GPL-2.0 */
/* The command line of lsslot, parsed strictly, and its exit statuses. */
#ifndef LS_OPTIONS_H
#define LS_OPTIONS_H

#include "options.h"

/* Level of -d from which on connectors are listed that Linux does not have */
#define LS_ALL_LEVEL	4

/**
 * enum ls_status - exit statuses
 * @LS_DONE: listed, even if there is nothing
 * @LS_MISUSED: the command line was not understood, and nothing was read
 * @LS_NO_TYPE: no such type, or nobody here who can list it
 * @LS_NOT_FOUND: -s names nothing
 * @LS_FAILED: something could not be read or written
 */
enum ls_status {
	LS_DONE = 0,
	LS_MISUSED = 1,
	LS_NO_TYPE = 2,
	LS_NOT_FOUND = 3,
	LS_FAILED = 255,
};

/**
 * struct ls_options - a command line
 * @type: connector type; DRM_OTHER for that of old network adapters
 * @available: -a, empty slots
 * @occupied: -o, slots with devices
 * @with_caches: -b, CPUs with their caches
 * @caches: -p, caches alone
 * @name: value of -s if it is no index; NULL without
 * @index: value of -s if it is an index
 * @has_index: it is one
 * @delimiter: value of -F, 0 without
 * @level: value of -d
 * @help: -h
 */
struct ls_options {
	enum drm_type type;
	bool available;
	bool occupied;
	bool with_caches;
	bool caches;
	const char *name;
	uint32_t index;
	bool has_index;
	char delimiter;
	uint64_t level;
	bool help;
};

/**
 * ls_options_parse() - take the command line
 * @options: result
 * @argc: number of words
 * @argv: the words
 *
 * Return: LS_DONE, or another status after a message.
 */
enum ls_status ls_options_parse(struct ls_options *options, int argc, char **argv);

/**
 * ls_options_usage() - print how lsslot is called
 */
void ls_options_usage(void);

/**
 * ls_options_names() - tell if -s names a connector
 * @options: the command line
 *
 * Return: true if there is -s.
 */
static inline bool ls_options_names(const struct ls_options *options)
{
	return options->name || options->has_index;
}

/**
 * ls_options_fit() - tell if -s lets a connector pass
 * @options: the command line
 * @index: DRC index of the connector
 * @name: its name
 *
 * Return: true if so, and for every connector without -s.
 */
bool ls_options_fit(const struct ls_options *options, uint32_t index, const char *name);

/**
 * ls_options_missed() - say that -s names nothing
 * @options: the command line, with -s
 *
 * Return: LS_NOT_FOUND.
 */
enum ls_status ls_options_missed(const struct ls_options *options);

#endif /* LS_OPTIONS_H */
