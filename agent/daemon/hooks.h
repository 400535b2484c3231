/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Starts programs for events. Nothing of it happens while an event is handled: an event is put into
 * a queue, and the loop starts programs later, a few at a time. A program gets its events in their
 * order, one at a time; it delays its own events alone.
 */

#ifndef PDRD_HOOKS_H
#define PDRD_HOOKS_H

#include "hooklist.h"
#include "hookrun.h"

/* Seconds that a program may take, unless the command line says otherwise */
#define PDRD_HOOK_S	30

/* Programs at work at a time, and events that wait for one program */
#define PDRD_HOOKS_RUNNING	8
#define PDRD_HOOK_WAITING	64

struct pdrd_task;

/**
 * struct pdrd_slot - a place for a program at work
 * @run: the program
 * @hooks: all of it
 * @task: what it is doing, NULL for nothing
 */
struct pdrd_slot {
	struct pdrd_hookrun run;
	struct pdrd_hooks *hooks;
	struct pdrd_task *task;
};

/**
 * struct pdrd_hooks - the programs and what they have to do
 * @folder: folder of the programs
 * @deadline: seconds that one may take
 * @journal: tell systemd's journal how they end
 * @loop: event loop
 * @list: the programs, struct pdrd_hook
 * @timer: expires when something has to be started or ended
 * @slot: programs at work
 * @first: oldest task that waits
 * @last: where the next one goes
 */
struct pdrd_hooks {
	const char *folder;
	unsigned int deadline;
	bool journal;
	struct pdrd_loop *loop;
	struct dr_list list;
	struct pdrd_watch timer;
	struct pdrd_slot slot[PDRD_HOOKS_RUNNING];
	struct pdrd_task *first;
	struct pdrd_task **last;
};

/**
 * pdrd_hooks_open() - read the folder, and start programs from now on
 * @hooks: with @folder, @deadline and @journal, all else zero
 * @loop: event loop, already open
 *
 * Return: 0 or a negative errno.
 */
int pdrd_hooks_open(struct pdrd_hooks *hooks, struct pdrd_loop *loop);

/**
 * pdrd_hooks_read() - read the folder again
 * @hooks: hooks
 *
 * Events that wait keep their program.
 */
void pdrd_hooks_read(struct pdrd_hooks *hooks);

/**
 * pdrd_hooks_note() - queue a record for the programs of its kind
 * @hooks: hooks
 * @record: of the follower
 * @ended: result of pdrd_ends_take() for the record
 * @line: the record as JSON, NULL if memory is short
 */
void pdrd_hooks_note(struct pdrd_hooks *hooks, const struct dr_record *record,
		     const struct dr_job *ended, const char *line);

/**
 * pdrd_hooks_close() - kill the programs at work, and forget the events that wait
 * @hooks: hooks
 */
void pdrd_hooks_close(struct pdrd_hooks *hooks);

#endif /* PDRD_HOOKS_H */
