/* SPDX-License-Identifier: GPL-2.0 */
/* The socket that clients connect to, and its file. */

#ifndef PDRD_ENDPOINT_H
#define PDRD_ENDPOINT_H

#include <sys/types.h>

#define PDRD_SOCKET_DIR		"/run/pseries-dr"
#define PDRD_SOCKET_PATH	PDRD_SOCKET_DIR "/events.sock"
#define PDRD_GROUP		"pdr"

/**
 * struct pdrd_listen - a listening socket
 * @fd: the socket
 * @path: its file; NULL for a socket of systemd's
 * @dev: device of that file
 * @ino: inode of that file, not used again while @fd is open: the file is removed
 *	only while it is still the same one
 */
struct pdrd_listen {
	int fd;
	const char *path;
	dev_t dev;
	ino_t ino;
};

/**
 * pdrd_listen_open() - create the socket
 * @listener: socket
 * @path: file, kept by reference
 *
 * If systemd has started the program with a socket, that is taken, and @path ignored.
 * Replaces the socket that a dead daemon left behind, but no socket that is in use
 * and no other file. Its owner and members of the group PDRD_GROUP may connect.
 *
 * Return: 0 or a negative errno, after a message on stderr.
 */
int pdrd_listen_open(struct pdrd_listen *listener, const char *path);

/**
 * pdrd_listen_close() - close the socket and remove its file
 * @listener: socket
 */
void pdrd_listen_close(struct pdrd_listen *listener);

#endif /* PDRD_ENDPOINT_H */
