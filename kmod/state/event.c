// SPDX-License-Identifier: GPL-2.0
/* The ring of events. Includes state. */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include "state/event.h"

/* Guards the jobs, their queues and the events, see pdr.h. */
DEFINE_MUTEX(pdr_job_lock);

/* Guarded by pdr_job_lock. Event N is in slot N % PDR_EVENTS. */
static struct pdr_event *ring;
static u64 newest;
static pdr_event_sink *event_sink;

int pdr_event_init(void)
{
	ring = vcalloc(PDR_EVENTS, sizeof(*ring));
	return ring ? 0 : -ENOMEM;
}

void pdr_event_exit(void)
{
	u32 i;

	for (i = 0; i < PDR_EVENTS; i++)
		kfree(ring[i].raw);
	vfree(ring);
}

void pdr_event_set_sink(pdr_event_sink *sink)
{
	mutex_lock(&pdr_job_lock);
	event_sink = sink;
	mutex_unlock(&pdr_job_lock);
}

static void send_event(const struct pdr_event *event)
{
	lockdep_assert_held(&pdr_job_lock);
	if (event_sink)
		event_sink(event);
}

static struct pdr_event *next_event(u8 type)
{
	struct pdr_event *event = &ring[++newest % PDR_EVENTS];

	lockdep_assert_held(&pdr_job_lock);
	kfree(event->raw);
	memset(event, 0, sizeof(*event));
	event->seq = newest;
	event->time = ktime_get_real_ns();
	event->type = type;
	return event;
}

void pdr_event_publish(u8 type, struct pdr_job_view *job)
{
	struct pdr_event *event = next_event(type);

	job->seq = event->seq;
	event->job = *job;
	if (type == PSERIES_DR_EVENT_TYPE_REFUSAL)
		event->job.step = PSERIES_DR_STEP_REFUSE;
	send_event(event);
}

void pdr_event_progress(const struct pdr_job_view *job)
{
	struct pdr_event event = {
		.seq = newest,
		.time = ktime_get_real_ns(),
		.type = PSERIES_DR_EVENT_TYPE_PROGRESS,
		.job = *job,
	};

	send_event(&event);
}

/*
 * Without memory for a copy of the log, the event goes out without it. The intake thread
 * has other events to fetch, so it does not wait for memory, nor for a disk that is dead.
 */
void pdr_event_publish_raw(const struct pdr_request *request, const u8 *log,
			   u32 len)
{
	u8 *copy = kmemdup(log, len, GFP_NOWAIT | __GFP_NOWARN);
	struct pdr_event *event;

	mutex_lock(&pdr_job_lock);
	event = next_event(PSERIES_DR_EVENT_TYPE_UNHANDLED);
	event->job.origin = PSERIES_DR_ORIGIN_PLATFORM;
	event->job.request = *request;
	event->raw = copy;
	event->raw_len = copy ? len : 0;
	send_event(event);
	mutex_unlock(&pdr_job_lock);
}

u64 pdr_event_newest(void)
{
	lockdep_assert_held(&pdr_job_lock);
	return newest;
}

u64 pdr_event_oldest(void)
{
	lockdep_assert_held(&pdr_job_lock);
	if (newest <= PDR_EVENTS)
		return newest ? 1 : 0;
	return newest - PDR_EVENTS + 1;
}

const struct pdr_event *pdr_event_get(u64 since)
{
	u64 seq = max(since + 1, pdr_event_oldest());

	if (!newest || since >= newest)
		return NULL;
	return &ring[seq % PDR_EVENTS];
}
