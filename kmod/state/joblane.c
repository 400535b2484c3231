// SPDX-License-Identifier: GPL-2.0
/*
 * A lane as its worker sees it: the next job, its progress and its end. Includes core/engine
 * and state.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kthread.h>
#include <linux/module.h>

#include "core/engine/retry.h"
#include "state/event.h"
#include "state/jobtable.h"

int pdr_job_stop_lane(u8 lane)
{
	const struct pdr_job *job;
	struct pdr_turn turn;
	int reason = 0;

	mutex_lock(&pdr_job_lock);
	job = pdr_jobs.lanes[lane].at_work;
	if (job) {
		turn = pdr_jobs_turn(job);
		reason = pdr_lane_must_stop(&turn, pdr_now_ms());
	}
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

bool pdr_job_others_move(void)
{
	u64 stall_ms = READ_ONCE(pdr_settings.stall_timeout_ms);
	struct pdr_lane_jobs *lane;
	u64 now = pdr_now_ms();
	bool moving = false;

	mutex_lock(&pdr_job_lock);
	for (lane = pdr_jobs.lanes; lane < pdr_jobs.lanes + PDR_LANES; lane++)
		if (READ_ONCE(lane->worker) == current)
			pdr_pace_lock_out(&lane->pace, now);
		else
			moving |= pdr_pace_may_hold_lock(&lane->pace, stall_ms, now);
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
	if (pdr_pace_tell(&lane->pace, pdr_now_ms()))
		pdr_event_progress(&lane->at_work->view);
}

void pdr_job_advance(u8 number, u8 step, u32 drc_index, u32 total, u32 moved)
{
	struct pdr_lane_jobs *lane = &pdr_jobs.lanes[number];
	struct pdr_job_view *view;

	mutex_lock(&pdr_job_lock);
	view = &lane->at_work->view;
	view->step = step;
	view->drc_index = drc_index;
	view->outcome.total = total;
	view->outcome.moved = moved;
	view->pages_left = 0;
	pdr_pace_advance(&lane->pace, pdr_now_ms());
	publish_progress(lane);
	mutex_unlock(&pdr_job_lock);
}

void pdr_job_pages_left(u64 pages)
{
	struct pdr_lane_jobs *lane = &pdr_jobs.lanes[PDR_LANE_MEMORY];

	mutex_lock(&pdr_job_lock);
	if (lane->at_work && pdr_pace_pages(&lane->pace, pages, pdr_now_ms())) {
		lane->at_work->view.pages_left = pages;
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

/* If there is none to begin, set @until to the time when there will be one. */
static struct pdr_job *next_in_lane(const struct pdr_lane_jobs *lane, u64 *until)
{
	u64 begins_at, now = pdr_now_ms();
	struct pdr_turn turn;
	struct pdr_job *job;

	*until = U64_MAX;
	list_for_each_entry(job, &lane->queue, queue) {
		turn = pdr_jobs_turn(job);
		begins_at = pdr_lane_begins_at(&turn, pdr_jobs.closed);
		if (now >= begins_at)
			return job;
		*until = min(*until, begins_at);
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
	job->cancelled = pdr_retry_is_cancelled(job->cancelled, job->view.outcome.in_part, true);
}

static void put_to_work(struct pdr_lane_jobs *lane, struct pdr_job *job)
{
	u64 now = pdr_now_ms();

	pdr_jobs_dequeue(job);
	pdr_jobs_end_errands(lane, -EBUSY, job->view.id);
	lane->at_work = job;
	pdr_pace_begin(&lane->pace, now);
	job->deadline = job->view.timeout_ms ? now + job->view.timeout_ms : 0;
	job->tries++;
	keep_module(lane, job);
}

u64 pdr_job_waiting(u8 lane)
{
	const struct pdr_job *job;
	u64 until, id;

	mutex_lock(&pdr_job_lock);
	job = next_in_lane(&pdr_jobs.lanes[lane], &until);
	id = job ? job->view.id : 0;
	mutex_unlock(&pdr_job_lock);
	return id;
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
	u64 until;

	mutex_lock(&pdr_job_lock);
	WRITE_ONCE(lane->worker, current);
	WRITE_ONCE(lane->kicked, false);
	job = next_in_lane(lane, &until);
	if (job)
		put_to_work(lane, job);
	mutex_unlock(&pdr_job_lock);
	*wait = pdr_jobs_wait(until);
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
	if (job->keeps_module == unfinished)
		return true;
	if (!unfinished)
		module_put(THIS_MODULE);
	job->keeps_module = unfinished && try_module_get(THIS_MODULE);
	return job->keeps_module == unfinished;
}

static bool is_to_try_again(struct pdr_job *job,
			    const struct pdr_outcome *outcome)
{
	struct pdr_retry retry;

	pdr_jobs.closed |= !pdr_jobs_keep_for_unfinished(job, outcome->unfinished);
	retry = pdr_retry_judge(outcome, job->tries, job->cancelled,
				pdr_jobs.closed,
				job->view.origin == PSERIES_DR_ORIGIN_MODULE);
	job->cancelled = retry.cancelled;
	if (!retry.again)
		pdr_jobs_keep_for_unfinished(job, false);
	return retry.again;
}

static void retry_job_later(struct pdr_job *job)
{
	pdr_answer_begin(&job->answer, job->view.outcome.in_part);
	job->ready_at = pdr_now_ms() + pdr_retry_delay_ms(job->tries);
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

void pdr_job_end(struct pdr_job *job, const struct pdr_outcome *outcome)
{
	bool again;

	mutex_lock(&pdr_job_lock);
	pdr_lane_of(job)->at_work = NULL;
	pdr_pace_end(&pdr_lane_of(job)->pace);
	again = is_to_try_again(job, outcome);
	release_module(pdr_lane_of(job));
	pdr_jobs_note_outcome(job, outcome);
	if (pdr_answer_is_news(&job->answer, outcome->refusals))
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
