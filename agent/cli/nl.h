/* SPDX-License-Identifier: GPL-2.0 */
/* Generic netlink: calls that return the kernel's own errno, and the event group. */
#ifndef CTL_NL_H
#define CTL_NL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nl_msg;
struct nl_sock;
struct nlattr;

/**
 * struct ctl_nl - the socket for requests
 * @sock: libnl's socket
 * @family: number of the family, 0 while it is absent
 * @said: sentence of the kernel about the last call, empty if it said none
 */
struct ctl_nl {
	struct nl_sock *sock;
	int family;
	char said[256];
};

/* Takes the attributes of one reply; returns 0, or a negative errno that fails the call */
typedef int ctl_reply_fn(const struct nlattr *head, int len, void *arg);

int ctl_nl_open(struct ctl_nl *nl);
int ctl_nl_resolve(struct ctl_nl *nl);
void ctl_nl_close(struct ctl_nl *nl);
struct nl_msg *ctl_nl_request(struct ctl_nl *nl, int cmd, int flags);
int ctl_nl_call(struct ctl_nl *nl, struct nl_msg *msg, ctl_reply_fn *fn, void *arg);

/**
 * struct ctl_nl_watcher - functions for multicast messages
 * @event: takes the attributes of an event
 * @family: the family appeared (@there) or vanished; may be NULL
 * @arg: last argument of both
 */
struct ctl_nl_watcher {
	void (*event)(const struct nlattr *head, int len, void *arg);
	void (*family)(bool there, void *arg);
	void *arg;
};

/**
 * struct ctl_nl_events - the socket for multicast messages
 * @sock: libnl's socket
 * @family: number of the family whose events are taken, 0 for none
 * @watcher: its functions get them
 */
struct ctl_nl_events {
	struct nl_sock *sock;
	int family;
	const struct ctl_nl_watcher *watcher;
};

int ctl_nl_events_open(struct ctl_nl_events *events, const struct ctl_nl_watcher *watcher);
int ctl_nl_events_join(struct ctl_nl_events *events, struct ctl_nl *nl);
int ctl_nl_events_join_notify(struct ctl_nl_events *events, struct ctl_nl *nl);
int ctl_nl_events_fd(const struct ctl_nl_events *events);
int ctl_nl_events_read(struct ctl_nl_events *events);
void ctl_nl_events_close(struct ctl_nl_events *events);

#endif /* CTL_NL_H */
