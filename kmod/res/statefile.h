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

struct file;

/**
 * PDR_UNDO_LIMIT_MS: bound of an undo, which no setting shortens: one that
 * gives up leaves a block or a CPU offline
 */
#define PDR_UNDO_LIMIT_MS 600000

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
 * @patience: for as long as another task holds device_hotplug_lock
 *
 * Context: a kthread, of which all pending signals are dropped while it waits.
 * Return: 0; -ETIMEDOUT when the lock was held until the limit; what
 * @patience->stop returned; or any other errno of the kernel.
 */
int pdr_statefile_put(struct file *file, const char *state,
		      const struct pdr_patience *patience);

/**
 * pdr_statefile_write - the same to a file that is opened for it
 * @path: absolute path of the file
 * @state: the word
 * @patience: for as long as another task holds device_hotplug_lock
 *
 * Context: as above.
 * Return: as above; -ENOENT when there is no such file.
 */
int pdr_statefile_write(const char *path, const char *state,
			const struct pdr_patience *patience);

/**
 * pdr_statefile_read - read a word from a file
 * @path: absolute path of the file
 * @text: filled with its first line, which becomes empty where there is none
 * @size: bytes of @text, not 0
 *
 * Return: 0 or a negative errno.
 */
int pdr_statefile_read(const char *path, char *text, size_t size);

/**
 * pdr_statefile_init - see to it that a kthread finds such files
 *
 * A kernel whose kthreads have a file system of their own would take nothing
 * offline, and all that the worker said of it would be that memory is in use.
 *
 * Return: 0, or a negative errno with its reason in the log.
 */
int pdr_statefile_init(void);

#endif /* PDR_STATEFILE_H */
