/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Taking over what the stock kernel answers to, and giving it back: the file
 * /sys/kernel/dlpar and the hot-plug interrupt.
 *
 * Invariant: each has one owner at any time but for the moment of the change;
 * what could not be taken over is left as it was.
 */
#ifndef PDR_CLAIM_H
#define PDR_CLAIM_H

/**
 * pdr_claim_init - take the entry points over
 *
 * Context: pdr_stock_init() and pdr_job_init() were called. Does nothing when
 * the setting "claim" is off.
 * Return: 0 or negative errno, with everything given back.
 */
int pdr_claim_init(void);

/* Give the interrupt back; what it brought is with the jobs. */
void pdr_claim_exit_interrupt(void);

/* Give the file back. Waits for its writers. */
void pdr_claim_exit_file(void);

#endif /* PDR_CLAIM_H */
