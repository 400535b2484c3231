/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The workers: one for each lane, which runs the jobs of the lane in order.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_WORKER_H
#define PDR_WORKER_H

/**
 * pdr_workers_start - start the worker of each lane, and the answerer
 *
 * Return: 0 or negative errno, with none left running.
 */
int pdr_workers_start(void);

/**
 * pdr_workers_stop - stop all workers, and the answerer
 *
 * Context: after pdr_job_close(), as a kthread that is to stop takes nothing
 * offline any more.
 */
void pdr_workers_stop(void);

#endif /* PDR_WORKER_H */
