// SPDX-License-Identifier: GPL-2.0
/*
 * The table of jobs: taking them in, finding them, cancelling them. Includes core/parse,
 * core/engine and state.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/sched/signal.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include <pdr_names.h>

#include "core/engine/joberror.h"
#include "core/engine/resource.h"
#include "core/parse/request.h"
#include "state/event.h"
#include "state/jobtable.h"

/* Fits the result of an undo, with two counts of steps and an errno. */
#define UNDO_TEXT_SIZE 64

/* Fits the name of a firmware call and a reason, with a number each. */
#define FAULT_TEXT_SIZE 96

/* Time between two looks at the progress of the jobs as the machine goes down. */
#define SHUT_TICK msecs_to_jiffies(250)

struct pdr_job_table pdr_jobs = {
	.recent = LIST_HEAD_INIT(pdr_jobs.recent),
};

/* pdr_job_close() waits here for the end of all jobs. */
static DECLARE_WAIT_QUEUE_HEAD(all_ended);

/* The answerer waits here for the first job. */
static DECLARE_WAIT_QUEUE_HEAD(first_came);

void pdr_jobs_publish(struct pdr_job *job, u8 type)
{
	lockdep_assert_held(&pdr_job_lock);
	pdr_event_publish(type, &job->view);
	list_move_tail(&job->recent, &pdr_jobs.recent);
}

/* The only writer of a job's state. */
void pdr_jobs_set_state(struct pdr_job *job, u8 state)
{
	job->view.state = state;
	if (pdr_lane_is_final(state)) {
		job->view.ended = ktime_get_real_ns();
		if (!--pdr_jobs.pending)
			wake_up(&all_ended);
		pdr_jobs.awaited -= pdr_jobs_is_awaited(job);
	}
	pdr_jobs_publish(job, PSERIES_DR_EVENT_TYPE_STATE);
	if (pdr_lane_is_final(state))
		complete_all(&job->ended);
}

static struct pdr_job *find_free_job(void)
{
	struct pdr_job *job;

	list_for_each_entry(job, &pdr_jobs.recent, recent)
		if (pdr_lane_may_forget(job->view.id, job->view.state, job->waiters))
			return job;
	return NULL;
}

static struct pdr_job *find_job(u64 id)
{
	struct pdr_job *job;

	lockdep_assert_held(&pdr_job_lock);
	list_for_each_entry_reverse(job, &pdr_jobs.recent, recent)
		if (job->view.id == id)
			return id ? job : NULL;
	return NULL;
}

void pdr_jobs_kick(struct pdr_lane_jobs *lane)
{
	WRITE_ONCE(lane->kicked, true);
	wake_up(&lane->arrived);
}

void pdr_jobs_enqueue(struct pdr_job *job)
{
	list_add_tail(&job->queue, &pdr_lane_of(job)->queue);
	pdr_jobs.going_is_old = true;
	pdr_jobs_set_state(job, PSERIES_DR_STATE_QUEUED);
	pdr_jobs_kick(pdr_lane_of(job));
}

void pdr_jobs_dequeue(struct pdr_job *job)
{
	list_del_init(&job->queue);
	pdr_jobs.going_is_old = true;
}

void pdr_jobs_cancel(struct pdr_job *job)
{
	job->cancelled = true;
	pdr_jobs.going_is_old = true;
}

static struct pdr_job *submit_job(const struct pdr_request *request, u8 origin,
				  u32 timeout_ms)
{
	struct pdr_job *job;

	lockdep_assert_held(&pdr_job_lock);
	if (pdr_jobs.closed)
		return ERR_PTR(-ESHUTDOWN);
	job = find_free_job();
	if (!job)
		return ERR_PTR(-EAGAIN);

	WRITE_ONCE(pdr_jobs.forgotten, max(pdr_jobs.forgotten, job->view.seq));
	memset(&job->view, 0, sizeof(job->view));
	job->view.id = ++pdr_jobs.last_id;
	job->view.origin = origin;
	job->view.request = *request;
	job->view.timeout_ms = timeout_ms;
	job->view.created = ktime_get_real_ns();
	reinit_completion(&job->ended);
	job->lane = pdr_resource_of(request->resource)->lane;
	pdr_answer_begin(&job->answer, false);
	job->answer_at = 0;
	job->stuck_said = false;
	job->being_answered = false;
	job->before = NULL;
	job->cancelled = false;
	job->tries = 0;
	job->deadline = 0;
	job->ready_at = pdr_lane_first_at(origin, pdr_now_ms());
	if (!pdr_jobs.pending++)
		wake_up(&first_came);
	pdr_jobs.awaited += pdr_jobs_is_awaited(job);
	pdr_jobs_enqueue(job);
	return job;
}

int pdr_job_submit(const struct pdr_request *request, u8 origin, u32 timeout_ms,
		   u64 *id)
{
	struct pdr_job *job;

	mutex_lock(&pdr_job_lock);
	job = submit_job(request, origin, timeout_ms);
	if (!IS_ERR(job))
		*id = job->view.id;
	mutex_unlock(&pdr_job_lock);
	return PTR_ERR_OR_ZERO(job);
}

