/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the history from a place on, line by line, for a client that comes back. */

#ifndef PDRD_REPLAY_H
#define PDRD_REPLAY_H

#include "cursor.h"
#include "history.h"

/**
 * struct pdrd_replay - how far a client has got
 * @place: the last entry that was read
 * @after: the last event that the client has or that it knows to be lost
 * @unknown: the history has nothing of the load that the client named
 */
struct pdrd_replay {
	int64_t place;
	struct dr_cursor after;
	bool unknown;
};

/**
 * pdrd_replay_begin() - find the place after a cursor
 * @replay: result
 * @history: history
 * @after: the last event that the client has
 *
 * Return: false if there is no history to be read.
 */
bool pdrd_replay_begin(struct pdrd_replay *replay, struct pdrd_history *history,
		       const struct dr_cursor *after);

/**
 * pdrd_replay_next() - the next line
 * @replay: how far the client has got
 * @history: history
 *
 * A gap of the history is a line, too.
 *
 * Return: the line, to be freed; NULL at the end, or when the history cannot be read any more.
 */
char *pdrd_replay_next(struct pdrd_replay *replay, struct pdrd_history *history);

/**
 * pdrd_replay_rest() - tell which events the client lacks at the end of the history
 * @replay: how far the client has got
 * @now: the last event that was relayed
 *
 * Return: a line about lost events, to be freed; NULL if the client lacks nothing.
 */
char *pdrd_replay_rest(const struct pdrd_replay *replay, const struct dr_cursor *now);

#endif /* PDRD_REPLAY_H */
