/* SPDX-License-Identifier: GPL-2.0 */
/* Messages that the kernel sends by itself, decoded and handed to a handler. */
#ifndef DR_DISPATCH_H
#define DR_DISPATCH_H

#include <linux/netlink.h>

#include "model.h"

/**
 * struct dr_handler - functions for messages that the kernel sends by itself
 * @family: nlctrl on the family pseries_dr
 * @event: an event, and the message type it came with
 * @dropped: messages are being dropped
 * @drained: after @dropped: the queue is empty, and the kernel stops dropping
 */
struct dr_handler {
	void (*family)(void *ctx, const struct dr_family *family);
	void (*event)(void *ctx, uint16_t family, const struct dr_event *event);
	void (*dropped)(void *ctx);
	void (*drained)(void *ctx);
};

/**
 * dr_dispatch() - hand one message to the handler
 * @nlh: message; nlmsg_len bytes must be readable
 * @handler: functions to call
 * @ctx: their first argument
 *
 * Return: false if it cannot be decoded and therefore counts as dropped; the caller says so.
 */
bool dr_dispatch(const struct nlmsghdr *nlh, const struct dr_handler *handler, void *ctx);

#endif /* DR_DISPATCH_H */
