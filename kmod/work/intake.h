/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hot-plug events of the platform: each becomes a job, a refusal, or an event for
 * other programs to carry out.
 *
 * Invariant: an error log is read only if check-exception has filled it. Events are
 * fetched until there is none.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_INTAKE_H
#define PDR_INTAKE_H

/**
 * pdr_intake_init - take the platform's events from now on
 *
 * Context: after pdr_interrupts_claim() and pdr_workers_start().
 * Return: 0 or negative errno.
 */
int pdr_intake_init(void);

/* Take the events that have come, then stop. */
void pdr_intake_exit(void);

#endif /* PDR_INTAKE_H */
