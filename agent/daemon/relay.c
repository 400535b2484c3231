// SPDX-License-Identifier: GPL-2.0
/* Puts the parts together: netlink in, lines out; see relay.h. */

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "json.h"
#include "relay.h"
#include "stdout.h"
#include "util.h"

static int attach(void *ctx, uint16_t *family)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_attach(&relay->nl, family);
}

static int info(void *ctx, uint16_t family, struct dr_info *info)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_info(&relay->nl, family, info);
}

static int events(void *ctx, uint16_t family, uint64_t since, dr_event_fn *fn,
		  void *data)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_events(&relay->nl, family, since, fn, data);
}

static int jobs(void *ctx, uint16_t family, dr_event_fn *fn, void *data)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_jobs(&relay->nl, family, fn, data);
}

static void emit(void *ctx, const struct dr_record *record)
{
	struct pdrd_relay *relay = ctx;
	char *line = dr_json_record(record);

	pdrd_clients_send(&relay->clients, line);
	free(line);
}

static void say(void *ctx, const char *sentence)
{
	(void)ctx;
	warnx("%s", sentence);
}

static const struct dr_follow_ops follow_ops = {
	.attach = attach,
	.info = info,
	.events = events,
	.jobs = jobs,
	.emit = emit,
	.say = say,
};

static void kernel_ready(struct pdrd_watch *watch, uint32_t bits)
{
	struct pdrd_relay *relay = container_of(watch, struct pdrd_relay,
						kernel);

	(void)bits;
	if (pdrd_nl_receive(&relay->nl, &dr_follow_handler, &relay->follow))
		pdrd_loop_stop(relay->loop, EXIT_FAILURE);
}

static char *greet(void *ctx)
{
	struct pdrd_relay *relay = ctx;
	const struct dr_follow *follow = &relay->follow;

	return dr_json_hello(follow->module, dr_follow_info(follow),
			       follow->seq);
}

static int open_kernel(struct pdrd_relay *relay)
{
	int ret = pdrd_nl_open(&relay->nl);

	if (ret)
		return ret;
	relay->kernel.fd = pdrd_nl_fd(&relay->nl);
	relay->kernel.ready = kernel_ready;
	ret = pdrd_loop_add(relay->loop, &relay->kernel, EPOLLIN);
	if (ret)
		pdrd_nl_close(&relay->nl);
	return ret;
}

/* Without standard output, the socket is still there */
static void open_stdout(struct pdrd_relay *relay)
{
	bool socket;
	int fd = pdrd_stdout_open(&socket);

	if (fd >= 0)
		fd = pdrd_clients_add(&relay->clients, fd, socket, NULL);
	if (fd < 0)
		warnx("standard output: %s", strerror(-fd));
}

int pdrd_relay_open(struct pdrd_relay *relay, struct pdrd_loop *loop,
		    const char *path, bool use_stdout)
{
	static const struct dr_follow_from from = { .now = true, .jobs = true };
	int ret;

	relay->loop = loop;
	ret = pdrd_listen_open(&relay->listener, path);
	if (ret)
		return ret;
	ret = pdrd_clients_open(&relay->clients, loop, relay->listener.fd,
				greet, relay);
	if (ret)
		goto close_listener;
	if (use_stdout)
		open_stdout(relay);
	ret = open_kernel(relay);
	if (ret)
		goto close_clients;

	dr_follow_start(&relay->follow, &follow_ops, relay, &from);
	return 0;

close_clients:
	pdrd_clients_close(&relay->clients);
close_listener:
	pdrd_listen_close(&relay->listener);
	return ret;
}

void pdrd_relay_refresh(struct pdrd_relay *relay)
{
	dr_follow_drained(&relay->follow);
}

void pdrd_relay_close(struct pdrd_relay *relay)
{
	pdrd_loop_remove(relay->loop, &relay->kernel);
	pdrd_nl_close(&relay->nl);
	pdrd_clients_close(&relay->clients);
	pdrd_listen_close(&relay->listener);
	pdrd_stdout_restore();
}

static int delay(void *ctx)
{
	struct pdrd_relay *relay = ctx;

	return dr_follow_delay(&relay->follow);
}

static void expired(void *ctx)
{
	struct pdrd_relay *relay = ctx;

	dr_follow_retry(&relay->follow);
}

struct pdrd_timer pdrd_relay_timer(struct pdrd_relay *relay)
{
	struct pdrd_timer timer = {
		.delay = delay,
		.expired = expired,
		.ctx = relay,
	};

	return timer;
}
