// SPDX-License-Identifier: GPL-2.0
/* Keeps the module's events in a file; see history.h. */

#include <err.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "codec.h"
#include "history.h"
#include "util.h"

#define NS_PER_SEC	1000000000LL
#define NS_PER_DAY	(86400 * NS_PER_SEC)

/* Another pdrd, or an administrator, may write for a moment */
#define BUSY_MS		500

/* Look for entries that are too old after so many new ones */
#define FRESH_MAX	1024

/* An answer takes the room of one entry for each so many bytes */
#define ENTRY_BYTES	256

/* The columns of an entry; of an event or a job, first and last are the same */
#define PUT_ENTRY \
	" INTO entry (kind, boot, first, last, time, job, data)" \
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"

static const char * const text[PDRD_SQL_COUNT] = {
	[PDRD_SQL_BEGIN] = "BEGIN IMMEDIATE",
	[PDRD_SQL_COMMIT] = "COMMIT",
	[PDRD_SQL_NEWEST] = "SELECT boot, seq, ended FROM load ORDER BY n DESC LIMIT 1",
	[PDRD_SQL_MEET] = "INSERT INTO load (boot, lmb_size) VALUES (?1, ?2)"
		" ON CONFLICT (boot) DO UPDATE SET lmb_size = ?2",
	[PDRD_SQL_MARK] = "UPDATE load SET seq = ?2, ended = ?3 WHERE boot = ?1",
	[PDRD_SQL_LOAD] = "SELECT seq FROM load WHERE boot = ?1",
	[PDRD_SQL_PUT] = "INSERT" PUT_ENTRY,
	[PDRD_SQL_PUT_JOB] = "INSERT OR IGNORE" PUT_ENTRY,
	[PDRD_SQL_FORGET_OLD] = "DELETE FROM entry WHERE n < coalesce("
		"(SELECT n FROM entry WHERE time >= ?1 ORDER BY n LIMIT 1),"
		" (SELECT max(n) + 1 FROM entry))",
	[PDRD_SQL_FORGET_SOME] = "DELETE FROM entry WHERE n IN"
		" (SELECT n FROM entry ORDER BY n LIMIT 256)",
	[PDRD_SQL_FORGET_LOADS] = "DELETE FROM load WHERE n < (SELECT max(n) FROM load)"
		" AND boot NOT IN (SELECT boot FROM entry)",
	[PDRD_SQL_FORGET_HELD] = "DELETE FROM held WHERE NOT EXISTS"
		" (SELECT 1 FROM entry WHERE entry.boot = held.boot AND entry.job = held.job)",
	[PDRD_SQL_FORGET_ANSWERS] = "DELETE FROM held WHERE rowid IN"
		" (SELECT rowid FROM held ORDER BY rowid LIMIT 16)",
	[PDRD_SQL_ANSWERED] = "SELECT sum(length(data)) FROM held",
	[PDRD_SQL_PUT_HELD] = "INSERT OR REPLACE INTO held VALUES (?1, ?2, ?3)",
	[PDRD_SQL_SIZE] = "SELECT (page_count - freelist_count) * page_size"
		" FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
	[PDRD_SQL_SHRINK] = "PRAGMA incremental_vacuum",
	[PDRD_SQL_BEHIND] = "SELECT max(n) FROM entry WHERE boot = ?1 AND last <= ?2"
		" AND kind <> 2",
	[PDRD_SQL_BEFORE] = "SELECT min(n) - 1 FROM entry WHERE boot = ?1",
	[PDRD_SQL_NEXT] = DR_STORE_ENTRIES "WHERE entry.n > ?1 ORDER BY entry.n LIMIT 1",
};

sqlite3_stmt *pdrd_history_ask(struct pdrd_history *history, enum pdrd_sql which)
{
	sqlite3_stmt *sql = history->sql[which];

	sqlite3_reset(sql);
	sqlite3_clear_bindings(sql);
	return sql;
}

static void close_file(struct pdrd_history *history)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(history->sql); i++)
		sqlite3_finalize(history->sql[i]);
	memset(history->sql, 0, sizeof(history->sql));
	/* Entries that were put but not committed are rolled back */
	sqlite3_close(history->db);
	history->db = NULL;
	history->putting = false;
}

void pdrd_history_give_up(struct pdrd_history *history, int error)
{
	char words[sizeof(history->said)];

	dr_store_words(history->db, error, words, sizeof(words));
	close_file(history);
	if (!strcmp(words, history->said))
		return;
	memcpy(history->said, words, sizeof(words));
	warnx("%s: %s: events are relayed, but not kept until this is mended",
	      history->path, words);
}

