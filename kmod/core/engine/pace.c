// SPDX-License-Identifier: GPL-2.0
/* How a lane gets on, and for how long others count on it. Includes core/engine. */
#include "core/engine/lane.h"
#include "core/engine/pace.h"
#include "core/engine/stall.h"

/* Time beyond the stall timeout in which a worker that gives up answers by itself. */
#define GRACE_MS 1000

/* Shortest time between two progress events of a job. */
#define TELL_MS 200

void pdr_pace_begin(struct pdr_pace *pace, u64 now)
{
	*pace = (struct pdr_pace){
		.at_work = true,
		.progress_at = now,
		.told_at = now,
		.least_pages = U64_MAX,
	};
}

void pdr_pace_end(struct pdr_pace *pace)
{
	pace->at_work = false;
}

void pdr_pace_advance(struct pdr_pace *pace, u64 now)
{
	pace->progress_at = now;
	pace->least_pages = U64_MAX;
}

bool pdr_pace_pages(struct pdr_pace *pace, u64 pages, u64 now)
{
	if (!pace->at_work || pages >= pace->least_pages)
		return false;
	pace->least_pages = pages;
	pace->progress_at = now;
	return true;
}

bool pdr_pace_tell(struct pdr_pace *pace, u64 now)
{
	if (now < pace->told_at + TELL_MS)
		return false;
	pace->told_at = now;
	return true;
}

u64 pdr_pace_timeout(u64 stall_ms)
{
	return pdr_stall_limit(stall_ms) + GRACE_MS;
}

static u64 pace_overdue_at(const struct pdr_pace *pace, u64 stall_ms)
{
	return pace->progress_at + pdr_pace_timeout(stall_ms);
}

void pdr_pace_lock_out(struct pdr_pace *pace, u64 now)
{
	pace->lock_from = now + PDR_LOCKED_OUT_MS;
}

bool pdr_pace_may_hold_lock(const struct pdr_pace *pace, u64 stall_ms, u64 now)
{
	return pace->at_work && now >= pace->lock_from &&
	       now < pace_overdue_at(pace, stall_ms);
}

bool pdr_pace_gets_on(const struct pdr_pace *pace, u8 state, bool queued, u64 stall_ms,
		      u64 down_at, u64 now)
{
	if (now >= down_at + PDR_PACE_SHUT_MS)
		return false;
	if (!pace->at_work)
		return queued;
	return pdr_lane_is_undone(state) ||
	       now < pace_overdue_at(pace, stall_ms) + GRACE_MS;
}
