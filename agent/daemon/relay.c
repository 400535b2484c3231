// SPDX-License-Identifier: GPL-2.0
/* Puts the parts together: netlink in, the history in between, lines out; see relay.h. */

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "journal.h"
#include "json.h"
#include "relay.h"
#include "stdout.h"
#include "util.h"

/* A history that cannot be written is tried again after so long */
#define AGAIN_S		60

/* Give up on a dump that the module's changes interrupt this many times */
#define DUMP_TRIES	8

static int attach_relay(void *ctx, uint16_t *family)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_attach(&relay->nl, family);
}

static int relay_info(void *ctx, uint16_t family, struct dr_info *info)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_info(&relay->nl, family, info);
}

static int relay_events(void *ctx, uint16_t family, uint64_t since, dr_event_fn *fn,
			void *data)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_events(&relay->nl, family, since, fn, data);
}

static int relay_jobs(void *ctx, uint16_t family, dr_event_fn *fn, void *data)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_nl_jobs(&relay->nl, family, fn, data);
}

static void set_relay_timer(struct pdrd_relay *relay)
{
	struct itimerspec time = { .it_value.tv_sec = AGAIN_S };

	if (!relay->waiting)
		timerfd_settime(relay->again.fd, 0, &time, NULL);
	relay->waiting = true;
}

/* Keep first, send then: a crash of pdrd must not forget an event that a reader has got */
static void flush(struct pdrd_relay *relay)
{
	unsigned int i;

	if (relay->history) {
		pdrd_history_commit(relay->history);
		if (!relay->history->db)
			set_relay_timer(relay);
	}
	for (i = 0; i < relay->batched; i++) {
		pdrd_clients_send(&relay->clients, relay->batch[i]);
		free(relay->batch[i]);
	}
	relay->batched = 0;
}

/* The journal comes before the history: after a crash it gets a record twice, never not at all */
static void tell_readers(struct pdrd_relay *relay, const struct dr_record *record,
			 const char *line)
{
	const struct dr_job *ended = pdrd_ends_take(&relay->ends, record);

	if (relay->metrics && pdrd_metrics_note(relay->metrics, record, ended) && relay->promfile)
		pdrd_promfile_show(relay->promfile);
	if (relay->journal)
		pdrd_journal_note(record, ended, relay->follow.info.lmb_size);
	if (relay->hooks)
		pdrd_hooks_note(relay->hooks, record, ended, line);
	if (relay->why && ended)
		pdrd_inquiry_note(&relay->inquiry, ended, relay->follow.info.boot_id);
}

static void emit_relayed(void *ctx, const struct dr_record *record)
{
	struct pdrd_relay *relay = ctx;
	char *line = dr_json_record(record);

	tell_readers(relay, record, line);
	if (relay->history)
		pdrd_history_put(relay->history, record);
	relay->batch[relay->batched++] = line;
	if (relay->batched == PDRD_BATCH_MAX)
		flush(relay);
}

/* Who held the memory that would not go, told and kept as an event is */
static void tell_why(void *ctx, const struct pdrd_question *question, char *line)
{
	struct pdrd_relay *relay = ctx;

	if (relay->history)
		pdrd_history_put_held(relay->history, question->boot_id, question->job, line);
	relay->batch[relay->batched++] = line;
	flush(relay);
}

static void say_relayed(void *ctx, const char *sentence)
{
	(void)ctx;
	warnx("%s", sentence);
}

static const struct dr_follow_ops follow_ops = {
	.attach = attach_relay,
	.info = relay_info,
	.events = relay_events,
	.jobs = relay_jobs,
	.emit = emit_relayed,
	.say = say_relayed,
};

static void kernel_ready(struct pdrd_watch *watch, uint32_t bits)
{
	struct pdrd_relay *relay = container_of(watch, struct pdrd_relay,
						kernel);

	(void)bits;
	if (pdrd_nl_receive(&relay->nl, &dr_follow_handler, &relay->follow))
		pdrd_loop_stop(relay->loop, EXIT_FAILURE);
	flush(relay);
}

/* Events that the follower has yet to see are left to the follower */
static void keep_event(void *data, const struct dr_event *event)
{
	struct pdrd_relay *relay = data;
	struct dr_record record = {
		.type = DR_RECORD_EVENT,
		.event = event,
	};

	if (event->job.seq <= relay->follow.seq)
		pdrd_history_put(relay->history, &record);
}

static void keep_found_module(struct pdrd_relay *relay)
{
	struct dr_record record = {
		.type = DR_RECORD_MODULE,
		.module = relay->follow.module,
		.info = dr_follow_info(&relay->follow),
	};

	pdrd_history_put(relay->history, &record);
}

static void keep_loss(struct pdrd_relay *relay)
{
	struct dr_record record = {
		.type = DR_RECORD_LOST,
		.to = relay->follow.seq,
		.boot_id = relay->follow.info.boot_id,
	};

	if (record.to)
		pdrd_history_put(relay->history, &record);
}

/* Ask the module again for events that were relayed but not kept, if it still has them */
static void make_up(struct pdrd_relay *relay)
{
	int tries = DUMP_TRIES, ret;

	keep_found_module(relay);
	if (relay->follow.module != DR_MODULE_PRESENT)
		return;
	do {
		ret = pdrd_nl_events(&relay->nl, relay->follow.family,
				     relay->history->seq, keep_event, relay);
	} while (ret == -EINTR && --tries);
	keep_loss(relay);
}

