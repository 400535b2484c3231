// SPDX-License-Identifier: GPL-2.0
/* A lane as its worker sees it: the next job, its progress and its end. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>

#include "core/engine/retry.h"
#include "core/engine/stall.h"
#include "state/event.h"
#include "state/jobtable.h"

#define LOCKED_OUT msecs_to_jiffies(PDR_LOCKED_OUT_MS)

/* Shortest time between two progress events of a job. */
#define PROGRESS_INTERVAL msecs_to_jiffies(200)

int pdr_job_stop_lane(u8 lane)
{
	struct pdr_job *job;
	int reason = 0;

	mutex_lock(&pdr_job_lock);
	job = pdr_jobs.lanes[lane].at_work;
	if (!job || pdr_jobs_is_undone(job))
		reason = 0;
	else if (job->cancelled)
		reason = -ECANCELED;
	else if (job->view.timeout_ms && time_after(jiffies, job->deadline))
		reason = -ETIMEDOUT;
	mutex_unlock(&pdr_job_lock);
	return reason;
}

/* Only the watch of a memory block (res/watch.c) asks from another task. */
int pdr_job_stop(void)
{
	u8 lane;

	for (lane = 0; lane < PDR_LANES; lane++)
		if (READ_ONCE(pdr_jobs.lanes[lane].worker) == current)
			return pdr_job_stop_lane(lane);
	return pdr_job_stop_lane(PDR_LANE_MEMORY);
}

/* A lane that was kept from the lock just now does not hold it. */
static bool may_hold_lock(const struct pdr_lane_jobs *lane)
{
	return lane->at_work && time_before(jiffies, pdr_lane_overdue(lane)) &&
	       time_after_eq(jiffies, lane->locked_out_at + LOCKED_OUT);
}

bool pdr_job_others_move(void)
{
	struct pdr_lane_jobs *lane;
	bool moving = false;

	mutex_lock(&pdr_job_lock);
	for (lane = pdr_jobs.lanes; lane < pdr_jobs.lanes + PDR_LANES; lane++)
		if (READ_ONCE(lane->worker) == current)
			lane->locked_out_at = jiffies;
		else
			moving |= may_hold_lock(lane);
	mutex_unlock(&pdr_job_lock);
	return moving;
}

void pdr_job_enter(u8 lane, u8 state)
{
	struct pdr_job *job;

	mutex_lock(&pdr_job_lock);
	job = pdr_jobs.lanes[lane].at_work;
	if (job && job->view.state != state)
		pdr_jobs_set_state(job, state);
	mutex_unlock(&pdr_job_lock);
}

static void publish_progress(struct pdr_lane_jobs *lane)
{
	lane->last_progress = jiffies;
	if (time_before(jiffies, lane->last_event + PROGRESS_INTERVAL))
		return;
	lane->last_event = jiffies;
	pdr_event_progress(&lane->at_work->view);
}

void pdr_job_advance(u8 lane, u8 step, u32 drc_index, u32 total, u32 moved)
{
	struct pdr_job_view *view;

	mutex_lock(&pdr_job_lock);
	view = &pdr_jobs.lanes[lane].at_work->view;
	view->step = step;
	view->drc_index = drc_index;
	view->outcome.total = total;
	view->outcome.moved = moved;
	view->pages_left = 0;
	pdr_jobs.lanes[lane].least_pages = U64_MAX;
	publish_progress(&pdr_jobs.lanes[lane]);
	mutex_unlock(&pdr_job_lock);
}

/* Pages that come back into the block are no progress. */
void pdr_job_pages_left(u64 pages)
{
	struct pdr_lane_jobs *lane = &pdr_jobs.lanes[PDR_LANE_MEMORY];
	struct pdr_job_view *view;

	mutex_lock(&pdr_job_lock);
	view = lane->at_work ? &lane->at_work->view : NULL;
	if (view && pages < lane->least_pages) {
		lane->least_pages = pages;
		view->pages_left = pages;
		publish_progress(lane);
	}
	mutex_unlock(&pdr_job_lock);
}

void pdr_job_hold_firmware(u8 lane, bool hold)
{
	if (hold)
		mutex_lock(&pdr_jobs.lanes[lane].firmware);
	else
		mutex_unlock(&pdr_jobs.lanes[lane].firmware);
}

/*
 * Other jobs overtake a job that waits for another try, or for the answer that the
 * answerer gives. A job does not wait for another try once the table is closed. If
 * there is none to begin, set @wait to the jiffies until there will be one.
 */
static struct pdr_job *next_in_lane(const struct pdr_lane_jobs *lane, unsigned long *wait)
{
	struct pdr_job *job;

	*wait = MAX_SCHEDULE_TIMEOUT;
	list_for_each_entry(job, &lane->queue, queue) {
		if (job->being_answered)
			continue;
		if (pdr_jobs.closed || time_after_eq(jiffies, job->not_before))
			return job;
		*wait = min(*wait, job->not_before - jiffies);
	}
	return NULL;
}