/* Carry a statement out; false after the file was given up */
static bool run_sql(struct pdrd_history *history, sqlite3_stmt *sql)
{
	int ret;

	do {
		ret = sqlite3_step(sql);
	} while (ret == SQLITE_ROW);
	if (ret == SQLITE_DONE) {
		sqlite3_reset(sql);
		return true;
	}
	pdrd_history_give_up(history, -EIO);
	return false;
}

/* Room that is free again goes back to the file system; to be said before the first table */
static int set_up(struct pdrd_history *history)
{
	static const char modes[] =
		"PRAGMA auto_vacuum = INCREMENTAL;"
		"PRAGMA journal_mode = WAL;"
		"PRAGMA synchronous = FULL;"
		"PRAGMA journal_size_limit = 1048576;";
	int ret;

	sqlite3_busy_timeout(history->db, BUSY_MS);
	/* Look first: the file of another program is not touched */
	ret = dr_store_check(history->db, DR_STORE_VERSION);
	if (ret < 0)
		return ret;
	if (sqlite3_exec(history->db, modes, NULL, NULL, NULL))
		return -EIO;
	return dr_store_upgrade(history->db, dr_store_steps, DR_STORE_VERSION);
}

static int prepare(struct pdrd_history *history)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(text); i++)
		if (sqlite3_prepare_v3(history->db, text[i], -1, SQLITE_PREPARE_PERSISTENT,
				       &history->sql[i], NULL))
			return -EIO;
	return 0;
}

static int find_newest(struct pdrd_history *history)
{
	sqlite3_stmt *row = pdrd_history_ask(history, PDRD_SQL_NEWEST);
	int ret = sqlite3_step(row);

	history->loads = ret == SQLITE_ROW;
	history->met = false;
	if (history->loads) {
		history->boot_id = sqlite3_column_int64(row, 0);
		history->seq = sqlite3_column_int64(row, 1);
		history->ended = sqlite3_column_int(row, 2);
	}
	sqlite3_reset(row);
	return history->loads || ret == SQLITE_DONE ? 0 : -EIO;
}

static int note_file(struct pdrd_history *history)
{
	struct stat st;

	if (stat(history->path, &st))
		return -errno;
	history->dev = st.st_dev;
	history->ino = st.st_ino;
	return 0;
}

