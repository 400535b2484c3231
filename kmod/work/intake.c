// SPDX-License-Identifier: GPL-2.0
/*
 * Events of the platform: from the interrupt to a job. Includes core/parse, core/engine, fw,
 * state, stock, res and work.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>

#include "core/engine/accept.h"
#include "core/parse/hpevent.h"
#include "state/event.h"
#include "work/intake.h"
#include "state/job.h"
#include "res/resources.h"
#include "state/pdr.h"
#include "stock/eventlog.h"
#include "stock/interrupt.h"
#include "fw/rtas.h"
#include "work/run.h"
#include "state/drcs.h"

/* Pause before another try to make jobs of the events that wait. */
#define RETRY_MS 1000

/* Events that may wait for room; while as many do, no more are fetched. */
#define WAITING_MAX 64

/*
 * At unload, stop after CALM_MS without an interrupt: the platform queues an event
 * shortly before it raises one.
 */
#define CALM_MS 10

/* Events that are fetched for one interrupt: more than there can be jobs. */
#define EVENTS_AT_ONCE 4096

/**
 * struct arrived_event - an event that the platform has sent
 * @request: as far as it could be decoded
 * @ours: the resource has a driver
 * @error: why the event is no job, negative errno; or 0
 * @answer: whether the platform was told
 * @log: the platform's error log
 */
struct arrived_event {
	struct pdr_request request;
	bool ours;
	int error;
	enum pdr_event_answer answer;
	u8 log[PSERIES_DR_RAW_MAX];
};

/*
 * Only @thread uses the others.
 * @thread: takes the events
 * @events: those that wait for room, the oldest first, and the event at hand behind them
 * @waiting: events that wait
 */
static struct {
	struct task_struct *thread;
	struct arrived_event *events;
	unsigned int waiting;
} intake;

static void publish_log(const struct arrived_event *event)
{
	pdr_event_publish_raw(&event->request, event->log,
			      pdr_hpevent_length(event->log, PSERIES_DR_RAW_MAX));
}

static int submit_request(const struct pdr_request *request)
{
	u64 id;

	return pdr_job_submit(request, PSERIES_DR_ORIGIN_PLATFORM, 0, &id);
}

static void warn_untaken(const struct pdr_request *request, int error)
{
	char text[PDR_REQUEST_TEXT_SIZE];

	pdr_request_format(request, text, sizeof(text));
	pr_warn("cannot take the platform's request \"%s\" (%pe)\n", text,
		ERR_PTR(error));
}

/*
 * Do what pdr_accept_event() says until nothing is left to do.
 * Return: true if the event has to wait for room.
 */
static bool settle_event(struct arrived_event *event)
{
	for (;;) {
		switch (pdr_accept_event(event->ours, event->request.action,
					 event->error, event->answer)) {
		case PDR_INTAKE_REFUSE:
			event->answer = pdr_run_refuse(&event->request) ?
						PDR_EVENT_TOLD : PDR_EVENT_UNTOLD;
			break;
		case PDR_INTAKE_RETRY:
			return true;
		case PDR_INTAKE_HAND_ON:
			pdr_eventlog_write(event->log);
			publish_log(event);
			return false;
		case PDR_INTAKE_PUBLISH:
			publish_log(event);
			return false;
		case PDR_INTAKE_END:
			return false;
		}
	}
}

static bool try_event_again(struct arrived_event *event)
{
	event->error = submit_request(&event->request);
	event->answer = PDR_EVENT_UNANSWERED;
	return settle_event(event);
}

/* An add that waits for room must not keep a later removal from its answer. */
static void try_waiting_events(void)
{
	unsigned int i, kept = 0;

	for (i = 0; i < intake.waiting; i++) {
		if (!try_event_again(&intake.events[i]))
			continue;
		if (kept != i)
			intake.events[kept] = intake.events[i];
		kept++;
	}
	intake.waiting = kept;
}

static int submit_event(struct arrived_event *event)
{
	struct pdr_request *request = &event->request;
	int error = pdr_hpevent_decode(event->log, PSERIES_DR_RAW_MAX, request);

	if (!error)
		error = pdr_drcs_resolve(request);
	event->ours = pdr_driver_of(request->resource);
	if (!error && !event->ours)
		error = -EOPNOTSUPP;
	if (!error)
		error = pdr_accept_request(request);
	return error ?: submit_request(request);
}

static void take_event(struct arrived_event *event)
{
	event->answer = PDR_EVENT_UNANSWERED;
	event->error = submit_event(event);
	if (event->error && event->ours)
		warn_untaken(&event->request, event->error);
	if (settle_event(event))
		intake.waiting++;
	while (intake.waiting == WAITING_MAX) {
		msleep(RETRY_MS);
		try_waiting_events();
	}
}

/*
 * Events that wait come first, so that events become jobs in their order. Return: false
 * if there was no other.
 */
static bool take_next_event(u32 hwirq)
{
	struct arrived_event *event;

	try_waiting_events();
	event = &intake.events[intake.waiting];
	if (pdr_rtas_fetch_event(hwirq, event->log))
		return false;
	take_event(event);
	return true;
}

/*
 * One interrupt may stand for several events, or for none. The bound is for a
 * platform that never says that there are no more.
 */
static void drain_events(u32 hwirq)
{
	unsigned int left = EVENTS_AT_ONCE;

	while (left-- && take_next_event(hwirq))
		cond_resched();
}

static void drain_arrived(bool all)
{
	unsigned int i;
	u32 hwirq;

	for (i = 0; i < pdr_interrupts_count(); i++)
		if (pdr_interrupts_take(i, &hwirq) || all)
			drain_events(hwirq);
}

static void wait_for_interrupt(void)
{
	wait_event_idle_timeout(pdr_interrupts_arrived,
				pdr_interrupts_waiting() || kthread_should_stop(),
				intake.waiting ? msecs_to_jiffies(RETRY_MS) :
						 MAX_SCHEDULE_TIMEOUT);
}

/* Drain all lines at first: the stock kernel fetches one event at an interrupt. */
static int intake_work(void *unused)
{
	drain_arrived(true);
	while (!kthread_should_stop()) {
		wait_for_interrupt();
		try_waiting_events();
		drain_arrived(false);
	}
	do {
		drain_arrived(false);
		msleep(CALM_MS);
	} while (pdr_interrupts_waiting());
	while (intake.waiting) {
		msleep(RETRY_MS);
		try_waiting_events();
	}
	return 0;
}

int pdr_intake_init(void)
{
	if (!pdr_interrupts_count())
		return 0;
	intake.events = vcalloc(WAITING_MAX, sizeof(*intake.events));
	if (!intake.events)
		return -ENOMEM;
	intake.thread = kthread_run(intake_work, NULL, "pseries_dr_in");
	if (!IS_ERR(intake.thread))
		return 0;
	vfree(intake.events);
	return PTR_ERR(intake.thread);
}

void pdr_intake_exit(void)
{
	if (!pdr_interrupts_count())
		return;
	kthread_stop(intake.thread);
	vfree(intake.events);
}
