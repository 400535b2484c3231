// SPDX-License-Identifier: GPL-2.0
/*
 * Removals that the answerer has to refuse in the place of their worker. Includes core/engine
 * and state.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <pdr_names.h>

#include "core/engine/overdue.h"
#include "state/jobtable.h"

/* Milliseconds before another look at a lane whose worker calls firmware. */
#define FIRMWARE_AGAIN 100

static struct pdr_waiting waiting_job(const struct pdr_lane_jobs *lane,
				      const struct pdr_job *job)
{
	return (struct pdr_waiting){
		.request = &job->view.request,
		.answer = &job->answer,
		.origin = job->view.origin,
		.refuse_by = READ_ONCE(pdr_settings.refuse_by),
		.at_work = job == lane->at_work,
		.in_part = job->view.outcome.in_part,
		.said = job->stuck_said,
		.ready_at = job->ready_at,
		.answer_at = job->answer_at,
	};
}

static enum pdr_overdue look_at_job(const struct pdr_lane_jobs *lane,
				    const struct pdr_job *job, u64 *until)
{
	const struct pdr_waiting waiting = waiting_job(lane, job);

	return pdr_overdue_look(&waiting, &lane->pace, READ_ONCE(pdr_settings.stall_timeout_ms),
				pdr_now_ms(), until);
}

/* The job at work comes first, because the host asked for it first. */
static struct pdr_job *due_in_lane(const struct pdr_lane_jobs *lane, u64 *until)
{
	struct pdr_job *job = lane->at_work;

	if (job && look_at_job(lane, job, until) == PDR_OVERDUE_ANSWER)
		return job;
	list_for_each_entry(job, &lane->queue, queue)
		if (look_at_job(lane, job, until) == PDR_OVERDUE_ANSWER)
			return job;
	return NULL;
}

static void fail_overdue(struct pdr_lane_jobs *lane, u64 *until)
{
	struct pdr_job *job, *next;

	list_for_each_entry_safe(job, next, &lane->queue, queue)
		if (look_at_job(lane, job, until) == PDR_OVERDUE_FAIL)
			pdr_jobs_end_queued(job, PDR_LANE_OVERDUE);
}

static void say_stuck(const struct pdr_lane_jobs *lane, u64 *until)
{
	struct pdr_job *job = lane->at_work;

	if (!job || look_at_job(lane, job, until) != PDR_OVERDUE_SAY)
		return;
	job->stuck_said = true;
	pr_warn("job %llu makes no progress in step %s at 0x%08x, and nobody else can end it\n",
		job->view.id, pdr_step_name(job->view.step), job->view.drc_index);
}

/* A job that others look at is not reused. */
static struct pdr_job *pin_before(const struct pdr_lane_jobs *lane,
				  const struct pdr_request *waiting)
{
	struct pdr_job *before = lane->at_work;

	lockdep_assert_held(&pdr_job_lock);
	if (!before || !pdr_answer_may_meet(&before->view.request, waiting))
		return NULL;
	before->waiters++;
	return before;
}

static void unpin_job(struct pdr_job *job)
{
	lockdep_assert_held(&pdr_job_lock);
	if (job)
		job->waiters--;
}

struct pdr_job *pdr_job_pin_before(u8 lane, const struct pdr_request *waiting)
{
	struct pdr_job *before;

	mutex_lock(&pdr_job_lock);
	before = pin_before(&pdr_jobs.lanes[lane], waiting);
	mutex_unlock(&pdr_job_lock);
	return before;
}

void pdr_job_unpin(struct pdr_job *job)
{
	mutex_lock(&pdr_job_lock);
	unpin_job(job);
	mutex_unlock(&pdr_job_lock);
}

/*
 * A worker that holds the firmware makes progress, or the platform is busy and
 * could not be told either.
 */
static struct pdr_job *take_due(struct pdr_lane_jobs *lane, u64 *until)
{
	struct pdr_job *job = due_in_lane(lane, until);

	if (!job)
		return NULL;
	if (!mutex_trylock(&lane->firmware)) {
		*until = min(*until, pdr_now_ms() + FIRMWARE_AGAIN);
		return NULL;
	}
	job->waiters++;
	job->being_answered = job != lane->at_work;
	if (job->being_answered)
		job->before = pin_before(lane, &job->view.request);
	return job;
}

struct pdr_job *pdr_job_begin_answer(unsigned long *wait)
{
	struct pdr_job *job = NULL;
	u64 until = U64_MAX;
	u8 lane;

	mutex_lock(&pdr_job_lock);
	for (lane = 0; lane < PDR_LANES; lane++)
		fail_overdue(&pdr_jobs.lanes[lane], &until);
	for (lane = 0; lane < PDR_LANES; lane++)
		say_stuck(&pdr_jobs.lanes[lane], &until);
	for (lane = 0; lane < PDR_LANES && !job; lane++)
		job = take_due(&pdr_jobs.lanes[lane], &until);
	mutex_unlock(&pdr_job_lock);
	*wait = pdr_jobs_wait(until);
	return job;
}

void pdr_job_end_answer(struct pdr_job *job, bool told)
{
	struct pdr_lane_jobs *lane = pdr_lane_of(job);
	bool waits;

	mutex_lock(&pdr_job_lock);
	waits = job->being_answered;
	job->being_answered = false;
	unpin_job(job->before);
	job->before = NULL;
	job->answer_at = pdr_now_ms() + PDR_OVERDUE_AGAIN_MS;
	job->waiters--;
	job->stuck_said |= told;
	if (told) {
		job->view.outcome.refusals = job->answer.told;
		pdr_jobs_publish(job, PSERIES_DR_EVENT_TYPE_REFUSAL);
	}
	if (waits && told)
		pdr_jobs_end_queued(job, PDR_LANE_ANSWERED);
	else if (waits)
		pdr_jobs_kick(lane);
	mutex_unlock(&pdr_job_lock);
	mutex_unlock(&lane->firmware);
}
