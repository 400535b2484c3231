/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The events: every change, numbered without a gap, and kept for a while.
 *
 * Invariant: event N+1 is sent after event N, and the last PDR_EVENTS can be
 * asked for again. Progress is sent, but neither numbered nor kept: a long job
 * would push the changes of state out of the ring.
 *
 * Includes state/pdr.h alone: whoever sends the events is told by a pointer.
 */
#ifndef PDR_EVENT_H
#define PDR_EVENT_H

#include <linux/mutex.h>

#include "state/pdr.h"

/* Guards the events, and the jobs that they are of; see pdr.h. */
extern struct mutex pdr_job_lock;

/**
 * typedef pdr_event_sink - told of each event as it happens
 * @event: the event, valid during the call
 *
 * Context: pdr_job_lock held, so that events come in order.
 */
typedef void pdr_event_sink(const struct pdr_event *event);

/* Who is told from now on; NULL for nobody. Takes pdr_job_lock. */
void pdr_event_set_sink(pdr_event_sink *sink);

/* Set up and tear down the ring. */
int pdr_event_init(void);
void pdr_event_exit(void);

/**
 * pdr_event_publish - number, keep and send an event
 * @type: enum pseries_dr_event_type
 * @job: the job as it is now; its seq is set to that of the event
 *
 * Context: pdr_job_lock held.
 */
void pdr_event_publish(u8 type, struct pdr_job_view *job);

/**
 * pdr_event_progress - send that a job got on
 * @job: the job as it is now
 *
 * Context: pdr_job_lock held.
 */
void pdr_event_progress(const struct pdr_job_view *job);

/**
 * pdr_event_publish_raw - publish an event that is not carried out
 * @request: what could be made out of it
 * @log: the platform's error log
 * @len: its bytes
 *
 * Context: takes pdr_job_lock.
 */
void pdr_event_publish_raw(const struct pdr_request *request, const u8 *log,
			   u32 len);

/* Number of the newest event, 0 before the first. Context: pdr_job_lock held. */
u64 pdr_event_newest(void);

/* Number of the oldest event kept. Context: pdr_job_lock held. */
u64 pdr_event_oldest(void);

/**
 * pdr_event_get - the event after one
 * @since: number
 *
 * Context: pdr_job_lock held, as long as the result is used.
 * Return: the oldest event kept that is newer, or NULL.
 */
const struct pdr_event *pdr_event_get(u64 since);

#endif /* PDR_EVENT_H */
