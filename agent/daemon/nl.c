// SPDX-License-Identifier: GPL-2.0
/* Netlink transport, over libmnl; see nl.h. */

#include <err.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "nl.h"
#include "codec.h"
#include "util.h"

/* The kernel answers within the call, unless the module hangs */
#define ANSWER_TIMEOUT_S	10

/* More than the default, if the administrator allows it; otherwise resyncs compensate */
#define RECEIVE_BUFFER		(1024 * 1024)

/**
 * struct request - a request to the kernel
 * @what: its name, for messages
 * @type: message type, the id of a family
 * @cmd: command of the family
 * @flags: NLM_F_DUMP or NLM_F_ACK: both make the end of the answer explicit
 * @since: PSERIES_DR_A_JOB_SINCE, where @has_since
 * @has_since: @since is part of the request
 * @take: called for each message of the answer; 0 or a negative errno
 * @ctx: its second argument
 */
struct request {
	const char *what;
	uint16_t type;
	uint8_t cmd;
	uint16_t flags;
	uint64_t since;
	bool has_since;
	int (*take)(const struct nlmsghdr *nlh, void *ctx);
	void *ctx;
};

/**
 * struct answer - how far the answer is
 * @request: to which it is the answer
 * @error: the first thing that went wrong in reading it
 * @verdict: errno of the kernel's final message, 0 until it has come
 * @text: the kernel's sentence about the verdict
 */
struct answer {
	const struct request *request;
	int error;
	int verdict;
	char text[256];
};

static struct mnl_socket *open_socket(void)
{
	struct mnl_socket *socket;
	int one = 1;

	socket = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!socket)
		return NULL;
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0) {
		mnl_socket_close(socket);
		return NULL;
	}
	/* Old kernels have neither; their errors then come with fewer words */
	mnl_socket_setsockopt(socket, NETLINK_EXT_ACK, &one, sizeof(one));
	mnl_socket_setsockopt(socket, NETLINK_CAP_ACK, &one, sizeof(one));
	return socket;
}

/* Read one datagram of the kernel, and skip those of other senders */
static ssize_t receive(const struct mnl_socket *socket, void *buf, size_t size,
		       int flags)
{
	struct sockaddr_nl from = { 0 };
	socklen_t from_len;
	ssize_t len;

	do {
		from_len = sizeof(from);
		len = recvfrom(mnl_socket_get_fd(socket), buf, size,
			       flags | MSG_TRUNC, (struct sockaddr *)&from,
			       &from_len);
	} while ((len < 0 && errno == EINTR) || (len >= 0 && from.nl_pid));

	if (len < 0)
		return -errno;
	return (size_t)len <= size ? len : -EMSGSIZE;
}

static int take_message(const struct nlmsghdr *nlh, void *data)
{
	struct answer *answer = data;
	int ret = answer->request->take(nlh, answer->request->ctx);

	if (ret && !answer->error)
		answer->error = ret;
	return MNL_CB_OK;
}

/* libmnl's own callback for NLMSG_DONE ignores the error in it */
static int take_ack(const struct nlmsghdr *nlh, void *data)
{
	struct answer *answer = data;

	answer->verdict = dr_decode_error(nlh, answer->text,
					  sizeof(answer->text));
	return MNL_CB_STOP;
}

static int skip(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	(void)data;
	return MNL_CB_OK;
}

/* Not const, because libmnl's parameter is not */
static mnl_cb_t control[NLMSG_MIN_TYPE] = {
	[NLMSG_NOOP] = skip,
	[NLMSG_ERROR] = take_ack,
	[NLMSG_DONE] = take_ack,
};

/* Read until the final message; a dump that changed meanwhile ends with EINTR */
static int read_answer(struct pdrd_nl *nl, const struct mnl_socket *socket,
		       struct answer *answer)
{
	unsigned int portid = mnl_socket_get_portid(socket);
	ssize_t len;
	int ret;

	do {
		len = receive(socket, nl->answers, sizeof(nl->answers), 0);
		if (len < 0)
			return len == -EAGAIN ? -ETIMEDOUT : len;
		ret = mnl_cb_run2(nl->answers, len, 1, portid, take_message,
				  answer, control, ARRAY_SIZE(control));
		if (ret < 0)
			return -errno;
	} while (ret != MNL_CB_STOP);

	return answer->verdict ? answer->verdict : answer->error;
}

