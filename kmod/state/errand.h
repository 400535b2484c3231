/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Errands: short work in the worker of a lane, between two jobs. It has the lane to itself,
 * and the context that the operations of a resource need.
 *
 * Invariant: a job waits for one errand at most, and nobody who sends an errand waits for a
 * job. An errand outlives a sender that has left.
 *
 * Includes core/engine.
 */
#ifndef PDR_ERRAND_H
#define PDR_ERRAND_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/types.h>

#include "core/engine/resource.h"

/**
 * PDR_ERRAND_LIMIT_MS: how long a sender waits. Generic netlink keeps all families from being
 * registered and unregistered meanwhile, and a task that wants to do so keeps all others out.
 */
#define PDR_ERRAND_LIMIT_MS 5000

/**
 * struct pdr_errand - work for the worker of a lane
 * @queue: entry in the queue of the lane; guarded by pdr_job_lock
 * @refs: of the sender, and of the queue or the worker
 * @ended: completed when @error is set
 * @run: does the work and sets @error, and @job if a job is in the way
 * @free: frees the errand
 * @error: 0 or negative errno
 * @job: id of the job that keeps the worker from it, or 0
 * @left: the sender does not wait any more
 */
struct pdr_errand {
	struct list_head queue;
	struct kref refs;
	struct completion ended;
	void (*run)(struct pdr_errand *errand);
	void (*free)(struct pdr_errand *errand);
	int error;
	u64 job;
	bool left;
};

/* Prepare an errand whose @run and @free are set; the sender has a reference. */
void pdr_errand_init(struct pdr_errand *errand);

/* Drop the reference of the sender. */
void pdr_errand_put(struct pdr_errand *errand);

/**
 * pdr_errand_send - have an errand done, and wait for its end
 * @lane: enum pdr_lane
 * @errand: of pdr_errand_init()
 *
 * Context: may sleep; only a fatal signal ends the wait early.
 * Return: the error of the errand; -EBUSY, with @errand->job set, if the lane has a job at
 * work; -ESHUTDOWN when the module or the machine goes; -ETIMEDOUT or -EINTR if the errand
 * has not ended.
 */
int pdr_errand_send(u8 lane, struct pdr_errand *errand);

/* For the worker of a lane: */

/* Do the errand of a lane that has waited longest. Return: false if there was none. */
bool pdr_errand_run(u8 number);

/* The worker ends: no errand waits for it any more. */
void pdr_errand_close(u8 lane);

/**
 * pdr_errand_must_end - tell if the errand at work is to end early
 * @lane: enum pdr_lane
 * @errand: at work
 *
 * Return: true if its sender has left, or if a job waits for the worker: that job is then in
 * @errand->job, and @errand->error is -EBUSY.
 */
bool pdr_errand_must_end(u8 lane, struct pdr_errand *errand);

#endif /* PDR_ERRAND_H */