/*
 * The job at work keeps the module, as the worker may not come back soon. If the module
 * is being unloaded, a job that begins now must end at once.
 */
static void keep_module(struct pdr_lane_jobs *lane, struct pdr_job *job)
{
	lane->keeps_module = try_module_get(THIS_MODULE);
	if (lane->keeps_module)
		return;
	pdr_jobs.closed = true;
	job->cancelled |= !job->view.outcome.in_part;
}

static void put_to_work(struct pdr_lane_jobs *lane, struct pdr_job *job)
{
	list_del_init(&job->queue);
	lane->at_work = job;
	lane->last_event = jiffies;
	lane->last_progress = jiffies;
	lane->locked_out_at = jiffies - LOCKED_OUT;
	lane->least_pages = U64_MAX;
	job->deadline = jiffies + msecs_to_jiffies(job->view.timeout_ms);
	job->tries++;
	keep_module(lane, job);
}

/* The worker goes on in the module: pdr_workers_stop() waits for its end. */
static void release_module(struct pdr_lane_jobs *lane)
{
	if (lane->keeps_module)
		module_put(THIS_MODULE);
	lane->keeps_module = false;
}

struct pdr_job *pdr_job_begin(u8 number, unsigned long *wait)
{
	struct pdr_lane_jobs *lane = &pdr_jobs.lanes[number];
	struct pdr_job *job;

	mutex_lock(&pdr_job_lock);
	WRITE_ONCE(lane->worker, current);
	WRITE_ONCE(lane->kicked, false);
	job = next_in_lane(lane, wait);
	if (job)
		put_to_work(lane, job);
	mutex_unlock(&pdr_job_lock);
	return job;
}

void pdr_job_wait(u8 number, unsigned long wait)
{
	struct pdr_lane_jobs *lane = &pdr_jobs.lanes[number];

	wait_event_idle_timeout(lane->arrived, READ_ONCE(lane->kicked) ||
				kthread_should_stop(), wait);
}

bool pdr_jobs_keep_for_unfinished(struct pdr_job *job, bool unfinished)
{
	if (job->view.outcome.unfinished == unfinished)
		return true;
	if (unfinished)
		return try_module_get(THIS_MODULE);
	module_put(THIS_MODULE);
	return true;
}

static bool is_to_try_again(struct pdr_job *job,
			    const struct pdr_outcome *outcome)
{
	struct pdr_retry retry;

	if (!pdr_jobs.closed &&
	    !pdr_jobs_keep_for_unfinished(job, outcome->unfinished))
		pdr_jobs.closed = true;
	retry = pdr_retry_judge(outcome, job->tries, job->cancelled,
				pdr_jobs.closed,
				job->view.origin == PSERIES_DR_ORIGIN_MODULE);
	job->cancelled = retry.cancelled;
	return retry.again;
}

static void retry_job_later(struct pdr_job *job)
{
	unsigned int ms = pdr_retry_delay_ms(job->tries);

	/* nobody refuses the rest of a range of which the platform has a part */
	job->answer = (struct pdr_answer){
		.word = job->view.outcome.in_part ? PDR_ANSWER_COMMITTED : PDR_ANSWER_OPEN,
	};
	job->not_before = jiffies + msecs_to_jiffies(ms);
	pdr_jobs_enqueue(job);
}

/* The module or the machine goes: nothing else will report this removal. */
static void log_given_up(const struct pdr_job *job)
{
	char request[PDR_REQUEST_TEXT_SIZE];

	pdr_request_format(&job->view.request, request, sizeof(request));
	pr_err("%s: given up%s, as the module or machine goes: the platform waits for %s\n",
	       request, job->view.outcome.in_part ? " halfway" : "",
	       job->view.outcome.in_part ? "the rest" : "an answer");
}

/* The answerer has published its own refusal already. */
static bool is_refusal_news(const struct pdr_job *job,
			    const struct pdr_outcome *outcome)
{
	return outcome->refusals && !job->answer.told;
}

void pdr_job_end(struct pdr_job *job, const struct pdr_outcome *outcome)
{
	bool again;

	mutex_lock(&pdr_job_lock);
	pdr_lane_of(job)->at_work = NULL;
	again = is_to_try_again(job, outcome);
	release_module(pdr_lane_of(job));
	pdr_jobs_note_outcome(job, outcome);
	if (is_refusal_news(job, outcome))
		pdr_jobs_publish(job, PSERIES_DR_EVENT_TYPE_REFUSAL);
	if (again)
		retry_job_later(job);
	else
		pdr_jobs_set_state(job, outcome->state);
	pdr_jobs_log_end(job);
	if (outcome->unfinished && !again)
		log_given_up(job);
	mutex_unlock(&pdr_job_lock);
}
