// SPDX-License-Identifier: GPL-2.0
/*
 * Whose turn it is in a lane, and which job may be stopped, cancelled or forgotten. Includes
 * core/engine.
 */
#include "core/engine/lane.h"
#include "core/engine/refuse.h"
#include "core/engine/retry.h"

bool pdr_lane_is_awaited(u8 origin, const struct pdr_request *request)
{
	return pdr_refuse_is_due(request->action,
				 origin == PSERIES_DR_ORIGIN_PLATFORM);
}

bool pdr_lane_is_final(u8 state)
{
	return state >= PSERIES_DR_STATE_DONE;
}

bool pdr_lane_is_undone(u8 state)
{
	return state == PSERIES_DR_STATE_ROLLING_BACK ||
	       state == PSERIES_DR_STATE_COMPLETING;
}

bool pdr_lane_may_forget(u64 id, u8 state, unsigned int waiters)
{
	return !id || (pdr_lane_is_final(state) && !waiters);
}

u64 pdr_lane_first_at(u8 origin, u64 now)
{
	return origin == PSERIES_DR_ORIGIN_MODULE ? now + pdr_retry_delay_ms(1) : now;
}

u64 pdr_lane_begins_at(const struct pdr_turn *job, bool closing)
{
	if (job->being_answered)
		return U64_MAX;
	return closing ? 0 : job->ready_at;
}

int pdr_lane_must_stop(const struct pdr_turn *job, u64 now)
{
	if (pdr_lane_is_undone(job->state))
		return 0;
	if (job->cancelled)
		return -ECANCELED;
	return job->deadline && now > job->deadline ? -ETIMEDOUT : 0;
}

static enum pdr_cancel_how how_to_cancel(const struct pdr_turn *job)
{
	if (pdr_lane_is_final(job->state) || job->in_part ||
	    job->state == PSERIES_DR_STATE_COMPLETING)
		return PDR_CANCEL_TOO_LATE;
	return job->state == PSERIES_DR_STATE_QUEUED && !job->at_work &&
	       !pdr_lane_is_awaited(job->origin, job->request) ?
	       PDR_CANCEL_END : PDR_CANCEL_STOP;
}

/* The next try is never later than before: the answerer counts from then on. */
struct pdr_cancel pdr_lane_cancel(const struct pdr_turn *job, u64 now)
{
	return (struct pdr_cancel){
		.how = how_to_cancel(job),
		.ready_at = min(job->ready_at, now),
	};
}

bool pdr_lane_is_going(const struct pdr_turn *job)
{
	return pdr_lane_is_awaited(job->origin, job->request) && !job->cancelled;
}

void pdr_lane_end_queued(enum pdr_lane_end end, const struct pdr_request *request,
			 const struct pdr_answer *answer, struct pdr_outcome *outcome)
{
	static const u8 states[] = {
		[PDR_LANE_CANCELLED] = PSERIES_DR_STATE_CANCELLED,
		[PDR_LANE_OVERDUE] = PSERIES_DR_STATE_FAILED,
		[PDR_LANE_ANSWERED] = PSERIES_DR_STATE_REFUSED,
	};

	*outcome = (struct pdr_outcome){
		.state = states[end],
		.fault = {
			.error = end == PDR_LANE_CANCELLED ? -ECANCELED : -ETIMEDOUT,
			.step = PSERIES_DR_STEP_RESOLVE,
			.drc_index = request->index,
		},
		.refusals = answer->told,
		.reason = answer->told ? PSERIES_DR_REASON_ANSWERED : PSERIES_DR_REASON_NONE,
	};
}
