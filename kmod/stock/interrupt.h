/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hot-plug interrupts, taken over from the stock kernel and given back.
 * Includes nothing of ours.
 *
 * The stock kernel's action stays where it is and only its handler is exchanged:
 * the line is never without one, so no interrupt is lost on the way. A line that
 * threadirqs has given a thread is left alone, and the module does not load.
 *
 * Invariant: each interrupt is counted until somebody takes it. What was counted
 * and not taken when the line is given back is handled by the stock handler, so
 * that it is called once for each event that it is to fetch, as ever.
 */
#ifndef PDR_INTERRUPT_H
#define PDR_INTERRUPT_H

#include <linux/types.h>
#include <linux/wait.h>

/** pdr_interrupts_arrived - woken by each interrupt */
extern struct wait_queue_head pdr_interrupts_arrived;

/**
 * pdr_interrupts_claim - take over all hot-plug interrupts
 *
 * Return: 0, also when the platform has none; -EBUSY when one is not held as the
 * stock kernel of today holds it, with all given back.
 */
int pdr_interrupts_claim(void);

/**
 * pdr_interrupts_release - give them back
 *
 * What they brought and nobody took is brought to the stock kernel.
 */
void pdr_interrupts_release(void);

/* Number of interrupts that are ours. */
unsigned int pdr_interrupts_count(void);

/* Whether any interrupt waits to be taken. */
bool pdr_interrupts_waiting(void);

/**
 * pdr_interrupts_take - take what an interrupt line brought so far
 * @number: of the line, below pdr_interrupts_count()
 * @hwirq: its number as the platform knows it
 *
 * Return: true if it brought anything.
 */
bool pdr_interrupts_take(unsigned int number, u32 *hwirq);

#endif /* PDR_INTERRUPT_H */
