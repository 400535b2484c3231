/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stopping a job when the guest runs out of memory.
 *
 * The kernel calls listeners before it kills a task. While a job is at work, the
 * listener stops the job and lets the kernel wait for the memory that the undo
 * frees.
 *
 * Invariant: a job holds up the killer for a bounded time, and for a second after its end.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_OOM_H
#define PDR_OOM_H

#include <linux/types.h>

int pdr_oom_init(void);
void pdr_oom_exit(void);

/**
 * pdr_oom_begin - begin to listen, for a job of memory
 *
 * Context: the worker.
 */
void pdr_oom_begin(void);

/* The job has ended. Context: the worker. */
void pdr_oom_end(void);

/**
 * pdr_oom_came - tell if the guest ran out of memory since the job began
 *
 * Return: true if it did, so that the job has to be undone.
 */
bool pdr_oom_came(void);

#endif /* PDR_OOM_H */
