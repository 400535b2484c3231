/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The answerer: a thread that refuses a removal when the worker does not come back
 * in time, because a call of the kernel does not return or another job does not
 * end.
 *
 * Invariant: the answerer waits for nothing that a worker may hold over a call of
 * Linux.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_ANSWERER_H
#define PDR_ANSWERER_H

/**
 * pdr_answerer_start - begin to answer
 *
 * Return: 0 or negative errno.
 */
int pdr_answerer_start(void);

/* Answer no more. Context: no job is left. */
void pdr_answerer_stop(void);

#endif /* PDR_ANSWERER_H */
