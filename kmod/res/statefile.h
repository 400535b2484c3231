/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The files in sysfs by which memory blocks and CPUs go online and offline.
 *
 * No module can take device_hotplug_lock without waiting for it, maybe for
 * ever: a task that takes a block with a pinned page offline holds it as long
 * as the page stays. These files only try to take it, so a writer can stop.
 */
#ifndef PDR_STATEFILE_H
#define PDR_STATEFILE_H

#include <linux/types.h>

/**
 * struct pdr_patience - how long a writer waits for another task's lock
 * @limit_ms: bound of the wait
 * @stop: asked between two attempts; a negative errno ends the wait; may be NULL
 */
struct pdr_patience {
	unsigned int limit_ms;
	int (*stop)(void);
};

/**
 * pdr_patience_of_job - how long the job at work waits
 * @undoing: it restores what was: it waits far longer, and nothing stops it
 *
 * Context: the worker.
 * Return: the patience.
 */
struct pdr_patience pdr_patience_of_job(bool undoing);

/**
 * pdr_statefile_write - write a word to a state file
 * @path: absolute path of the file, which is stable ABI
 * @state: the word
 * @patience: for as long as another task holds device_hotplug_lock
 *
 * Context: a kthread, of which all pending signals are dropped while it waits.
 * Return: 0; -ETIMEDOUT when the lock was held until the limit; what
 * @patience->stop returned; -ENOENT when there is no such file; or any other
 * errno of the kernel, but -EBUSY for its -ETIMEDOUT and -EPERM for its
 * -ECANCELED.
 */
int pdr_statefile_write(const char *path, const char *state,
			const struct pdr_patience *patience);

#endif /* PDR_STATEFILE_H */
