/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The errno of a job whose memory block or CPU does not change its state.
 *
 * Invariant: it is one of those that the user is promised. Includes pdr_env.h alone.
 */
#ifndef PDR_CORE_STATEERROR_H
#define PDR_CORE_STATEERROR_H

#include <pdr_env.h>

/**
 * pdr_state_errno() - Map an error of a state file of Linux to one of a job.
 * @error: 0 or negative errno, as the file or a listener of Linux gave it
 *
 * A listener may return any errno. A file that is not there means that Linux does not know
 * what the job took for present.
 *
 * Context: any.
 * Return: 0, -ENOMEM, -ETIMEDOUT, -ECANCELED, -EIO or -EBUSY.
 */
int pdr_state_errno(int error);

#endif /* PDR_CORE_STATEERROR_H */
