/* SPDX-License-Identifier: GPL-2.0 */
/* Connects the parts of the agent: netlink in, the history in between, lines out. */

#ifndef PDRD_RELAY_H
#define PDRD_RELAY_H

#include "clients.h"
#include "ends.h"
#include "follow.h"
#include "history.h"
#include "hooks.h"
#include "inquiry.h"
#include "endpoint.h"
#include "loop.h"
#include "metrics.h"
#include "nl.h"
#include "promfile.h"

/* Lines that are kept together, before any of them is sent */
#define PDRD_BATCH_MAX	256

/**
 * struct pdrd_relay - the agent
 * @loop: its event loop
 * @nl: netlink
 * @kernel: watch of @nl
 * @listener: the socket
 * @clients: the readers
 * @follow: the follower of the module
 * @ends: which jobs have ended
 * @metrics: counts jobs and events; NULL if nothing is counted
 * @promfile: shows the numbers in a file; NULL for no file
 * @hooks: programs that events start; NULL for none
 * @journal: tell systemd's journal
 * @inquiry: asks who holds memory that would not go
 * @why: program or socket that tells; NULL to ask nobody
 * @history: keeps each event before it is sent; NULL if nothing is kept
 * @again: timer until the history is opened again
 * @waiting: @again was set
 * @batch: lines that wait for the history
 * @batched: their number
 */
struct pdrd_relay {
	struct pdrd_loop *loop;
	struct pdrd_nl nl;
	struct pdrd_watch kernel;
	struct pdrd_listen listener;
	struct pdrd_clients clients;
	struct dr_follow follow;
	struct pdrd_ends ends;
	struct pdrd_metrics *metrics;
	struct pdrd_promfile *promfile;
	struct pdrd_hooks *hooks;
	bool journal;
	struct pdrd_inquiry inquiry;
	const char *why;
	struct pdrd_history *history;
	struct pdrd_watch again;
	bool waiting;
	char *batch[PDRD_BATCH_MAX];
	unsigned int batched;
};

/**
 * pdrd_relay_open() - put the parts together and begin
 * @relay: agent, all zero but @metrics, @promfile, @hooks, @journal and @why
 * @loop: event loop, already open
 * @path: file of the socket
 * @use_stdout: standard output is a reader, too
 * @history: history with its path and its limits, all else zero; NULL to keep nothing
 *
 * Return: 0 or a negative errno, after a message on stderr.
 */
int pdrd_relay_open(struct pdrd_relay *relay, struct pdrd_loop *loop,
		    const char *path, bool use_stdout,
		    struct pdrd_history *history);

/**
 * pdrd_relay_refresh() - look for the module and the history, and ask for missed events
 * @relay: agent
 */
void pdrd_relay_refresh(struct pdrd_relay *relay);

/**
 * pdrd_relay_close() - end
 * @relay: agent
 */
void pdrd_relay_close(struct pdrd_relay *relay);

/**
 * pdrd_relay_timer() - the work that the loop does without an event
 * @relay: agent
 *
 * Return: the timer.
 */
struct pdrd_timer pdrd_relay_timer(struct pdrd_relay *relay);

#endif /* PDRD_RELAY_H */
