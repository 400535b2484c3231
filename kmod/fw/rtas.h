/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_RTAS_H
#define PDR_RTAS_H

/* The RTAS calls, as the struct pdr_platform that the core calls. Includes core/engine. */

#include <linux/pseries_dr.h>

#include "core/engine/drcstate.h"

/**
 * pdr_rtas_init - find the RTAS calls
 *
 * Return: 0, or -ENODEV if the platform lacks one that the module needs.
 */
int pdr_rtas_init(void);

/** pdr_rtas_platform - the platform, for calls of the core */
extern const struct pdr_platform pdr_rtas_platform;

/**
 * pdr_rtas_fetch_event - take the next hot-plug event, if there is one
 * @hwirq: the platform's number of the interrupt
 * @log: PSERIES_DR_RAW_MAX bytes
 *
 * Context: not in a hard interrupt.
 * Return: status of check-exception: 0 if @log is filled; 1 if there is no event,
 * with @log undefined.
 */
int pdr_rtas_fetch_event(u32 hwirq, u8 *log);

#endif /* PDR_RTAS_H */
