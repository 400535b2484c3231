/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A module and a kernel to follow: events with a bounded memory, a group with a
 * bounded queue that drops as netlink does, loads and unloads, and requests that
 * fail. Everything emitted is checked by a bookkeeper that knows what happened.
 */

#ifndef FOLLOWED_H
#define FOLLOWED_H

#include "follow.h"

#define WORLD_QUEUE_MAX	64

/**
 * enum world_kind - what is in the queue
 * @WORLD_EVENT: an event
 * @WORLD_PROGRESS: progress
 * @WORLD_NEW: nlctrl: the family came
 * @WORLD_DEL: nlctrl: the family went
 */
enum world_kind {
	WORLD_EVENT,
	WORLD_PROGRESS,
	WORLD_NEW,
	WORLD_DEL,
};

/**
 * struct world_message - a message in the queue
 * @kind: which
 * @family: id of the family
 * @seq: number of the event
 */
struct world_message {
	enum world_kind kind;
	uint16_t family;
	uint64_t seq;
};

/**
 * struct world - all there is
 * @follow: what is tested
 * @loaded: there is a module
 * @abi: version it speaks
 * @abi_min: oldest version it speaks
 * @family: id of its family
 * @boot: number of its load
 * @seq: its newest event
 * @memory: events that event-get can give
 * @jobs: number of jobs that job-get gives
 * @joined: the reader has joined the group of this load
 * @queue: messages to the reader
 * @queued: their number
 * @queue_size: how many fit
 * @congested: all further messages are dropped until the queue is empty
 * @enobufs: the reader has yet to get ENOBUFS
 * @fail_attach: errno for the next attach
 * @fail_info: errno for the next info
 * @fail_events: errno for the next event dump, half-way
 * @fail_jobs: errno for the next job dump
 * @skip: an event that event-get leaves out, 0 for none
 * @meanwhile: called in the middle of every request, when set
 * @log: what was emitted, in short words
 * @log_len: its length
 * @said: sentences said
 * @books: check the emitted lines against what happened
 * @shown: boot of the load that the reader was told of, 0 for none
 * @next: next event the reader has to be given of it
 * @open_end: the reader was told that the rest of it may be lost
 * @losses: events the reader was told are lost
 */
struct world {
	struct dr_follow follow;
	bool loaded;
	uint32_t abi;
	uint32_t abi_min;
	uint16_t family;
	uint64_t boot;
	uint64_t seq;
	uint64_t memory;
	unsigned int jobs;
	bool joined;
	struct world_message queue[WORLD_QUEUE_MAX];
	unsigned int queued;
	unsigned int queue_size;
	bool congested;
	bool enobufs;
	int fail_attach;
	int fail_info;
	int fail_events;
	int fail_jobs;
	uint64_t skip;
	void (*meanwhile)(struct world *world);
	char log[4096];
	size_t log_len;
	unsigned int said;
	bool books;
	uint64_t shown;
	uint64_t next;
	bool open_end;
	unsigned long long losses;
};

/**
 * world_init() - begin without a module
 * @world: world
 */
void world_init(struct world *world);

/**
 * world_start() - start the follower
 * @world: world
 */
void world_start(struct world *world);

/**
 * world_start_from() - start the follower at some place
 * @world: world
 * @from: the place
 */
void world_start_from(struct world *world, const struct dr_follow_from *from);

/**
 * world_load() - load the module
 * @world: world
 */
void world_load(struct world *world);

/**
 * world_unload() - unload the module
 * @world: world
 */
void world_unload(struct world *world);

/**
 * world_event() - the module has an event
 * @world: world
 */
void world_event(struct world *world);

/**
 * world_progress() - a job of the module makes progress
 * @world: world
 */
void world_progress(struct world *world);

/**
 * world_drop() - the module has an event that netlink cannot deliver
 * @world: world
 */
void world_drop(struct world *world);

/**
 * world_pump() - read the queue to its end, as nl.c does
 * @world: world
 */
void world_pump(struct world *world);

/**
 * world_settle() - no more failures; pump and repeat until nothing is due
 * @world: world
 */
void world_settle(struct world *world);

/**
 * world_expect() - compare and clear the log
 * @world: world
 * @log: words, each followed by a space
 */
void world_expect(struct world *world, const char *log);

#endif /* FOLLOWED_H */
