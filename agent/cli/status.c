// SPDX-License-Identifier: GPL-2.0
/*
 * Exit statuses for the kernel's answers.
 *
 * One errno has two meanings: for a netlink request EPERM says that the caller has no permission,
 * for a job that the platform does not take the resource. Hence two mappings.
 */
#include <errno.h>

#include "status.h"

/**
 * ctl_status_advice() - advice about a failure
 * @status: exit status
 *
 * Return: a sentence without capital and full stop, never NULL.
 */
const char *ctl_status_advice(enum ctl_status status)
{
	switch (status) {
	case CTL_DONE:
		return "done";
	case CTL_FAILED:
		return "its steps were undone; 'pdrctl jobs' and the kernel log tell more";
	case CTL_USAGE:
		return "nothing was touched; see 'pdrctl --help'";
	case CTL_NO_MODULE:
		return "the module pseries_dr is not loaded: modprobe pseries_dr";
	case CTL_PROTOCOL:
		return "install the pdrctl that belongs to the loaded module";
	case CTL_PERMISSION:
		return "run it as root: changes need CAP_SYS_ADMIN";
	case CTL_NOT_FOUND:
		return "see 'pdrctl list' for the connectors and 'pdrctl jobs' for the jobs";
	case CTL_TIMEOUT:
		return "try again when less of the memory is in use, or give it a longer --timeout";
	case CTL_NOT_TAKEN:
		return "the platform takes back only what it asked for: remove it from the host";
	case CTL_CANCELLED:
		return "it was stopped on request; nothing else needs to be done";
	case CTL_BUSY:
		return "choose others: see 'pdrctl list'; memory in zone Movable moves best";
	case CTL_PARTIAL:
		return "something is left half way: see 'pdrctl list'";
	case CTL_LEFT:
		return "the job goes on without pdrctl: see 'pdrctl watch' and 'pdrctl jobs'";
	}
	return "see the manual page pdrctl(8)";
}

/**
 * ctl_status_advice_on() - advice about a job that failed
 * @status: exit status
 * @job: the job
 *
 * Return: as ctl_status_advice(), which speaks of memory where no more is known.
 */
const char *ctl_status_advice_on(enum ctl_status status, const struct dr_job *job)
{
	bool memory = job->resource == PSERIES_DR_RESOURCE_MEMORY;

	if (status == CTL_TIMEOUT && !job->timeout_ms)
		return "nothing moved for as long as"
		       " /sys/module/pseries_dr/parameters/stall_timeout_ms says: try again later";
	if (status == CTL_TIMEOUT && !memory)
		return "try again later, or give it a longer --timeout";
	if (status != CTL_BUSY || memory)
		return ctl_status_advice(status);
	if (job->resource == PSERIES_DR_RESOURCE_CPU)
		return "choose others: see 'pdrctl list cpu'";
	return "stop what uses it, as the reason says, and try again";
}

static enum ctl_status status_of_failure(const struct dr_job *job)
{
	switch (job->error) {
	case EBUSY:
		return CTL_BUSY;
	case ETIMEDOUT:
		return CTL_TIMEOUT;
	case ENODEV:
		return CTL_NOT_FOUND;
	case ECANCELED:
		return CTL_CANCELLED;
	case EPERM:
		if (job->action == PSERIES_DR_ACTION_REMOVE)
			return CTL_NOT_TAKEN;
		return CTL_FAILED;
	default:
		return CTL_FAILED;
	}
}

/**
 * ctl_status_of_job() - exit status for a job that is final
 * @job: the job
 *
 * A failed undo outweighs the reason of the failure: the exit status alone must tell that not all
 * is as before.
 *
 * Return: exit status.
 */
enum ctl_status ctl_status_of_job(const struct dr_job *job)
{
	if (job->undo_failed)
		return CTL_PARTIAL;
	switch (job->state) {
	case PSERIES_DR_STATE_DONE:
		return CTL_DONE;
	case PSERIES_DR_STATE_CANCELLED:
		return CTL_CANCELLED;
	default:
		return status_of_failure(job);
	}
}

/**
 * ctl_status_of_errno() - exit status for a request that the kernel rejected
 * @error: positive errno of the answer
 *
 * Return: exit status.
 */
enum ctl_status ctl_status_of_errno(int error)
{
	switch (error) {
	case 0:
		return CTL_DONE;
	case EPERM:
	case EACCES:
		return CTL_PERMISSION;
	case ENOENT:
	case ENODEV:
	case ESRCH:
		return CTL_NOT_FOUND;
	case EINVAL:
	case ERANGE:
		return CTL_USAGE;
	default:
		return CTL_FAILED;
	}
}
