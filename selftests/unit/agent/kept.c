// SPDX-License-Identifier: GPL-2.0
/* A history for one test, and what is put into it; see kept.h. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agenttest.h"
#include "kept.h"

#define NS_PER_MS	1000000

void kept_make(struct kept *kept)
{
	memset(kept, 0, sizeof(*kept));
	place_name(kept->folder);
	assert_non_null(mkdtemp(kept->folder));
	snprintf(kept->path, sizeof(kept->path), "%s/history.db", kept->folder);
	kept->history.path = kept->path;
}

void kept_remove(struct kept *kept)
{
	static const char * const ends[] = { "", "-wal", "-shm", "-journal" };
	char path[sizeof(kept->path) + 16];
	size_t i;

	pdrd_history_close(&kept->history);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", kept->path, ends[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(kept->folder), 0);
}

void kept_reopen(struct kept *kept)
{
	pdrd_history_close(&kept->history);
	assert_true(pdrd_history_open(&kept->history));
}

void kept_module(struct kept *kept, uint64_t boot_id)
{
	struct dr_info info = { .boot_id = boot_id, .lmb_size = 256 << 20 };
	struct dr_record record = {
		.type = DR_RECORD_MODULE,
		.module = boot_id ? DR_MODULE_PRESENT : DR_MODULE_ABSENT,
		.info = boot_id ? &info : NULL,
	};

	pdrd_history_put(&kept->history, &record);
	pdrd_history_commit(&kept->history);
}

static void put_kept_event(struct kept *kept, uint64_t seq, uint64_t time)
{
	struct dr_event event = {
		.job.has = 1ULL << PSERIES_DR_A_JOB_SEQ | 1ULL << PSERIES_DR_A_JOB_ID |
			1ULL << PSERIES_DR_A_JOB_EVENT_TIME | 1ULL << PSERIES_DR_A_JOB_NAME,
		.job.seq = seq,
		.job.id = seq / 4,
		.job.name = "LMB",
		.event_time = time,
	};
	struct dr_record record = { .type = DR_RECORD_EVENT, .event = &event };

	pdrd_history_put(&kept->history, &record);
}

void kept_events(struct kept *kept, uint64_t from, uint64_t to, uint64_t time)
{
	for (; from <= to; from++, time += NS_PER_MS)
		put_kept_event(kept, from, time);
	pdrd_history_commit(&kept->history);
}

void kept_job(struct kept *kept, uint64_t seq)
{
	struct dr_event job = {
		.job.has = 1ULL << PSERIES_DR_A_JOB_SEQ | 1ULL << PSERIES_DR_A_JOB_ID,
		.job.seq = seq,
		.job.id = seq / 4,
	};
	struct dr_record record = { .type = DR_RECORD_JOB, .event = &job };

	pdrd_history_put(&kept->history, &record);
	pdrd_history_commit(&kept->history);
}

void kept_lost(struct kept *kept, uint64_t boot_id, uint64_t from, uint64_t to)
{
	struct dr_record record = {
		.type = DR_RECORD_LOST,
		.from = from,
		.to = to,
		.boot_id = boot_id,
	};

	pdrd_history_put(&kept->history, &record);
	pdrd_history_commit(&kept->history);
}

int64_t kept_ask(const struct kept *kept, const char *question)
{
	sqlite3_stmt *row;
	int64_t number;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(kept->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, question, -1, &row, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	number = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	sqlite3_close(db);
	return number;
}

void kept_change(const struct kept *kept, const char *statements)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(kept->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, statements, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}
