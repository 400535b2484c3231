/* SPDX-License-Identifier: GPL-2.0 */
/* A folder for one test, the daemon's socket in it, and names for what a test keeps. */

#ifndef PLACE_H
#define PLACE_H

#include <stddef.h>

/* Longest name that place_name() gives, with its end; less than a socket's name may have. */
#define PLACE_NAME_MAX	64

/**
 * struct place - where a test has its socket
 * @folder: folder of the test's own
 * @path: file of the socket
 */
struct place {
	char folder[PLACE_NAME_MAX];
	char path[PLACE_NAME_MAX + 16];
};

/* A name for mkstemp() or mkdtemp(), in $TMPDIR, which a run of tests that fail can clear. */
void place_name(char name[PLACE_NAME_MAX]);

/* Make the folder. */
void place_make(struct place *place);

/* Connect to the socket. Return: the descriptor, or -1. */
int place_connect(const struct place *place, int flags);

/* Remove the folder, in which nothing may be left. */
void place_remove(const struct place *place);

#endif /* PLACE_H */
