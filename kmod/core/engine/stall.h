/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When to give up on a memory block: progress is the measure, not time.
 *
 * Invariant: a block from which pages keep leaving never stalls, however long
 * it takes; pages that come back are no progress.
 *
 * Includes core.
 */
#ifndef PDR_CORE_STALL_H
#define PDR_CORE_STALL_H

#include <pdr_env.h>

/**
 * PDR_LOCKED_OUT_MS: for how long a job that was just kept from the kernel's lock counts as
 * one that does not hold it. The kernel keeps a job out for some 5 ms at a time, or longer
 * on a busy machine
 */
#define PDR_LOCKED_OUT_MS 250

/**
 * struct pdr_stall - how a block got on so far
 * @least_busy: least pages that it was seen to hold
 * @since_ms: when that was first seen
 */
struct pdr_stall {
	u64 least_busy;
	u64 since_ms;
};

/**
 * pdr_stall_begin - begin to watch a block
 * @stall: filled
 * @now_ms: time by any clock that only goes forward
 */
void pdr_stall_begin(struct pdr_stall *stall, u64 now_ms);

/**
 * pdr_stall_look - judge a block by the pages that it holds now
 * @stall: as the last look left it
 * @busy: pages that it holds
 * @now_ms: time by the same clock
 * @limit_ms: how long a block may stay without progress
 *
 * Return: true when no page has left the block for @limit_ms.
 */
bool pdr_stall_look(struct pdr_stall *stall, u64 busy, u64 now_ms,
		    u64 limit_ms);

/**
 * pdr_stall_limit - tell how long a job waits without progress
 * @setting_ms: stall_timeout_ms
 *
 * A job does not wait for a lock that the job of another lane holds, but it only learns of
 * that holder PDR_LOCKED_OUT_MS after the other one was kept from the lock itself. So it
 * does not give up earlier, whatever the setting is.
 *
 * Return: the limit in milliseconds.
 */
static inline u64 pdr_stall_limit(u64 setting_ms)
{
	return max(setting_ms, (u64)(2 * PDR_LOCKED_OUT_MS));
}

#endif /* PDR_CORE_STALL_H */
