// SPDX-License-Identifier: GPL-2.0
/*
 * Generic netlink: calls that return the kernel's own errno, and the event group.
 *
 * libnl maps each errno to a code of its own and drops the kernel's sentence, and its handler for
 * the end of a dump ignores the error in it. So callbacks of our own take errors,
 * acknowledgments and ends of dumps: ctl_nl_call() returns the kernel's errno, and ->said has
 * its sentence.
 *
 * Requests and events have a socket each, so an answer never waits behind events, and a full
 * event queue cannot lose an answer.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "decode.h"
#include "nl.h"

/* The kernel fills dump messages up to 32 KiB if the reader has the room */
#define MESSAGE_ROOM	65536
#define EVENT_QUEUE	0x100000

/* Messages taken in one go */
#define BATCH		4096

/**
 * struct call - a request on its way
 * @nl: the socket
 * @fn: takes replies, may be NULL
 * @arg: handed to @fn
 * @err: verdict, negative errno or 0
 * @waiting: the verdict has not come yet
 * @interrupted: the dump is not consistent
 */
struct call {
	struct ctl_nl *nl;
	ctl_reply_fn *fn;
	void *arg;
	int err;
	bool waiting;
	bool interrupted;
};

static void take_sentence(struct ctl_nl *nl, const struct nlmsghdr *hdr, size_t offset)
{
	const struct nlattr *attr;
	int rest;

	if (!(hdr->nlmsg_flags & NLM_F_ACK_TLVS) || hdr->nlmsg_len < NLMSG_LENGTH(offset))
		return;
	rest = hdr->nlmsg_len - NLMSG_LENGTH(offset);
	attr = (const struct nlattr *)((const char *)NLMSG_DATA(hdr) + offset);
	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest))
		if (nla_type(attr) == NLMSGERR_ATTR_MSG)
			ctl_decode_text(attr, nl->said, sizeof(nl->said));
}

/* The request follows the error code, unless the kernel was asked to leave it out */
static void take_verdict(struct call *call, const struct nlmsghdr *hdr)
{
	const struct nlmsgerr *verdict = NLMSG_DATA(hdr);
	size_t offset = sizeof(*verdict);

	if (!(hdr->nlmsg_flags & NLM_F_CAPPED) && verdict->msg.nlmsg_len > sizeof(verdict->msg))
		offset += NLMSG_ALIGN(verdict->msg.nlmsg_len - sizeof(verdict->msg));
	take_sentence(call->nl, hdr, offset);
	if (!call->err)
		call->err = verdict->error;
	call->waiting = false;
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *verdict, void *arg)
{
	(void)from;
	take_verdict(arg, (struct nlmsghdr *)((char *)verdict - NLMSG_HDRLEN));
	return NL_STOP;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	take_verdict(arg, nlmsg_hdr(msg));
	return NL_STOP;
}

static int on_dump_end(struct nl_msg *msg, void *arg)
{
	const struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct call *call = arg;
	int error = 0;

	if (hdr->nlmsg_len >= NLMSG_LENGTH(sizeof(error))) {
		memcpy(&error, NLMSG_DATA(hdr), sizeof(error));
		take_sentence(call->nl, hdr, sizeof(error));
	}
	if (!call->err && error < 0)
		call->err = error;
	call->waiting = false;
	return NL_STOP;
}

static int on_dump_interrupted(struct nl_msg *msg, void *arg)
{
	struct call *call = arg;

	(void)msg;
	call->interrupted = true;
	return NL_OK;
}

static int on_reply(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct call *call = arg;
	struct genlmsghdr *genl;

	if (hdr->nlmsg_type != call->nl->family || !genlmsg_valid_hdr(hdr, 0))
		return NL_SKIP;
	genl = genlmsg_hdr(hdr);
	if (call->fn && !call->err)
		call->err = call->fn(genlmsg_attrdata(genl, 0), genlmsg_attrlen(genl, 0),
				     call->arg);
	return NL_OK;
}

static struct nl_cb *make_callbacks(struct call *call)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);

	if (!cb)
		return NULL;
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, call);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, call);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_dump_end, call);
	nl_cb_set(cb, NL_CB_DUMP_INTR, NL_CB_CUSTOM, on_dump_interrupted, call);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_reply, call);
	return cb;
}

/* libnl's codes are no errno: keep its words, not its numbers */
static int library_error(struct ctl_nl *nl, int code)
{
	snprintf(nl->said, sizeof(nl->said), "netlink: %s", nl_geterror(code));
	return -EIO;
}

