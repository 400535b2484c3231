// SPDX-License-Identifier: GPL-2.0
/*
 * Following a job from its submission to its end.
 *
 * The event socket is opened before the job is submitted, so the first event cannot be missed.
 * Events may still be lost when the queue is full. Then, and after a while without an event,
 * pdrctl asks for the job itself. Only the state of the job counts, not the history of events.
 *
 * SIGINT and SIGTERM arrive by a file descriptor, between two messages, because a signal handler
 * must not make netlink calls.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "decode.h"
#include "follow.h"
#include "scene.h"

/* Time between two redraws, and time without an event after which the job is asked for */
#define TICK_MS		250
#define SILENCE_NS	2000000000ULL

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

/* An event may be older than the job that pdrctl has asked for */
static void on_event(const struct nlattr *head, int len, void *arg)
{
	struct ctl_follow *follow = arg;
	struct ctl_event event;

	ctl_decode_event(head, len, &event);
	if (!ctl_has(event.job.has, PSERIES_DR_A_JOB_ID) || event.job.id != follow->job.id)
		return;
	if (event.job.seq < follow->job.seq)
		return;
	follow->job = event.job;
	follow->heard = now();
}

static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -1;
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/**
 * ctl_follow_open() - get ready to follow a job that is about to be submitted
 * @follow: the job
 * @client: the module
 * @live: draw a line of progress if there is a terminal
 *
 * Return: CTL_DONE, or an exit status after a message; close it in any case.
 */
enum ctl_status ctl_follow_open(struct ctl_follow *follow, struct ctl_client *client, bool live)
{
	int err;

	memset(follow, 0, sizeof(*follow));
	follow->client = client;
	follow->scene.lmb_size = client->info.lmb_size;
	follow->scene.lmbs.item_size = sizeof(struct ctl_lmb);
	follow->watcher.event = on_event;
	follow->watcher.arg = follow;
	ctl_progress_init(&follow->progress, live);
	follow->signals = open_signals();
	if (follow->signals < 0)
		return ctl_client_fail(client, -errno, "take signals");
	err = ctl_nl_events_open(&follow->events, &follow->watcher);
	if (!err)
		err = ctl_nl_events_join(&follow->events, &client->nl);
	return err ? ctl_client_fail(client, err, "listen to the module's events") : CTL_DONE;
}

/**
 * ctl_follow_scene() - ask for the LMBs that the job names
 * @follow: the job
 *
 * Return: the scene, with those LMBs that the module has answered for.
 */
const struct ctl_scene *ctl_follow_scene(struct ctl_follow *follow)
{
	ctl_scene_ask(&follow->scene, follow->client, &follow->job);
	return &follow->scene;
}

static void say(struct ctl_follow *follow, const char *text)
{
	ctl_progress_clear(&follow->progress);
	fprintf(stderr, "pdrctl: job %llu: %s\n", (unsigned long long)follow->job.id, text);
}

static enum ctl_status ask_failed(struct ctl_follow *follow, int err)
{
	ctl_progress_clear(&follow->progress);
	/* The kernel gives one errno for an unknown family and an unknown job */
	if (err == -ENOENT && ctl_nl_resolve(&follow->client->nl) == -ENOENT) {
		say(follow, "the module was unloaded, the outcome is not known");
		return CTL_NO_MODULE;
	}
	return ctl_client_fail(follow->client, err, "ask for the job");
}

static enum ctl_status ask(struct ctl_follow *follow)
{
	struct ctl_job job = { 0 };
	int err = ctl_client_job(follow->client, follow->job.id, &job);

	if (err)
		return ask_failed(follow, err);
	follow->heard = now();
	if (job.id == follow->job.id && job.seq >= follow->job.seq)
		follow->job = job;
	return CTL_DONE;
}

static void ask_to_stop(struct ctl_follow *follow)
{
	int err = ctl_client_cancel(follow->client, follow->job.id);

	if (!err)
		say(follow, "cancelling; waiting for the outcome (once more leaves it alone)");
	else if (err == -EALREADY)
		say(follow, "too late to cancel, it goes to its end (once more leaves it alone)");
	else
		ctl_client_fail(follow->client, err, "cancel the job");
}

static enum ctl_status take_signals(struct ctl_follow *follow)
{
	struct signalfd_siginfo info;

	while (read(follow->signals, &info, sizeof(info)) == sizeof(info)) {
		if (++follow->interrupts == 1) {
			ask_to_stop(follow);
			continue;
		}
		say(follow, "left alone: it goes on without pdrctl");
		return CTL_LEFT;
	}
	return CTL_DONE;
}

static void draw(struct ctl_follow *follow)
{
	if (follow->progress.live)
		ctl_progress_draw(&follow->progress, &follow->job, ctl_follow_scene(follow),
				  now() - follow->started);
}

static enum ctl_status wait_for_news(struct ctl_follow *follow)
{
	struct pollfd fds[] = {
		{ .fd = ctl_nl_events_fd(&follow->events), .events = POLLIN },
		{ .fd = follow->signals, .events = POLLIN },
	};
	enum ctl_status status = CTL_DONE;
	int err;

	if (poll(fds, 2, TICK_MS) < 0 && errno != EINTR)
		return ctl_client_fail(follow->client, -errno, "wait for events");
	if (fds[1].revents)
		status = take_signals(follow);
	if (status != CTL_DONE)
		return status;
	err = fds[0].revents ? ctl_nl_events_read(&follow->events) : 0;
	if (err == -EIO)
		return ctl_client_fail(follow->client, err, "read events");
	if (err || now() - follow->heard > SILENCE_NS)
		status = ask(follow);
	return status;
}

/**
 * ctl_follow_run() - follow the job to its end
 * @follow: the job
 * @id: its number
 *
 * Return: CTL_DONE when @follow->job is final, with any outcome; CTL_LEFT after a second
 * interrupt; another exit status, after a message, if the job cannot be followed any more.
 */
enum ctl_status ctl_follow_run(struct ctl_follow *follow, uint64_t id)
{
	enum ctl_status status;

	follow->job.id = id;
	follow->started = now();
	status = ask(follow);
	while (status == CTL_DONE && !ctl_job_is_final(&follow->job)) {
		draw(follow);
		status = wait_for_news(follow);
	}
	ctl_progress_clear(&follow->progress);
	return status;
}

/**
 * ctl_follow_close() - close the sockets and free the list
 * @follow: the job
 */
void ctl_follow_close(struct ctl_follow *follow)
{
	ctl_nl_events_close(&follow->events);
	ctl_list_clear(&follow->scene.lmbs);
	if (follow->signals >= 0)
		close(follow->signals);
}
