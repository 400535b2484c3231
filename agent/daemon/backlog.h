/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One reader of the stream: a descriptor, and the lines that it has not taken yet.
 * Writing never waits. A reader gets whole lines in order. If it falls too far
 * behind, lines are dropped; when it has taken all kept lines, one more line says
 * how many were dropped.
 */

#ifndef PDRD_BACKLOG_H
#define PDRD_BACKLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * After an outage, everything that the module remembers comes at once, before any
 * reader can read: 2048 events and 1024 jobs, of about 450 bytes each.
 */
#define PDRD_OUT_MAX	(2 * 1024 * 1024)

/**
 * struct pdrd_out - a reader
 * @fd: descriptor; a socket, or one in non-blocking mode, or a regular file
 * @socket: @fd is a socket
 * @buf: bytes that have not been written yet
 * @head: where in @buf that begins
 * @len: its length
 * @size: of @buf, at most PDRD_OUT_MAX; little while the reader keeps up
 * @dropped: lines dropped; more are dropped until all of @buf is written
 */
struct pdrd_out {
	int fd;
	bool socket;
	char *buf;
	size_t head;
	size_t len;
	size_t size;
	uint64_t dropped;
};

/**
 * pdrd_out_init() - begin with an empty queue
 * @out: reader
 * @fd: its descriptor
 * @socket: whether that is a socket
 */
void pdrd_out_init(struct pdrd_out *out, int fd, bool socket);

/**
 * pdrd_out_free() - free the queue; the descriptor stays open
 * @out: reader
 */
void pdrd_out_free(struct pdrd_out *out);

/**
 * pdrd_out_line() - write a line, now or as soon as the reader takes it
 * @out: reader
 * @line: text without the end of the line; NULL for a line that could not be
 *	made for lack of memory: it is counted as dropped
 *
 * Return: 0, or a negative errno when the reader is gone.
 */
int pdrd_out_line(struct pdrd_out *out, const char *line);

/**
 * pdrd_out_flush() - write the queue; to be called when the reader takes more
 * @out: reader
 *
 * Return: as pdrd_out_line().
 */
int pdrd_out_flush(struct pdrd_out *out);

#endif /* PDRD_BACKLOG_H */