static void open_again(struct pdrd_relay *relay)
{
	if (!relay->history || pdrd_history_look(relay->history))
		return;
	if (pdrd_history_open(relay->history))
		make_up(relay);
	flush(relay);
}

static void again_ready(struct pdrd_watch *watch, uint32_t bits)
{
	struct pdrd_relay *relay = container_of(watch, struct pdrd_relay, again);
	uint64_t times;

	(void)bits;
	if (read(watch->fd, &times, sizeof(times)) != sizeof(times))
		return;
	relay->waiting = false;
	open_again(relay);
}

static bool begin_past(void *ctx, struct pdrd_replay *replay,
		       const struct dr_cursor *after)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_replay_begin(replay, relay->history, after);
}

static char *next_past(void *ctx, struct pdrd_replay *replay)
{
	struct pdrd_relay *relay = ctx;

	return pdrd_replay_next(replay, relay->history);
}

static char *rest_past(void *ctx, const struct pdrd_replay *replay)
{
	const struct pdrd_relay *relay = ctx;
	struct dr_cursor now = {
		.boot_id = relay->follow.info.boot_id,
		.seq = relay->follow.seq,
	};

	if (relay->follow.module != DR_MODULE_PRESENT)
		return NULL;
	return pdrd_replay_rest(replay, &now);
}

static const struct pdrd_past past_ops = {
	.begin = begin_past,
	.next = next_past,
	.rest = rest_past,
};

static char *greet(void *ctx)
{
	struct pdrd_relay *relay = ctx;
	const struct dr_follow *follow = &relay->follow;

	return dr_json_hello(follow->module, dr_follow_info(follow),
			       follow->seq);
}

static void count_owned(void *ctx, struct pdrd_census *census)
{
	struct pdrd_relay *relay = ctx;

	if (relay->follow.module == DR_MODULE_PRESENT)
		pdrd_census_take(census, &relay->nl, relay->follow.family);
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

static int open_readers(struct pdrd_relay *relay, bool use_stdout)
{
	int ret = pdrd_clients_open(&relay->clients, relay->loop,
				    relay->listener.fd, greet, relay);

	if (ret)
		return ret;
	if (relay->history)
		relay->clients.past = &past_ops;
	if (use_stdout)
		open_stdout(relay);
	return 0;
}

/* Without the history, the relay still works */
static int open_history(struct pdrd_relay *relay)
{
	int ret;

	relay->again.ready = again_ready;
	relay->again.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (relay->again.fd < 0)
		return -errno;
	ret = pdrd_loop_add(relay->loop, &relay->again, EPOLLIN);
	if (ret)
		close(relay->again.fd);
	else if (relay->history)
		pdrd_history_open(relay->history);
	return ret;
}

/* Without a history the last relayed event is unknown: begin with the newest event */
static void start_follow(struct pdrd_relay *relay)
{
	const struct pdrd_history *history = relay->history;
	struct dr_follow_from from = { .jobs = true };

	from.now = !history || !history->db;
	if (!from.now && history->loads) {
		from.boot_id = history->boot_id;
		from.seq = history->seq;
	}
	dr_follow_start(&relay->follow, &follow_ops, relay, &from);
	flush(relay);
}

int pdrd_relay_open(struct pdrd_relay *relay, struct pdrd_loop *loop,
		    const char *path, bool use_stdout,
		    struct pdrd_history *history)
{
	int ret;

	relay->loop = loop;
	relay->history = history;
	pdrd_inquiry_open(&relay->inquiry, loop, relay->why, tell_why, relay);
	ret = pdrd_listen_open(&relay->listener, path);
	if (ret)
		return ret;
	ret = open_readers(relay, use_stdout);
	if (ret)
		goto close_listener;
	ret = open_kernel(relay);
	if (ret)
		goto close_clients;
	ret = open_history(relay);
	if (ret)
		goto close_kernel;
	if (relay->metrics) {
		relay->metrics->count_owned = count_owned;
		relay->metrics->ctx = relay;
	}
	start_follow(relay);
	return 0;

close_kernel:
	pdrd_loop_remove(loop, &relay->kernel);
	pdrd_nl_close(&relay->nl);
close_clients:
	pdrd_clients_close(&relay->clients);
close_listener:
	pdrd_listen_close(&relay->listener);
	return ret;
}

void pdrd_relay_refresh(struct pdrd_relay *relay)
{
	dr_follow_drained(&relay->follow);
	flush(relay);
	open_again(relay);
}

void pdrd_relay_close(struct pdrd_relay *relay)
{
	pdrd_inquiry_close(&relay->inquiry);
	pdrd_loop_remove(relay->loop, &relay->kernel);
	pdrd_nl_close(&relay->nl);
	pdrd_clients_close(&relay->clients);
	pdrd_listen_close(&relay->listener);
	pdrd_stdout_restore();
	pdrd_loop_remove(relay->loop, &relay->again);
	close(relay->again.fd);
	if (relay->history)
		pdrd_history_close(relay->history);
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
	flush(relay);
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
