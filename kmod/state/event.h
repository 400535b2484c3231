/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The events: every change, numbered without a gap, and kept for a while.
 *
 * Invariant: event N+1 is sent after event N, and the last PDR_EVENTS can be
 * asked for again. Progress is sent, but neither numbered nor kept: a long job
 * would push the changes of state out of the ring.
 *
 * The sender of the events registers as their sink.
 *
 * Includes state.
 */
#ifndef PDR_EVENT_H
#define PDR_EVENT_H

#include <linux/mutex.h>

#include "state/pdr.h"

/* Guards the events and the jobs, see pdr.h. */
extern struct mutex pdr_job_lock;

/**
 * typedef pdr_event_sink - called for each event as it happens
 * @event: the event, valid during the call
 *
 * Context: pdr_job_lock held, so that events come in order.
 */
typedef void pdr_event_sink(const struct pdr_event *event);

/* Set the sink of all later events, NULL for none. Takes pdr_job_lock. */
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
 * pdr_event_progress - send the progress of a job
 * @job: the job as it is now
 *
 * Context: pdr_job_lock held.
 */
void pdr_event_progress(const struct pdr_job_view *job);

/**
 * pdr_event_publish_raw - publish an event that the module does not carry out
 * @request: as far as it could be decoded
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
 * pdr_event_get - find the event that follows another
 * @since: sequence number of that one
 *
 * Context: pdr_job_lock held for as long as the result is used.
 * Return: the oldest event kept that is newer, or NULL.
 */
const struct pdr_event *pdr_event_get(u64 since);

#endif /* PDR_EVENT_H */