int pdr_job_run(const struct pdr_request *request, u8 origin)
{
	struct pdr_job *job;
	int error;

	mutex_lock(&pdr_job_lock);
	job = submit_job(request, origin, 0);
	if (!IS_ERR(job))
		job->waiters++;
	mutex_unlock(&pdr_job_lock);
	if (IS_ERR(job))
		return pdr_writer_errno(PTR_ERR(job));

	/* a slot with waiters is not reused */
	error = wait_for_completion_killable(&job->ended);
	mutex_lock(&pdr_job_lock);
	if (!error)
		error = job->view.outcome.fault.error;
	job->waiters--;
	mutex_unlock(&pdr_job_lock);
	return error;
}

static void collect_going_jobs(const struct pdr_lane_jobs *lane)
{
	struct pdr_turn turn;
	struct pdr_job *job;

	list_for_each_entry(job, &lane->queue, queue) {
		turn = pdr_jobs_turn(job);
		if (pdr_lane_is_going(&turn))
			pdr_going_add(&pdr_jobs.going, turn.request);
	}
}

static void renew_going_jobs(void)
{
	u8 lane;

	pdr_jobs.going.count = 0;
	for (lane = 0; lane < PDR_LANES; lane++)
		collect_going_jobs(&pdr_jobs.lanes[lane]);
	pdr_going_sort(&pdr_jobs.going);
	pdr_jobs.going_is_old = false;
}

bool pdr_job_is_going(u32 drc_index)
{
	bool going;

	if (!READ_ONCE(pdr_jobs.awaited))
		return false;
	mutex_lock(&pdr_job_lock);
	if (pdr_jobs.going_is_old)
		renew_going_jobs();
	going = pdr_going_has(&pdr_jobs.going, drc_index);
	mutex_unlock(&pdr_job_lock);
	return going;
}

static int cancel_job(struct pdr_job *job)
{
	const struct pdr_turn turn = pdr_jobs_turn(job);
	struct pdr_cancel cancel = pdr_lane_cancel(&turn, pdr_now_ms());

	if (cancel.how == PDR_CANCEL_TOO_LATE)
		return -EALREADY;
	pdr_jobs_cancel(job);
	job->ready_at = cancel.ready_at;
	if (cancel.how == PDR_CANCEL_END)
		pdr_jobs_end_queued(job, PDR_LANE_CANCELLED);
	else
		pdr_jobs_kick(pdr_lane_of(job));
	return 0;
}

int pdr_job_cancel(u64 id)
{
	struct pdr_job *job;
	int error;

	mutex_lock(&pdr_job_lock);
	job = find_job(id);
	error = job ? cancel_job(job) : -ENOENT;
	mutex_unlock(&pdr_job_lock);
	return error;
}

int pdr_job_get(u64 id, struct pdr_job_view *view)
{
	struct pdr_job *job;

	mutex_lock(&pdr_job_lock);
	job = find_job(id);
	if (job)
		*view = job->view;
	mutex_unlock(&pdr_job_lock);
	return job ? 0 : -ENOENT;
}

int pdr_job_next(u64 since, struct pdr_job_view *view)
{
	struct pdr_job *job, *next = NULL;

	mutex_lock(&pdr_job_lock);
	list_for_each_entry_reverse(job, &pdr_jobs.recent, recent) {
		if (job->view.seq <= since)
			break;
		next = job;
	}
	if (next)
		*view = next->view;
	mutex_unlock(&pdr_job_lock);
	return next ? 0 : -ENOENT;
}

u64 pdr_job_forgotten(void)
{
	return READ_ONCE(pdr_jobs.forgotten);
}

u32 pdr_job_pending(void)
{
	return READ_ONCE(pdr_jobs.pending);
}

void pdr_job_await_any(void)
{
	wait_event_idle(first_came, pdr_job_pending() || kthread_should_stop());
}

static void format_undo(const struct pdr_outcome *outcome, char *text, size_t size)
{
	int len = scnprintf(text, size, "%u steps undone, %u not",
			    outcome->undone, outcome->undo_failed);

	if (outcome->undo_failed)
		scnprintf(text + len, size - len, " (error %d)", outcome->undo_error);
}

static void format_fault(const struct pdr_outcome *outcome, char *text, size_t size)
{
	const struct pdr_fault *fault = &outcome->fault;
	int len;

	if (fault->call != PDR_FW_ANY)
		len = scnprintf(text, size, "%s gave %d", pdr_fw_call_name(fault->call),
				fault->status);
	else
		len = scnprintf(text, size, "%pe", ERR_PTR(fault->error));
	if (outcome->reason)
		len += scnprintf(text + len, size - len, ", %s",
				 pdr_reason_name(outcome->reason));
	if (outcome->reason_value)
		scnprintf(text + len, size - len, " %llu", outcome->reason_value);
}

static const char *end_word(const struct pdr_job *job)
{
	return pdr_lane_is_final(job->view.state) ? pdr_state_name(job->view.state) :
						     "unfinished, to be tried again,";
}

