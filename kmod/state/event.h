/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The events: every change, numbered without a gap, and kept for a while.
 *
 * Invariant: event N+1 is sent after event N, and the last PDR_EVENTS can be
 * asked for again.
 */
#ifndef PDR_EVENT_H
#define PDR_EVENT_H

#include "state/pdr.h"

/**
 * struct pdr_event - an event
 * @seq: its number
 * @time: nanoseconds since the epoch
 * @type: enum pseries_dr_event_type
 * @job: the job as it was at that moment; id 0 where there is none
 * @raw: of an unhandled event, the platform's error log; else NULL
 * @raw_len: bytes of @raw
 */
struct pdr_event {
	u64 seq;
	u64 time;
	u8 type;
	struct pdr_job_view job;
	u8 *raw;
	u32 raw_len;
};

/* Set up and tear down the ring. */
int pdr_event_init(void);
void pdr_event_exit(void);

/**
 * pdr_event_publish - number, keep and send an event
 * @type: enum pseries_dr_event_type
 * @job: the job as it is now; its seq is set to that of the event; or NULL
 *
 * Context: pdr_job_lock held.
 */
void pdr_event_publish(u8 type, struct pdr_job_view *job);

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
