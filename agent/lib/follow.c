// SPDX-License-Identifier: GPL-2.0
/* Follows the module across loads and hands each event on once; see follow.h. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "follow.h"

#define DELAY_MIN_MS	500
#define DELAY_MAX_MS	60000

/* Give up on a dump that the module's changes interrupt this many times */
#define DUMP_TRIES	8

static void emit_module(struct dr_follow *follow)
{
	struct dr_record record = {
		.type = DR_RECORD_MODULE,
		.module = follow->module,
		.info = dr_follow_info(follow),
	};

	follow->ops->emit(follow->ctx, &record);
}

/*
 * @to is 0 for a load that ended while we did not follow it: the number of its
 * last event is unknown, and so is whether any events are missing at all.
 */
static void emit_lost(struct dr_follow *follow, uint64_t to)
{
	struct dr_record record = {
		.type = DR_RECORD_LOST,
		.from = follow->seq + 1,
		.to = to,
		.boot_id = follow->info.boot_id,
	};

	follow->ops->emit(follow->ctx, &record);
	follow->want_jobs = true;
	if (to)
		follow->seq = to;
}

static bool is_progress(const struct dr_event *event)
{
	return dr_has(&event->job, PSERIES_DR_A_JOB_EVENT_TYPE) &&
	       event->event_type == PSERIES_DR_EVENT_TYPE_PROGRESS;
}

/*
 * Progress has the number of the event before it. If a newer event has been
 * handed on, the progress is out of date.
 */
static void take_progress(struct dr_follow *follow,
			  const struct dr_event *event)
{
	struct dr_record record = {
		.type = DR_RECORD_PROGRESS,
		.event = event,
	};

	if (event->job.seq == follow->seq)
		follow->ops->emit(follow->ctx, &record);
}

static void follow_event(void *data, const struct dr_event *event)
{
	struct dr_follow *follow = data;
	struct dr_record record = {
		.type = DR_RECORD_EVENT,
		.event = event,
		.boot_id = follow->info.boot_id,
	};

	if (is_progress(event)) {
		take_progress(follow, event);
		return;
	}
	if (event->job.seq <= follow->seq)
		return;
	if (event->job.seq > follow->seq + 1)
		emit_lost(follow, event->job.seq - 1);
	follow->ops->emit(follow->ctx, &record);
	follow->seq = event->job.seq;
}

static void follow_known_job(void *data, const struct dr_event *job)
{
	struct dr_follow *follow = data;
	struct dr_record record = {
		.type = DR_RECORD_JOB,
		.event = job,
		.boot_id = follow->info.boot_id,
	};

	follow->ops->emit(follow->ctx, &record);
}

static int dump_events(struct dr_follow *follow)
{
	int tries = DUMP_TRIES;
	int ret;

	do {
		ret = follow->ops->events(follow->ctx, follow->family,
					  follow->seq, follow_event, follow);
	} while (ret == -EINTR && --tries);
	return ret;
}

static int dump_jobs(struct dr_follow *follow)
{
	int tries = DUMP_TRIES;
	int ret;

	if (!follow->want_jobs)
		return 0;
	do {
		ret = follow->ops->jobs(follow->ctx, follow->family, follow_known_job,
					follow);
	} while (ret == -EINTR && --tries);
	if (!ret)
		follow->want_jobs = false;
	return ret;
}

/* The module was unloaded, perhaps with events that we did not see */
static void leave_load(struct dr_follow *follow)
{
	if (follow->module == DR_MODULE_PRESENT)
		emit_lost(follow, 0);
}

static void vanish(struct dr_follow *follow)
{
	bool was_absent = follow->module == DR_MODULE_ABSENT;

	follow->module = DR_MODULE_ABSENT;
	follow->family = 0;
	follow->due = false;
	follow->want_jobs = false;
	if (!was_absent || follow->first)
		emit_module(follow);
	follow->first = false;
}

static void set_due(struct dr_follow *follow)
{
	unsigned int delay = follow->due ? 2 * follow->delay_ms : DELAY_MIN_MS;

	follow->due = true;
	follow->delay_ms = delay < DELAY_MAX_MS ? delay : DELAY_MAX_MS;
}

static void say_incompatible(struct dr_follow *follow)
{
	const struct dr_info *info = &follow->info;
	char sentence[256];

	snprintf(sentence, sizeof(sentence),
		 "the module speaks protocol %u to %u, this program %u to %u",
		 info->abi_min, info->abi, PSERIES_DR_ABI_OLDEST,
		 PSERIES_DR_ABI_VERSION);
	follow->ops->say(follow->ctx, sentence);
}

static void meet_incompatible(struct dr_follow *follow,
			      const struct dr_info *info)
{
	bool again = follow->module == DR_MODULE_INCOMPATIBLE;

	follow->info = *info;
	follow->module = DR_MODULE_INCOMPATIBLE;
	follow->first = false;
	follow->seq = 0;
	if (again)
		return;
	emit_module(follow);
	say_incompatible(follow);
}

