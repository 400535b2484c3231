/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine that goes down, or begins another kernel by kexec.
 *
 * Invariant: no job is left half-done that can be ended in time, and a platform
 * that waits for an answer has it before.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_SHUTDOWN_H
#define PDR_SHUTDOWN_H

/**
 * pdr_shutdown_init - end the jobs before the machine goes down, from now on
 *
 * Return: 0 or negative errno.
 */
int pdr_shutdown_init(void);

/* End no jobs before the machine goes down any more. */
void pdr_shutdown_exit(void);

#endif /* PDR_SHUTDOWN_H */
