/* SPDX-License-Identifier: GPL-2.0 */
/* Connects the parts of the agent: netlink in, lines out. */

#ifndef PDRD_RELAY_H
#define PDRD_RELAY_H

#include "clients.h"
#include "follow.h"
#include "listen.h"
#include "loop.h"
#include "nl.h"

/**
 * struct pdrd_relay - the agent
 * @loop: its event loop
 * @nl: netlink
 * @kernel: watch of @nl
 * @listener: the socket
 * @clients: the readers
 * @follow: what is known of the module
 */
struct pdrd_relay {
	struct pdrd_loop *loop;
	struct pdrd_nl nl;
	struct pdrd_watch kernel;
	struct pdrd_listen listener;
	struct pdrd_clients clients;
	struct dr_follow follow;
};

/**
 * pdrd_relay_open() - put the parts together and begin
 * @relay: agent, all zero
 * @loop: event loop, already open
 * @path: file of the socket
 * @use_stdout: standard output is a reader, too
 *
 * Return: 0 or a negative errno; what went wrong was said on stderr.
 */
int pdrd_relay_open(struct pdrd_relay *relay, struct pdrd_loop *loop,
		    const char *path, bool use_stdout);

/**
 * pdrd_relay_refresh() - look for the module, and ask for what was missed
 * @relay: agent
 */
void pdrd_relay_refresh(struct pdrd_relay *relay);

/**
 * pdrd_relay_close() - end
 * @relay: agent
 */
void pdrd_relay_close(struct pdrd_relay *relay);

/**
 * pdrd_relay_timer() - what the loop is to do without an event
 * @relay: agent
 *
 * Return: the timer.
 */
struct pdrd_timer pdrd_relay_timer(struct pdrd_relay *relay);

#endif /* PDRD_RELAY_H */
