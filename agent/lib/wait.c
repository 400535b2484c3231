// SPDX-License-Identifier: GPL-2.0
/* Waiting for one job; see wait.h. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#include "wait.h"

/* Time without an event after which the job is asked for */
#define SILENCE_NS	2000000000ULL

static uint64_t wait_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

/* An event may be older than the job that was asked for */
static void on_wait_event(void *ctx, uint16_t family, const struct dr_event *event)
{
	struct dr_wait *wait = ctx;

	if (family != wait->client->nl.families.ours.id ||
	    !dr_has(&event->job, PSERIES_DR_A_JOB_ID) ||
	    event->job.id != wait->job.id || event->job.seq < wait->job.seq)
		return;
	wait->job = event->job;
	wait->heard = wait_now();
}

static void on_loss(void *ctx)
{
	struct dr_wait *wait = ctx;

	wait->lost = true;
}

static void on_wait_family(void *ctx, const struct dr_family *family)
{
	(void)family;
	on_loss(ctx);
}

static const struct dr_handler handler = {
	.family = on_wait_family,
	.event = on_wait_event,
	.dropped = on_loss,
	.drained = on_loss,
};

int dr_wait_open(struct dr_wait *wait, struct dr_client *client)
{
	int err;

	memset(wait, 0, sizeof(*wait));
	wait->client = client;
	wait->boot_id = client->info.boot_id;
	err = dr_nl_events_open(&wait->events, &handler, wait);
	if (!err)
		err = dr_nl_events_join(&wait->events, client->nl.families.ours.events);
	return err;
}

/*
 * Numbers of jobs begin anew with each load of the module, so the job of that number may be
 * another one. The kernel gives one errno for an unknown family and an unknown job.
 */
static int check_load(struct dr_wait *wait)
{
	struct dr_client now = *wait->client;
	int err = dr_nl_resolve(&now.nl);

	if (!err)
		err = dr_client_info(&now);
	if (err == -ENOENT || (!err && now.info.boot_id != wait->boot_id))
		return -ENOLINK;
	return err;
}

static int ask_job(struct dr_wait *wait)
{
	struct dr_job job = { 0 };
	int err = dr_client_job(wait->client, wait->job.id, &job);
	int load = check_load(wait);

	if (load)
		return load;
	if (err)
		return err;
	wait->lost = false;
	wait->heard = wait_now();
	if (job.id == wait->job.id && job.seq >= wait->job.seq)
		wait->job = job;
	return 0;
}

int dr_wait_start(struct dr_wait *wait, uint64_t id)
{
	wait->job = (struct dr_job){ .id = id };
	wait->started = wait_now();
	return ask_job(wait);
}

int dr_wait_news(struct dr_wait *wait, int fd, int ms)
{
	struct pollfd fds[] = {
		{ .fd = dr_nl_events_fd(&wait->events), .events = POLLIN },
		{ .fd = fd, .events = POLLIN },
	};
	int err = 0;

	if (poll(fds, 2, ms) < 0 && errno != EINTR)
		return -errno;
	if (fds[0].revents)
		err = dr_nl_events_read(&wait->events);
	if (err || dr_job_is_final(&wait->job))
		return err;
	if (wait->lost || wait_now() - wait->heard > SILENCE_NS)
		err = ask_job(wait);
	return err;
}

uint64_t dr_wait_elapsed(const struct dr_wait *wait)
{
	return wait_now() - wait->started;
}

void dr_wait_close(struct dr_wait *wait)
{
	dr_nl_events_close(&wait->events);
}
