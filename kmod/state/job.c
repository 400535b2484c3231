// SPDX-License-Identifier: GPL-2.0
/* The queue of jobs and the worker. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>

#include <pdr_names.h>

#include "core/parse/request.h"
#include "state/event.h"
#include "state/job.h"
#include "work/run.h"
#include "res/watch.h"

/* How often a job may tell that it got on. */
#define PROGRESS_INTERVAL msecs_to_jiffies(200)

/* A job that could be neither done nor refused is tried again, ever later. */
#define RETRY_FIRST_MS 1000
#define RETRY_LIMIT_MS 60000

/* What the platform has in part is tried so often before the module goes. */
#define LAST_TRIES 3

/* Guards the jobs, their queue and the events, see pdr.h. */
DEFINE_MUTEX(pdr_job_lock);

/*
 * Guarded by pdr_job_lock.
 * @slots: PDR_JOBS jobs, so that taking one in needs no memory
 * @recent: all of them by their last event; those never used come first
 * @queue: those that wait, in order of arrival
 * @at_work: the one the worker has, or NULL
 * @pending: those that are not final
 * @last_id: of the newest job
 * @last_progress: jiffies of the last progress event of the job at work
 * @wanted: of these, removals that the platform asked for
 * @closed: no more jobs are taken
 * @kicked: the worker is to look at the queue; read without the lock
 */
static struct {
	struct pdr_job *slots;
	struct list_head recent;
	struct list_head queue;
	struct pdr_job *at_work;
	u32 pending;
	u64 last_id;
	unsigned long last_progress;
	u32 wanted;
	bool closed;
	bool kicked;
} jobs = {
	.recent = LIST_HEAD_INIT(jobs.recent),
	.queue = LIST_HEAD_INIT(jobs.queue),
};

static struct task_struct *worker;

/* The worker waits for jobs, and who stops it for their end. */
static DECLARE_WAIT_QUEUE_HEAD(work_arrived);
static DECLARE_WAIT_QUEUE_HEAD(all_ended);

static void publish(struct pdr_job *job, u8 type)
{
	lockdep_assert_held(&pdr_job_lock);
	pdr_event_publish(type, &job->view);
	list_move_tail(&job->recent, &jobs.recent);
}

static bool is_wanted(const struct pdr_job *job)
{
	return job->view.origin == PSERIES_DR_ORIGIN_PLATFORM &&
	       job->view.request.action == PSERIES_DR_ACTION_REMOVE;
}

/* The only writer of a job's state. */
static void set_state(struct pdr_job *job, u8 state)
{
	job->view.state = state;
	if (pdr_state_is_final(state)) {
		job->view.ended = ktime_get_real_ns();
		if (!--jobs.pending)
			wake_up(&all_ended);
		jobs.wanted -= is_wanted(job);
	}
	publish(job, PSERIES_DR_EVENT_TYPE_STATE);
	if (pdr_state_is_final(state))
		complete_all(&job->ended);
}

static bool is_free(const struct pdr_job *job)
{
	if (!job->view.id)
		return true;
	return pdr_state_is_final(job->view.state) && !job->waiters;
}

static struct pdr_job *oldest_free(void)
{
	struct pdr_job *job;

	list_for_each_entry(job, &jobs.recent, recent)
		if (is_free(job))
			return job;
	return NULL;
}

static struct pdr_job *find_job(u64 id)
{
	struct pdr_job *job;

	lockdep_assert_held(&pdr_job_lock);
	list_for_each_entry_reverse(job, &jobs.recent, recent)
		if (job->view.id == id)
			return id ? job : NULL;
	return NULL;
}

static void kick(void)
{
	WRITE_ONCE(jobs.kicked, true);
	wake_up(&work_arrived);
}

static void enqueue(struct pdr_job *job)
{
	list_add_tail(&job->queue, &jobs.queue);
	set_state(job, PSERIES_DR_STATE_QUEUED);
	kick();
}

