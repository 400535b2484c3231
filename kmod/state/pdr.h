/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by all parts of the module: its release, the job and the settings.
 *
 * Threads and locks:
 * - Each lane (memory, CPU, I/O) has a worker, a kthread (worker.c), which runs
 *   the jobs of the lane one after the other, and errands in between (errand.c): the
 *   plans that readers ask for. Only workers move resources, and no two lanes have a
 *   connector in common, so no step of a job needs a lock against another job.
 * - The answerer (answerer.c) refuses a removal whose worker does not come back.
 *   It never waits for a call of Linux.
 * - lane->firmware (jobtable.h): a worker holds it over the firmware calls of a
 *   step, the answerer and the intake thread over a refusal. pdr_job_lock nests
 *   inside it.
 * - pdr_job_lock (event.c) guards the jobs, their queues, the ring of events and
 *   the sequence number. Nobody holds it over a firmware call or while waiting
 *   for a job.
 * - pdr_tables_lock (tables.c) guards the LMB table. Writers hold it only to swap
 *   the table or to change entries. Dumps hold it for reading, one entry at a
 *   time, and never over a firmware call. It nests inside lmbs_lock; allocations,
 *   pdr_job_lock and leaving.lock nest inside it.
 * - lmbs_lock (tables.c) serializes reads and changes of the LMBs in the device
 *   tree. Its holder keeps it over the change. It is the outermost lock.
 * - pdr_drcs_lock (drcs.c) guards the DRC map. Nobody holds it over a firmware
 *   call. Its holder must not change the device tree: our listener to such
 *   changes takes the lock for writing. Allocations nest inside it.
 * - leaving.lock (lmbuse.c): a reader of page structures holds it, so that the
 *   worker does not remove them meanwhile. The worker takes it for writing to
 *   name the LMB that it is about to remove. Only locks of Linux that do not
 *   sleep nest inside it.
 *
 * Includes state.
 */
#ifndef PDR_H
#define PDR_H

#include <linux/completion.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include <linux/pseries_dr.h>

#include "state/view.h"

/** PDR_RELEASE: version of the module */
#define PDR_RELEASE "0.1"

/** PDR_JOBS: jobs that are remembered, and that can wait at a time */
#define PDR_JOBS 1024

/** PDR_EVENTS: events that a reader can ask for again */
#define PDR_EVENTS 2048

/**
 * struct pdr_job - a job, queued, at work or remembered
 * @view: see there; guarded by pdr_job_lock
 * @queue: entry in the queue of its lane
 * @recent: entry in pdr_jobs.recent
 * @waiters: tasks that still need the job; its slot is not reused before
 * @ended: completed when it ends
 * @lane: enum pdr_lane
 * @answer: whether the worker or the answerer acts, see core/engine/answer.h
 * @answer_at: pdr_now_ms() before which the answerer leaves it alone
 * @stuck_said: the kernel's log says that it makes no progress
 * @being_answered: the answerer has it out of the queue, so that no worker begins it
 * @before: the job at work that the answerer stops with it, or NULL
 * @keeps_module: it is unfinished, and holds a reference of the module
 * @cancelled: it is to stop
 * @deadline: pdr_now_ms() by which it has to be done, once it has begun; 0 for none
 * @ready_at: pdr_now_ms() before which it is not begun (again)
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
	u64 answer_at;
	bool stuck_said;
	bool being_answered;
	struct pdr_job *before;
	bool keeps_module;
	bool cancelled;
	u64 deadline;
	u64 ready_at;
	unsigned int tries;
};

/**
 * struct pdr_settings - the module's parameters, see settings.c
 * @stall_timeout_ms: a job without progress for so long gives up
 * @online_type: zone of added memory (enum pseries_dr_online_type)
 * @refuse_by: enum pseries_dr_refuse_by
 */
struct pdr_settings {
	unsigned int stall_timeout_ms;
	unsigned int online_type;
	unsigned int refuse_by;
};

extern struct pdr_settings pdr_settings;

/* Milliseconds of a clock that does not wrap. */
static inline u64 pdr_now_ms(void)
{
	return ktime_to_ms(ktime_get());
}

#endif /* PDR_H */
