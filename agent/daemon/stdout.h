/* SPDX-License-Identifier: GPL-2.0 */
/* Standard output as a reader that never blocks the daemon. */

#ifndef PDRD_STDOUT_H
#define PDRD_STDOUT_H

#include <stdbool.h>

/**
 * pdrd_stdout_open() - a descriptor of its own for standard output
 * @socket: result: whether it is a socket
 *
 * Writing to it never blocks, except to a regular file. Other processes may share
 * the open file of fd 1; it keeps its blocking mode if that is possible at all.
 *
 * Return: the descriptor or a negative errno.
 */
int pdrd_stdout_open(bool *socket);

/**
 * pdrd_stdout_restore() - give fd 1 back as it was
 */
void pdrd_stdout_restore(void);

#endif /* PDRD_STDOUT_H */