/* For administrators that read only the kernel's log. */
void pdr_jobs_log_end(const struct pdr_job *job)
{
	const struct pdr_outcome *outcome = &job->view.outcome;
	const struct pdr_fault *fault = &outcome->fault;
	char request[PDR_REQUEST_TEXT_SIZE];
	char undo[UNDO_TEXT_SIZE], why[FAULT_TEXT_SIZE];

	pdr_request_format(&job->view.request, request, sizeof(request));
	if (!fault->error) {
		pr_info("%s: done, %u moved\n", request, outcome->moved);
		return;
	}
	format_undo(outcome, undo, sizeof(undo));
	format_fault(outcome, why, sizeof(why));
	pr_warn("%s: %s at 0x%08x in step %s: %s, %s\n", request, end_word(job),
		fault->drc_index, pdr_step_name(fault->step), why, undo);
}

void pdr_jobs_note_outcome(struct pdr_job *job, const struct pdr_outcome *outcome)
{
	job->view.outcome = *outcome;
	job->view.pages_left = 0;
	if (outcome->fault.error) {
		job->view.step = outcome->fault.step;
		job->view.drc_index = outcome->fault.drc_index;
	}
}

void pdr_jobs_end_queued(struct pdr_job *job, enum pdr_lane_end end)
{
	struct pdr_outcome outcome;

	pdr_lane_end_queued(end, &job->view.request, &job->answer, &outcome);
	pdr_jobs_dequeue(job);
	pdr_jobs_keep_for_unfinished(job, false);
	pdr_jobs_note_outcome(job, &outcome);
	pdr_jobs_set_state(job, outcome.state);
	pdr_jobs_log_end(job);
}

static void init_lane(struct pdr_lane_jobs *lane)
{
	INIT_LIST_HEAD(&lane->queue);
	INIT_LIST_HEAD(&lane->errands);
	init_waitqueue_head(&lane->arrived);
	mutex_init(&lane->firmware);
}

static void free_job_table(void)
{
	vfree(pdr_jobs.slots);
	vfree(pdr_jobs.going.ranges);
}

static int alloc_job_table(void)
{
	struct pdr_going *going = &pdr_jobs.going;

	pdr_jobs.slots = vcalloc(PDR_JOBS, sizeof(*pdr_jobs.slots));
	going->ranges = vcalloc(PDR_JOBS * PDR_GOING_RANGES, sizeof(*going->ranges));
	if (pdr_jobs.slots && going->ranges)
		return 0;
	free_job_table();
	return -ENOMEM;
}

int pdr_job_init(void)
{
	int error = alloc_job_table();
	u32 i;

	if (error)
		return error;
	for (i = 0; i < PDR_LANES; i++)
		init_lane(&pdr_jobs.lanes[i]);
	for (i = 0; i < PDR_JOBS; i++) {
		INIT_LIST_HEAD(&pdr_jobs.slots[i].queue);
		init_completion(&pdr_jobs.slots[i].ended);
		list_add_tail(&pdr_jobs.slots[i].recent, &pdr_jobs.recent);
	}
	return 0;
}

void pdr_job_exit(void)
{
	free_job_table();
}

static bool can_cancel_job(const struct pdr_job *job)
{
	const struct pdr_turn turn = pdr_jobs_turn(job);

	return job->view.id && pdr_lane_cancel(&turn, 0).how != PDR_CANCEL_TOO_LATE;
}

static void stop_all_jobs(void)
{
	struct pdr_job *job;
	u8 lane;

	mutex_lock(&pdr_job_lock);
	pdr_jobs.closed = true;
	list_for_each_entry(job, &pdr_jobs.recent, recent)
		if (can_cancel_job(job))
			pdr_jobs_cancel(job);
	for (lane = 0; lane < PDR_LANES; lane++)
		pdr_jobs_kick(&pdr_jobs.lanes[lane]);
	mutex_unlock(&pdr_job_lock);
}

/*
 * The jobs end before their workers are told to stop: kthread_stop() makes a
 * signal count as pending for good, so offline_pages() would fail at once.
 */
void pdr_job_close(void)
{
	stop_all_jobs();
	wait_event_idle(all_ended, !pdr_job_pending());
}

static bool lane_gets_on(const struct pdr_lane_jobs *lane, u64 down_at)
{
	u8 state = lane->at_work ? lane->at_work->view.state : PSERIES_DR_STATE_QUEUED;

	return pdr_pace_gets_on(&lane->pace, state, !list_empty(&lane->queue),
				READ_ONCE(pdr_settings.stall_timeout_ms), down_at,
				pdr_now_ms());
}

static bool any_lane_gets_on(u64 down_at)
{
	bool on = false;
	u8 lane;

	mutex_lock(&pdr_job_lock);
	for (lane = 0; lane < PDR_LANES; lane++)
		on |= lane_gets_on(&pdr_jobs.lanes[lane], down_at);
	mutex_unlock(&pdr_job_lock);
	return on;
}

u32 pdr_job_shut(void)
{
	u64 down_at = pdr_now_ms();

	stop_all_jobs();
	while (!wait_event_idle_timeout(all_ended, !pdr_job_pending(), SHUT_TICK) &&
	       any_lane_gets_on(down_at))
		;
	return pdr_job_pending();
}
