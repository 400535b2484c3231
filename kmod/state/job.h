/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Jobs: a table of them, the queue of each lane, and what is remembered.
 *
 * Invariant: a job's state only moves forward (but for one that is to be tried
 * again, which is queued again), each state is one event, and a job that is
 * not final is in the queue of its lane or at work there.
 */
#ifndef PDR_JOB_H
#define PDR_JOB_H

#include "state/event.h"
#include "state/pdr.h"

/* Make room for the jobs; free it when nobody can ask for them any more. */
int pdr_job_init(void);
void pdr_job_exit(void);

/**
 * pdr_job_close - take no more jobs, cancel all there are, and wait for their end
 *
 * Jobs past the point of no return are completed.
 */
void pdr_job_close(void);

/**
 * pdr_job_submit - queue a job
 * @request: checked by pdr_request_check()
 * @origin: who asks
 * @timeout_ms: deadline of the job from its start on, 0 for none
 * @id: of the job
 *
 * Needs no memory.
 *
 * Return: 0; -EAGAIN when PDR_JOBS are waiting; -ESHUTDOWN during unload.
 */
int pdr_job_submit(const struct pdr_request *request, u8 origin, u32 timeout_ms,
		   u64 *id);

/**
 * pdr_job_run - queue a job and wait for its end
 * @request: checked by pdr_request_check()
 * @origin: who asks
 *
 * A signal that does not kill does not end the wait: a writer that went away
 * early could not know what became of its request. It is bounded by the stall
 * timeout, and the job can be cancelled; it outlives a writer that is killed.
 *
 * Return: 0 when it is done, or the negative errno of its failure.
 */
int pdr_job_run(const struct pdr_request *request, u8 origin);

/**
 * pdr_job_cancel - stop a job
 * @id: of the job
 *
 * Return: 0; -ENOENT; -EALREADY when it is final or past the point of no return.
 */
int pdr_job_cancel(u64 id);

/**
 * pdr_job_is_going - whether a connector is part of a removal that is to come
 * @drc_index: the connector
 *
 * The platform waits for that removal, and may have a part of the range already.
 * Only it may touch the rest: whoever takes or gives it tells the platform that
 * the guest keeps it, on which QEMU aborts at its next request for what it has in
 * part.
 *
 * Return: true if it is.
 */
bool pdr_job_is_going(u32 drc_index);

/**
 * pdr_job_get - a job as it is now
 * @id: of the job
 * @view: filled
 *
 * Return: 0 or -ENOENT.
 */
int pdr_job_get(u64 id, struct pdr_job_view *view);

/**
 * pdr_job_next - the job whose last event follows another one
 * @since: sequence number
 * @view: filled
 *
 * Return: 0, or -ENOENT when there is none.
 */
int pdr_job_next(u64 since, struct pdr_job_view *view);

/**
 * pdr_job_forgotten - sequence number up to which jobs were forgotten
 *
 * A slot is used again for a newer job. A reader that had not come to this
 * number before has missed a job.
 *
 * Return: the number, 0 when none was forgotten yet.
 */
u64 pdr_job_forgotten(void);

/* Number of jobs that are not final. */
u32 pdr_job_pending(void);

/* For the worker of a lane: */

/**
 * pdr_job_begin - take the next job of a lane to work
 * @lane: enum pdr_lane
 * @wait: where there is none, jiffies until there may be one
 *
 * Return: the job, to be given to pdr_job_end(); or NULL.
 */
struct pdr_job *pdr_job_begin(u8 lane, unsigned long *wait);

/**
 * pdr_job_end - note how a job ended
 * @job: at work
 * @outcome: how
 */
void pdr_job_end(struct pdr_job *job, const struct pdr_outcome *outcome);

/**
 * pdr_job_wait - wait for a job of a lane to come
 * @lane: enum pdr_lane
 * @wait: jiffies to wait at most
 *
 * Context: a kthread; returns early when it is to stop.
 */
void pdr_job_wait(u8 lane, unsigned long wait);

/* For the job at work in a lane: */

/**
 * pdr_job_stop_lane - whether the job at work in a lane is to stop
 * @lane: enum pdr_lane
 *
 * Return: 0, -ECANCELED or -ETIMEDOUT. Always 0 while it is undone.
 */
int pdr_job_stop_lane(u8 lane);

/**
 * pdr_job_stop - the same, of the lane whose worker the caller is
 *
 * Return: as pdr_job_stop_lane(); of the memory lane for any other caller.
 */
int pdr_job_stop(void);

/**
 * pdr_job_others_move - whether another lane is at work and gets on
 *
 * It may hold a lock of the kernel's that the caller waits for, and will give it
 * back: a job that makes no progress is given up.
 *
 * Context: a worker.
 * Return: true if one does.
 */
bool pdr_job_others_move(void);

/* The job at work entered a state that is not final. */
void pdr_job_enter(u8 lane, u8 state);

/* The job at work is to move @total targets. */
void pdr_job_advance(u8 lane, u8 step, u32 drc_index, u32 total, u32 moved);

/* Pages that still are to leave the block that is going offline. */
void pdr_job_pages_left(u64 pages);

/**
 * pdr_job_hold_firmware - keep others from answering in the place of a job
 * @lane: enum pdr_lane
 * @hold: begin or end
 *
 * Context: the worker of the lane, or an event that there is no job for.
 */
void pdr_job_hold_firmware(u8 lane, bool hold);

/* For whoever answers in the place of a worker: */

/**
 * pdr_job_begin_answer - find a removal that has to be answered
 * @wait: where there is none, jiffies until there may be one
 *
 * It has made no progress for stall_timeout_ms and a second, at work or behind
 * one that has not.
 *
 * Return: a job, to be given to pdr_job_end_answer(), with the firmware of its
 * lane held; or NULL.
 */
struct pdr_job *pdr_job_begin_answer(unsigned long *wait);

/**
 * pdr_job_end_answer - note that a removal was answered, or was not
 * @job: of pdr_job_begin_answer()
 * @told: the platform was told
 */
void pdr_job_end_answer(struct pdr_job *job, bool told);

#endif /* PDR_JOB_H */
