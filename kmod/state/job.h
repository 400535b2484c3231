/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Jobs: their table, the queue of each lane, and the ended jobs as long as there
 * is room to remember them.
 *
 * Invariant: a job's state only moves forward, except that a job to be tried again
 * is queued again. Each change of state is one event. A job that is not final is
 * in the queue of its lane or at work there.
 *
 * Includes state.
 */
#ifndef PDR_JOB_H
#define PDR_JOB_H

#include "state/event.h"
#include "state/pdr.h"

/* Allocate the table; free it once nobody can ask for a job any more. */
int pdr_job_init(void);
void pdr_job_exit(void);

/**
 * pdr_job_close - take no more jobs, cancel all there are, and wait for their end
 *
 * Jobs past the point of no return are completed.
 */
void pdr_job_close(void);

/**
 * pdr_job_shut - take no more jobs, cancel all there are, and wait while they get on
 *
 * For a machine that goes down. A job that is undone or completed has a minute;
 * any other has until the answerer has had its time to answer in its place.
 *
 * Context: may sleep.
 * Return: number of jobs that have not ended.
 */
u32 pdr_job_shut(void);

/**
 * pdr_job_submit - queue a job
 * @request: accepted by pdr_accept_request()
 * @origin: of the request (enum pseries_dr_origin)
 * @timeout_ms: deadline of the job from its start on, 0 for none
 * @id: of the job
 *
 * Needs no memory.
 *
 * Return: 0; -EAGAIN when PDR_JOBS are waiting; -ESHUTDOWN when the module or the
 * machine goes.
 */
int pdr_job_submit(const struct pdr_request *request, u8 origin, u32 timeout_ms,
		   u64 *id);

/**
 * pdr_job_run - queue a job and wait for its end
 * @request: accepted by pdr_accept_request()
 * @origin: of the request (enum pseries_dr_origin)
 *
 * Only a fatal signal ends the wait: a writer that left early could not know what
 * became of its request. The stall timeout bounds the job, and it can be
 * cancelled. The job goes on when its writer is killed.
 *
 * Return: 0 when it is done, -EBUSY if the queue is full or closed, or the negative errno of
 * its failure.
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
 * pdr_job_is_going - tell if the platform waits for the removal of a connector
 * @drc_index: the connector
 *
 * The removal is in a queue, and the platform may have a part of its range already.
 * No other job may move the rest: a move tells the platform that the guest keeps
 * it, and QEMU aborts at its next request for a range that it has in part.
 *
 * Return: true if it waits.
 */
bool pdr_job_is_going(u32 drc_index);

/**
 * pdr_job_get - copy a job as it is now
 * @id: of the job
 * @view: filled
 *
 * Return: 0 or -ENOENT.
 */
int pdr_job_get(u64 id, struct pdr_job_view *view);

/**
 * pdr_job_next - copy the job whose last event is the first after another
 * @since: sequence number
 * @view: filled
 *
 * Return: 0, or -ENOENT when there is none.
 */
int pdr_job_next(u64 since, struct pdr_job_view *view);

/**
 * pdr_job_forgotten - sequence number up to which jobs may be forgotten
 *
 * A newer job takes the slot of one that has ended. A reader that had not come to
 * this number before has missed a job.
 *
 * Return: the number, 0 when none was forgotten yet.
 */
u64 pdr_job_forgotten(void);

/* Number of jobs that are not final. */
u32 pdr_job_pending(void);

/* Wait until there is a job that is not final. Context: a kthread; ends if it is to stop. */
void pdr_job_await_any(void);

/* For the worker of a lane: */

/**
 * pdr_job_begin - begin the next job of a lane
 * @lane: enum pdr_lane
 * @wait: if there is none, jiffies until there may be one
 *
 * Return: the job, to be given to pdr_job_end(); or NULL.
 */
struct pdr_job *pdr_job_begin(u8 lane, unsigned long *wait);

/**
 * pdr_job_waiting - tell which job of a lane could be begun now
 * @lane: enum pdr_lane
 *
 * Return: its id, or 0.
 */
u64 pdr_job_waiting(u8 lane);

/**
 * pdr_job_end - note how a job ended
 * @job: at work
 * @outcome: how
 */
void pdr_job_end(struct pdr_job *job, const struct pdr_outcome *outcome);

/**
 * pdr_job_wait - wait for the next job of a lane
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
 * Return: 0, -ECANCELED or -ETIMEDOUT. Always 0 in an undo and past the point of
 * no return.
 */
int pdr_job_stop_lane(u8 lane);

/**
 * pdr_job_stop - the same for the lane of the caller
 *
 * Return: as pdr_job_stop_lane(); that of the lane of memory if the caller is no worker.
 */
int pdr_job_stop(void);

/**
 * pdr_job_others_move - tell if the job of another lane may hold the kernel's lock
 *
 * That job will release the lock, as a job without progress gives up. A job that is kept
 * from the lock itself does not count, so this notes that the caller was.
 *
 * Context: a worker that was just kept from the lock.
 * Return: true if one may.
 */
bool pdr_job_others_move(void);

/* The job at work entered a state that is not final. */
void pdr_job_enter(u8 lane, u8 state);

/* The job at work is at a step, and has moved @moved targets of @total. */
void pdr_job_advance(u8 lane, u8 step, u32 drc_index, u32 total, u32 moved);

/* Note how many pages have yet to leave the block that goes offline. */
void pdr_job_pages_left(u64 pages);

/**
 * pdr_job_hold_firmware - keep others from firmware calls for a lane
 * @lane: enum pdr_lane
 * @hold: begin or end
 *
 * Context: the worker of the lane, or the intake thread.
 */
void pdr_job_hold_firmware(u8 lane, bool hold);

/* For the answerer: */

/**
 * pdr_job_begin_answer - find a removal that has to be answered
 * @wait: if there is none, jiffies until there may be one
 *
 * That job, or the one at work in front of it, has made no progress for
 * pdr_stall_limit() of stall_timeout_ms and a second.
 *
 * Return: a job, to be given to pdr_job_end_answer(), with the firmware of its
 * lane held; or NULL.
 */
struct pdr_job *pdr_job_begin_answer(unsigned long *wait);

/**
 * pdr_job_pin_before - find the job at work that a refusal has to stop
 * @lane: enum pdr_lane
 * @waiting: the removal that is refused without a job of its own
 *
 * Context: the caller holds the firmware of the lane, so that no later job isolates a connector.
 * Return: the job, to be given to pdr_job_unpin(); or NULL.
 */
struct pdr_job *pdr_job_pin_before(u8 lane, const struct pdr_request *waiting);

/* @job: of pdr_job_pin_before(), may be NULL */
void pdr_job_unpin(struct pdr_job *job);

/**
 * pdr_job_end_answer - note whether a removal was answered
 * @job: of pdr_job_begin_answer()
 * @told: the platform was told
 */
void pdr_job_end_answer(struct pdr_job *job, bool told);

#endif /* PDR_JOB_H */
