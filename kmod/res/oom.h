/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guest that runs out of memory while a job takes some of it away.
 *
 * The kernel asks before it kills a task. While a job is at work the job is
 * told to stop instead, and the kernel to wait for what its undo brings back.
 *
 * Invariant: the kernel waits for a bounded time, and for each job once.
 */
#ifndef PDR_OOM_H
#define PDR_OOM_H

#include <linux/types.h>

int pdr_oom_init(void);
void pdr_oom_exit(void);

/**
 * pdr_oom_begin - a job begins that takes memory, or gives it
 *
 * Context: the worker.
 */
void pdr_oom_begin(void);

/* It ended. Context: the worker. */
void pdr_oom_end(void);

/**
 * pdr_oom_came - tell if the guest ran out of memory since the job began
 *
 * Return: true if it did; the job is to be undone.
 */
bool pdr_oom_came(void);

#endif /* PDR_OOM_H */
