// SPDX-License-Identifier: GPL-2.0
/*
 * Attending a job to its end: progress on the terminal, and signals.
 *
 * SIGINT and SIGTERM arrive by a file descriptor, between two messages, because a signal handler
 * must not make netlink calls. They are taken only while a job is attended: at any other time
 * they end the program, as they always do.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "attend.h"
#include "scene.h"

/* Time between two redraws */
#define TICK_MS		250
#define GRACE_NS	1000000000ULL
#define NS_PER_MS	1000000ULL

static void set_mask(sigset_t *set, int how)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigprocmask(how, set, NULL);
}

static int open_signals(void)
{
	sigset_t set;

	set_mask(&set, SIG_BLOCK);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/**
 * ctl_attend_open() - get ready to attend a job, before it is submitted if that is to come
 * @attend: the job
 * @client: the module
 * @live: draw a line of progress if there is a terminal
 *
 * Return: CTL_DONE, or an exit status after a message; close it in any case.
 */
enum ctl_status ctl_attend_open(struct ctl_attend *attend, struct dr_client *client, bool live)
{
	int err;

	memset(attend, 0, sizeof(*attend));
	attend->scene.lmb_size = client->info.lmb_size;
	attend->scene.lmbs.item_size = sizeof(struct dr_lmb);
	ctl_progress_init(&attend->progress, live);
	err = dr_wait_open(&attend->wait, client);
	attend->signals = open_signals();
	if (attend->signals < 0 && !err)
		err = -errno;
	return err ? ctl_module_fail(client, err, "listen to the module's events") : CTL_DONE;
}

/**
 * ctl_attend_scene() - ask for the LMBs that the job names
 * @attend: the job
 *
 * Return: the scene, with those LMBs that the module has answered for.
 */
const struct dr_scene *ctl_attend_scene(struct ctl_attend *attend)
{
	dr_scene_ask(&attend->scene, attend->wait.client, &attend->wait.job);
	return &attend->scene;
}

static void say_of_job(struct ctl_attend *attend, const char *text)
{
	ctl_progress_clear(&attend->progress);
	fprintf(stderr, "pdrctl: job %llu: %s\n", (unsigned long long)attend->wait.job.id, text);
}

static enum ctl_status lose_job(struct ctl_attend *attend, int err)
{
	ctl_progress_clear(&attend->progress);
	if (err == -ENOLINK) {
		say_of_job(attend, "the module was unloaded, the outcome is not known");
		return CTL_NO_MODULE;
	}
	ctl_module_fail(attend->wait.client, err, "ask for the job");
	if (err == -ENOENT)
		return CTL_NOT_FOUND;
	/* CTL_FAILED would tell that the job was undone */
	say_of_job(attend, "the outcome is not known; it may go on: see 'pdrctl jobs'");
	return CTL_LEFT;
}

static void ask_to_stop(struct ctl_attend *attend)
{
	int err = dr_client_cancel(attend->wait.client, attend->wait.job.id);

	if (!err)
		say_of_job(attend,
			   "cancelling; waiting for the outcome (once more leaves it alone)");
	else if (err == -EALREADY)
		say_of_job(attend,
			   "too late to cancel, it goes to its end (once more leaves it alone)");
	else
		ctl_module_fail(attend->wait.client, err, "cancel the job");
}

static enum ctl_status take_signals(struct ctl_attend *attend)
{
	struct signalfd_siginfo info;

	while (read(attend->signals, &info, sizeof(info)) == sizeof(info)) {
		if (++attend->interrupts == 1 && !attend->watches) {
			ask_to_stop(attend);
			continue;
		}
		say_of_job(attend, "left alone: it goes on without pdrctl");
		return CTL_LEFT;
	}
	return CTL_DONE;
}

/*
 * The module counts the deadline of a job from its start on, so the time in the queue is counted
 * here. A second is left to the module, as it knows best how to stop.
 */
static enum ctl_status check_deadline(struct ctl_attend *attend)
{
	uint64_t limit = attend->timeout_ms * NS_PER_MS + (attend->watches ? 0 : GRACE_NS);

	if (!attend->timeout_ms || attend->expired || dr_wait_elapsed(&attend->wait) < limit)
		return CTL_DONE;
	if (attend->watches) {
		say_of_job(attend, "it has not ended yet, and goes on");
		return CTL_TIMEOUT;
	}
	attend->expired = true;
	if (!dr_client_cancel(attend->wait.client, attend->wait.job.id))
		say_of_job(attend, "its time is over, cancelling");
	return CTL_DONE;
}

static void draw_job(struct ctl_attend *attend)
{
	if (attend->progress.live)
		ctl_progress_draw(&attend->progress, &attend->wait.job, ctl_attend_scene(attend),
				  dr_wait_elapsed(&attend->wait));
}

/**
 * ctl_attend_run() - attend the job to its end
 * @attend: the job
 * @id: its number
 *
 * Return: CTL_DONE when the job is final, with any outcome; CTL_LEFT after a second interrupt,
 * after the first if the job is only watched, or if the module does not answer for it; CTL_TIMEOUT
 * if it is watched no longer; another exit status, after a message, if it cannot be followed any
 * more.
 */
enum ctl_status ctl_attend_run(struct ctl_attend *attend, uint64_t id)
{
	enum ctl_status status = CTL_DONE;
	int err = dr_wait_start(&attend->wait, id);

	while (!err && status == CTL_DONE && !dr_job_is_final(&attend->wait.job)) {
		draw_job(attend);
		err = dr_wait_news(&attend->wait, attend->signals, TICK_MS);
		if (!err)
			status = take_signals(attend);
		if (!err && status == CTL_DONE && !dr_job_is_final(&attend->wait.job))
			status = check_deadline(attend);
	}
	ctl_progress_clear(&attend->progress);
	return err ? lose_job(attend, err) : status;
}

/**
 * ctl_attend_close() - close the sockets, free the list, let signals end the program again
 * @attend: the job
 */
void ctl_attend_close(struct ctl_attend *attend)
{
	sigset_t set;

	dr_wait_close(&attend->wait);
	dr_list_clear(&attend->scene.lmbs);
	if (attend->signals >= 0)
		close(attend->signals);
	set_mask(&set, SIG_UNBLOCK);
}
