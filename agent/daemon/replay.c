// SPDX-License-Identifier: GPL-2.0
/* The history as lines, from a place on; see replay.h. */

#include <errno.h>

#include "json.h"
#include "replay.h"

/* The answer to a question about a place, -1 if it has none */
static int64_t find_place(struct pdrd_history *history, enum pdrd_sql which,
			  const struct dr_cursor *after)
{
	sqlite3_stmt *row = pdrd_history_ask(history, which);
	int64_t place = -1;

	sqlite3_bind_int64(row, 1, after->boot_id);
	if (which == PDRD_SQL_BEHIND)
		sqlite3_bind_int64(row, 2, after->seq);
	if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, 0) != SQLITE_NULL)
		place = sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	return place;
}

bool pdrd_replay_begin(struct pdrd_replay *replay, struct pdrd_history *history,
		       const struct dr_cursor *after)
{
	if (!history->db)
		return false;
	replay->after = *after;
	replay->unknown = false;
	replay->place = find_place(history, PDRD_SQL_BEHIND, after);
	if (replay->place < 0)
		replay->place = find_place(history, PDRD_SQL_BEFORE, after);
	if (replay->place < 0) {
		replay->place = 0;
		replay->unknown = after->boot_id;
	}
	return true;
}

/* @to is 0 if it is unknown */
static char *print_lost_span(struct pdrd_replay *replay, uint64_t to)
{
	struct dr_record record = {
		.type = DR_RECORD_LOST,
		.from = replay->after.seq + 1,
		.to = to,
		.boot_id = replay->after.boot_id,
	};

	if (to)
		replay->after.seq = to;
	return dr_json_record(&record);
}

static char *print_entry(struct pdrd_replay *replay, const struct dr_entry *entry)
{
	struct dr_record record = {
		.type = entry->kind == DR_ENTRY_JOB ? DR_RECORD_JOB : DR_RECORD_EVENT,
		.event = &entry->event,
		.boot_id = entry->boot_id,
	};

	if (entry->kind == DR_ENTRY_GAP)
		return print_lost_span(replay, entry->last);
	if (entry->kind == DR_ENTRY_EVENT)
		replay->after.seq = entry->last;
	return dr_json_record(&record);
}

/* An event, or the end of a gap, that the client is past already */
static bool has_entry(const struct pdrd_replay *replay, const struct dr_entry *entry)
{
	return entry->kind != DR_ENTRY_JOB && entry->last && entry->last <= replay->after.seq;
}

/* NULL where there is nothing to print for it */
static char *pass_entry(struct pdrd_replay *replay, const struct dr_entry *entry)
{
	if (entry->boot_id != replay->after.boot_id)
		replay->after = (struct dr_cursor){ .boot_id = entry->boot_id };
	/* The events before it were too old to be kept: tell that first, then read it again */
	if (entry->kind != DR_ENTRY_JOB && entry->first > replay->after.seq + 1)
		return print_lost_span(replay, entry->first - 1);
	replay->place = entry->place;
	return has_entry(replay, entry) ? NULL : print_entry(replay, entry);
}

static bool read_kept_entry(const struct pdrd_replay *replay, struct pdrd_history *history,
			    struct dr_entry *entry)
{
	sqlite3_stmt *row = pdrd_history_ask(history, PDRD_SQL_NEXT);
	int ret;

	sqlite3_bind_int64(row, 1, replay->place);
	ret = sqlite3_step(row);
	if (ret == SQLITE_ROW && dr_store_take(row, entry))
		entry->kind = DR_ENTRY_GAP;
	sqlite3_reset(row);
	if (ret != SQLITE_ROW && ret != SQLITE_DONE)
		pdrd_history_give_up(history, -EIO);
	return ret == SQLITE_ROW;
}

char *pdrd_replay_next(struct pdrd_replay *replay, struct pdrd_history *history)
{
	struct dr_entry entry;
	char *line = NULL;

	if (replay->unknown) {
		replay->unknown = false;
		return print_lost_span(replay, 0);
	}
	while (!line && history->db && read_kept_entry(replay, history, &entry))
		line = pass_entry(replay, &entry);
	return line;
}

char *pdrd_replay_rest(const struct pdrd_replay *replay, const struct dr_cursor *now)
{
	struct pdrd_replay rest = { .after.boot_id = now->boot_id };

	if (replay->after.boot_id == now->boot_id)
		rest.after.seq = replay->after.seq;
	return rest.after.seq < now->seq ? print_lost_span(&rest, now->seq) : NULL;
}