static void await_verdict(struct call *call, struct nl_cb *cb)
{
	int err;

	while (call->waiting) {
		err = nl_recvmsgs(call->nl->sock, cb);
		if (err >= 0 || !call->waiting)
			continue;
		call->err = library_error(call->nl, err);
		call->waiting = false;
	}
}

/**
 * ctl_nl_call() - send a request and wait for the verdict
 * @nl: the socket
 * @msg: the request, freed in any case; NULL fails as out of memory
 * @fn: takes each reply, may be NULL
 * @arg: handed to @fn
 *
 * Return: 0, the negative errno of the kernel, -EAGAIN if changes interrupted a dump, or -EIO if
 * libnl failed. @nl->said has the sentence.
 */
int ctl_nl_call(struct ctl_nl *nl, struct nl_msg *msg, ctl_reply_fn *fn, void *arg)
{
	struct call call = { .nl = nl, .fn = fn, .arg = arg, .waiting = true };
	struct nl_cb *cb = make_callbacks(&call);
	int err;

	nl->said[0] = '\0';
	if (!msg || !cb) {
		call.err = -ENOMEM;
		goto out;
	}
	err = nl_send_auto(nl->sock, msg);
	if (err < 0)
		call.err = library_error(nl, err);
	else
		await_verdict(&call, cb);
	if (!call.err && call.interrupted)
		call.err = -EAGAIN;
out:
	nlmsg_free(msg);
	nl_cb_put(cb);
	return call.err;
}

/**
 * ctl_nl_request() - a request without attributes
 * @nl: the socket
 * @cmd: command of the family
 * @flags: NLM_F_DUMP or 0
 *
 * Return: the message, NULL without memory.
 */
struct nl_msg *ctl_nl_request(struct ctl_nl *nl, int cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg)
		return NULL;
	if (genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, nl->family, 0, flags, cmd,
			PSERIES_DR_FAMILY_VERSION))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

/**
 * ctl_nl_open() - open the socket for requests
 * @nl: the socket
 *
 * Return: 0, or -EIO with @nl->said.
 */
