/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_OVERDUE_H
#define PDR_OVERDUE_H

/*
 * How and when a job ends without its worker, which may not come back from a call of the
 * kernel. The call may have been made for this job, or for the one before it.
 *
 * Invariant: the platform always gets an answer to a removal that it asked for and
 * that can be refused, and nobody in the guest waits for ever.
 *
 * All times are milliseconds of one clock that does not wrap.
 *
 * Includes core/engine.
 */

#include "core/engine/answer.h"
#include "core/engine/pace.h"

/** PDR_OVERDUE_AGAIN_MS: pause before another try to tell the platform */
#define PDR_OVERDUE_AGAIN_MS 1000

/**
 * enum pdr_overdue - an end that does not need the worker
 * @PDR_OVERDUE_NONE: no such end: the job waits for the worker
 * @PDR_OVERDUE_ANSWER: the answerer tells the platform that the guest keeps the whole range
 * @PDR_OVERDUE_FAIL: the job fails, as it was not begun
 * @PDR_OVERDUE_SAY: nobody else can end it, so the administrator is told that it is stuck
 */
enum pdr_overdue {
	PDR_OVERDUE_NONE,
	PDR_OVERDUE_ANSWER,
	PDR_OVERDUE_FAIL,
	PDR_OVERDUE_SAY,
};

/**
 * struct pdr_waiting - a job that waits for its worker
 * @request: the request
 * @answer: its answer so far
 * @origin: enum pseries_dr_origin
 * @refuse_by: enum pseries_dr_refuse_by
 * @at_work: the worker has begun it
 * @in_part: the platform has part of the range, so the job only goes forward
 * @said: the administrator knows that it is stuck
 * @ready_at: time from which it can be begun
 * @answer_at: time before which the answerer leaves it alone
 */
struct pdr_waiting {
	const struct pdr_request *request;
	const struct pdr_answer *answer;
	u8 origin;
	u8 refuse_by;
	bool at_work;
	bool in_part;
	bool said;
	u64 ready_at;
	u64 answer_at;
};

/**
 * pdr_overdue_judge() - Choose the end of a job whose worker does not come back.
 * @job: the job
 *
 * Context: any.
 * Return: the end.
 */
enum pdr_overdue pdr_overdue_judge(const struct pdr_waiting *job);

/**
 * pdr_overdue_look() - Tell if a job does not wait for its worker any longer.
 * @job: the job
 * @pace: of its lane
 * @stall_ms: a job without progress for so long gives up
 * @now: the time
 * @until: becomes the time when the job will be overdue, if it is an earlier one
 *
 * The time begins with the last progress of the job that the worker has begun, or when
 * the job itself can be begun.
 *
 * Context: any.
 * Return: the end of an overdue job, or PDR_OVERDUE_NONE.
 */
enum pdr_overdue pdr_overdue_look(const struct pdr_waiting *job, const struct pdr_pace *pace,
				  u64 stall_ms, u64 now, u64 *until);

#endif /* PDR_OVERDUE_H */
