/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Waiting for one job. Only the state of the job counts, not the history of its events: after a
 * loss, and after a while without an event, the job itself is asked for.
 */
#ifndef DR_WAIT_H
#define DR_WAIT_H

#include "client.h"

/**
 * struct dr_wait - a job that is waited for
 * @client: the module
 * @events: socket of the events
 * @boot_id: load of the module that the job belongs to
 * @job: the newest state of the job
 * @started: when the wait began, nanoseconds of the monotonic clock
 * @heard: time of the last news of the job
 * @lost: events were lost, or the module came or went
 */
struct dr_wait {
	struct dr_client *client;
	struct dr_nl_events events;
	uint64_t boot_id;
	struct dr_job job;
	uint64_t started;
	uint64_t heard;
	bool lost;
};

/**
 * dr_wait_open() - get ready for a job that is about to be submitted
 * @wait: the job; close it in any case
 * @client: the module
 *
 * Return: 0 or a negative errno.
 */
int dr_wait_open(struct dr_wait *wait, struct dr_client *client);

/**
 * dr_wait_start() - the job was submitted
 * @wait: the job; its state is in @wait->job from now on
 * @id: its number
 *
 * Return: 0; -ENOLINK if the module was unloaded, so that the outcome is unknown; another negative
 * errno.
 */
int dr_wait_start(struct dr_wait *wait, uint64_t id);

/**
 * dr_wait_news() - wait until something happens, and take it
 * @wait: the job
 * @fd: another file descriptor that ends the wait when it can be read; -1 for none
 * @ms: longest time to wait
 *
 * Return: as dr_wait_start().
 */
int dr_wait_news(struct dr_wait *wait, int fd, int ms);

/**
 * dr_wait_elapsed() - how long the job has been waited for
 * @wait: the job
 *
 * Return: nanoseconds.
 */
uint64_t dr_wait_elapsed(const struct dr_wait *wait);

/**
 * dr_wait_close() - give up the socket
 * @wait: the job
 */
void dr_wait_close(struct dr_wait *wait);

#endif /* DR_WAIT_H */