int ctl_nl_open(struct ctl_nl *nl)
{
	int err, on = 1;

	memset(nl, 0, sizeof(*nl));
	nl->sock = nl_socket_alloc();
	if (!nl->sock)
		return -ENOMEM;
	err = genl_connect(nl->sock);
	if (!err)
		err = nl_socket_set_msg_buf_size(nl->sock, MESSAGE_ROOM);
	if (err)
		return library_error(nl, err);
	/* Older kernels have neither, and answer without sentences */
	setsockopt(nl_socket_get_fd(nl->sock), SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(nl_socket_get_fd(nl->sock), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	return 0;
}

/**
 * ctl_nl_resolve() - look the family up
 * @nl: the socket
 *
 * Return: 0, -ENOENT if the family is absent, or -EIO with @nl->said.
 */
int ctl_nl_resolve(struct ctl_nl *nl)
{
	int family = genl_ctrl_resolve(nl->sock, PSERIES_DR_FAMILY_NAME);

	nl->family = family < 0 ? 0 : family;
	if (family == -NLE_OBJ_NOTFOUND)
		return -ENOENT;
	return family < 0 ? library_error(nl, family) : 0;
}

/**
 * ctl_nl_close() - close the socket for requests
 * @nl: the socket, open or not
 */
void ctl_nl_close(struct ctl_nl *nl)
{
	nl_socket_free(nl->sock);
	nl->sock = NULL;
}

static bool names_our_family(struct nlmsghdr *hdr)
{
	struct genlmsghdr *genl = genlmsg_hdr(hdr);
	struct nlattr *name;

	name = nla_find(genlmsg_attrdata(genl, 0), genlmsg_attrlen(genl, 0),
			CTRL_ATTR_FAMILY_NAME);
	return name && nla_strcmp(name, PSERIES_DR_FAMILY_NAME) == 0;
}

static void take_notice(const struct ctl_nl_events *events, struct nlmsghdr *hdr)
{
	int cmd = genlmsg_hdr(hdr)->cmd;

	if (!events->watcher->family || !names_our_family(hdr))
		return;
	if (cmd == CTRL_CMD_NEWFAMILY || cmd == CTRL_CMD_DELFAMILY)
		events->watcher->family(cmd == CTRL_CMD_NEWFAMILY, events->watcher->arg);
}

static int on_multicast(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct ctl_nl_events *events = arg;
	struct genlmsghdr *genl;

	if (!genlmsg_valid_hdr(hdr, 0))
		return NL_SKIP;
	genl = genlmsg_hdr(hdr);
	if (hdr->nlmsg_type == GENL_ID_CTRL)
		take_notice(events, hdr);
	else if (hdr->nlmsg_type == events->family && genl->cmd == PSERIES_DR_CMD_EVENT)
		events->watcher->event(genlmsg_attrdata(genl, 0), genlmsg_attrlen(genl, 0),
				       events->watcher->arg);
	return NL_OK;
}

/**
 * ctl_nl_events_open() - open the socket for multicast messages
 * @events: the socket
 * @watcher: functions for the messages
 *
 * Return: 0 or -EIO.
 */
int ctl_nl_events_open(struct ctl_nl_events *events, const struct ctl_nl_watcher *watcher)
{
	memset(events, 0, sizeof(*events));
	events->watcher = watcher;
	events->sock = nl_socket_alloc();
	if (!events->sock)
		return -EIO;
	nl_socket_disable_seq_check(events->sock);
	nl_socket_modify_cb(events->sock, NL_CB_VALID, NL_CB_CUSTOM, on_multicast, events);
	if (genl_connect(events->sock) ||
	    nl_socket_set_msg_buf_size(events->sock, MESSAGE_ROOM) ||
	    nl_socket_set_nonblocking(events->sock))
		return -EIO;
	/* A longer queue only makes losses rarer, and every loss is noticed and made up for */
	nl_socket_set_buffer_size(events->sock, EVENT_QUEUE, 0);
	return 0;
}

static int join(struct ctl_nl_events *events, struct ctl_nl *nl, const char *family,
		const char *group)
{
	int number = genl_ctrl_resolve_grp(nl->sock, family, group);

	if (number < 0)
		return number == -NLE_OBJ_NOTFOUND ? -ENOENT : library_error(nl, number);
	number = nl_socket_add_membership(events->sock, number);
	return number < 0 ? library_error(nl, number) : 0;
}

/**
 * ctl_nl_events_join() - take the events of the family from now on
 * @events: the socket for multicast messages
 * @nl: the socket for requests, with the family resolved
 *
 * Return: 0, -ENOENT if there is no such group, -EIO with @nl->said.
 */
int ctl_nl_events_join(struct ctl_nl_events *events, struct ctl_nl *nl)
{
	events->family = nl->family;
	return join(events, nl, PSERIES_DR_FAMILY_NAME, PSERIES_DR_MCGRP_EVENTS);
}

/**
 * ctl_nl_events_join_notify() - subscribe to families that appear and vanish
 * @events: the socket for multicast messages
 * @nl: the socket for requests
 *
 * Return: 0, or a negative errno with @nl->said.
 */
int ctl_nl_events_join_notify(struct ctl_nl_events *events, struct ctl_nl *nl)
{
	return join(events, nl, "nlctrl", "notify");
}

/**
 * ctl_nl_events_fd() - file descriptor to poll
 * @events: the socket
 *
 * Return: the file descriptor.
 */
int ctl_nl_events_fd(const struct ctl_nl_events *events)
{
	return nl_socket_get_fd(events->sock);
}

/* A cut or malformed message counts as lost; the next messages are still good */
static bool is_loss(int code)
{
	return code == -NLE_NOMEM || code == -NLE_MSG_TRUNC || code == -NLE_MSG_TOOSHORT;
}

/**
 * ctl_nl_events_read() - take all messages that have arrived
 * @events: the socket
 *
 * The kernel reports a loss before the messages that are left in the queue. This takes those
 * messages first, so that no older message follows the answer to a request for the lost ones.
 *
 * Return: 0, -ENOBUFS if messages were lost, -EIO if the socket is broken.
 */
int ctl_nl_events_read(struct ctl_nl_events *events)
{
	bool lost = false;
	int err = 0, n;

	/* Bounded, so that the caller can handle signals even if events never pause */
	for (n = 0; n < BATCH && err >= 0; n++) {
		err = nl_recvmsgs_default(events->sock);
		if (is_loss(err)) {
			lost = true;
			err = 0;
		}
	}
	if (err < 0 && err != -NLE_AGAIN)
		return -EIO;
	return lost ? -ENOBUFS : 0;
}

/**
 * ctl_nl_events_close() - close the socket for multicast messages
 * @events: the socket, open or not
 */
void ctl_nl_events_close(struct ctl_nl_events *events)
{
	nl_socket_free(events->sock);
	events->sock = NULL;
}
