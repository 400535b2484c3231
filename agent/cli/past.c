// SPDX-License-Identifier: GPL-2.0
/* Reads the file of the history; see past.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "past.h"

/* pdrd may be about to remove old entries */
#define BUSY_MS	2000

/* Of each job the newest entry */
static const char jobs_question[] = DR_STORE_ENTRIES
	"WHERE entry.time >= ?1 AND (entry.kind = 3 OR entry.n ="
	" (SELECT max(n) FROM entry AS other WHERE other.boot = entry.boot"
	" AND other.job = entry.job)) ORDER BY entry.n";

static enum ctl_status say_no_history(const char *path, int error)
{
	if (error == EACCES || error == EPERM) {
		fprintf(stderr, "pdrctl: %s: no permission: run it as root\n", path);
		return CTL_PERMISSION;
	}
	if (error != ENOENT) {
		fprintf(stderr, "pdrctl: %s: %s\n", path, strerror(error));
		return CTL_FAILED;
	}
	fprintf(stderr, "pdrctl: there is no history: %s is not there\n", path);
	if (!strcmp(path, DR_STORE_PATH))
		fprintf(stderr, "pdrctl: pdrd keeps it: systemctl enable --now pdrd\n");
	return CTL_FAILED;
}

static enum ctl_status say_wrong(const char *path, sqlite3 *db, int error)
{
	char words[256];

	fprintf(stderr, "pdrctl: %s: %s\n", path, error == -EPROTO ?
		"a newer version of pdrd has written it; use the pdrctl of that version" :
		dr_store_words(db, error, words, sizeof(words)));
	return error == -EPROTO ? CTL_PROTOCOL : CTL_FAILED;
}

static void put_escaped(FILE *out, const char *path)
{
	for (; *path; path++)
		if (strchr("%?#", *path))
			fprintf(out, "%%%02x", *path);
		else
			fputc(*path, out);
}

/* SQLite takes further words with a file's name only if the name is a URI */
static int open_as(const char *path, const char *words, sqlite3 **db)
{
	size_t size = 3 * strlen(path) + strlen(words) + 8;
	char *name = calloc(1, size);
	FILE *out = name ? fmemopen(name, size, "w") : NULL;
	int ret = SQLITE_NOMEM;

	if (out) {
		/* Without an empty authority, two slashes would begin one */
		fputs(*path == '/' ? "file://" : "file:", out);
		put_escaped(out, path);
		fputs(words, out);
		fclose(out);
		ret = sqlite3_open_v2(name, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	}
	free(name);
	if (!ret)
		sqlite3_busy_timeout(*db, BUSY_MS);
	return ret;
}

/*
 * A history that nobody writes, in a folder that the caller may not write, has no place for the
 * files that readers and writers share: then it is read as a file that does not change.
 */
static int open_past(const char *path, sqlite3 **db)
{
	int ret = open_as(path, "", db) ? -EIO : dr_store_check(*db, DR_STORE_VERSION);
	int cause = sqlite3_errcode(*db) & 0xff;

	if (ret != -EIO || (cause != SQLITE_CANTOPEN && cause != SQLITE_READONLY))
		return ret;
	sqlite3_close(*db);
	*db = NULL;
	return open_as(path, "?immutable=1", db) ? -EIO : dr_store_check(*db, DR_STORE_VERSION);
}

static int read_rows(sqlite3 *db, uint64_t since, ctl_past_fn *fn, void *ctx)
{
	sqlite3_stmt *row = NULL;
	struct dr_entry entry;
	int ret = sqlite3_prepare_v2(db, jobs_question, -1, &row, NULL);

	if (!ret)
		ret = sqlite3_bind_int64(row, 1, since);
	while (!ret && (ret = sqlite3_step(row)) == SQLITE_ROW) {
		/* A damaged entry does not hide the others */
		if (!dr_store_take(row, &entry))
			fn(ctx, &entry);
		ret = 0;
	}
	sqlite3_finalize(row);
	return ret == SQLITE_DONE ? 0 : -EIO;
}

enum ctl_status ctl_past_read(const char *path, uint64_t since, ctl_past_fn *fn, void *ctx)
{
	enum ctl_status status = CTL_DONE;
	sqlite3 *db = NULL;
	int ret;

	if (access(path, R_OK))
		return say_no_history(path, errno);
	ret = open_past(path, &db);
	/* Version 0 is a file that pdrd is about to fill */
	if (ret > 0)
		ret = read_rows(db, since, fn, ctx);
	if (ret < 0)
		status = say_wrong(path, db, ret);
	sqlite3_close(db);
	return status;
}

static char *read_held(sqlite3 *db, uint64_t boot_id, uint64_t job)
{
	static const char question[] = "SELECT data FROM held WHERE boot = ?1 AND job = ?2";
	sqlite3_stmt *row = NULL;
	const char *text;
	char *held = NULL;

	if (!sqlite3_prepare_v2(db, question, -1, &row, NULL) &&
	    !sqlite3_bind_int64(row, 1, boot_id) && !sqlite3_bind_int64(row, 2, job) &&
	    sqlite3_step(row) == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(row, 0);
		held = text ? strdup(text) : NULL;
	}
	sqlite3_finalize(row);
	return held;
}

char *ctl_past_held(const char *path, uint64_t boot_id, uint64_t job)
{
	sqlite3 *db = NULL;
	char *held = NULL;

	if (!access(path, R_OK) && open_past(path, &db) > 0)
		held = read_held(db, boot_id, job);
	sqlite3_close(db);
	return held;
}
