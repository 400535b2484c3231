/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Serves the metrics by HTTP on a loopback address. Everybody on this machine may connect, so there
 * are bounds for connections, and the oldest makes room for a new one.
 */

#ifndef PDRD_SCRAPE_H
#define PDRD_SCRAPE_H

#include <sys/socket.h>
#include <time.h>

#include "loop.h"
#include "metrics.h"

/* Connections at a time, and how long one may take */
#define PDRD_SCRAPES_MAX	16
#define PDRD_SCRAPE_S		10

struct MHD_Daemon;

/**
 * struct pdrd_address - where to listen
 * @bytes: the address
 * @len: its length
 */
struct pdrd_address {
	struct sockaddr_storage bytes;
	socklen_t len;
};

/**
 * struct pdrd_visit - a connection
 * @fd: its descriptor, 0 for none
 * @end: when it has to end, in seconds of the monotonic clock
 * @number: grows with each connection
 */
struct pdrd_visit {
	int fd;
	time_t end;
	uint64_t number;
};

/**
 * struct pdrd_scrape - the server
 * @loop: event loop
 * @metrics: the numbers
 * @server: libmicrohttpd's
 * @listener: tells when somebody connects
 * @work: tells when @server has something to do
 * @timer: expires when @server or a connection has to be looked at
 * @visit: the connections
 * @number: of the last one
 */
struct pdrd_scrape {
	struct pdrd_loop *loop;
	struct pdrd_metrics *metrics;
	struct MHD_Daemon *server;
	struct pdrd_watch listener;
	struct pdrd_watch work;
	struct pdrd_watch timer;
	struct pdrd_visit visit[PDRD_SCRAPES_MAX];
	uint64_t number;
};

/**
 * pdrd_scrape_parse() - read an address such as 127.0.0.1:9778 or [::1]:9778
 * @text: the address
 * @address: result
 *
 * Return: NULL, or what is wrong with it.
 */
const char *pdrd_scrape_parse(const char *text, struct pdrd_address *address);

/**
 * pdrd_scrape_open() - serve from now on
 * @scrape: server, all zero
 * @loop: event loop, already open
 * @metrics: the numbers
 * @address: where to listen
 *
 * Return: 0 or a negative errno.
 */
int pdrd_scrape_open(struct pdrd_scrape *scrape, struct pdrd_loop *loop,
		     struct pdrd_metrics *metrics, const struct pdrd_address *address);

/**
 * pdrd_scrape_close() - end all connections and the server
 * @scrape: server
 */
void pdrd_scrape_close(struct pdrd_scrape *scrape);

#endif /* PDRD_SCRAPE_H */
