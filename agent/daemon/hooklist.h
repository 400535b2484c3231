/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The programs that events start, as the drop-in folder names them: FOLDER/KIND/PROGRAM. Whoever
 * could change one of them would have it run by root, so only root may.
 */

#ifndef PDRD_HOOKLIST_H
#define PDRD_HOOKLIST_H

#include <stdbool.h>

#include "follow.h"
#include "list.h"

/* Programs of all kinds together */
#define PDRD_HOOKS_MAX	32

/**
 * struct pdrd_hook - a program
 * @kind: the kind of its events
 * @path: its file
 */
struct pdrd_hook {
	const char *kind;
	char *path;
};

/**
 * pdrd_hooklist_kind() - the kind of a record
 * @record: of the follower
 * @ended: result of pdrd_ends_take() for the record
 *
 * Return: the state that a job has entered, refusal, unhandled, lost or module; NULL for a record
 * that is no event for programs.
 */
const char *pdrd_hooklist_kind(const struct dr_record *record, const struct dr_job *ended);

/**
 * pdrd_hooklist_read() - read the folder
 * @hooks: result, in the order of kinds and names; a list of struct pdrd_hook, empty before
 * @folder: the folder; if it is not there, there are no hooks
 *
 * Each file that is left out is told on stderr.
 */
void pdrd_hooklist_read(struct dr_list *hooks, const char *folder);

/**
 * pdrd_hooklist_check() - look whether only root, or pdrd's user, could have changed a program
 * @path: FOLDER/KIND/PROGRAM; both folders are looked at, too
 *
 * Return: NULL, or what is wrong with it, as the end of a sentence; until the next call.
 */
const char *pdrd_hooklist_check(const char *path);

/**
 * pdrd_hooklist_clear() - free the list
 * @hooks: list
 */
void pdrd_hooklist_clear(struct dr_list *hooks);

#endif /* PDRD_HOOKLIST_H */