static struct pdr_job *submit(const struct pdr_request *request, u8 origin,
			      u32 timeout_ms)
{
	struct pdr_job *job;

	lockdep_assert_held(&pdr_job_lock);
	if (jobs.closed)
		return ERR_PTR(-ESHUTDOWN);
	job = oldest_free();
	if (!job)
		return ERR_PTR(-EAGAIN);

	memset(&job->view, 0, sizeof(job->view));
	job->view.id = ++jobs.last_id;
	job->view.origin = origin;
	job->view.request = *request;
	job->view.timeout_ms = timeout_ms;
	job->view.created = ktime_get_real_ns();
	reinit_completion(&job->ended);
	job->cancelled = false;
	job->tries = 0;
	job->not_before = jiffies;
	jobs.pending++;
	jobs.wanted += is_wanted(job);
	enqueue(job);
	return job;
}

int pdr_job_submit(const struct pdr_request *request, u8 origin, u32 timeout_ms,
		   u64 *id)
{
	struct pdr_job *job;

	mutex_lock(&pdr_job_lock);
	job = submit(request, origin, timeout_ms);
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
	job = submit(request, origin, 0);
	if (!IS_ERR(job))
		job->waiters++;
	mutex_unlock(&pdr_job_lock);
	if (IS_ERR(job))
		return PTR_ERR(job);

	/* the slot is ours as long as we are counted */
	error = wait_for_completion_killable(&job->ended);
	mutex_lock(&pdr_job_lock);
	if (!error)
		error = job->view.outcome.fault.error;
	job->waiters--;
	mutex_unlock(&pdr_job_lock);
	return error;
}

/* What the platform has in part can neither be kept nor be forgotten. */
static bool can_cancel(const struct pdr_job *job)
{
	return !pdr_state_is_final(job->view.state) &&
	       job->view.state != PSERIES_DR_STATE_COMPLETING &&
	       !job->view.outcome.unfinished;
}

static bool is_in_range(const struct pdr_request *request, u32 drc_index)
{
	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_INDEX:
		return request->index == drc_index;
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return drc_index - request->index < request->count;
	default:
		return false;
	}
}

bool pdr_job_is_going(u32 drc_index)
{
	struct pdr_job *job;
	bool going = false;

	if (!READ_ONCE(jobs.wanted))
		return false;
	mutex_lock(&pdr_job_lock);
	list_for_each_entry(job, &jobs.queue, queue)
		going |= is_wanted(job) && !job->cancelled &&
			 is_in_range(&job->view.request, drc_index);
	mutex_unlock(&pdr_job_lock);
	return going;
}

int pdr_job_cancel(u64 id)
{
	struct pdr_job *job;
	int error = 0;

	mutex_lock(&pdr_job_lock);
	job = find_job(id);
	if (!job)
		error = -ENOENT;
	else if (!can_cancel(job))
		error = -EALREADY;
	else
		job->cancelled = true;
	mutex_unlock(&pdr_job_lock);
	if (error)
		return error;
	kick();
	pdr_watch_check();
	return 0;
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
	list_for_each_entry_reverse(job, &jobs.recent, recent) {
		if (job->view.seq <= since)
			break;
		next = job;
	}
	if (next)
		*view = next->view;
	mutex_unlock(&pdr_job_lock);
	return next ? 0 : -ENOENT;
}

u32 pdr_job_pending(void)
{
	return READ_ONCE(jobs.pending);
}

static bool is_undone(const struct pdr_job *job)
{
	return job->view.state == PSERIES_DR_STATE_ROLLING_BACK ||
	       job->view.state == PSERIES_DR_STATE_COMPLETING;
}

int pdr_job_stop(void)
{
	struct pdr_job *job;
	int reason = 0;

	mutex_lock(&pdr_job_lock);
	job = jobs.at_work;
	if (!job || is_undone(job))
		reason = 0;
	else if (job->cancelled)
		reason = -ECANCELED;
	else if (job->view.timeout_ms && time_after(jiffies, job->deadline))
		reason = -ETIMEDOUT;
	mutex_unlock(&pdr_job_lock);
	return reason;
}

