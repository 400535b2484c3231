/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Giving up on a memory block that does not go offline.
 *
 * offline_pages() tries for ever, and only a signal ends it. The watch counts the
 * pages in the block. It sends the worker a signal if none has left for a while,
 * or if the caller's function says so.
 *
 * Invariant: signals are sent only while the worker is armed, at each look once there
 * is a reason, and none is pending once pdr_watch_disarm() has returned.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_WATCH_H
#define PDR_WATCH_H

#include <linux/types.h>

struct pdr_pages;

/**
 * struct pdr_watched - a block that is to go offline
 * @start_pfn: first page
 * @nr_pages: number of pages
 * @stall_ms: give up if no page has left for so long; read at each look
 * @look: called at each look with the pages that are left; a negative errno ends
 *	  the wait for them
 * @context: given to @look
 */
struct pdr_watched {
	unsigned long start_pfn;
	unsigned long nr_pages;
	const unsigned int *stall_ms;
	int (*look)(void *context, const struct pdr_pages *left);
	void *context;
};

int pdr_watch_init(void);
void pdr_watch_exit(void);

/**
 * pdr_watch_arm - begin to watch a block that the caller takes offline
 * @what: the block, copied
 *
 * Context: the worker, which must have allowed SIGKILL.
 */
void pdr_watch_arm(const struct pdr_watched *what);

/**
 * pdr_watch_disarm - end the watch
 * @left: filled with the least pages that the block was seen to hold
 *
 * Return: 0; or the reason why the worker was stopped: -ETIMEDOUT, or the errno of
 * the look or of pdr_watch_stop().
 */
int pdr_watch_disarm(u64 *left);

/**
 * pdr_watch_restart - begin to wait for progress anew
 *
 * Context: the worker, armed, while it waits for another task's lock.
 */
void pdr_watch_restart(void);

/**
 * pdr_watch_stop - stop the worker now, if it is armed
 * @reason: negative errno
 *
 * Context: any.
 */
void pdr_watch_stop(int reason);

/**
 * pdr_watch_fired - tell if the watch has stopped the worker
 *
 * Context: the worker, armed or not.
 * Return: true while it is armed and a signal was sent.
 */
bool pdr_watch_fired(void);

#endif /* PDR_WATCH_H */
