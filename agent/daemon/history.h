/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The history: each event of each load of the module, once, in a file that outlives both the
 * module and the agent. The next commit keeps all entries that were put, so that an event can be
 * kept before it is sent to any reader.
 *
 * A file that cannot be written is given up with a sentence, and opened again later. The module
 * then gives the missed events again. Events that it has forgotten become an entry of their own, a
 * gap.
 */

#ifndef PDRD_HISTORY_H
#define PDRD_HISTORY_H

#include <sys/types.h>

#include "follow.h"
#include "store.h"

/* The limits of the history unless the command line sets others */
#define PDRD_KEEP_DAYS	365
#define PDRD_KEEP_SIZE	(64ULL * 1024 * 1024)

/**
 * enum pdrd_sql - the prepared statements
 * @PDRD_SQL_BEGIN: begin to put
 * @PDRD_SQL_COMMIT: keep the entries that were put
 * @PDRD_SQL_NEWEST: the newest load
 * @PDRD_SQL_MEET: a load is there
 * @PDRD_SQL_MARK: how far a load has come
 * @PDRD_SQL_LOAD: how far a load had come
 * @PDRD_SQL_PUT: an entry
 * @PDRD_SQL_PUT_JOB: an entry, unless there is one of this number
 * @PDRD_SQL_FORGET_OLD: entries older than a point in time
 * @PDRD_SQL_FORGET_SOME: the oldest entries
 * @PDRD_SQL_FORGET_LOADS: loads without entries
 * @PDRD_SQL_SIZE: bytes in use
 * @PDRD_SQL_SHRINK: give unused pages back to the file system
 * @PDRD_SQL_FORGET_HELD: answers on jobs without entries
 * @PDRD_SQL_FORGET_ANSWERS: the oldest answers
 * @PDRD_SQL_ANSWERED: bytes of all answers
 * @PDRD_SQL_PUT_HELD: an answer on a job
 * @PDRD_SQL_BEHIND: the place behind an event
 * @PDRD_SQL_BEFORE: the place before a load
 * @PDRD_SQL_NEXT: the first entry behind a place
 * @PDRD_SQL_COUNT: number of statements
 */
enum pdrd_sql {
	PDRD_SQL_BEGIN,
	PDRD_SQL_COMMIT,
	PDRD_SQL_NEWEST,
	PDRD_SQL_MEET,
	PDRD_SQL_MARK,
	PDRD_SQL_LOAD,
	PDRD_SQL_PUT,
	PDRD_SQL_PUT_JOB,
	PDRD_SQL_FORGET_OLD,
	PDRD_SQL_FORGET_SOME,
	PDRD_SQL_FORGET_LOADS,
	PDRD_SQL_SIZE,
	PDRD_SQL_SHRINK,
	PDRD_SQL_FORGET_HELD,
	PDRD_SQL_FORGET_ANSWERS,
	PDRD_SQL_ANSWERED,
	PDRD_SQL_PUT_HELD,
	PDRD_SQL_BEHIND,
	PDRD_SQL_BEFORE,
	PDRD_SQL_NEXT,
	PDRD_SQL_COUNT,
};

/**
 * struct pdrd_keep - how much is kept
 * @days: entries of the last so many days, 0 for all
 * @size: bytes that the entries may take, 0 for any number
 */
struct pdrd_keep {
	uint32_t days;
	uint64_t size;
};

/**
 * struct pdrd_history - a history
 * @path: its file
 * @keep: how much is kept
 * @db: the file, NULL while it cannot be used
 * @dev: device of the file
 * @ino: its inode: a file that was moved away or removed is no history to go on with
 * @sql: its statements
 * @putting: something was put that is not kept yet
 * @boot_id: the newest load, where @loads says that there is one
 * @seq: its newest event
 * @loads: there is a load
 * @met: this load was there since the file was opened
 * @ended: it has ended
 * @fresh: entries since it was last looked for old ones, and the room of answers in entries
 * @said: why the file was given up; empty while it works
 */
struct pdrd_history {
	const char *path;
	struct pdrd_keep keep;
	sqlite3 *db;
	dev_t dev;
	ino_t ino;
	struct sqlite3_stmt *sql[PDRD_SQL_COUNT];
	bool putting;
	uint64_t boot_id;
	uint64_t seq;
	bool loads;
	bool met;
	bool ended;
	unsigned int fresh;
	char said[256];
};

/**
 * pdrd_history_open() - open the file, or make it
 * @history: history with its path and its limits, all else zero or as it was given up
 *
 * Return: true if it can be used; otherwise the error was told on stderr, once.
 */
bool pdrd_history_open(struct pdrd_history *history);

/**
 * pdrd_history_close() - keep the entries that were put, and close the file
 * @history: history, open or not
 */
void pdrd_history_close(struct pdrd_history *history);

/**
 * pdrd_history_put() - add the entry of a record
 * @history: history; nothing happens while it cannot be used
 * @record: of the follower
 *
 * Events that are there already are left out, and a gap before an event is noted.
 */
void pdrd_history_put(struct pdrd_history *history, const struct dr_record *record);

/**
 * pdrd_history_put_held() - add who held the pages of the LMB in which a job failed
 * @history: history; nothing happens while it cannot be used
 * @boot_id: load of the module that the job belongs to
 * @job: its number
 * @line: line of JSON
 */
void pdrd_history_put_held(struct pdrd_history *history, uint64_t boot_id, uint64_t job,
			   const char *line);

/**
 * pdrd_history_commit() - keep the entries that were put
 * @history: history; given up if its file is no longer where it was
 */
void pdrd_history_commit(struct pdrd_history *history);

/**
 * pdrd_history_look() - give the file up if it is no longer where it was
 * @history: history
 *
 * Return: true if it can be used.
 */
bool pdrd_history_look(struct pdrd_history *history);

/**
 * pdrd_history_ask() - begin with a statement
 * @history: history, open
 * @which: the statement
 *
 * Return: the statement, without values.
 */
sqlite3_stmt *pdrd_history_ask(struct pdrd_history *history, enum pdrd_sql which);

/**
 * pdrd_history_give_up() - close a file that cannot be used, and say why, once
 * @history: history
 * @error: negative errno; -EIO where SQLite says more
 */
void pdrd_history_give_up(struct pdrd_history *history, int error);

#endif /* PDRD_HISTORY_H */
