/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_LANE_H
#define PDR_LANE_H

/*
 * The rules by which the jobs of a lane take their turn, and by which a job is stopped,
 * cancelled or forgotten. The module walks its queues and asks here about each job.
 *
 * Invariant: a removal that the platform asked for never leaves its queue without an
 * answer, and once the platform has part of its range, nothing but its own end stops it.
 *
 * All times are milliseconds of one clock that does not wrap.
 *
 * Includes core/engine.
 */

#include "core/engine/ops.h"

/**
 * struct pdr_turn - a job as the rules of its lane see it
 * @request: the request
 * @origin: enum pseries_dr_origin
 * @state: enum pseries_dr_state
 * @at_work: the worker has begun it; it is still called queued until it has a plan
 * @in_part: an earlier try gave the platform part of the range
 * @cancelled: it was asked to stop
 * @being_answered: the answerer is about to refuse it
 * @ready_at: time before which it is not begun
 * @deadline: time by which it has to be done, 0 for none
 */
struct pdr_turn {
	const struct pdr_request *request;
	u8 origin;
	u8 state;
	bool at_work;
	bool in_part;
	bool cancelled;
	bool being_answered;
	u64 ready_at;
	u64 deadline;
};

/**
 * enum pdr_cancel_how - what a request to cancel does to a job
 * @PDR_CANCEL_TOO_LATE: nothing: the job is final, past the point of no return, or the
 *	platform has part of its range, so that it can neither be undone nor dropped
 * @PDR_CANCEL_END: the job ends at once, as it has not begun and nobody waits for an
 *	answer; its worker may not come back from another job
 * @PDR_CANCEL_STOP: the job is to stop where it is, or to end at its next try, which
 *	gives the platform its answer
 */
enum pdr_cancel_how {
	PDR_CANCEL_TOO_LATE,
	PDR_CANCEL_END,
	PDR_CANCEL_STOP,
};

/**
 * struct pdr_cancel - the judgement of a request to cancel
 * @how: what becomes of the job
 * @ready_at: time from which it can be begun now
 */
struct pdr_cancel {
	enum pdr_cancel_how how;
	u64 ready_at;
};

/**
 * enum pdr_lane_end - why a job ends that waits in the queue
 * @PDR_LANE_CANCELLED: somebody has cancelled it
 * @PDR_LANE_OVERDUE: the job in front of it makes no progress
 * @PDR_LANE_ANSWERED: the answerer has refused it
 */
enum pdr_lane_end {
	PDR_LANE_CANCELLED,
	PDR_LANE_OVERDUE,
	PDR_LANE_ANSWERED,
};

/**
 * pdr_lane_is_awaited() - Tell if the platform waits for the end of a job.
 * @origin: enum pseries_dr_origin
 * @request: of the job
 *
 * Context: any.
 * Return: true for a removal that the platform asked for.
 */
bool pdr_lane_is_awaited(u8 origin, const struct pdr_request *request);

/**
 * pdr_lane_is_final() - Tell if a job has ended.
 * @state: enum pseries_dr_state
 *
 * Context: any.
 * Return: true if its state does not change any more.
 */
bool pdr_lane_is_final(u8 state);

/**
 * pdr_lane_is_undone() - Tell if a job is undone, or past the point where it could be.
 * @state: enum pseries_dr_state
 *
 * Context: any.
 * Return: true if nothing stops it any more.
 */
bool pdr_lane_is_undone(u8 state);

/**
 * pdr_lane_may_forget() - Tell if the slot of a job can be used for another one.
 * @id: of the job, 0 if the slot was never used
 * @state: enum pseries_dr_state
 * @waiters: tasks that still look at the job
 *
 * Context: any.
 * Return: true if nobody needs it any more.
 */
bool pdr_lane_may_forget(u64 id, u8 state, unsigned int waiters);

/**
 * pdr_lane_first_at() - Tell from when on a new job can be begun.
 * @origin: enum pseries_dr_origin
 * @now: the time
 *
 * A job of the module's own follows an undo that has just failed, so it waits as it would
 * after a first try.
 *
 * Context: any.
 * Return: the time.
 */
u64 pdr_lane_first_at(u8 origin, u64 now);

/**
 * pdr_lane_begins_at() - Tell from when on the worker can begin a job that waits.
 * @job: the job
 * @closing: the module or the machine goes
 *
 * The worker begins the first job of its queue that can be begun. So others overtake a
 * job that waits for another try, or for the answer that the answerer gives. A job does
 * not wait for another try when the module or the machine goes.
 *
 * Context: any.
 * Return: the time, U64_MAX while nobody may begin it.
 */
u64 pdr_lane_begins_at(const struct pdr_turn *job, bool closing);

/**
 * pdr_lane_must_stop() - Tell if the job at work is to stop.
 * @job: the job
 * @now: the time
 *
 * Context: any.
 * Return: 0, -ECANCELED or -ETIMEDOUT.
 */
int pdr_lane_must_stop(const struct pdr_turn *job, u64 now);

/**
 * pdr_lane_cancel() - Judge a request to cancel a job.
 * @job: the job
 * @now: the time
 *
 * A removal that the platform asked for has to be answered first: its next try is now,
 * and later tries wait as they would without the cancel.
 *
 * Context: any.
 * Return: the judgement.
 */
struct pdr_cancel pdr_lane_cancel(const struct pdr_turn *job, u64 now);

/**
 * pdr_lane_is_going() - Tell if nobody else may move the connectors of a job that waits.
 * @job: the job
 *
 * Context: any.
 * Return: true if the platform is to get them.
 */
bool pdr_lane_is_going(const struct pdr_turn *job);

/**
 * pdr_lane_end_queued() - Say how a job ended that waited in the queue.
 * @end: why
 * @request: of the job
 * @answer: of the job
 * @outcome: filled; there is nothing to undo
 *
 * Context: any.
 */
void pdr_lane_end_queued(enum pdr_lane_end end, const struct pdr_request *request,
			 const struct pdr_answer *answer, struct pdr_outcome *outcome);

#endif /* PDR_LANE_H */