static int send_request(const struct mnl_socket *socket,
			const struct request *request)
{
	uint64_t buf[16] = { 0 };
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = request->type;
	nlh->nlmsg_flags = NLM_F_REQUEST | request->flags;
	nlh->nlmsg_seq = 1;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = request->cmd;
	genl->version = 1;
	if (request->has_since)
		mnl_attr_put_u64(nlh, PSERIES_DR_A_JOB_SINCE, request->since);

	if (mnl_socket_sendto(socket, nlh, nlh->nlmsg_len) < 0)
		return -errno;
	return 0;
}

/* A family that is gone and a dump that must be repeated are normal */
static void say_answer_error(const struct answer *answer, int ret)
{
	const char *text = answer->text;

	if (ret == 0 || ret == -EINTR || ret == -ENOENT)
		return;
	warnx("%s: %s%s%s", answer->request->what, strerror(-ret),
	      *text ? ": " : "", text);
}

static int run(struct pdrd_nl *nl, const struct request *request)
{
	struct answer answer = { .request = request };
	struct timeval timeout = { .tv_sec = ANSWER_TIMEOUT_S };
	struct mnl_socket *socket = open_socket();
	int ret;

	if (!socket) {
		ret = -errno;
		say_answer_error(&answer, ret);
		return ret;
	}
	setsockopt(mnl_socket_get_fd(socket), SOL_SOCKET, SO_RCVTIMEO, &timeout,
		   sizeof(timeout));
	ret = send_request(socket, request);
	if (!ret)
		ret = read_answer(nl, socket, &answer);
	mnl_socket_close(socket);
	say_answer_error(&answer, ret);
	return ret;
}

/*
 * Ask for all families: asking for one by its name makes the kernel load its module
 * again, against the will of an administrator that has unloaded it.
 */
static int look_up_family(struct pdrd_nl *nl, struct dr_families *lookup)
{
	struct request request = {
		.what = "list of generic netlink families",
		.type = GENL_ID_CTRL,
		.cmd = CTRL_CMD_GETFAMILY,
		.flags = NLM_F_DUMP,
		.take = dr_take_family,
		.ctx = lookup,
	};

	memset(lookup, 0, sizeof(*lookup));
	return run(nl, &request);
}

static int join(struct pdrd_nl *nl, uint32_t group)
{
	if (mnl_socket_setsockopt(nl->socket, NETLINK_ADD_MEMBERSHIP, &group,
				  sizeof(group)) < 0)
		return -errno;
	return 0;
}

static int subscribe(struct pdrd_nl *nl)
{
	int size = RECEIVE_BUFFER;
	struct dr_families lookup;
	int ret;

	setsockopt(mnl_socket_get_fd(nl->socket), SOL_SOCKET, SO_RCVBUF, &size,
		   sizeof(size));
	do {
		ret = look_up_family(nl, &lookup);
	} while (ret == -EINTR);
	if (ret)
		return ret;

	ret = lookup.nlctrl.notify ? join(nl, lookup.nlctrl.notify) : -ENOENT;
	if (ret)
		warnx("cannot follow the list of generic netlink families: %s",
		      strerror(-ret));
	return ret;
}

int pdrd_nl_open(struct pdrd_nl *nl)
{
	int ret;

	nl->overrun = false;
	nl->socket = open_socket();
	if (!nl->socket) {
		ret = -errno;
		warnx("no netlink socket: %s", strerror(-ret));
		return ret;
	}
	ret = subscribe(nl);
	if (ret)
		pdrd_nl_close(nl);
	return ret;
}

void pdrd_nl_close(struct pdrd_nl *nl)
{
	mnl_socket_close(nl->socket);
	nl->socket = NULL;
}

int pdrd_nl_fd(const struct pdrd_nl *nl)
{
	return mnl_socket_get_fd(nl->socket);
}

bool pdrd_nl_dispatch(const void *buf, size_t len,
		      const struct dr_handler *handler, void *ctx)
{
	const struct nlmsghdr *nlh = buf;
	int left = len;
	bool all = true;

	while (mnl_nlmsg_ok(nlh, left)) {
		if (!dr_dispatch(nlh, handler, ctx))
			all = false;
		nlh = mnl_nlmsg_next(nlh, &left);
	}
	if (left > 0)
		all = false;
	if (!all)
		handler->dropped(ctx);
	return all;
}

/*
 * When the queue is full, the kernel drops every message until the queue is empty,
 * and reports ENOBUFS once, before the messages that are left in the queue. So read
 * the queue to its end first: its messages are still good, and asking again makes
 * sense only when the kernel no longer drops the answers.
 */
