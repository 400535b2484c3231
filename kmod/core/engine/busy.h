/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_BUSY_H
#define PDR_BUSY_H

/*
 * Waiting for a platform that is busy with a call.
 * Invariant: a call is made again for a bounded time, also if the clock stands still.
 *
 * Includes core/parse and core/engine.
 */

#include "core/engine/fwplatform.h"
#include "core/parse/fwstatus.h"

/**
 * struct pdr_busy - How long a platform has been busy with one call.
 * @before_ms: busy time of the calls before it that share its bound
 * @since_ms: time of the first busy status, by the platform's clock
 * @waited_ms: sum of the pauses since then; each call counts as one millisecond at
 *	least, so that the wait also ends if the clock stands still
 * @calls: number of busy statuses
 */
struct pdr_busy {
	u64 before_ms;
	u64 since_ms;
	u64 waited_ms;
	unsigned int calls;
};

/**
 * pdr_busy_wait() - Wait before a call is made again.
 * @platform: that was called
 * @status: that it gave
 * @busy: of the call, all zero before its first status
 *
 * A busy platform may or may not have begun: the same call is repeated until
 * it gives a final status (R1-61130-3), for a bounded time by the clock. A status
 * asks for a delay of up to 100 seconds; it is a hint, which ends at the bound.
 *
 * Context: may sleep.
 * Return: true to call again; false if the status is final, or the platform was busy for
 * too long.
 */
bool pdr_busy_wait(const struct pdr_platform *platform, s32 status,
		   struct pdr_busy *busy);

/**
 * pdr_busy_note() - Note for how long a platform was busy.
 * @platform: its pdr_platform.busy_ms is set if calls share one bound
 * @busy: of the call
 *
 * pdr_busy_wait() does so too; this is for a call that ends without it.
 *
 * Context: any.
 * Return: milliseconds, of this call and of those before it that share its bound.
 */
u64 pdr_busy_note(const struct pdr_platform *platform,
		  const struct pdr_busy *busy);

/**
 * pdr_busy_errno() - Error of a call after the wait.
 * @call: the call
 * @status: the last one that it gave
 *
 * Context: any.
 * Return: 0, -ETIMEDOUT if the platform is still busy, else as pdr_fw_errno().
 */
int pdr_busy_errno(enum pdr_fw_call call, s32 status);

#endif /* PDR_BUSY_H */