/* Answers of pdr-why name everybody's processes; the log gets the mode of the file */
static int create_privately(struct pdrd_history *history)
{
	mode_t mask = umask(0077);
	int ret;

	umask(mask | 0027);
	ret = sqlite3_open_v2(history->path, &history->db,
			      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	umask(mask);
	return ret ? -EIO : 0;
}

static int open_file(struct pdrd_history *history)
{
	int ret;

	/* Only systemd would make it */
	if (!strcmp(history->path, DR_STORE_FOLDER "/history.db"))
		dr_make_folder(DR_STORE_FOLDER);
	if (create_privately(history))
		return -EIO;
	if (sqlite3_db_readonly(history->db, NULL) == 1)
		return -EROFS;
	ret = set_up(history);
	if (!ret)
		ret = note_file(history);
	if (!ret)
		ret = prepare(history);
	return ret ? ret : find_newest(history);
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * NS_PER_SEC + now.tv_nsec;
}

static int64_t ask_bytes(struct pdrd_history *history, enum pdrd_sql which)
{
	sqlite3_stmt *row = pdrd_history_ask(history, which);
	int64_t size = sqlite3_step(row) == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;

	sqlite3_reset(row);
	return size;
}

static bool forget_old(struct pdrd_history *history)
{
	sqlite3_stmt *sql = pdrd_history_ask(history, PDRD_SQL_FORGET_OLD);

	if (!history->keep.days)
		return true;
	sqlite3_bind_int64(sql, 1, (int64_t)now_ns() - history->keep.days * NS_PER_DAY);
	return run_sql(history, sql);
}

static bool forget_by(struct pdrd_history *history, enum pdrd_sql which)
{
	return run_sql(history, pdrd_history_ask(history, which));
}

/* The oldest entries and the answers on their jobs, whose room counts as well; false if none */
static bool forget_some(struct pdrd_history *history)
{
	return forget_by(history, PDRD_SQL_FORGET_SOME) && sqlite3_changes(history->db) &&
	       forget_by(history, PDRD_SQL_FORGET_HELD);
}

/* Answers may take half of the room: a few large ones are not worth all the events */
static bool forget_answers(struct pdrd_history *history, int64_t least)
{
	int64_t most = history->keep.size / 2;

	while (ask_bytes(history, PDRD_SQL_SIZE) > least &&
	       ask_bytes(history, PDRD_SQL_ANSWERED) > most) {
		if (!forget_by(history, PDRD_SQL_FORGET_ANSWERS))
			return false;
	}
	return true;
}

/* A tenth more than needed, so that it is not needed again at once */
static bool forget_much(struct pdrd_history *history)
{
	int64_t most = history->keep.size;
	int64_t least = most - most / 10;

	if (!most || ask_bytes(history, PDRD_SQL_SIZE) <= most)
		return true;
	/* What nothing belongs to any more goes before what somebody may ask for */
	if (!forget_by(history, PDRD_SQL_FORGET_HELD) || !forget_answers(history, least))
		return false;
	while (ask_bytes(history, PDRD_SQL_SIZE) > least && forget_some(history))
		;
	return history->db;
}

/* Remove the entries beyond the limits of age and size. */
static void forget_entries(struct pdrd_history *history)
{
	history->fresh = 0;
	if (run_sql(history, pdrd_history_ask(history, PDRD_SQL_BEGIN)) &&
	    forget_old(history) && forget_much(history) &&
	    forget_by(history, PDRD_SQL_FORGET_LOADS) &&
	    forget_by(history, PDRD_SQL_FORGET_HELD) &&
	    forget_by(history, PDRD_SQL_COMMIT))
		forget_by(history, PDRD_SQL_SHRINK);
}

bool pdrd_history_open(struct pdrd_history *history)
{
	int ret = open_file(history);

	if (ret) {
		pdrd_history_give_up(history, ret);
		return false;
	}
	forget_entries(history);
	return history->db;
}

/* Mark how far the load has come: once for all that is put together */
static bool mark_place(struct pdrd_history *history)
{
	sqlite3_stmt *sql = pdrd_history_ask(history, PDRD_SQL_MARK);

	sqlite3_bind_int64(sql, 1, history->boot_id);
	sqlite3_bind_int64(sql, 2, history->seq);
	sqlite3_bind_int(sql, 3, history->ended);
	return run_sql(history, sql);
}

static bool begin_put(struct pdrd_history *history)
{
	if (!history->putting)
		history->putting = run_sql(history, pdrd_history_ask(history, PDRD_SQL_BEGIN));
	return history->putting;
}

/* Only a commit proves that the file can be written; opening it does not */
static void say_kept(struct pdrd_history *history)
{
	if (*history->said)
		warnx("%s: events are kept again", history->path);
	history->said[0] = '\0';
}

static bool file_is_there(const struct pdrd_history *history)
{
	struct stat st;

	return !stat(history->path, &st) && st.st_dev == history->dev && st.st_ino == history->ino;
}

/*
 * SQLite would write on to a file that nobody finds any more. The log stays behind under the old
 * name, so its entries go to the file that was moved, and none to the file that comes next.
 */
bool pdrd_history_look(struct pdrd_history *history)
{
	if (!history->db || file_is_there(history))
		return history->db;
	if (history->putting)
		sqlite3_exec(history->db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_exec(history->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	pdrd_history_give_up(history, -ESTALE);
	return false;
}

void pdrd_history_commit(struct pdrd_history *history)
{
	if (!history->putting || !pdrd_history_look(history) || !mark_place(history) ||
	    !run_sql(history, pdrd_history_ask(history, PDRD_SQL_COMMIT)))
		return;
	history->putting = false;
	say_kept(history);
	if (history->fresh >= FRESH_MAX)
		forget_entries(history);
}

static void bind_place(struct pdrd_history *history, sqlite3_stmt *sql, enum dr_entry_kind kind,
		       uint64_t first, uint64_t last)
{
	sqlite3_bind_int(sql, 1, kind);
	sqlite3_bind_int64(sql, 2, history->boot_id);
	sqlite3_bind_int64(sql, 3, first);
	if (last)
		sqlite3_bind_int64(sql, 4, last);
}

/* A job that ended long ago is as old as that, although it is put now */
static uint64_t find_time(const struct dr_event *event)
{
	if (dr_has(&event->job, PSERIES_DR_A_JOB_EVENT_TIME))
		return event->event_time;
	return dr_has(&event->job, PSERIES_DR_A_JOB_ENDED) ? event->job.ended : now_ns();
}

static void put_entry(struct pdrd_history *history, enum dr_entry_kind kind,
		      const struct dr_event *event)
{
	bool job = kind == DR_ENTRY_JOB;
	sqlite3_stmt *sql = pdrd_history_ask(history, job ? PDRD_SQL_PUT_JOB : PDRD_SQL_PUT);
	char data[DR_STORE_DATA_MAX];
	size_t len = dr_encode(&dr_event_fields, event, data, sizeof(data));

	bind_place(history, sql, kind, event->job.seq, event->job.seq);
	sqlite3_bind_int64(sql, 5, find_time(event));
	if (dr_has(&event->job, PSERIES_DR_A_JOB_ID))
		sqlite3_bind_int64(sql, 6, event->job.id);
	sqlite3_bind_blob(sql, 7, data, len, SQLITE_TRANSIENT);
	if (run_sql(history, sql))
		history->fresh++;
}

/* @to is 0 if the load is over and the number of its last event is unknown */
static void put_gap(struct pdrd_history *history, uint64_t to)
{
	sqlite3_stmt *sql;

	if (!begin_put(history))
		return;
	sql = pdrd_history_ask(history, PDRD_SQL_PUT);
	bind_place(history, sql, DR_ENTRY_GAP, history->seq + 1, to);
	sqlite3_bind_int64(sql, 5, now_ns());
	if (!run_sql(history, sql))
		return;
	history->fresh++;
	if (to)
		history->seq = to;
	else
		history->ended = true;
}

/* An event belongs to the load that was met last */
static bool can_put(const struct pdrd_history *history)
{
	return history->met && !history->ended;
}

static void store_event(struct pdrd_history *history, const struct dr_event *event)
{
	if (!can_put(history) || event->job.seq <= history->seq)
		return;
	if (event->job.seq > history->seq + 1)
		put_gap(history, event->job.seq - 1);
	if (!history->db || !begin_put(history))
		return;
	put_entry(history, DR_ENTRY_EVENT, event);
	history->seq = event->job.seq;
}

/* The event of a job that is ahead of the events is yet to come, and then has its number */
static void store_job(struct pdrd_history *history, const struct dr_event *job)
{
	if (can_put(history) && job->job.seq && job->job.seq <= history->seq && begin_put(history))
		put_entry(history, DR_ENTRY_JOB, job);
}

/*
 * The load is over. If it ended while pdrd did not follow it, or before the file was opened, it may
 * have had more events.
 */
static void end_load(struct pdrd_history *history)
{
	if (!history->loads || history->ended)
		return;
	if (!history->met)
		put_gap(history, 0);
	if (history->db && begin_put(history))
		history->ended = true;
}

/* How far a load had come; 0 for one that is new */
static uint64_t find_load(struct pdrd_history *history, uint64_t boot_id)
{
	sqlite3_stmt *row = pdrd_history_ask(history, PDRD_SQL_LOAD);
	uint64_t seq = 0;

	sqlite3_bind_int64(row, 1, boot_id);
	if (sqlite3_step(row) == SQLITE_ROW)
		seq = sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	return seq;
}

static void close_load(struct pdrd_history *history, uint64_t boot_id)
{
	end_load(history);
	pdrd_history_commit(history);
	if (!history->db)
		return;
	history->boot_id = boot_id;
	history->seq = find_load(history, boot_id);
}

static void enter_load(struct pdrd_history *history, const struct dr_info *info)
{
	sqlite3_stmt *sql;

	if (!history->loads || history->boot_id != info->boot_id)
		close_load(history, info->boot_id);
	if (!history->db || !begin_put(history))
		return;
	sql = pdrd_history_ask(history, PDRD_SQL_MEET);
	sqlite3_bind_int64(sql, 1, info->boot_id);
	sqlite3_bind_int64(sql, 2, info->lmb_size);
	if (!run_sql(history, sql))
		return;
	history->loads = true;
	history->met = true;
	history->ended = false;
}

static void put_module(struct pdrd_history *history, const struct dr_record *record)
{
	if (record->module == DR_MODULE_PRESENT)
		enter_load(history, record->info);
	else
		end_load(history);
}

/* A loss in a load that the history does not have cannot be noted */
static void put_lost(struct pdrd_history *history, const struct dr_record *record)
{
	if (!can_put(history) || history->boot_id != record->boot_id)
		return;
	if (!record->to || record->to > history->seq)
		put_gap(history, record->to);
}

void pdrd_history_put(struct pdrd_history *history, const struct dr_record *record)
{
	if (!history->db)
		return;
	switch (record->type) {
	case DR_RECORD_EVENT:
		store_event(history, record->event);
		break;
	case DR_RECORD_JOB:
		store_job(history, record->event);
		break;
	case DR_RECORD_LOST:
		put_lost(history, record);
		break;
	case DR_RECORD_MODULE:
		put_module(history, record);
		break;
	case DR_RECORD_PROGRESS:
		break;
	}
}

void pdrd_history_put_held(struct pdrd_history *history, uint64_t boot_id, uint64_t job,
			   const char *line)
{
	sqlite3_stmt *sql;

	if (!history->db || !begin_put(history))
		return;
	sql = pdrd_history_ask(history, PDRD_SQL_PUT_HELD);
	sqlite3_bind_int64(sql, 1, boot_id);
	sqlite3_bind_int64(sql, 2, job);
	sqlite3_bind_text(sql, 3, line, -1, SQLITE_TRANSIENT);
	if (run_sql(history, sql))
		history->fresh += 1 + strlen(line) / ENTRY_BYTES;
}

void pdrd_history_close(struct pdrd_history *history)
{
	pdrd_history_commit(history);
	close_file(history);
}
