// SPDX-License-Identifier: GPL-2.0
/* Ending a job whose worker does not come back. */
#include "core/engine/overdue.h"
#include "core/engine/refuse.h"
#include "core/engine/resource.h"

/* The platform waits for an answer, has none yet, and can be given one. */
static bool is_answerable(const struct pdr_waiting *job)
{
	const struct pdr_resource *resource = pdr_resource_of(job->request->resource);

	return pdr_refuse_is_due(job->request->action,
				 job->origin == PSERIES_DR_ORIGIN_PLATFORM) &&
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
	return is_of_guest(job) && !job->at_work ? PDR_OVERDUE_FAIL : PDR_OVERDUE_NONE;
}

u64 pdr_overdue_at(const struct pdr_waiting *job, u64 progress_at, u64 patience)
{
	return max(max(progress_at, job->ready_at) + patience, job->answer_at);
}