static uint64_t start_seq(const struct dr_follow *follow, const struct dr_info *info)
{
	const struct dr_follow_from *from = &follow->from;

	if (from->now)
		return info->seq;
	/* A number that this load has not come to is one of another load */
	if (from->seq > info->seq)
		return 0;
	return from->boot_id && from->boot_id != info->boot_id ? 0 : from->seq;
}

/*
 * A load that was not there before. Its events are wanted from the first one on,
 * except at our own start: there @from tells.
 */
static void meet_load(struct dr_follow *follow, const struct dr_info *info)
{
	bool same = follow->known && follow->info.boot_id == info->boot_id;

	if (!same)
		follow->seq = follow->first ? start_seq(follow, info) : 0;
	follow->want_jobs = (follow->first && follow->from.jobs) || (same && follow->want_jobs);
	follow->first = false;
	follow->known = true;
	follow->info = *info;
	follow->module = DR_MODULE_PRESENT;
	emit_module(follow);
}

/* Ask for all events newer than the last one, and report those that are lost */
static int catch_up(struct dr_follow *follow)
{
	int ret = dump_events(follow);

	if (ret)
		return ret;
	/* They were sent before the dump began and are not in it: they are lost */
	if (follow->seq < follow->info.seq)
		emit_lost(follow, follow->info.seq);
	return dump_jobs(follow);
}

static int resync(struct dr_follow *follow)
{
	struct dr_info info;
	bool same;
	int ret;

	ret = follow->ops->info(follow->ctx, follow->family, &info);
	if (ret)
		return ret;

	same = follow->module == DR_MODULE_PRESENT && dr_speaks(&info) &&
	       follow->info.boot_id == info.boot_id;
	if (!same)
		leave_load(follow);

	if (!dr_speaks(&info)) {
		meet_incompatible(follow, &info);
		return 0;
	}
	if (!same)
		meet_load(follow, &info);
	follow->info = info;
	return catch_up(follow);
}

static void attach_follower(struct dr_follow *follow)
{
	int ret = follow->ops->attach(follow->ctx, &follow->family);

	if (!ret)
		ret = resync(follow);
	if (ret == -ENOENT) {
		leave_load(follow);
		vanish(follow);
	} else if (ret) {
		set_due(follow);
	} else {
		follow->due = false;
	}
}

void dr_follow_start(struct dr_follow *follow,
		     const struct dr_follow_ops *ops, void *ctx,
		     const struct dr_follow_from *from)
{
	memset(follow, 0, sizeof(*follow));
	follow->ops = ops;
	follow->ctx = ctx;
	follow->from = *from;
	follow->first = true;
	attach_follower(follow);
}

/*
 * The kernel counts family ids upwards, so an old message cannot be mistaken for one
 * about the module that is loaded now.
 */
void dr_follow_family(struct dr_follow *follow,
		      const struct dr_family *family)
{
	bool ours = family->id == follow->family;

	if (!family->present && ours && follow->family) {
		/* The kernel may have dropped the last events before this message */
		if (follow->due || follow->dropped)
			leave_load(follow);
		vanish(follow);
	}
	if (family->present)
		attach_follower(follow);
}

/*
 * An event behind a gap also comes with the answer when we ask for the gap. If the
 * module was unloaded meanwhile, there is no answer: the events received so far are
 * still relayed, up to the message that says that the module is gone.
 */
void dr_follow_event(struct dr_follow *follow, uint16_t family,
		     const struct dr_event *event)
{
	uint64_t next = is_progress(event) ? follow->seq : follow->seq + 1;
	int ret = 0;

	if (follow->module != DR_MODULE_PRESENT || family != follow->family ||
	    follow->due)
		return;

	if (event->job.seq > next)
		ret = resync(follow);
	if ((!ret && follow->module == DR_MODULE_PRESENT) || ret == -ENOENT)
		follow_event(follow, event);
	if (ret && ret != -ENOENT)
		set_due(follow);
}

void dr_follow_dropped(struct dr_follow *follow)
{
	follow->dropped = true;
}

void dr_follow_drained(struct dr_follow *follow)
{
	follow->dropped = false;
	attach_follower(follow);
}

void dr_follow_retry(struct dr_follow *follow)
{
	if (follow->due)
		attach_follower(follow);
}

int dr_follow_delay(const struct dr_follow *follow)
{
	return follow->due ? (int)follow->delay_ms : -1;
}

const struct dr_info *dr_follow_info(const struct dr_follow *follow)
{
	return follow->module == DR_MODULE_ABSENT ? NULL : &follow->info;
}

static void on_family(void *ctx, const struct dr_family *family)
{
	dr_follow_family(ctx, family);
}

static void on_event(void *ctx, uint16_t family, const struct dr_event *event)
{
	dr_follow_event(ctx, family, event);
}

static void on_dropped(void *ctx)
{
	dr_follow_dropped(ctx);
}

static void on_drained(void *ctx)
{
	dr_follow_drained(ctx);
}

const struct dr_handler dr_follow_handler = {
	.family = on_family,
	.event = on_event,
	.dropped = on_dropped,
	.drained = on_drained,
};
