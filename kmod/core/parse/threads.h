/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_THREADS_H
#define PDR_THREADS_H

/*
 * ibm,ppc-interrupt-server#s: the threads of a core, which the kernel sets up as it
 * finds them.
 *
 * Invariant: a list that is accepted names each thread once.
 *
 * Includes core.
 */

#include <pdr_env.h>

/**
 * pdr_threads_parse() - Check the list of a new core's threads.
 * @value: value of the property, or NULL if the core has none
 * @len: bytes of @value
 * @most: threads that a core can have
 * @count: threads that it has; undefined on error
 *
 * Context: any. Takes O(threads squared), and a core has few.
 * Return: 0, or -EBADMSG.
 */
int pdr_threads_parse(const void *value, size_t len, u32 most, u32 *count);

/**
 * pdr_threads_get() - Get the number of a thread.
 * @value: value of the property, checked
 * @thread: its place, below the count
 *
 * Context: any.
 * Return: the number that the platform has for the thread.
 */
u32 pdr_threads_get(const void *value, u32 thread);

#endif /* PDR_THREADS_H */