void pdr_job_enter(u8 state)
{
	mutex_lock(&pdr_job_lock);
	if (jobs.at_work && jobs.at_work->view.state != state)
		set_state(jobs.at_work, state);
	mutex_unlock(&pdr_job_lock);
}

/* Progress is told now and then; a step that takes long is told at once. */
static void publish_progress(void)
{
	if (time_before(jiffies, jobs.last_progress + PROGRESS_INTERVAL))
		return;
	jobs.last_progress = jiffies;
	publish(jobs.at_work, PSERIES_DR_EVENT_TYPE_PROGRESS);
}

void pdr_job_advance(u8 step, u32 drc_index, u32 total, u32 moved)
{
	struct pdr_job_view *view;

	mutex_lock(&pdr_job_lock);
	view = &jobs.at_work->view;
	view->step = step;
	view->drc_index = drc_index;
	view->outcome.total = total;
	view->outcome.moved = moved;
	view->pages_left = 0;
	publish_progress();
	mutex_unlock(&pdr_job_lock);
}

void pdr_job_pages_left(u64 pages)
{
	mutex_lock(&pdr_job_lock);
	if (jobs.at_work && jobs.at_work->view.pages_left != pages) {
		jobs.at_work->view.pages_left = pages;
		publish_progress();
	}
	mutex_unlock(&pdr_job_lock);
}

/*
 * A job that waits for another try lets the others pass, unless the module goes.
 * Where there is none to begin, @wait becomes the jiffies until there will be.
 */
static struct pdr_job *next_job(unsigned long *wait)
{
	struct pdr_job *job;

	*wait = MAX_SCHEDULE_TIMEOUT;
	list_for_each_entry(job, &jobs.queue, queue) {
		if (jobs.closed || job->cancelled ||
		    time_after_eq(jiffies, job->not_before))
			return job;
		*wait = min(*wait, job->not_before - jiffies);
	}
	return NULL;
}

static struct pdr_job *begin_next(unsigned long *wait)
{
	struct pdr_job *job;

	mutex_lock(&pdr_job_lock);
	WRITE_ONCE(jobs.kicked, false);
	job = next_job(wait);
	if (job) {
		list_del_init(&job->queue);
		jobs.at_work = job;
		jobs.last_progress = jiffies;
		job->deadline = jiffies + msecs_to_jiffies(job->view.timeout_ms);
		job->tries++;
	}
	mutex_unlock(&pdr_job_lock);
	return job;
}

/*
 * Each unfinished removal keeps the module loaded, as nobody else knows of it.
 * Return: false when that is too late, as the module is going already.
 */
static bool note_unfinished(struct pdr_job *job, bool unfinished)
{
	if (job->view.outcome.unfinished == unfinished)
		return true;
	if (unfinished)
		return try_module_get(THIS_MODULE);
	module_put(THIS_MODULE);
	return true;
}

/*
 * An unfinished job cannot be cancelled any more. One that is only found to be
 * unfinished when the module goes, and so does not keep it, is cancelled; but
 * what the platform has in part it gets in full, if that can be.
 */
static bool must_try_again(struct pdr_job *job,
			   const struct pdr_outcome *outcome)
{
	if (!jobs.closed && !note_unfinished(job, outcome->unfinished))
		jobs.closed = true;
	if (!jobs.closed) {
		job->cancelled &= !outcome->unfinished;
		return outcome->unfinished;
	}
	job->cancelled = !outcome->in_part;
	return outcome->unfinished && job->tries < LAST_TRIES;
}

static void retry_later(struct pdr_job *job)
{
	unsigned int shift = min(job->tries, 8U);
	unsigned int ms = min(RETRY_FIRST_MS << shift, RETRY_LIMIT_MS);

	job->not_before = jiffies + msecs_to_jiffies(ms);
	enqueue(job);
}

