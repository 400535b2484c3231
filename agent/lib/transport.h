/* SPDX-License-Identifier: GPL-2.0 */
/* The transport of command lines: calls that return the kernel's own errno, and the event group. */
#ifndef DR_TRANSPORT_H
#define DR_TRANSPORT_H

#include "dispatch.h"
#include "fields.h"

struct nl_sock;

/**
 * struct dr_nl - the socket for requests
 * @sock: libnl's socket
 * @families: as they were when they were last looked for
 * @said: sentence of the kernel about the last call, empty if it said none
 */
struct dr_nl {
	struct nl_sock *sock;
	struct dr_families families;
	char said[256];
};

/* Takes one message of an answer; returns 0, or a negative errno that fails the call */
typedef int dr_reply_fn(const struct nlmsghdr *nlh, void *arg);

/**
 * struct dr_call - a request
 * @type: message type; 0 for our family
 * @cmd: command
 * @dump: ask for all
 * @fields: the struct of @object
 * @object: its marked fields are the attributes of the request; NULL for none
 * @fn: takes the answer, may be NULL
 * @arg: second argument of @fn
 */
struct dr_call {
	int type;
	int cmd;
	bool dump;
	const struct dr_fields *fields;
	const void *object;
	dr_reply_fn *fn;
	void *arg;
};

int dr_nl_open(struct dr_nl *nl);
int dr_nl_resolve(struct dr_nl *nl);
void dr_nl_close(struct dr_nl *nl);
int dr_nl_call(struct dr_nl *nl, const struct dr_call *call);

/**
 * struct dr_nl_events - the socket for multicast messages
 * @sock: libnl's socket
 * @handler: its functions get the messages
 * @ctx: their first argument
 * @bad: a message could not be decoded
 * @overrun: the kernel drops messages until the queue is empty
 */
struct dr_nl_events {
	struct nl_sock *sock;
	const struct dr_handler *handler;
	void *ctx;
	bool bad;
	bool overrun;
};

int dr_nl_events_open(struct dr_nl_events *events, const struct dr_handler *handler, void *ctx);
int dr_nl_events_join(struct dr_nl_events *events, uint32_t group);
int dr_nl_events_fd(const struct dr_nl_events *events);
int dr_nl_events_read(struct dr_nl_events *events);
void dr_nl_events_close(struct dr_nl_events *events);

#endif /* DR_TRANSPORT_H */
