/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PDR_FWSTATUS_H
#define _PDR_FWSTATUS_H

/*
 * The meaning of the status of an RTAS call.
 * Invariant: include/pdr_status.h is the only place that gives a status a
 * meaning; every status has one.
 *
 * Includes core.
 */

#include <pdr_env.h>
#include <pdr_status.h>

/** PDR_BUSY_LIMIT_MS: how long a call, or a sequence of them, may be busy in all */
#define PDR_BUSY_LIMIT_MS 60000U

/**
 * pdr_fw_is_busy() - Tell if a call is to be made again, as it was.
 * @status: status of the call
 *
 * Context: any.
 * Return: true for -2 and 9900 to 9905.
 */
bool pdr_fw_is_busy(s32 status);

/**
 * pdr_fw_delay_ms() - How long the firmware asks to wait.
 * @status: status of the call
 *
 * Context: any.
 * Return: milliseconds, 1 to 100000, for 9900 to 9905; 0 for all others. A hint:
 * the call may be made earlier.
 */
u32 pdr_fw_delay_ms(s32 status);

/**
 * pdr_fw_errno() - Error that a status stands for.
 * @call: the call
 * @status: its status
 *
 * Context: any.
 * Return: 0 for success, -EBUSY for busy, else a negative errno.
 */
int pdr_fw_errno(enum pdr_fw_call call, s32 status);

#endif /* _PDR_FWSTATUS_H */
