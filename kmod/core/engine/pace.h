/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_PACE_H
#define PDR_PACE_H

/*
 * The pace of a lane: when its job last made progress, and for how long others count on it.
 *
 * Invariant: a job that keeps making progress is never overdue, however long it takes.
 * Pages that come back into a block are no progress.
 *
 * All times are milliseconds of one clock that does not wrap.
 *
 * Includes core.
 */

#include <pdr_env.h>

/** PDR_PACE_SHUT_MS: how long the end of the jobs can hold up a machine that goes down */
#define PDR_PACE_SHUT_MS 60000

/**
 * struct pdr_pace - how the job at work in a lane gets on
 * @at_work: there is such a job, or an errand, which makes no progress; if not, the rest is
 *	undefined
 * @progress_at: time of its last progress
 * @told_at: time when its progress was last told
 * @lock_from: time from which it may hold the kernel's lock, as it was kept from it
 *	shortly before
 * @least_pages: fewest pages that the block going offline was seen to hold, U64_MAX before
 *	the first look
 */
struct pdr_pace {
	bool at_work;
	u64 progress_at;
	u64 told_at;
	u64 lock_from;
	u64 least_pages;
};

/**
 * pdr_pace_begin() - A job begins.
 * @pace: filled
 * @now: the time
 *
 * Context: any.
 */
void pdr_pace_begin(struct pdr_pace *pace, u64 now);

/**
 * pdr_pace_end() - The job at work has ended.
 * @pace: of its lane
 *
 * Context: any.
 */
void pdr_pace_end(struct pdr_pace *pace);

/**
 * pdr_pace_advance() - The job at work begins another step.
 * @pace: of its lane
 * @now: the time
 *
 * Context: any.
 */
void pdr_pace_advance(struct pdr_pace *pace, u64 now);

/**
 * pdr_pace_pages() - Look at the pages that have yet to leave a block.
 * @pace: of the lane of memory
 * @pages: how many
 * @now: the time
 *
 * Context: any.
 * Return: true if that is progress.
 */
bool pdr_pace_pages(struct pdr_pace *pace, u64 pages, u64 now);

/**
 * pdr_pace_tell() - Tell if listeners are to hear of progress that was just made.
 * @pace: of the lane
 * @now: the time
 *
 * Context: any.
 * Return: true if they have not heard of this job for a while; notes that they do now.
 */
bool pdr_pace_tell(struct pdr_pace *pace, u64 now);

/**
 * pdr_pace_timeout() - Tell for how long a worker may make no progress.
 * @stall_ms: stall_timeout_ms, from which pdr_stall_limit() makes the limit
 *
 * A worker that gives up has a second more in which it answers by itself.
 *
 * Context: any.
 * Return: milliseconds; a worker without progress for so long is overdue.
 */
u64 pdr_pace_timeout(u64 stall_ms);

/**
 * pdr_pace_lock_out() - The worker of a lane was kept from the kernel's lock.
 * @pace: of its lane
 * @now: the time
 *
 * Context: any.
 */
void pdr_pace_lock_out(struct pdr_pace *pace, u64 now);

/**
 * pdr_pace_may_hold_lock() - Tell if the worker of a lane may hold the kernel's lock.
 * @pace: of its lane
 * @stall_ms: a job without progress for so long gives up
 * @now: the time
 *
 * A worker that was kept from the lock just now does not hold it. One that is overdue may
 * never release it, so nobody waits for that.
 *
 * Context: any.
 * Return: true if it may, and will release it.
 */
bool pdr_pace_may_hold_lock(const struct pdr_pace *pace, u64 stall_ms, u64 now);

/**
 * pdr_pace_gets_on() - Tell if a machine that goes down waits for a lane.
 * @pace: of the lane
 * @state: of the job at work (enum pseries_dr_state), if there is one
 * @queued: jobs wait, which an idle worker begins at once
 * @stall_ms: a job without progress for so long gives up
 * @down_at: time when the machine began to go down
 * @now: the time
 *
 * A stalled job counts as making progress until the answerer has had its turn. One that is
 * undone or completed does for as long as the machine waits at all.
 *
 * Context: any.
 * Return: true if it does.
 */
bool pdr_pace_gets_on(const struct pdr_pace *pace, u8 state, bool queued, u64 stall_ms,
		      u64 down_at, u64 now);

#endif /* PDR_PACE_H */
