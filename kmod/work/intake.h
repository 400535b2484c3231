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

/**
 * pdr_intake_init - take the platform's events from now on
 *
 * Context: pdr_interrupts_claim() and pdr_job_start() were called.
 * Return: 0 or negative errno.
 */
int pdr_intake_init(void);

/* Take no more, once all that came was taken. */
void pdr_intake_exit(void);

#endif /* PDR_INTAKE_H */
