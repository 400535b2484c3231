/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The answerer: it tells the platform that the guest keeps what it asked for when
 * the worker does not come back in time, as it sits in a call of the kernel that
 * does not return, or is at another job that does not end.
 *
 * Invariant: it never waits for anything that a worker may hold over a call of
 * Linux.
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
