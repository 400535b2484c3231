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

static int attach(void *ctx, __u16 *family)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_attach(&relay->nl, family);
}

static int info(void *ctx, __u16 family, struct pdrd_info *info)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_info(&relay->nl, family, info);
}

static int events(void *ctx, __u16 family, __u64 since, pdrd_event_fn *fn,
		  void *data)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_events(&relay->nl, family, since, fn, data);
}

static int jobs(void *ctx, __u16 family, pdrd_event_fn *fn, void *data)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_jobs(&relay->nl, family, fn, data);
}

static void emit(void *ctx, const struct pdrd_record *record)
{
	struct pdrd_relay *relay = ctx;
	char *line = pdrd_json_record(record);

	pdrd_clients_send(&relay->clients, line);
	free(line);
}

static void say(void *ctx, const char *sentence)
{
	(void)ctx;
	warnx("%s", sentence);
}

static const struct pdrd_follow_ops follow_ops = {
	.attach = attach,
	.info = info,
	.events = events,
	.jobs = jobs,
	.emit = emit,
	.say = say,
};

static void on_family(void *ctx, const struct pdrd_family *family)
{
	struct pdrd_relay *relay = ctx;

	pdrd_follow_family(&relay->follow, family);
}

static void on_event(void *ctx, __u16 family, const struct pdrd_event *event)
{
	struct pdrd_relay *relay = ctx;

	pdrd_follow_event(&relay->follow, family, event);
}

static void on_dropped(void *ctx)
{
	struct pdrd_relay *relay = ctx;

	pdrd_follow_dropped(&relay->follow);
}

static void on_drained(void *ctx)
{
	struct pdrd_relay *relay = ctx;

	pdrd_follow_drained(&relay->follow);
}

static const struct pdrd_nl_handler nl_handler = {
	.family = on_family,
	.event = on_event,
	.dropped = on_dropped,
	.drained = on_drained,
};

static void kernel_ready(struct pdrd_watch *watch, __u32 bits)
{
	struct pdrd_relay *relay = container_of(watch, struct pdrd_relay,
						kernel);

	(void)bits;
	if (pdrd_nl_receive(&relay->nl, &nl_handler, relay))
		pdrd_loop_stop(relay->loop, EXIT_FAILURE);
}

static char *greet(void *ctx)
{
	struct pdrd_relay *relay = ctx;
	const struct pdrd_follow *follow = &relay->follow;

	return pdrd_json_hello(follow->module, pdrd_follow_info(follow),
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

	pdrd_follow_start(&relay->follow, &follow_ops, relay);
	return 0;

close_clients:
	pdrd_clients_close(&relay->clients);
close_listener:
	pdrd_listen_close(&relay->listener);
	return ret;
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

	return pdrd_follow_delay(&relay->follow);
}

static void expired(void *ctx)
{
	struct pdrd_relay *relay = ctx;

	pdrd_follow_retry(&relay->follow);
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
