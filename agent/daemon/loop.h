/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The event loop. It fetches one event at a time, so a handler may end any watch, its
 * own or another one, and no event for that watch is still pending.
 */

#ifndef PDRD_LOOP_H
#define PDRD_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct pdrd_watch - a descriptor, and the handler to call when it is ready
 * @fd: descriptor
 * @ready: called with the EPOLL* bits
 */
struct pdrd_watch {
	int fd;
	void (*ready)(struct pdrd_watch *watch, uint32_t events);
};

/**
 * struct pdrd_loop - the loop
 * @fd: epoll descriptor
 * @stop: leave the loop
 * @status: exit status of the process then
 */
struct pdrd_loop {
	int fd;
	bool stop;
	int status;
};

/**
 * struct pdrd_timer - something to do later
 * @delay: how long to wait for it, in ms; -1 for not at all. Asked after each
 *	event; the time counts from when it was not -1 for the first time
 * @expired: called then
 * @ctx: argument of both
 */
struct pdrd_timer {
	int (*delay)(void *ctx);
	void (*expired)(void *ctx);
	void *ctx;
};

/**
 * pdrd_loop_open() - make a loop
 * @loop: loop
 *
 * Return: 0 or a negative errno.
 */
int pdrd_loop_open(struct pdrd_loop *loop);

/**
 * pdrd_loop_close() - close a loop
 * @loop: loop
 */
void pdrd_loop_close(struct pdrd_loop *loop);

/**
 * pdrd_loop_add() - begin a watch
 * @loop: loop
 * @watch: watch
 * @events: EPOLL* bits
 *
 * Return: 0 or a negative errno; -EPERM for a descriptor that is always ready.
 */
int pdrd_loop_add(struct pdrd_loop *loop, struct pdrd_watch *watch,
		  uint32_t events);

/**
 * pdrd_loop_again() - have an edge-triggered watch called once more
 * @loop: loop
 * @watch: watch
 * @events: EPOLL* bits, as of pdrd_loop_add()
 *
 * For a handler that leaves something undone, so that others get their turn first.
 */
void pdrd_loop_again(struct pdrd_loop *loop, struct pdrd_watch *watch,
		     uint32_t events);

/**
 * pdrd_loop_remove() - end a watch, before its descriptor is closed
 * @loop: loop
 * @watch: watch, begun or not
 *
 * close() is not enough if another descriptor shares the open file.
 */
void pdrd_loop_remove(struct pdrd_loop *loop, struct pdrd_watch *watch);

/**
 * pdrd_loop_stop() - leave the loop after the current event
 * @loop: loop
 * @status: exit status
 */
void pdrd_loop_stop(struct pdrd_loop *loop, int status);

/**
 * pdrd_loop_run() - run until pdrd_loop_stop()
 * @loop: loop
 * @timer: the one timer
 *
 * Return: the exit status.
 */
int pdrd_loop_run(struct pdrd_loop *loop, const struct pdrd_timer *timer);

#endif /* PDRD_LOOP_H */
