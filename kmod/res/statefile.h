/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The files in sysfs by which memory blocks and CPUs go online and offline.
 *
 * A module could only wait for device_hotplug_lock, maybe for ever: a task that
 * takes a block offline holds it for as long as a page in the block is pinned.
 * These files only try to take the lock, so a writer can give up.
 *
 * Includes core/engine.
 */
#ifndef PDR_STATEFILE_H
#define PDR_STATEFILE_H

#include <linux/types.h>

#include "core/engine/lockwait.h"

struct file;

/**
 * struct pdr_lock_timeout - how long a writer waits for another task's lock
 * @limit_ms: bound of the wait
 * @stop: asked between two attempts; a negative errno ends the wait; may be NULL
 */
struct pdr_lock_timeout {
	unsigned int limit_ms;
	int (*stop)(void);
};

/**
 * pdr_lock_timeout_of_job - tell how long the job at work waits
 * @undoing: an undo, which waits far longer and which nothing stops
 *
 * Context: the worker.
 * Return: the timeout.
 */
struct pdr_lock_timeout pdr_lock_timeout_of_job(bool undoing);

/**
 * pdr_statefile_open - open a state file
 * @path: absolute path of the file, which is stable ABI
 * @flags: O_RDONLY or O_WRONLY
 *
 * Never wakes the OOM killer.
 *
 * Context: a kthread.
 * Return: the file, to be given to pdr_statefile_close(); or an ERR_PTR.
 */
struct file *pdr_statefile_open(const char *path, int flags);

/* Close a file, or do nothing without one. */
void pdr_statefile_close(struct file *file);

/**
 * pdr_statefile_put - write a word to an open state file
 * @file: open for writing
 * @state: the word
 * @timeout: for as long as another task holds device_hotplug_lock
 *
 * Context: a kthread. Drops all its pending signals while it waits.
 * Return: 0; -ETIMEDOUT if the lock was held until the limit; the errno of
 * @timeout->stop; or another errno of the kernel.
 */
int pdr_statefile_put(struct file *file, const char *state,
		      const struct pdr_lock_timeout *timeout);

/**
 * pdr_statefile_write - open a state file, write a word to it and close it
 * @path: absolute path of the file
 * @state: the word
 * @timeout: for as long as another task holds device_hotplug_lock
 *
 * Context: as pdr_statefile_put().
 * Return: as pdr_statefile_put(); -ENOENT if there is no such file.
 */
int pdr_statefile_write(const char *path, const char *state,
			const struct pdr_lock_timeout *timeout);

/**
 * pdr_statefile_read - read a word from a file
 * @path: absolute path of the file
 * @text: filled with its first line; empty on error
 * @size: bytes of @text, not 0
 *
 * Return: 0 or a negative errno.
 */
int pdr_statefile_read(const char *path, char *text, size_t size);

/**
 * pdr_statefile_init - check that a kthread can open state files
 *
 * If kthreads have a file system of their own, nothing could go offline, and each
 * job would fail as if memory were in use.
 *
 * Return: 0, or a negative errno with its reason in the log.
 */
int pdr_statefile_init(void);

#endif /* PDR_STATEFILE_H */
