/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The file of the history, an SQLite database: pdrd writes it, pdrctl reads it.
 *
 * An entry holds an event as the attributes of the protocol, so that a program that knows more or
 * fewer attributes reads it as it reads the module's messages.
 */
#ifndef DR_STORE_H
#define DR_STORE_H

#include <sqlite3.h>

#include "model.h"

#define DR_STORE_FOLDER	"/var/lib/pseries-dr"
#ifndef DR_STORE_PATH
#define DR_STORE_PATH	DR_STORE_FOLDER "/history.db"
#endif

/* Version of the schema, PRAGMA user_version */
#define DR_STORE_VERSION	2

/* Bytes of an event as attributes, at most */
#define DR_STORE_DATA_MAX	4096

/**
 * enum dr_entry_kind - kind of an entry, as the file numbers it
 * @DR_ENTRY_EVENT: an event
 * @DR_ENTRY_JOB: a job as it was when its events could no longer be had
 * @DR_ENTRY_GAP: events that are not in the history
 */
enum dr_entry_kind {
	DR_ENTRY_EVENT = 1,
	DR_ENTRY_JOB = 2,
	DR_ENTRY_GAP = 3,
};

/**
 * struct dr_entry - an entry
 * @place: its place; grows with each entry and is never used again
 * @kind: enum dr_entry_kind
 * @boot_id: load of the module that it belongs to
 * @first: number of the event, or of the first that is missing
 * @last: the same, or the last that is missing, 0 if unknown
 * @time: of the event, or when the entry was made; nanoseconds since the epoch
 * @lmb_size: bytes of an LMB in that load, 0 if unknown
 * @event: the event; of a job its job alone
 */
struct dr_entry {
	int64_t place;
	enum dr_entry_kind kind;
	uint64_t boot_id;
	uint64_t first;
	uint64_t last;
	uint64_t time;
	uint64_t lmb_size;
	struct dr_event event;
};

/* The columns that dr_store_take() reads, in this order, and their tables */
#define DR_STORE_ENTRIES \
	"SELECT entry.n, entry.kind, entry.boot, entry.first, entry.last, entry.time," \
	" load.lmb_size, entry.data FROM entry LEFT JOIN load ON load.boot = entry.boot "

/* The schema: the statements that lead from each version to the next one */
extern const char * const dr_store_steps[DR_STORE_VERSION];

/**
 * dr_store_check() - tell if a file is a history that this program knows
 * @db: the file
 * @version: newest version of the schema that is known
 *
 * Return: its version, 0 for an empty file; -EPROTO for a newer one, -EMEDIUMTYPE for a file of
 * another program, -EIO where SQLite says more.
 */
int dr_store_check(sqlite3 *db, int version);

/**
 * dr_store_upgrade() - bring a file to the newest version of the schema
 * @db: the file
 * @steps: the statements that lead from each version to the next one
 * @version: the newest version, so the number of steps
 *
 * Each step is done whole or not at all.
 *
 * Return: 0 or as dr_store_check().
 */
int dr_store_upgrade(sqlite3 *db, const char * const *steps, int version);

/**
 * dr_store_words() - why a file cannot be used
 * @db: the file
 * @error: error that one of the other functions returned
 * @buf: result
 * @size: bytes of @buf
 *
 * Return: @buf.
 */
char *dr_store_words(sqlite3 *db, int error, char *buf, size_t size);

/**
 * dr_store_take() - an entry from a row of DR_STORE_ENTRIES
 * @row: statement that has given a row
 * @entry: result
 *
 * Return: 0, or -EBADMSG if the event in it is damaged.
 */
int dr_store_take(sqlite3_stmt *row, struct dr_entry *entry);

#endif /* DR_STORE_H */
