/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Netlink transport: one socket for notifications, and a new one for each request. A
 * request that fails may leave answers behind; closing its socket drops them, so they
 * are never mistaken for answers to the next request.
 */

#ifndef PDRD_NL_H
#define PDRD_NL_H

#include <stddef.h>

#include "fields.h"
#include "follow.h"

struct mnl_socket;

/* Larger than any datagram of generic netlink (dumps come in up to 32 KiB) */
#define PDRD_NL_BUFFER	65536

/**
 * struct pdrd_nl - the transport
 * @socket: member of nlctrl's notify and, while there is one, of the family's
 *	events
 * @overrun: the kernel dropped messages to @socket
 * @events: datagram from @socket
 * @answers: datagram of the request that is under way
 *
 * The buffers are arrays of numbers for the sake of alignment.
 */
struct pdrd_nl {
	struct mnl_socket *socket;
	bool overrun;
	uint64_t events[PDRD_NL_BUFFER / sizeof(uint64_t)];
	uint64_t answers[PDRD_NL_BUFFER / sizeof(uint64_t)];
};

/**
 * pdrd_nl_open() - open the transport and subscribe to nlctrl's notifications
 * @nl: transport
 *
 * Return: 0 or a negative errno, after a message on stderr.
 */
int pdrd_nl_open(struct pdrd_nl *nl);

/**
 * pdrd_nl_close() - close the transport
 * @nl: transport
 */
void pdrd_nl_close(struct pdrd_nl *nl);

/**
 * pdrd_nl_fd() - file descriptor that is readable when the kernel sent something
 * @nl: transport
 *
 * Return: the descriptor.
 */
int pdrd_nl_fd(const struct pdrd_nl *nl);

/**
 * pdrd_nl_receive() - read all that the kernel sent and call the handler
 * @nl: transport
 * @handler: functions to call; they may make requests
 * @ctx: their first argument
 *
 * Return: 0, or a negative errno when the socket is of no more use.
 */
int pdrd_nl_receive(struct pdrd_nl *nl, const struct dr_handler *handler,
		    void *ctx);

/**
 * pdrd_nl_dispatch() - call the handler for each message of a datagram
 * @buf: datagram, aligned as a struct nlmsghdr
 * @len: its length
 * @handler: functions to call
 * @ctx: their first argument
 *
 * A message that cannot be decoded counts as dropped.
 *
 * Return: false when there was one.
 */
bool pdrd_nl_dispatch(const void *buf, size_t len,
		      const struct dr_handler *handler, void *ctx);

/**
 * pdrd_nl_attach() - find the family and join its events
 * @nl: transport
 * @family: result: message type of the family
 *
 * Return: 0, -ENOENT without the family, another negative errno.
 */
int pdrd_nl_attach(struct pdrd_nl *nl, uint16_t *family);

/**
 * pdrd_nl_info() - ask the module for its info
 * @nl: transport
 * @family: message type
 * @info: result
 *
 * Return: 0 or a negative errno.
 */
int pdrd_nl_info(struct pdrd_nl *nl, uint16_t family, struct dr_info *info);

/**
 * pdrd_nl_events() - dump the events newer than a sequence number
 * @nl: transport
 * @family: message type
 * @since: the sequence number
 * @fn: called for each event; must not make requests
 * @data: its first argument
 *
 * Return: 0 or a negative errno; -EINTR when the dump has to be repeated.
 */
int pdrd_nl_events(struct pdrd_nl *nl, uint16_t family, uint64_t since,
		   dr_event_fn *fn, void *data);

/**
 * pdrd_nl_jobs() - dump all jobs
 * @nl: transport
 * @family: message type
 * @fn: called for each job; must not make requests
 * @data: its first argument
 *
 * Return: as pdrd_nl_events().
 */
int pdrd_nl_jobs(struct pdrd_nl *nl, uint16_t family, dr_event_fn *fn,
		 void *data);

/**
 * struct pdrd_dump - a dump of LMBs or connectors
 * @what: its name, for messages
 * @cmd: command of the family
 * @fields: the struct of one of them
 * @object: such a struct, which @fn gets
 * @fn: called for each; must not make requests
 * @ctx: its first argument
 */
struct pdrd_dump {
	const char *what;
	uint8_t cmd;
	const struct dr_fields *fields;
	void *object;
	void (*fn)(void *ctx, const void *object);
	void *ctx;
};

/**
 * pdrd_nl_dump() - dump LMBs or connectors
 * @nl: transport
 * @family: message type
 * @dump: the dump
 *
 * Return: as pdrd_nl_events().
 */
int pdrd_nl_dump(struct pdrd_nl *nl, uint16_t family, struct pdrd_dump *dump);

#endif /* PDRD_NL_H */
