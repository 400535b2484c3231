// SPDX-License-Identifier: GPL-2.0
/* Events of the platform: from the interrupt to a job. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/slab.h>
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

/* Pause before another try to take in or refuse a removal. */
#define RETRY_MS 1000

/*
 * At unload, stop after CALM_MS without an interrupt: the platform queues an event
 * shortly before it raises one.
 */
#define CALM_MS 10

/* Events that are fetched for one interrupt: more than there can be jobs. */
#define EVENTS_AT_ONCE 4096

/*
 * @thread: takes the events
 * @log: the event at hand; only @thread uses it
 */
static struct {
	struct task_struct *thread;
	u8 *log;
} intake;

static void publish_log(const struct pdr_request *request)
{
	pdr_event_publish_raw(request, intake.log,
			      pdr_hpevent_length(intake.log, PSERIES_DR_RAW_MAX));
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

/* Do what pdr_accept_event() says until nothing is left to do. */
static void settle_event(const struct pdr_request *request, bool ours, int error)
{
	enum pdr_event_answer answer = PDR_EVENT_UNANSWERED;

	for (;;) {
		switch (pdr_accept_event(ours, request->action, error, answer)) {
		case PDR_INTAKE_REFUSE:
			answer = pdr_run_refuse(request) ? PDR_EVENT_TOLD :
							   PDR_EVENT_UNTOLD;
			break;
		case PDR_INTAKE_RETRY:
			msleep(RETRY_MS);
			error = submit_request(request);
			answer = PDR_EVENT_UNANSWERED;
			break;
		case PDR_INTAKE_HAND_ON:
			pdr_eventlog_write(intake.log);
			publish_log(request);
			return;
		case PDR_INTAKE_PUBLISH:
			publish_log(request);
			return;
		case PDR_INTAKE_END:
			return;
		}
	}
}

static void take_event(void)
{
	struct pdr_request request;
	bool ours;
	int error;

	error = pdr_hpevent_decode(intake.log, PSERIES_DR_RAW_MAX, &request);
	if (!error)
		error = pdr_drcs_resolve(&request);
	ours = pdr_driver_of(request.resource);
	if (!error && !ours)
		error = -EOPNOTSUPP;
	if (!error)
		error = pdr_accept_request(&request);
	if (!error)
		error = submit_request(&request);
	if (error && ours)
		warn_untaken(&request, error);
	settle_event(&request, ours, error);
}

/*
 * One interrupt may stand for several events, or for none. The bound is for a
 * platform that never says that there are no more.
 */
static void drain_events(u32 hwirq)
{
	unsigned int left = EVENTS_AT_ONCE;

	while (left-- && !pdr_rtas_fetch_event(hwirq, intake.log)) {
		take_event();
		cond_resched();
	}
}

static void drain_arrived(bool all)
{
	unsigned int i;
	u32 hwirq;

	for (i = 0; i < pdr_interrupts_count(); i++)
		if (pdr_interrupts_take(i, &hwirq) || all)
			drain_events(hwirq);
}

/* Drain all lines at first: the stock kernel fetches one event at an interrupt. */
static int intake_work(void *unused)
{
	drain_arrived(true);
	while (!kthread_should_stop()) {
		wait_event_idle(pdr_interrupts_arrived,
				pdr_interrupts_waiting() ||
				kthread_should_stop());
		drain_arrived(false);
	}
	do {
		drain_arrived(false);
		msleep(CALM_MS);
	} while (pdr_interrupts_waiting());
	return 0;
}

int pdr_intake_init(void)
{
	if (!pdr_interrupts_count())
		return 0;
	intake.log = kzalloc(PSERIES_DR_RAW_MAX, GFP_KERNEL);
	if (!intake.log)
		return -ENOMEM;
	intake.thread = kthread_run(intake_work, NULL, "pseries_dr_in");
	if (!IS_ERR(intake.thread))
		return 0;
	kfree(intake.log);
	return PTR_ERR(intake.thread);
}

void pdr_intake_exit(void)
{
	if (!pdr_interrupts_count())
		return;
	kthread_stop(intake.thread);
	kfree(intake.log);
}
