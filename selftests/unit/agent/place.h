/* SPDX-License-Identifier: GPL-2.0 */
/* A folder for one test, and the daemon's socket in it. */

#ifndef PLACE_H
#define PLACE_H

/**
 * struct place - where a test has its socket
 * @folder: folder of the test's own
 * @path: file of the socket
 */
struct place {
	char folder[32];
	char path[64];
};

/* Make the folder. */
void place_make(struct place *place);

/* Connect to the socket. Return: the descriptor, or -1. */
int place_connect(const struct place *place, int flags);

/* Remove the folder, in which nothing may be left. */
void place_remove(const struct place *place);

#endif /* PLACE_H */
