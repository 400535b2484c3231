/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the parts of the module share: the job, and the settings.
 *
 * Threads and locks:
 * - Each lane (memory, CPU, I/O) has a worker, a kthread of our own (worker.c),
 *   which carries out the jobs of the lane one after the other. All of Linux and
 *   firmware that a job moves is moved there and nowhere else, and two lanes have
 *   no connector in common, so that no step of a job needs a lock against another
 *   job.
 * - The answerer (answerer.c) refuses to the platform in the place of a worker
 *   that does not come back. It never waits for Linux.
 * - A lane's lock of firmware (job.c) is held by the worker over the calls to
 *   firmware of a step, and by whoever answers in its place. pdr_job_lock nests
 *   inside it.
 * - pdr_job_lock (event.c) guards the jobs, their queue, the ring of events and
 *   the sequence number. It is never held over a firmware call, nor over
 *   anything that waits for a job.
 * - pdr_tables_lock (tables.c) guards the LMB table. The worker holds it for
 *   writing only to replace or to change an entry; dumps hold it for reading,
 *   one entry at a time, and never over a firmware call. It nests inside
 *   lmbs_lock; inside it are allocations, pdr_job_lock and leaving.lock.
 * - lmbs_lock (tables.c) lets one at a time read the LMBs of the device tree or
 *   change them there. It is held over the change and nests inside nothing.
 * - pdr_drcs_lock (drcs.c) guards the DRC map. Readers hold it for one entry,
 *   and never over a firmware call. Whoever holds it does not change the device
 *   tree: the listener to such changes takes it for writing. Inside it are
 *   allocations.
 * - leaving.lock (lmbuse.c) keeps the worker from removing pages that somebody
 *   looks at, and others from looking at those it removes. It is held for a
 *   look alone, and nothing nests inside it but locks of Linux that do not
 *   sleep.
 */
#ifndef PDR_H
#define PDR_H

#include <linux/completion.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include <linux/pseries_dr.h>

#include "state/view.h"

/** PDR_JOBS: jobs that are remembered, and that can wait at a time */
#define PDR_JOBS 1024

/** PDR_EVENTS: events that a reader can ask for again */
#define PDR_EVENTS 2048

/**
 * struct pdr_job - a job, queued, at work or remembered
 * @view: see there; guarded by pdr_job_lock
 * @queue: in the queue of its lane while it is queued
 * @recent: in the order of last events, oldest first
 * @waiters: writers that sleep until it ends; it is not forgotten before
 * @ended: what they sleep on
 * @lane: enum pdr_lane
 * @answer: who answers the platform, see core/engine/answer.h
 * @answer_after: jiffies before which nobody tries to answer in its place
 * @cancelled: somebody asked to stop it
 * @deadline: jiffies, when @view.timeout_ms is set and it has begun
 * @not_before: jiffies before which it is not begun (again)
 * @tries: times it was begun
 */
struct pdr_job {
	struct pdr_job_view view;
	struct list_head queue;
	struct list_head recent;
	unsigned int waiters;
	struct completion ended;
	u8 lane;
	struct pdr_answer answer;
	unsigned long answer_after;
	bool cancelled;
	unsigned long deadline;
	unsigned long not_before;
	unsigned int tries;
};

/**
 * struct pdr_settings - the module's parameters, see main.c
 * @stall_timeout_ms: a block from which no page has left for so long is not
 *		      waited for
 * @online_type: zone of added memory (enum pseries_dr_online_type)
 * @refuse_by: enum pseries_dr_refuse_by
 */
struct pdr_settings {
	unsigned int stall_timeout_ms;
	unsigned int online_type;
	unsigned int refuse_by;
};

extern struct pdr_settings pdr_settings;

static inline bool pdr_state_is_final(u8 state)
{
	return state >= PSERIES_DR_STATE_DONE;
}

#endif /* PDR_H */
