/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Follows the module across loads and unloads, and relays each of its events once
 * and in order, even if netlink drops or repeats messages.
 *
 * Invariant: all events up to pdrd_follow.seq of the load pdrd_follow.info
 * names have been emitted, or are covered by a DR_RECORD_LOST.
 *
 * The follower joins the group first, and asks for earlier events afterwards. An
 * event is then in the answer, in the socket's queue, or in both, and its number
 * tells which. The follower fills a gap in the numbers by asking again.
 * Nothing here does I/O; tests drive it with a transport of their own.
 */

#ifndef DR_FOLLOW_H
#define DR_FOLLOW_H

#include "dispatch.h"
#include "model.h"

/**
 * enum dr_module - state of the module, as the agent sees it
 * @DR_MODULE_ABSENT: not loaded
 * @DR_MODULE_PRESENT: loaded, and its events are followed
 * @DR_MODULE_INCOMPATIBLE: loaded, but the two sides share no version
 */
enum dr_module {
	DR_MODULE_ABSENT,
	DR_MODULE_PRESENT,
	DR_MODULE_INCOMPATIBLE,
};

/**
 * enum dr_record_type - kind of a line of the stream
 * @DR_RECORD_EVENT: an event of the module, each once and in order
 * @DR_RECORD_PROGRESS: a job got on, which no number counts
 * @DR_RECORD_JOB: a job as it is now, if its events can no longer be had
 * @DR_RECORD_MODULE: the module came, went, or turned out incompatible
 * @DR_RECORD_LOST: events that can no longer be had
 */
enum dr_record_type {
	DR_RECORD_EVENT,
	DR_RECORD_PROGRESS,
	DR_RECORD_JOB,
	DR_RECORD_MODULE,
	DR_RECORD_LOST,
};

/**
 * struct dr_record - a line of the stream
 * @type: tells which of the other members are valid
 * @event: the event, the progress or the job
 * @module: state of the module
 * @info: of the module, NULL where it is absent
 * @from: first lost event
 * @to: last lost event, 0 if unknown
 * @boot_id: load that an event, a job or lost events belong to; 0 where it does not matter
 */
struct dr_record {
	enum dr_record_type type;
	const struct dr_event *event;
	enum dr_module module;
	const struct dr_info *info;
	uint64_t from;
	uint64_t to;
	uint64_t boot_id;
};

/**
 * typedef dr_event_fn - receives the answers of a dump, one by one
 * @data: pointer that the caller of the dump passed
 * @event: valid until the function returns
 */
typedef void dr_event_fn(void *data, const struct dr_event *event);

/**
 * struct dr_follow_ops - the module that is followed, and the receiver of lines
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
struct dr_follow_ops {
	int (*attach)(void *ctx, uint16_t *family);
	int (*info)(void *ctx, uint16_t family, struct dr_info *info);
	int (*events)(void *ctx, uint16_t family, uint64_t since, dr_event_fn *fn,
		      void *data);
	int (*jobs)(void *ctx, uint16_t family, dr_event_fn *fn, void *data);
	void (*emit)(void *ctx, const struct dr_record *record);
	void (*say)(void *ctx, const char *sentence);
};

/**
 * struct dr_follow_from - where to begin with the module that is there at the start
 * @now: at its newest event; earlier events are not replayed
 * @seq: without @now: after this event; if the load has not come to it, from its first event on
 * @boot_id: load that @seq belongs to; of any other load, all events are wanted. 0 for any load
 * @jobs: with its jobs as they are
 */
struct dr_follow_from {
	bool now;
	uint64_t seq;
	uint64_t boot_id;
	bool jobs;
};

/**
 * struct dr_follow - state
 * @ops: the world
 * @ctx: its first argument
 * @module: state of the module
 * @family: message type of the family, while it is not absent
 * @info: of the module; of the last one while it is absent
 * @seq: last event that was emitted or is lost for good
 * @first: no module was seen yet and none was missing yet
 * @from: where to begin with the module that is there at the start
 * @known: @info has been filled
 * @want_jobs: the jobs themselves have to be asked for
 * @dropped: between dr_follow_dropped() and dr_follow_drained()
 * @due: a resync failed and has to be repeated
 * @delay_ms: how long to wait before that
 */
struct dr_follow {
	const struct dr_follow_ops *ops;
	void *ctx;
	enum dr_module module;
	uint16_t family;
	struct dr_info info;
	uint64_t seq;
	bool first;
	struct dr_follow_from from;
	bool known;
	bool want_jobs;
	bool dropped;
	bool due;
	unsigned int delay_ms;
};

/**
 * dr_follow_start() - look for the module and begin
 * @follow: state, filled here
 * @ops: the world
 * @ctx: its first argument
 * @from: where to begin
 */
void dr_follow_start(struct dr_follow *follow, const struct dr_follow_ops *ops, void *ctx,
		     const struct dr_follow_from *from);

/**
 * dr_follow_family() - nlctrl said that the family came or went
 * @follow: state
 * @family: the family, and whether it is present
 */
void dr_follow_family(struct dr_follow *follow,
		      const struct dr_family *family);

/**
 * dr_follow_event() - an event was received
 * @follow: state
 * @family: message type it came with
 * @event: the event
 */
void dr_follow_event(struct dr_follow *follow, uint16_t family,
		     const struct dr_event *event);

/**
 * dr_follow_dropped() - the kernel is dropping messages to the group
 * @follow: state
 *
 * The messages that are still in the socket's queue are good and may be passed on.
 */
void dr_follow_dropped(struct dr_follow *follow);

/**
 * dr_follow_drained() - the queue is empty, and nothing is dropped any more
 * @follow: state
 *
 * Must follow dr_follow_dropped(): until the queue has been read to its end, the
 * kernel drops every further message without saying so again.
 */
void dr_follow_drained(struct dr_follow *follow);

/**
 * dr_follow_retry() - repeat a resync that failed
 * @follow: state
 *
 * To be called when dr_follow_delay() has passed.
 */
void dr_follow_retry(struct dr_follow *follow);

/**
 * dr_follow_delay() - time until something has to be repeated
 * @follow: state
 *
 * Return: milliseconds, -1 when there is nothing to repeat.
 */
int dr_follow_delay(const struct dr_follow *follow);

/**
 * dr_follow_info() - the info that the module gave
 * @follow: state
 *
 * Return: the info, NULL while the module is absent.
 */
const struct dr_info *dr_follow_info(const struct dr_follow *follow);

/* Hands messages of the kernel to the follower that is its ctx */
extern const struct dr_handler dr_follow_handler;

#endif /* DR_FOLLOW_H */
