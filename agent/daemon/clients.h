/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All readers of the stream: the clients of the socket, and stdout. No reader waits
 * for another one, and the agent waits for no reader.
 */

#ifndef PDRD_CLIENTS_H
#define PDRD_CLIENTS_H

#include "loop.h"
#include "replay.h"

/* With PDRD_OUT_MAX this bounds the memory that all readers together can take */
#define PDRD_CLIENTS_MAX	32

/* Readers that one user may have, and readers that are kept for root */
#define PDRD_CLIENTS_USER	8
#define PDRD_CLIENTS_ROOT	8

struct pdrd_client;

/**
 * struct pdrd_past - where clients get the events from before they connected
 * @begin: as pdrd_replay_begin()
 * @next: as pdrd_replay_next()
 * @rest: as pdrd_replay_rest(), for the last event that was relayed
 */
struct pdrd_past {
	bool (*begin)(void *ctx, struct pdrd_replay *replay,
		      const struct dr_cursor *after);
	char *(*next)(void *ctx, struct pdrd_replay *replay);
	char *(*rest)(void *ctx, const struct pdrd_replay *replay);
};

/**
 * struct pdrd_clients - the readers
 * @loop: loop that watches them
 * @listener: watch of the listening socket
 * @first: list of the readers
 * @count: their number
 * @greet: makes the line that a new client gets first; to be freed
 * @past: answers requests of clients; NULL where there is no history
 * @ctx: argument of @greet and of the functions of @past
 */
struct pdrd_clients {
	struct pdrd_loop *loop;
	struct pdrd_watch listener;
	struct pdrd_client *first;
	unsigned int count;
	char *(*greet)(void *ctx);
	const struct pdrd_past *past;
	void *ctx;
};

/**
 * pdrd_clients_open() - accept clients from now on
 * @clients: readers
 * @loop: loop that watches them
 * @fd: listening socket, non-blocking
 * @greet: see struct pdrd_clients
 * @ctx: see struct pdrd_clients
 *
 * Return: 0 or a negative errno.
 */
int pdrd_clients_open(struct pdrd_clients *clients, struct pdrd_loop *loop,
		      int fd, char *(*greet)(void *ctx), void *ctx);

/**
 * pdrd_clients_add() - add a reader
 * @clients: readers
 * @fd: non-blocking descriptor, or one of a regular file; closed from here on
 *	when the reader is gone
 * @socket: whether it is a socket
 * @greeting: first line, or NULL
 *
 * Return: 0 or a negative errno; then @fd is closed.
 */
int pdrd_clients_add(struct pdrd_clients *clients, int fd, bool socket,
		     const char *greeting);

/**
 * pdrd_clients_send() - a line for every reader
 * @clients: readers
 * @line: see pdrd_out_line()
 *
 * A client that still reads the history does not get the line: each event is in the history
 * before it is sent, and the client will find it there.
 */
void pdrd_clients_send(struct pdrd_clients *clients, const char *line);

/**
 * pdrd_clients_close() - end all readers; they get the queued lines that they can take at once
 * @clients: readers
 */
void pdrd_clients_close(struct pdrd_clients *clients);

#endif /* PDRD_CLIENTS_H */
