// SPDX-License-Identifier: GPL-2.0
/* The programs that events start; see hooklist.h. */

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hooklist.h"
#include "pdr_names.h"

/* Characters of a name that run-parts(8) takes: no dot, so that no backup of an editor runs */
#define NAME_CHARS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

static const char kind_refusal[] = "refusal";
static const char kind_unhandled[] = "unhandled";
static const char kind_lost[] = "lost";
static const char kind_module[] = "module";

static const char *kind_of_event(const struct dr_event *event)
{
	switch (event->event_type) {
	case PSERIES_DR_EVENT_TYPE_STATE:
		return pdr_state_name(event->job.state);
	case PSERIES_DR_EVENT_TYPE_REFUSAL:
		return kind_refusal;
	case PSERIES_DR_EVENT_TYPE_UNHANDLED:
		return kind_unhandled;
	default:
		return NULL;
	}
}

const char *pdrd_hooklist_kind(const struct dr_record *record, const struct dr_job *ended)
{
	switch (record->type) {
	case DR_RECORD_EVENT:
		return kind_of_event(record->event);
	case DR_RECORD_JOB:
		/* Its last event is lost */
		return ended ? pdr_state_name(ended->state) : NULL;
	case DR_RECORD_LOST:
		return kind_lost;
	case DR_RECORD_MODULE:
		return kind_module;
	default:
		return NULL;
	}
}

/* The same word in memory that stays; NULL if it is no kind */
static const char *find_hook_kind(const char *word)
{
	static const char * const others[] = {
		kind_refusal, kind_unhandled, kind_lost, kind_module,
	};
	unsigned int i;

	for (i = 0; i <= PDR_STATE_MAX; i++) {
		if (!strcmp(word, pdr_state_name(i)))
			return pdr_state_name(i);
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (!strcmp(word, others[i]))
			return others[i];
	}
	return NULL;
}

/* The user that pdrd runs as could do all that the program does anyway */
static const char *find_fault(const struct stat *st)
{
	if (st->st_uid && st->st_uid != geteuid())
		return "belongs to a user other than root";
	if (st->st_mode & 0022)
		return "can be written by others than its owner";
	return NULL;
}

static const char *find_program_fault(const struct stat *st)
{
	const char *fault = find_fault(st);

	if (fault)
		return fault;
	if (!S_ISREG(st->st_mode))
		return "is no file";
	return st->st_mode & 0111 ? NULL : "is not executable";
}

static bool is_plain_name(const char *name)
{
	return *name && strspn(name, NAME_CHARS) == strlen(name);
}

static int select_name(const struct dirent *entry)
{
	return is_plain_name(entry->d_name);
}

static void say_left_out(const char *path, const char *why)
{
	warnx("%s %s: it is left out", path, why);
}

static const char *find_folder_fault(const struct stat *st)
{
	if (S_ISLNK(st->st_mode))
		return "is a link";
	return S_ISDIR(st->st_mode) ? find_fault(st) : "is no folder";
}

/* Whoever may write to a folder can put another file in the place of the program */
static const char *check_folder_of(const char *path, unsigned int levels)
{
	const char *fault = NULL, *end = path + strlen(path);
	struct stat st;
	char *folder;

	while (!fault && levels--) {
		end = memrchr(path, '/', end - path);
		if (!end || end == path)
			return NULL;
		folder = strndup(path, end - path);
		if (!folder || lstat(folder, &st))
			fault = strerror(errno);
		else if (find_folder_fault(&st))
			fault = "is in a folder that is not safe";
		free(folder);
	}
	return fault;
}

/* The target of a link is in a folder that nobody looks at */
const char *pdrd_hooklist_check(const char *path)
{
	const char *fault = check_folder_of(path, 2);
	struct stat st;

	if (fault)
		return fault;
	if (lstat(path, &st))
		return strerror(errno);
	return S_ISLNK(st.st_mode) ? "is a link" : find_program_fault(&st);
}

static void add_program(struct dr_list *hooks, const char *kind, char *path)
{
	const char *fault = pdrd_hooklist_check(path);
	struct pdrd_hook *hook;

	if (!fault && hooks->n == PDRD_HOOKS_MAX)
		fault = "is one program too many";
	hook = fault ? NULL : dr_list_add(hooks);
	if (fault)
		say_left_out(path, fault);
	if (!hook) {
		free(path);
		return;
	}
	hook->kind = kind;
	hook->path = path;
}

/* False with a sentence if others than root could put something into the folder */
static bool is_safe_folder(const char *path)
{
	const char *fault;
	struct stat st;

	if (lstat(path, &st)) {
		if (errno != ENOENT)
			say_left_out(path, strerror(errno));
		return false;
	}
	fault = find_folder_fault(&st);
	if (fault)
		say_left_out(path, fault);
	return !fault;
}

/* Names in the order of their bytes, in any locale */
static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Call a function with the path of each plain name in a folder; it owns the path */
static void walk_folder(struct dr_list *hooks, const char *folder, const char *kind,
			void (*fn)(struct dr_list *hooks, const char *word, char *path))
{
	struct dirent **entries;
	char *path;
	int i, count;

	if (!is_safe_folder(folder))
		return;
	count = scandir(folder, &entries, select_name, compare_names);
	if (count < 0) {
		say_left_out(folder, strerror(errno));
		return;
	}
	for (i = 0; i < count; i++) {
		if (asprintf(&path, "%s/%s", folder, entries[i]->d_name) >= 0)
			fn(hooks, kind ? kind : entries[i]->d_name, path);
		free(entries[i]);
	}
	free(entries);
}

static void add_kind(struct dr_list *hooks, const char *word, char *path)
{
	const char *kind = find_hook_kind(word);

	if (kind)
		walk_folder(hooks, path, kind, add_program);
	else
		say_left_out(path, "has no name of a kind of events");
	free(path);
}

void pdrd_hooklist_read(struct dr_list *hooks, const char *folder)
{
	walk_folder(hooks, folder, NULL, add_kind);
}

void pdrd_hooklist_clear(struct dr_list *hooks)
{
	struct pdrd_hook *hook;
	size_t i;

	for (i = 0; i < hooks->n; i++) {
		hook = dr_list_at(hooks, i);
		free(hook->path);
	}
	dr_list_clear(hooks);
}
