/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hot-plug events of the platform: each becomes a job, an event that says it
 * is not carried out, or, where not even that is possible, a refusal.
 *
 * Invariant: an error log is looked at only after check-exception said that it
 * filled it; events are fetched until there is none.
 */
#ifndef PDR_INTAKE_H
#define PDR_INTAKE_H

#include <linux/types.h>

/**
 * pdr_intake_init - take the platform's events from now on
 * @virq: the hot-plug interrupt, free
 * @hwirq: the platform's number for it
 *
 * Return: 0 or negative errno.
 */
int pdr_intake_init(int virq, u32 hwirq);

/* Take no more. */
void pdr_intake_exit(void);

#endif /* PDR_INTAKE_H */
