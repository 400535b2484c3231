/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Follows the module across loads and unloads, and relays each of its events once
 * and in order, whatever netlink drops or repeats.
 *
 * Invariant: all events up to pdrd_follow.seq of the load pdrd_follow.info
 * names have been emitted, or are covered by a PDRD_RECORD_LOST.
 *
 * The follower joins the group first, and asks for earlier events afterwards. An
 * event is then in the answer, in the socket's queue, or in both, and its number
 * tells which. The follower fills a gap in the numbers by asking again.
 * Nothing here does I/O; tests drive it with a transport of their own.
 */

#ifndef PDRD_FOLLOW_H
#define PDRD_FOLLOW_H

#include "model.h"

/**
 * typedef pdrd_event_fn - receives the answers of a dump, one by one
 * @data: what the caller of the dump passed
 * @event: valid until the function returns
 */
typedef void pdrd_event_fn(void *data, const struct pdrd_event *event);

/**
 * struct pdrd_follow_ops - the world that is followed, and where lines go
 * @attach: find the family and join its events; family is its message type.
 *	-ENOENT without the family
 * @info: ask the module for its info. -ENOENT when the family has gone
 * @events: dump the events newer than since. -EINTR when the answer is not
 *	consistent and the dump has to be repeated
 * @jobs: dump all jobs; errors as @events
 * @emit: a line for the readers; the record is valid during the call
 * @say: a sentence for the administrator, without the end of the line
 *
 * Functions that return int return 0 or a negative errno. The first argument of
 * each is pdrd_follow.ctx.
 */
struct pdrd_follow_ops {
	int (*attach)(void *ctx, __u16 *family);
	int (*info)(void *ctx, __u16 family, struct pdrd_info *info);
	int (*events)(void *ctx, __u16 family, __u64 since, pdrd_event_fn *fn,
		      void *data);
	int (*jobs)(void *ctx, __u16 family, pdrd_event_fn *fn, void *data);
	void (*emit)(void *ctx, const struct pdrd_record *record);
	void (*say)(void *ctx, const char *sentence);
};

/**
 * struct pdrd_follow - state
 * @ops: the world
 * @ctx: its first argument
 * @module: what is known of the module
 * @family: message type of the family, while it is not absent
 * @info: of the module; of the last one while it is absent
 * @seq: last event that was emitted or is lost for good
 * @first: no module was seen yet and none was missing yet: the one that is
 *	there at the start has a history before us, which is not replayed
 * @known: @info has been filled
 * @want_jobs: the jobs themselves have to be asked for
 * @dropped: between pdrd_follow_dropped() and pdrd_follow_drained()
 * @due: a resync failed and has to be repeated
 * @delay_ms: how long to wait before that
 */
struct pdrd_follow {
	const struct pdrd_follow_ops *ops;
	void *ctx;
	enum pdrd_module module;
	__u16 family;
	struct pdrd_info info;
	__u64 seq;
	bool first;
	bool known;
	bool want_jobs;
	bool dropped;
	bool due;
	unsigned int delay_ms;
};

/**
 * pdrd_follow_start() - look for the module and begin
 * @follow: state, filled here
 * @ops: the world
 * @ctx: its first argument
 */
void pdrd_follow_start(struct pdrd_follow *follow,
		       const struct pdrd_follow_ops *ops, void *ctx);

/**
 * pdrd_follow_family() - nlctrl said that the family came or went
 * @follow: state
 * @family: which one, and which of the two
 */
void pdrd_follow_family(struct pdrd_follow *follow,
			const struct pdrd_family *family);

/**
 * pdrd_follow_event() - an event was received
 * @follow: state
 * @family: message type it came with
 * @event: the event
 */
void pdrd_follow_event(struct pdrd_follow *follow, __u16 family,
		       const struct pdrd_event *event);

/**
 * pdrd_follow_dropped() - the kernel is dropping messages to the group
 * @follow: state
 *
 * The messages that are still in the socket's queue are good and may be passed on.
 */
void pdrd_follow_dropped(struct pdrd_follow *follow);

/**
 * pdrd_follow_drained() - the queue is empty, and nothing is dropped any more
 * @follow: state
 *
 * Must follow pdrd_follow_dropped(): until the queue has been read to its end, the
 * kernel drops every further message without saying so again.
 */
void pdrd_follow_drained(struct pdrd_follow *follow);

/**
 * pdrd_follow_retry() - repeat what failed
 * @follow: state
 *
 * To be called when pdrd_follow_delay() has passed.
 */
void pdrd_follow_retry(struct pdrd_follow *follow);

/**
 * pdrd_follow_delay() - time until something has to be repeated
 * @follow: state
 *
 * Return: milliseconds, -1 when there is nothing to repeat.
 */
int pdrd_follow_delay(const struct pdrd_follow *follow);

/**
 * pdrd_follow_info() - what the module said of itself
 * @follow: state
 *
 * Return: the info, NULL while the module is absent.
 */
const struct pdrd_info *pdrd_follow_info(const struct pdrd_follow *follow);

#endif /* PDRD_FOLLOW_H */
