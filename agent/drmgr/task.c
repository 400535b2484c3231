// SPDX-License-Identifier: GPL-2.0
/* The bounds of a run and its jobs; see task.h. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "describe.h"
#include "pdr_text.h"
#include "say.h"
#include "scene.h"
#include "task.h"
#include "wait.h"

/* Time between two looks at the clock */
#define TICK_MS		200

static uint64_t task_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

void drm_task_open(struct drm_task *task)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	task->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	task->lock = -1;
	if (task->options.minutes)
		task->deadline = task_now() + 60ULL * task->options.minutes;
}

bool drm_task_may_go_on(struct drm_task *task)
{
	struct signalfd_siginfo info;

	if (task->stopped)
		return false;
	if (read(task->signals, &info, sizeof(info)) == sizeof(info)) {
		drm_say(DRM_ERROR, "Stopped by signal %u (%s).", info.ssi_signo,
			strsignal((int)info.ssi_signo));
		task->stopped = true;
	} else if (task->deadline && task_now() >= task->deadline) {
		drm_say(DRM_ERROR, "The time of -w, %u min, is over.", task->options.minutes);
		task->stopped = true;
	}
	return !task->stopped;
}

void drm_task_rest(struct drm_task *task)
{
	struct pollfd fd = { .fd = task->signals, .events = POLLIN };

	poll(&fd, 1, TICK_MS);
}

static void set_request(const struct drm_task *task, struct dr_job *request)
{
	request->action = task->options.action == 'a' ? PSERIES_DR_ACTION_ADD :
							PSERIES_DR_ACTION_REMOVE;
	dr_mark(request, PSERIES_DR_A_JOB_RESOURCE);
	dr_mark(request, PSERIES_DR_A_JOB_ACTION);
	dr_mark(request, PSERIES_DR_A_JOB_IDENTIFIER);
	if (request->identifier != PSERIES_DR_IDENTIFIER_COUNT)
		dr_mark(request, PSERIES_DR_A_JOB_INDEX);
	if (request->identifier != PSERIES_DR_IDENTIFIER_INDEX)
		dr_mark(request, PSERIES_DR_A_JOB_COUNT);
}

/* The first reason to stop cancels the job; then wait for it, as it undoes its steps */
static void cancel_task(struct drm_task *task, const struct dr_wait *wait)
{
	int err = dr_client_cancel(&task->client, wait->job.id);

	if (err == -EALREADY)
		drm_say(DRM_ERROR, "Job %llu is past the point of no return and goes to its end.",
			(unsigned long long)wait->job.id);
	else if (err)
		drm_say(DRM_ERROR, "Job %llu cannot be cancelled: %s.",
			(unsigned long long)wait->job.id, dr_client_words(&task->client, err));
	else
		drm_say(DRM_ERROR, "Job %llu is asked to stop, and undoes its steps.",
			(unsigned long long)wait->job.id);
}

/* The first signal asks the job to stop; who sends another does not want to wait for that */
static bool signalled_again(const struct drm_task *task, const struct dr_wait *wait)
{
	struct signalfd_siginfo info;

	if (!task->stopped || read(task->signals, &info, sizeof(info)) != sizeof(info))
		return false;
	drm_say(DRM_ERROR, "Stopped by signal %u (%s) again: job %llu goes on.", info.ssi_signo,
		strsignal((int)info.ssi_signo), (unsigned long long)wait->job.id);
	return true;
}

static int follow_job(struct drm_task *task, struct dr_wait *wait, uint64_t id)
{
	int err = dr_wait_start(wait, id);

	while (!err && !dr_job_is_final(&wait->job)) {
		err = dr_wait_news(wait, task->signals, TICK_MS);
		if (!err && !dr_job_is_final(&wait->job) && signalled_again(task, wait))
			return -EINTR;
		if (!err && !task->stopped && !dr_job_is_final(&wait->job) &&
		    !drm_task_may_go_on(task))
			cancel_task(task, wait);
	}
	return err;
}

static bool met_already(const struct drm_task *task, const struct dr_job *job)
{
	return task->met && job->error == task->met && job->step == PSERIES_DR_STEP_RESOLVE &&
	       job->reason == PSERIES_DR_REASON_NONE;
}

/* Say how the job ended: a failure is the caller's to judge, which may try another way */
static int judge_job(struct drm_task *task, const struct dr_job *job)
{
	struct dr_scene scene = {
		.lmb_size = task->client.info.lmb_size,
		.lmbs = DR_LIST_INIT(struct dr_lmb),
	};
	bool met = met_already(task, job);
	char *text;

	dr_scene_ask(&scene, &task->client, job);
	text = dr_describe_job_text(job, &scene);
	drm_say(job->state == PSERIES_DR_STATE_DONE || met ? DRM_INFO : DRM_ERROR, "%s",
		text ? text : "no memory for words");
	free(text);
	dr_list_clear(&scene.lmbs);
	if (job->state == PSERIES_DR_STATE_DONE)
		return 0;
	if (met)
		return -EALREADY;
	return job->error ? -job->error : -ECANCELED;
}

static int fail_request(const struct drm_task *task, int err, const char *what)
{
	if (err == -EINTR)
		return err;
	drm_say(DRM_ERROR, "Cannot %s: %s.", what, err == -ENOLINK ?
		"the module was unloaded, the outcome is not known" :
		dr_client_words(&task->client, err));
	return err;
}

int drm_task_move(struct drm_task *task, uint32_t identifier, uint32_t resource, uint32_t index,
		  uint32_t count, struct dr_job *job)
{
	struct dr_job request = {
		.identifier = identifier, .resource = resource, .index = index, .count = count,
	};
	struct dr_wait wait;
	uint64_t id = 0;
	int err;

	memset(job, 0, sizeof(*job));
	set_request(task, &request);
	err = dr_wait_open(&wait, &task->client);
	if (!err)
		err = dr_client_submit(&task->client, &request, &id);
	if (!err)
		err = follow_job(task, &wait, id);
	*job = wait.job;
	dr_wait_close(&wait);
	return err ? fail_request(task, err, "run the job") : judge_job(task, job);
}

void drm_task_close(struct drm_task *task)
{
	dr_client_close(&task->client);
	if (task->lock >= 0)
		close(task->lock);
	if (task->signals >= 0)
		close(task->signals);
}
