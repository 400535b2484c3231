// SPDX-License-Identifier: GPL-2.0
/* Removals that the answerer has to refuse in the place of their worker. */
#include <linux/jiffies.h>

#include "core/engine/resource.h"
#include "state/jobtable.h"

/* Pause before another try to tell the platform. */
#define ANSWER_AGAIN msecs_to_jiffies(1000)

/* Pause before another look at a lane whose worker calls firmware. */
#define FIRMWARE_AGAIN msecs_to_jiffies(100)

/* The platform waits for the job, has no answer yet, and can be given one. */
static bool is_answerable(const struct pdr_job *job)
{
	const struct pdr_resource *resource =
		pdr_resource_of(job->view.request.resource);

	return pdr_jobs_is_wanted(job) && resource && resource->refused_by &&
	       READ_ONCE(job->answer.word) != PDR_ANSWER_COMMITTED &&
	       !job->answer.told && !job->view.outcome.unfinished &&
	       READ_ONCE(pdr_settings.refuse_by) != PSERIES_DR_REFUSE_BY_OFF;
}

/* Jiffies when a job that is at work, or behind the one at work, is answered. */
static unsigned long answer_time(const struct pdr_lane_jobs *lane,
				 const struct pdr_job *job)
{
	unsigned long due = pdr_lane_overdue(lane);
	unsigned long waited = job->not_before + due - lane->last_progress;

	if (time_after(waited, due))
		due = waited;
	return time_after(job->answer_after, due) ? job->answer_after : due;
}

static bool is_due(const struct pdr_lane_jobs *lane, const struct pdr_job *job,
		   unsigned long *wait)
{
	unsigned long due = answer_time(lane, job);

	if (!is_answerable(job))
		return false;
	if (time_after_eq(jiffies, due))
		return true;
	*wait = min(*wait, due - jiffies);
	return false;
}

/* The worker of a lane without a job at work begins the next one at once. */
static struct pdr_job *due_in_lane(const struct pdr_lane_jobs *lane, unsigned long *wait)
{
	struct pdr_job *job;

	if (!lane->at_work)
		return NULL;
	if (is_due(lane, lane->at_work, wait))
		return lane->at_work;
	list_for_each_entry(job, &lane->queue, queue)
		if (is_due(lane, job, wait))
			return job;
	return NULL;
}

static bool is_of_guest(const struct pdr_job *job)
{
	return job->view.origin == PSERIES_DR_ORIGIN_SYSFS ||
	       job->view.origin == PSERIES_DR_ORIGIN_NETLINK;
}

/*
 * A job that somebody in the guest asked for ends if the worker does not come back
 * from the job before it. An add that the platform asked for waits, as the platform
 * would not ask again; so does a job of the module's, as nobody else knows of it.
 */
static void end_stranded(struct pdr_lane_jobs *lane, unsigned long *wait)
{
	struct pdr_job *job, *next;
	unsigned long due;

	if (!lane->at_work)
		return;
	list_for_each_entry_safe(job, next, &lane->queue, queue) {
		if (!is_of_guest(job))
			continue;
		due = answer_time(lane, job);
		if (time_after_eq(jiffies, due))
			pdr_jobs_end_queued(job, PSERIES_DR_STATE_FAILED, -ETIMEDOUT);
		else
			*wait = min(*wait, due - jiffies);
	}
}

/*
 * A worker that holds the firmware makes progress, or the platform is busy and
 * could not be told either.
 */
static struct pdr_job *take_due(struct pdr_lane_jobs *lane, unsigned long *wait)
{
	struct pdr_job *job = due_in_lane(lane, wait);

	if (!job)
		return NULL;
	if (!mutex_trylock(&lane->firmware)) {
		*wait = min(*wait, FIRMWARE_AGAIN);
		return NULL;
	}
	job->waiters++;
	job->being_answered = job != lane->at_work;
	return job;
}

struct pdr_job *pdr_job_begin_answer(unsigned long *wait)
{
	struct pdr_job *job = NULL;
	u8 lane;

	*wait = MAX_SCHEDULE_TIMEOUT;
	mutex_lock(&pdr_job_lock);
	for (lane = 0; lane < PDR_LANES; lane++)
		end_stranded(&pdr_jobs.lanes[lane], wait);
	for (lane = 0; lane < PDR_LANES && !job; lane++)
		job = take_due(&pdr_jobs.lanes[lane], wait);
	mutex_unlock(&pdr_job_lock);
	return job;
}

void pdr_job_end_answer(struct pdr_job *job, bool told)
{
	struct pdr_lane_jobs *lane = pdr_lane_of(job);
	bool waits;

	mutex_lock(&pdr_job_lock);
	waits = job->being_answered;
	job->being_answered = false;
	job->answer_after = jiffies + ANSWER_AGAIN;
	job->waiters--;
	if (told) {
		job->view.outcome.refusals = job->answer.told;
		pdr_jobs_publish(job, PSERIES_DR_EVENT_TYPE_REFUSAL);
	}
	if (waits && told)
		pdr_jobs_end_queued(job, PSERIES_DR_STATE_REFUSED, -ETIMEDOUT);
	else if (waits)
		pdr_jobs_kick(lane);
	mutex_unlock(&pdr_job_lock);
	mutex_unlock(&lane->firmware);
}
