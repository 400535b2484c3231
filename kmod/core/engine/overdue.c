// SPDX-License-Identifier: GPL-2.0
/* Ending a job whose worker does not come back. Includes core/engine. */
#include "core/engine/lane.h"
#include "core/engine/overdue.h"
#include "core/engine/refuse.h"
#include "core/engine/resource.h"

/* The platform waits for an answer, has none yet, and can be given one. */
static bool is_answerable(const struct pdr_waiting *job)
{
	const struct pdr_resource *resource = pdr_resource_of(job->request->resource);

	return pdr_lane_is_awaited(job->origin, job->request) &&
	       pdr_refuse_can_tell(resource, job->refuse_by) &&
	       READ_ONCE(job->answer->word) != PDR_ANSWER_COMMITTED &&
	       !job->answer->told && !job->in_part;
}

/*
 * An add that the platform asked for waits, as the platform would not ask again. A job
 * of the module's own waits, too, as only the module knows of it.
 */
static bool is_of_guest(const struct pdr_waiting *job)
{
	return job->origin == PSERIES_DR_ORIGIN_SYSFS ||
	       job->origin == PSERIES_DR_ORIGIN_NETLINK;
}

enum pdr_overdue pdr_overdue_judge(const struct pdr_waiting *job)
{
	if (is_answerable(job))
		return PDR_OVERDUE_ANSWER;
	if (job->at_work)
		return job->said ? PDR_OVERDUE_NONE : PDR_OVERDUE_SAY;
	return is_of_guest(job) ? PDR_OVERDUE_FAIL : PDR_OVERDUE_NONE;
}

static u64 overdue_at(const struct pdr_waiting *job, const struct pdr_pace *pace, u64 stall_ms)
{
	u64 since = max(pace->progress_at, job->ready_at);

	return max(since + pdr_pace_timeout(stall_ms), job->answer_at);
}

/* An idle worker begins the next job at once, so nothing in its lane is overdue. */
enum pdr_overdue pdr_overdue_look(const struct pdr_waiting *job, const struct pdr_pace *pace,
				  u64 stall_ms, u64 now, u64 *until)
{
	enum pdr_overdue end = pace->at_work ? pdr_overdue_judge(job) : PDR_OVERDUE_NONE;
	u64 due;

	if (end == PDR_OVERDUE_NONE)
		return end;
	due = overdue_at(job, pace, stall_ms);
	if (now >= due)
		return end;
	*until = min(*until, due);
	return PDR_OVERDUE_NONE;
}
