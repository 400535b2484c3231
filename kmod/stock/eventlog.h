/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_EVENTLOG_H
#define PDR_EVENTLOG_H

/*
 * The stock kernel's log of platform events, /proc/powerpc/rtas/error_log. The stock
 * handler of the hot-plug interrupt writes each event there that it does not carry out
 * itself, and rtas_errd reads it.
 * Invariant: the stock kernel is given whole logs only.
 *
 * Includes nothing of kmod.
 */

#include <linux/types.h>

/**
 * pdr_eventlog_write - hand on an event that the module does not carry out
 * @log: the event as check-exception wrote it, PSERIES_DR_RAW_MAX bytes
 *
 * Context: not in a hard interrupt.
 */
void pdr_eventlog_write(u8 *log);

#endif /* PDR_EVENTLOG_H */