/* One line for the administrator who looks at the kernel's log alone. */
static void log_end(const struct pdr_job *job)
{
	const struct pdr_outcome *outcome = &job->view.outcome;
	const struct pdr_fault *fault = &outcome->fault;
	char request[PDR_REQUEST_TEXT_SIZE];

	pdr_request_format(&job->view.request, request, sizeof(request));
	if (!fault->error)
		pr_info("%s: done, %u moved\n", request, outcome->moved);
	else if (fault->call != PDR_FW_ANY)
		pr_warn("%s: %s at 0x%08x in step %s: %s gave %d, %u steps undone, %u not\n",
			request, pdr_state_name(job->view.state),
			fault->drc_index, pdr_step_name(fault->step),
			pdr_fw_call_name(fault->call), fault->status,
			outcome->undone, outcome->undo_failed);
	else
		pr_warn("%s: %s at 0x%08x in step %s: error %d, %u steps undone, %u not\n",
			request, pdr_state_name(job->view.state),
			fault->drc_index, pdr_step_name(fault->step),
			fault->error, outcome->undone, outcome->undo_failed);
}

/* Nobody else will ever say so: the module goes. */
static void log_given_up(const struct pdr_job *job)
{
	char request[PDR_REQUEST_TEXT_SIZE];

	pdr_request_format(&job->view.request, request, sizeof(request));
	pr_err("%s: given up%s as the module goes: the platform waits for %s\n", request,
	       job->view.outcome.in_part ? " halfway" : "",
	       job->view.outcome.in_part ? "the rest" : "an answer");
}

static void end(struct pdr_job *job, const struct pdr_outcome *outcome)
{
	bool again;

	mutex_lock(&pdr_job_lock);
	jobs.at_work = NULL;
	again = must_try_again(job, outcome);
	job->view.outcome = *outcome;
	job->view.pages_left = 0;
	if (outcome->fault.error) {
		job->view.step = outcome->fault.step;
		job->view.drc_index = outcome->fault.drc_index;
	}
	if (outcome->refusals)
		publish(job, PSERIES_DR_EVENT_TYPE_REFUSAL);
	if (again)
		retry_later(job);
	else
		set_state(job, outcome->state);
	log_end(job);
	if (outcome->unfinished && !again)
		log_given_up(job);
	mutex_unlock(&pdr_job_lock);
}

static int work(void *unused)
{
	struct pdr_outcome outcome;
	struct pdr_job *job;
	unsigned long wait;

	/* a kthread can be made to give up offline_pages() by this alone */
	allow_signal(SIGKILL);
	for (;;) {
		job = begin_next(&wait);
		if (job) {
			pdr_run(&job->view, &outcome);
			end(job, &outcome);
			continue;
		}
		if (kthread_should_stop())
			return 0;
		wait_event_idle_timeout(work_arrived, READ_ONCE(jobs.kicked) ||
					kthread_should_stop(), wait);
	}
}

int pdr_job_init(void)
{
	u32 i;

	jobs.slots = vcalloc(PDR_JOBS, sizeof(*jobs.slots));
	if (!jobs.slots)
		return -ENOMEM;
	for (i = 0; i < PDR_JOBS; i++) {
		INIT_LIST_HEAD(&jobs.slots[i].queue);
		init_completion(&jobs.slots[i].ended);
		list_add_tail(&jobs.slots[i].recent, &jobs.recent);
	}
	return 0;
}

void pdr_job_exit(void)
{
	vfree(jobs.slots);
}

int pdr_job_start(void)
{
	worker = kthread_run(work, NULL, "pseries_dr");
	return PTR_ERR_OR_ZERO(worker);
}

/*
 * The jobs end first: with a kthread that is to stop, a signal counts as pending
 * for good, by which nothing it takes offline goes offline.
 */
void pdr_job_stop_all(void)
{
	struct pdr_job *job;

	mutex_lock(&pdr_job_lock);
	jobs.closed = true;
	list_for_each_entry(job, &jobs.recent, recent)
		if (job->view.id && can_cancel(job))
			job->cancelled = true;
	mutex_unlock(&pdr_job_lock);
	kick();
	pdr_watch_check();
	wait_event_idle(all_ended, !pdr_job_pending());
	kthread_stop(worker);
}
