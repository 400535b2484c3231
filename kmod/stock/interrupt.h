/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hot-plug interrupts, taken over from the stock kernel and given back.
 *
 * The module exchanges only the handler of the stock kernel's action: the line is
 * never without a handler, so no interrupt is lost. If threadirqs has given a line
 * a thread, the module does not load.
 *
 * Invariant: each interrupt is counted until pdr_interrupts_take() fetches it. When
 * a line is given back, the stock handler is called once for each interrupt that
 * is left, as it fetches one event at a call.
 *
 * Includes nothing of kmod.
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
 * Return: 0, also if the platform has none; or negative errno, with all given back:
 * -EBUSY if the kernel does not hold one as expected.
 */
int pdr_interrupts_claim(void);

/**
 * pdr_interrupts_release - give all hot-plug interrupts back
 *
 * The stock handler gets those that were not fetched.
 */
void pdr_interrupts_release(void);

/* Number of lines that were taken over. */
unsigned int pdr_interrupts_count(void);

/* Whether an interrupt waits to be fetched. */
bool pdr_interrupts_waiting(void);

/**
 * pdr_interrupts_take - fetch the interrupts that a line has counted
 * @number: of the line, below pdr_interrupts_count()
 * @hwirq: set to the platform's number of the interrupt
 *
 * Return: true if there was any.
 */
bool pdr_interrupts_take(unsigned int number, u32 *hwirq);

#endif /* PDR_INTERRUPT_H */
