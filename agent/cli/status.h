/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The exit statuses. Scripts rely on them, so they never change their meaning.
 */
#ifndef CTL_STATUS_H
#define CTL_STATUS_H

#include "model.h"

/**
 * enum ctl_status - exit status of pdrctl
 * @CTL_DONE: done
 * @CTL_FAILED: failed; all its steps were undone
 * @CTL_USAGE: the command line is not understood; nothing was asked of the module
 * @CTL_NO_MODULE: the module is not there
 * @CTL_PROTOCOL: the module and this program have no protocol version in common
 * @CTL_PERMISSION: the caller may not change anything
 * @CTL_NOT_FOUND: no such connector, no such job
 * @CTL_TIMEOUT: no progress, or the deadline passed
 * @CTL_NOT_TAKEN: the platform does not take the resource back
 * @CTL_CANCELLED: cancelled
 * @CTL_BUSY: in use, cannot be moved
 * @CTL_PARTIAL: failed, and something could not be undone
 * @CTL_LEFT: pdrctl no longer follows the job, which goes on
 */
enum ctl_status {
	CTL_DONE = 0,
	CTL_FAILED = 1,
	CTL_USAGE = 2,
	CTL_NO_MODULE = 3,
	CTL_PROTOCOL = 4,
	CTL_PERMISSION = 5,
	CTL_NOT_FOUND = 6,
	CTL_TIMEOUT = 7,
	CTL_NOT_TAKEN = 8,
	CTL_CANCELLED = 9,
	CTL_BUSY = 10,
	CTL_PARTIAL = 64,
	CTL_LEFT = 130,
};

const char *ctl_status_advice(enum ctl_status status);
const char *ctl_status_advice_on(enum ctl_status status, const struct dr_job *job);
enum ctl_status ctl_status_of_job(const struct dr_job *job);
enum ctl_status ctl_status_of_errno(int error);

#endif /* CTL_STATUS_H */
