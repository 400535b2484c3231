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
#include "stock/errorlog.h"
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

/*
 * Another program may be able to carry it out: one that listens to us, or one that reads
 * the log of the stock kernel, as rtas_errd does.
 */
static void publish_log(const struct pdr_request *request)
{
	pdr_event_publish_raw(request, intake.log,
			      pdr_hpevent_length(intake.log, PSERIES_DR_RAW_MAX));
	pdr_errorlog_write(intake.log);
}

/*
 * If there is no room for a removal and it cannot be refused now either, wait here;
 * later events wait in the platform.
 */
static int refuse_removal(const struct pdr_request *request, int error)
{
	u64 id;

	while (!pdr_run_refuse(request) && error == -EAGAIN) {
		msleep(RETRY_MS);
		error = pdr_job_submit(request, PSERIES_DR_ORIGIN_PLATFORM, 0,
				       &id);
	}
	return error;
}

/* Only a removal needs an answer. */
static void turn_away(const struct pdr_request *request, int error)
{
	char text[PDR_REQUEST_TEXT_SIZE];

	pdr_request_format(request, text, sizeof(text));
	pr_warn("cannot take the platform's request \"%s\" (%d)\n", text, error);
	if (request->action == PSERIES_DR_ACTION_REMOVE &&
	    !refuse_removal(request, error))
		return;
	publish_log(request);
}

static bool is_ours(const struct pdr_request *request)
{
	return pdr_driver_of(request->resource);
}

/*
 * A request for a resource without a driver is published with its whole log, so that
 * another program can carry it out. For the same reason it is not refused.
 */
static void take_event(void)
{
	struct pdr_request request;
	u64 id;
	int error;

	error = pdr_hpevent_decode(intake.log, PSERIES_DR_RAW_MAX, &request);
	if (!error)
		error = pdr_drcs_resolve(&request);
	if (!error && !is_ours(&request))
		error = -EOPNOTSUPP;
	if (!error)
		error = pdr_accept_request(&request);
	if (!error)
		error = pdr_job_submit(&request,
				       PSERIES_DR_ORIGIN_PLATFORM, 0, &id);
	if (!error)
		return;
	if (is_ours(&request))
		turn_away(&request, error);
	else
		publish_log(&request);
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
