/* SPDX-License-Identifier: GPL-2.0 */
/* A history in a folder of its own, and what a module would have it keep. */

#ifndef KEPT_H
#define KEPT_H

#include "history.h"
#include "place.h"

/* Loads of the module: one with the highest bit, which the file has as a negative number */
#define LOAD_A	0xfedcba9876543210ULL
#define LOAD_B	0x123ULL

/**
 * struct kept - a history and its surroundings
 * @folder: folder of the test's own
 * @path: file of the history
 * @history: the history
 */
struct kept {
	char folder[PLACE_NAME_MAX];
	char path[PLACE_NAME_MAX + 16];
	struct pdrd_history history;
};

/* Make the folder; the history is not open yet. */
void kept_make(struct kept *kept);

/* Close the history, and remove the folder with all that is in it. */
void kept_remove(struct kept *kept);

/* Close it and open it again, as after the end of the process. */
void kept_reopen(struct kept *kept);

/* The module is there, by its boot-id, or went for 0. */
void kept_module(struct kept *kept, uint64_t boot_id);

/* Events of the newest load, the first of them at @time in nanoseconds, a millisecond apart. */
void kept_events(struct kept *kept, uint64_t from, uint64_t to, uint64_t time);

/* A job whose last event has the number @seq. */
void kept_job(struct kept *kept, uint64_t seq);

/* The events @from to @to of a load are lost, all of them for @to 0. */
void kept_lost(struct kept *kept, uint64_t boot_id, uint64_t from, uint64_t to);

/* The number that a question has for an answer; asked behind the back of the history. */
int64_t kept_ask(const struct kept *kept, const char *question);

/* Carry statements out behind the back of the history. */
void kept_change(const struct kept *kept, const char *statements);

#endif /* KEPT_H */
