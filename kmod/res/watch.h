/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Giving up on a memory block that does not go offline.
 *
 * offline_pages() tries for ever and listens to nothing but a signal. The
 * watch counts the pages that are left in the block and sends the worker one
 * when none has left for stall_timeout_ms, when the job's deadline passes, or
 * when the job is cancelled.
 *
 * Invariant: a signal is sent only while the worker is armed, and none is
 * pending once pdr_watch_disarm() has returned.
 */
#ifndef PDR_WATCH_H
#define PDR_WATCH_H

#include <linux/types.h>

/**
 * pdr_watch_arm - begin to watch a block that the caller is to take offline
 * @start_pfn: first page
 * @nr_pages: number of pages
 *
 * Context: the worker, which must have allowed SIGKILL.
 */
void pdr_watch_arm(unsigned long start_pfn, unsigned long nr_pages);

/**
 * pdr_watch_disarm - end it
 *
 * Return: 0, or why the worker was stopped: -ETIMEDOUT, -ECANCELED.
 */
int pdr_watch_disarm(void);

/**
 * pdr_watch_fired - whether the worker was told to stop
 *
 * Context: the worker, armed or not.
 * Return: true while it is armed and a signal was sent.
 */
bool pdr_watch_fired(void);

/**
 * pdr_watch_check - look at once, not at the next tick
 *
 * Context: any that may sleep; after a job was cancelled.
 */
void pdr_watch_check(void);

/**
 * pdr_count_busy_pages - pages of online memory that hold something
 * @start_pfn: first page
 * @nr_pages: number of pages
 *
 * Return: how many; 0 where the memory is not online. Free pages are counted
 * right while they stand still, and the number is only compared.
 */
unsigned long pdr_count_busy_pages(unsigned long start_pfn,
				   unsigned long nr_pages);

#endif /* PDR_WATCH_H */