int pdrd_nl_receive(struct pdrd_nl *nl, const struct dr_handler *handler,
		    void *ctx)
{
	ssize_t len;

	for (;;) {
		len = receive(nl->socket, nl->events, sizeof(nl->events),
			      MSG_DONTWAIT);
		if (len == -EAGAIN) {
			if (!nl->overrun)
				return 0;
			nl->overrun = false;
			handler->drained(ctx);
		} else if (len == -ENOBUFS || len == -EMSGSIZE) {
			nl->overrun = true;
			handler->dropped(ctx);
		} else if (len < 0) {
			warnx("netlink socket: %s", strerror(-len));
			return len;
		} else if (!pdrd_nl_dispatch(nl->events, len, handler, ctx)) {
			nl->overrun = true;
		}
	}
}

/*
 * The kernel builds the list in pieces, and a family that goes meanwhile can hide
 * another one. So look twice for a family that is missing.
 */
int pdrd_nl_attach(struct pdrd_nl *nl, uint16_t *family)
{
	struct dr_families lookup;
	int ret = look_up_family(nl, &lookup);

	if (!ret && !lookup.ours.id)
		ret = look_up_family(nl, &lookup);
	if (ret)
		return ret;
	if (!lookup.ours.id || !lookup.ours.events)
		return -ENOENT;
	ret = join(nl, lookup.ours.events);
	if (!ret)
		*family = lookup.ours.id;
	return ret;
}

static int take_info(const struct nlmsghdr *nlh, void *ctx)
{
	return dr_decode_info(nlh, ctx);
}

int pdrd_nl_info(struct pdrd_nl *nl, uint16_t family, struct dr_info *info)
{
	struct request request = {
		.what = "info",
		.type = family,
		.cmd = PSERIES_DR_CMD_INFO,
		.flags = NLM_F_ACK,
		.take = take_info,
		.ctx = info,
	};
	int ret;

	info->has = 0;
	ret = run(nl, &request);
	if (!ret && !info->has) {
		warnx("info: the module confirms, but does not answer");
		ret = -ENODATA;
	}
	return ret;
}

/**
 * struct reader - the receiver of a dump
 * @fn: function
 * @data: its first argument
 */
struct reader {
	dr_event_fn *fn;
	void *data;
};

static int take_multicast(const struct nlmsghdr *nlh, void *ctx)
{
	const struct reader *reader = ctx;
	struct dr_event event;
	int ret = dr_decode_message(nlh, &event);

	/* Keep the others; the follower notices the missing number */
	if (ret)
		warnx("a message of the module cannot be decoded: %s",
		      strerror(-ret));
	else
		reader->fn(reader->data, &event);
	return 0;
}

int pdrd_nl_events(struct pdrd_nl *nl, uint16_t family, uint64_t since,
		   dr_event_fn *fn, void *data)
{
	struct reader reader = { fn, data };
	struct request request = {
		.what = "event-get",
		.type = family,
		.cmd = PSERIES_DR_CMD_EVENT_GET,
		.flags = NLM_F_DUMP,
		.since = since,
		.has_since = true,
		.take = take_multicast,
		.ctx = &reader,
	};

	return run(nl, &request);
}

int pdrd_nl_jobs(struct pdrd_nl *nl, uint16_t family, dr_event_fn *fn,
		 void *data)
{
	struct reader reader = { fn, data };
	struct request request = {
		.what = "job-get",
		.type = family,
		.cmd = PSERIES_DR_CMD_JOB_GET,
		.flags = NLM_F_DUMP,
		.take = take_multicast,
		.ctx = &reader,
	};

	return run(nl, &request);
}

static int take_object(const struct nlmsghdr *nlh, void *ctx)
{
	const struct pdrd_dump *dump = ctx;
	size_t len = mnl_nlmsg_get_payload_len(nlh);
	int ret;

	if (len < GENL_HDRLEN)
		return -EBADMSG;
	memset(dump->object, 0, dump->fields->size);
	ret = dr_decode(dump->fields, mnl_nlmsg_get_payload_offset(nlh, GENL_HDRLEN),
			len - GENL_HDRLEN, dump->object);
	if (!ret)
		dump->fn(dump->ctx, dump->object);
	return ret;
}

int pdrd_nl_dump(struct pdrd_nl *nl, uint16_t family, struct pdrd_dump *dump)
{
	struct request request = {
		.what = dump->what,
		.type = family,
		.cmd = dump->cmd,
		.flags = NLM_F_DUMP,
		.take = take_object,
		.ctx = dump,
	};

	return run(nl, &request);
}
