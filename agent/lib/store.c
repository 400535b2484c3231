// SPDX-License-Identifier: GPL-2.0
/* The file of the history: its schema and its entries; see store.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "codec.h"
#include "store.h"
#include "util.h"

/* "pdrh": tells the file from those of other programs, PRAGMA application_id */
#define APPLICATION_ID	0x70647268

/*
 * load: each load of the module; seq is the newest event that was ever kept, even if it has been
 * removed since; ended says that nothing more is to come, or that a gap says so.
 * entry: kind as in enum dr_entry_kind; last is null if it is unknown.
 * held: who held the pages of the LMB in which a job failed, as the line of JSON of pdr-why.
 * The module numbers loads by 64 bits without a sign; the file has them with one.
 */
const char * const dr_store_steps[DR_STORE_VERSION] = {
	"PRAGMA application_id = " DR_TEXT(APPLICATION_ID) ";"
	"CREATE TABLE load ("
	" n INTEGER PRIMARY KEY AUTOINCREMENT,"
	" boot INTEGER NOT NULL UNIQUE,"
	" seq INTEGER NOT NULL DEFAULT 0,"
	" ended INTEGER NOT NULL DEFAULT 0,"
	" lmb_size INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE entry ("
	" n INTEGER PRIMARY KEY AUTOINCREMENT,"
	" kind INTEGER NOT NULL,"
	" boot INTEGER NOT NULL,"
	" first INTEGER NOT NULL,"
	" last INTEGER,"
	" time INTEGER NOT NULL,"
	" job INTEGER,"
	" data BLOB);"
	"CREATE UNIQUE INDEX entry_once ON entry (boot, last) WHERE kind < 3;"
	"CREATE INDEX entry_seq ON entry (boot, last);"
	"CREATE INDEX entry_job ON entry (boot, job);",
	"CREATE TABLE held ("
	" boot INTEGER NOT NULL,"
	" job INTEGER NOT NULL,"
	" data TEXT NOT NULL,"
	" PRIMARY KEY (boot, job));",
};

/* The number that a query returns, -EIO if the query fails */
static int64_t ask_number(sqlite3 *db, const char *question)
{
	sqlite3_stmt *row = NULL;
	int64_t number = -EIO;

	if (sqlite3_prepare_v2(db, question, -1, &row, NULL) == SQLITE_OK &&
	    sqlite3_step(row) == SQLITE_ROW)
		number = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return number;
}

int dr_store_check(sqlite3 *db, int version)
{
	int64_t tables = ask_number(db, "SELECT count(*) FROM sqlite_master");
	int64_t owner = ask_number(db, "PRAGMA application_id");
	int64_t found = ask_number(db, "PRAGMA user_version");

	if (tables < 0 || owner < 0 || found < 0)
		return sqlite3_errcode(db) == SQLITE_NOTADB ? -EMEDIUMTYPE : -EIO;
	if (owner != APPLICATION_ID)
		return tables || owner || found ? -EMEDIUMTYPE : 0;
	return found > version ? -EPROTO : (int)found;
}

static int take_step(sqlite3 *db, const char *step, int version)
{
	char mark[64];

	snprintf(mark, sizeof(mark), "PRAGMA user_version = %d", version);
	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL))
		return -EIO;
	if (!sqlite3_exec(db, step, NULL, NULL, NULL) &&
	    !sqlite3_exec(db, mark, NULL, NULL, NULL) &&
	    !sqlite3_exec(db, "COMMIT", NULL, NULL, NULL))
		return 0;
	/* If the disk is full, SQLite has rolled back by itself, and this does nothing */
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return -EIO;
}

int dr_store_upgrade(sqlite3 *db, const char * const *steps, int version)
{
	int found = dr_store_check(db, version);
	int ret = 0;

	if (found < 0)
		return found;
	for (; found < version && !ret; found++)
		ret = take_step(db, steps[found], found + 1);
	return ret;
}

char *dr_store_words(sqlite3 *db, int error, char *buf, size_t size)
{
	int cause = db ? sqlite3_system_errno(db) : 0;

	if (error == -EPROTO)
		snprintf(buf, size, "%s; %s", "a newer version of pdrd has written it",
			 "install that version, or move the file away");
	else if (error == -EMEDIUMTYPE)
		snprintf(buf, size, "is no history of pdrd and is left alone");
	else if (error == -ESTALE)
		snprintf(buf, size, "was moved away or removed; pdrd makes a new one soon");
	else if (error == -EROFS)
		snprintf(buf, size, "is read-only");
	else if (error == -EIO && db && (sqlite3_errcode(db) & 0xff) == SQLITE_CORRUPT)
		snprintf(buf, size, "%s; move it away, and pdrd makes a new one",
			 sqlite3_errmsg(db));
	else if (error != -EIO || !db)
		snprintf(buf, size, "%s", strerror(-error));
	else if (cause && sqlite3_errcode(db) != SQLITE_FULL)
		snprintf(buf, size, "%s (%s)", sqlite3_errmsg(db), strerror(cause));
	else
		snprintf(buf, size, "%s", sqlite3_errmsg(db));
	return buf;
}

int dr_store_take(sqlite3_stmt *row, struct dr_entry *entry)
{
	const void *data = sqlite3_column_blob(row, 7);

	memset(entry, 0, sizeof(*entry));
	entry->place = sqlite3_column_int64(row, 0);
	entry->kind = sqlite3_column_int(row, 1);
	entry->boot_id = sqlite3_column_int64(row, 2);
	entry->first = sqlite3_column_int64(row, 3);
	entry->last = sqlite3_column_int64(row, 4);
	entry->time = sqlite3_column_int64(row, 5);
	entry->lmb_size = sqlite3_column_int64(row, 6);
	if (!data)
		return entry->kind == DR_ENTRY_GAP ? 0 : -EBADMSG;
	return dr_decode(&dr_event_fields, data, sqlite3_column_bytes(row, 7), &entry->event);
}
