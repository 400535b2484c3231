// SPDX-License-Identifier: GPL-2.0
/*
 * The transport of command lines: calls that return the kernel's own errno, and the event group.
 *
 * libnl maps each errno to a code of its own and drops the kernel's sentence, and its handler for
 * the end of a dump ignores the error in it. So callbacks of our own take errors,
 * acknowledgments and ends of dumps: dr_nl_call() returns the kernel's errno, and ->said has
 * its sentence.
 *
 * Requests and events have a socket each, so an answer never waits behind events, and a full
 * event queue cannot lose an answer.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "codec.h"
#include "transport.h"

/* The kernel fills dump messages up to 32 KiB if the reader has the room */
#define MESSAGE_ROOM	65536
#define EVENT_QUEUE	0x100000

/* Messages taken in one go */
#define BATCH		4096

/* The kernel answers within the call, unless the module hangs */
#define ANSWER_MS	10000

/**
 * struct answer - how far an answer is
 * @nl: the socket
 * @call: the request
 * @type: message type of the request
 * @err: verdict, negative errno or 0
 * @waiting: the verdict has not come yet
 * @interrupted: the dump is not consistent
 */
struct answer {
	struct dr_nl *nl;
	const struct dr_call *call;
	int type;
	int err;
	bool waiting;
	bool interrupted;
};

static void take_verdict(struct answer *answer, const struct nlmsghdr *nlh)
{
	struct dr_nl *nl = answer->nl;
	int err = dr_decode_error(nlh, nl->said, sizeof(nl->said));

	if (!answer->err)
		answer->err = err;
	answer->waiting = false;
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *verdict, void *arg)
{
	(void)from;
	take_verdict(arg, (struct nlmsghdr *)((char *)verdict - NLMSG_HDRLEN));
	return NL_STOP;
}

static int on_verdict(struct nl_msg *msg, void *arg)
{
	take_verdict(arg, nlmsg_hdr(msg));
	return NL_STOP;
}

static int on_dump_interrupted(struct nl_msg *msg, void *arg)
{
	struct answer *answer = arg;

	(void)msg;
	answer->interrupted = true;
	return NL_OK;
}

static int on_reply(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct answer *answer = arg;

	if (nlh->nlmsg_type != answer->type || !genlmsg_valid_hdr(nlh, 0))
		return NL_SKIP;
	if (answer->call->fn && !answer->err)
		answer->err = answer->call->fn(nlh, answer->call->arg);
	return NL_OK;
}

static struct nl_cb *make_callbacks(struct answer *answer)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);

	if (!cb)
		return NULL;
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, answer);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_verdict, answer);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_verdict, answer);
	nl_cb_set(cb, NL_CB_DUMP_INTR, NL_CB_CUSTOM, on_dump_interrupted, answer);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_reply, answer);
	return cb;
}

/* libnl's codes are no errno: keep its words, not its numbers */
static int library_error(struct dr_nl *nl, int code)
{
	snprintf(nl->said, sizeof(nl->said), "netlink: %s", nl_geterror(code));
	return -EIO;
}

/* A call that hangs in the module must not hold up the caller for ever */
static int await_message(struct dr_nl *nl)
{
	struct pollfd fd = { .fd = nl_socket_get_fd(nl->sock), .events = POLLIN };
	int ready;

	do {
		ready = poll(&fd, 1, ANSWER_MS);
	} while (ready < 0 && errno == EINTR);
	if (ready > 0)
		return 0;
	snprintf(nl->said, sizeof(nl->said), "the module does not answer");
	return ready ? -EIO : -ETIMEDOUT;
}

static void await_verdict(struct answer *answer, struct nl_cb *cb)
{
	int err;

	while (answer->waiting) {
		err = await_message(answer->nl);
		if (err) {
			answer->err = err;
			return;
		}
		err = nl_recvmsgs(answer->nl->sock, cb);
		if (err >= 0 || !answer->waiting)
			continue;
		answer->err = library_error(answer->nl, err);
		answer->waiting = false;
	}
}

static uint16_t type_of(const struct dr_nl *nl, const struct dr_call *call)
{
	return call->type ? call->type : nl->families.ours.id;
}

static struct nl_msg *make_request(const struct dr_nl *nl, const struct dr_call *call)
{
	char attributes[512];
	struct nl_msg *msg = nlmsg_alloc();
	size_t len = 0;

	if (!msg)
		return NULL;
	if (call->object)
		len = dr_encode(call->fields, call->object, attributes, sizeof(attributes));
	if (genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, type_of(nl, call), 0,
			call->dump ? NLM_F_DUMP : 0, call->cmd, PSERIES_DR_FAMILY_VERSION) &&
	    (!len || !nlmsg_append(msg, attributes, len, 0)))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

static int make_call(struct dr_nl *nl, struct answer *answer, struct nl_msg *msg,
		     struct nl_cb *cb)
{
	int err;

	if (!msg || !cb)
		return -ENOMEM;
	err = nl_send_auto(nl->sock, msg);
	if (err < 0)
		return library_error(nl, err);
	await_verdict(answer, cb);
	if (!answer->err && answer->interrupted)
		return -EINTR;
	return answer->err;
}

/**
 * dr_nl_call() - send a request and wait for the verdict
 * @nl: the socket
 * @call: the request
 *
 * Return: 0, the negative errno of the kernel, -EINTR if changes interrupted a dump, -ETIMEDOUT
 * without an answer, or -EIO if libnl failed. @nl->said has the sentence.
 */
int dr_nl_call(struct dr_nl *nl, const struct dr_call *call)
{
	struct answer answer = {
		.nl = nl, .call = call, .waiting = true,
		.type = type_of(nl, call),
	};
	struct nl_cb *cb = make_callbacks(&answer);
	struct nl_msg *msg = make_request(nl, call);
	int err;

	nl->said[0] = '\0';
	err = make_call(nl, &answer, msg, cb);
	nlmsg_free(msg);
	nl_cb_put(cb);
	return err;
}

/**
 * dr_nl_open() - open the socket for requests
 * @nl: the socket
 *
 * Return: 0, or a negative errno with @nl->said.
 */
int dr_nl_open(struct dr_nl *nl)
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
 * dr_nl_resolve() - look the family up
 * @nl: the socket
 *
 * Asks for all families: asking for one by its name makes the kernel start modprobe.
 *
 * The kernel builds the list in pieces, and a family that goes meanwhile can hide another one. So
 * look twice for a family that is missing.
 *
 * Return: 0, -ENOENT if the family is absent, or another negative errno with @nl->said.
 */
int dr_nl_resolve(struct dr_nl *nl)
{
	struct dr_call call = {
		.type = GENL_ID_CTRL, .cmd = CTRL_CMD_GETFAMILY, .dump = true,
		.fn = dr_take_family, .arg = &nl->families,
	};
	int err = 0, tries;

	memset(&nl->families.ours, 0, sizeof(nl->families.ours));
	for (tries = 0; tries < 2 && !nl->families.ours.id; tries++) {
		err = dr_nl_call(nl, &call);
		if (err && err != -EINTR)
			return err;
	}
	return nl->families.ours.id ? 0 : -ENOENT;
}

/**
 * dr_nl_close() - close the socket for requests
 * @nl: the socket, open or not
 */
void dr_nl_close(struct dr_nl *nl)
{
	nl_socket_free(nl->sock);
	nl->sock = NULL;
}

static int on_multicast(struct nl_msg *msg, void *arg)
{
	struct dr_nl_events *events = arg;

	if (!dr_dispatch(nlmsg_hdr(msg), events->handler, events->ctx))
		events->bad = true;
	return NL_OK;
}

/**
 * dr_nl_events_open() - open the socket for multicast messages
 * @events: the socket
 * @handler: functions for the messages
 * @ctx: their first argument
 *
 * Return: 0 or -EIO.
 */
int dr_nl_events_open(struct dr_nl_events *events, const struct dr_handler *handler, void *ctx)
{
	*events = (struct dr_nl_events){ .handler = handler, .ctx = ctx };
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

/**
 * dr_nl_events_join() - take the messages of a group from now on
 * @events: the socket
 * @group: number of the group, 0 for one that is missing
 *
 * Return: 0, -ENOENT if there is no such group, -EIO.
 */
int dr_nl_events_join(struct dr_nl_events *events, uint32_t group)
{
	if (!group)
		return -ENOENT;
	return nl_socket_add_membership(events->sock, (int)group) < 0 ? -EIO : 0;
}

/**
 * dr_nl_events_fd() - file descriptor to poll
 * @events: the socket
 *
 * Return: the file descriptor.
 */
int dr_nl_events_fd(const struct dr_nl_events *events)
{
	return nl_socket_get_fd(events->sock);
}

/* A cut or malformed message counts as lost; the next messages are still good */
static bool is_loss(const struct dr_nl_events *events, int code)
{
	return events->bad || code == -NLE_NOMEM || code == -NLE_MSG_TRUNC ||
	       code == -NLE_MSG_TOOSHORT;
}

static void tell_drained(struct dr_nl_events *events)
{
	if (!events->overrun)
		return;
	events->overrun = false;
	events->handler->drained(events->ctx);
}

/**
 * dr_nl_events_read() - take all messages that have arrived
 * @events: the socket
 *
 * The kernel reports a loss before the messages that are left in the queue. This takes those
 * messages first, so that no older message follows the answer to a request for the lost ones.
 *
 * Return: 0, or -EIO if the socket is broken.
 */
int dr_nl_events_read(struct dr_nl_events *events)
{
	int err = 0, n;

	/* Bounded, so that the caller can handle signals even if events never pause */
	for (n = 0; n < BATCH && err >= 0; n++) {
		events->bad = false;
		err = nl_recvmsgs_default(events->sock);
		if (!is_loss(events, err))
			continue;
		events->overrun = true;
		events->handler->dropped(events->ctx);
		err = 0;
	}
	if (err < 0 && err != -NLE_AGAIN)
		return -EIO;
	if (err == -NLE_AGAIN)
		tell_drained(events);
	return 0;
}

/**
 * dr_nl_events_close() - close the socket for multicast messages
 * @events: the socket, open or not
 */
void dr_nl_events_close(struct dr_nl_events *events)
{
	nl_socket_free(events->sock);
	events->sock = NULL;
}
