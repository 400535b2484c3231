// SPDX-License-Identifier: GPL-2.0
/* All readers of the stream, and the lines that each has yet to get; see clients.h. */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ask.h"
#include "clients.h"
#include "filter.h"
#include "backlog.h"
#include "util.h"

/* The events of a client's descriptor; edge-triggered, so epoll reports none twice */
#define CLIENT_EVENTS	(EPOLLIN | EPOLLOUT | EPOLLET)

/* Lines of the history for one client before the others have their turn */
#define REPLAY_LINES	64

/**
 * struct pdrd_client - a reader
 * @watch: tells when it takes more, or has gone
 * @out: its queue
 * @next: next one in the list
 * @clients: the list
 * @uid: user that reads; root for standard output
 * @may_ask: it is a client of the socket that has not asked for anything
 * @filter: which lines it wants, NULL for all
 * @replays: it gets the history before new events
 * @replay: how far it has got there
 * @asked: bytes of @ask
 * @ask: its request, as far as it has sent it
 */
struct pdrd_client {
	struct pdrd_watch watch;
	struct pdrd_out out;
	struct pdrd_client *next;
	struct pdrd_clients *clients;
	uid_t uid;
	bool may_ask;
	json_t *filter;
	bool replays;
	struct pdrd_replay replay;
	size_t asked;
	char ask[PDRD_ASK_MAX];
};

static void end(struct pdrd_client *client)
{
	struct pdrd_clients *clients = client->clients;
	struct pdrd_client **p = &clients->first;

	while (*p != client)
		p = &(*p)->next;
	*p = client->next;
	clients->count--;

	pdrd_loop_remove(clients->loop, &client->watch);
	close(client->watch.fd);
	pdrd_out_free(&client->out);
	json_decref(client->filter);
	free(client);
}

/* A reader that leaves is normal; a write that fails, as on a full disk, is reported */
static void give_up(struct pdrd_client *client, int error)
{
	if (error != -EPIPE && error != -ECONNRESET)
		warnx("a reader is given up: %s", strerror(-error));
	end(client);
}

static void send_line(struct pdrd_client *client, const char *line)
{
	int ret = pdrd_out_line(&client->out, line);

	if (ret)
		give_up(client, ret);
}

/* A line that could not be made for lack of memory counts as dropped for every client */
static bool passes_filter(const struct pdrd_client *client, const char *line)
{
	return !client->filter || !line || pdrd_filter_takes(client->filter, line);
}

/* Events that the client lacks at the end of the history were not kept: they are lost */
static int end_replay(struct pdrd_client *client)
{
	struct pdrd_clients *clients = client->clients;
	char *rest = clients->past->rest(clients->ctx, &client->replay);
	int ret = rest ? pdrd_out_line(&client->out, rest) : 0;

	client->replays = false;
	free(rest);
	return ret;
}

/* Send the history until the client takes no more; a fast reader lets others in meanwhile */
static int send_history(struct pdrd_client *client)
{
	struct pdrd_clients *clients = client->clients;
	int ret = 0, left = REPLAY_LINES;
	char *line;

	while (!ret && client->replays && !client->out.len) {
		if (!left--) {
			pdrd_loop_again(clients->loop, &client->watch, CLIENT_EVENTS);
			break;
		}
		line = clients->past->next(clients->ctx, &client->replay);
		if (!line)
			ret = end_replay(client);
		else if (passes_filter(client, line))
			ret = pdrd_out_line(&client->out, line);
		free(line);
	}
	return ret;
}

/* An error is the last line that the client gets */
static int refuse_client(struct pdrd_client *client, const char *why)
{
	char *line = pdrd_ask_error(why);

	pdrd_out_line(&client->out, line);
	free(line);
	return -EPIPE;
}

static bool begin_replay(struct pdrd_client *client, const struct dr_cursor *since)
{
	struct pdrd_clients *clients = client->clients;

	client->replays = clients->past &&
			  clients->past->begin(clients->ctx, &client->replay, since);
	return client->replays;
}

static int answer_client(struct pdrd_client *client, size_t len)
{
	struct pdrd_ask ask;
	const char *wrong = pdrd_ask_parse(client->ask, len, &ask);
	char *line;
	int ret;

	client->may_ask = false;
	if (wrong)
		return refuse_client(client, wrong);
	client->filter = ask.filter;
	if (ask.replays && !begin_replay(client, &ask.since))
		return refuse_client(client, "there is no history to read");
	line = pdrd_ask_answer(&ask);
	ret = pdrd_out_line(&client->out, line);
	free(line);
	return ret;
}

/* The end of the client's input ends its request, too; an empty input is no request */
static int end_request(struct pdrd_client *client)
{
	client->may_ask = false;
	return client->asked ? answer_client(client, client->asked) : 0;
}

/* Only the one line is read; later bytes stay in the socket */
static int take_client_request(struct pdrd_client *client)
{
	char *end;
	ssize_t len;

	while (client->may_ask) {
		len = recv(client->watch.fd, client->ask + client->asked,
			   sizeof(client->ask) - client->asked, MSG_DONTWAIT);
		if (len < 0)
			return errno == EAGAIN ? 0 : -errno;
		if (!len)
			return end_request(client);
		client->asked += len;
		end = memchr(client->ask, '\n', client->asked);
		if (end)
			return answer_client(client, end - client->ask);
		if (client->asked == sizeof(client->ask))
			return refuse_client(client, "the request is longer than "
					     DR_TEXT(PDRD_ASK_MAX) " bytes");
	}
	return 0;
}

/* EPOLLHUP: the client has closed. A client that sends nothing more may still read. */
static void client_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_client *client = container_of(watch, struct pdrd_client,
						  watch);
	int ret = -EPIPE;

	if (!(events & (EPOLLHUP | EPOLLERR)))
		ret = pdrd_out_flush(&client->out);
	if (!ret)
		ret = take_client_request(client);
	if (!ret)
		ret = send_history(client);
	if (ret)
		give_up(client, ret);
}

/* Edge-triggered: one event when there is room again, none while there is room */
static int begin_stream(struct pdrd_client *client)
{
	struct pdrd_clients *clients = client->clients;
	int ret = pdrd_loop_add(clients->loop, &client->watch,
				CLIENT_EVENTS);

	/* A regular file is always writable, and epoll cannot watch it */
	if (ret && ret != -EPERM)
		return ret;
	client->next = clients->first;
	clients->first = client;
	clients->count++;
	return 0;
}

/* A file has no peer: only the user that starts the daemon can choose it */
static uid_t find_reader(int fd, bool socket)
{
	struct ucred peer = { .uid = 0 };
	socklen_t len = sizeof(peer);

	if (socket && getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len))
		peer.uid = (uid_t)-1;
	return peer.uid;
}

int pdrd_clients_add(struct pdrd_clients *clients, int fd, bool socket,
		     const char *greeting)
{
	struct pdrd_client *client = calloc(1, sizeof(*client));
	int ret = -ENOMEM;

	if (client) {
		client->clients = clients;
		client->uid = find_reader(fd, socket);
		/* A socket that is standard output asks for nothing: it has no greeting */
		client->may_ask = socket && greeting;
		client->watch.fd = fd;
		client->watch.ready = client_ready;
		pdrd_out_init(&client->out, fd, socket);
		ret = begin_stream(client);
	}
	if (ret) {
		free(client);
		close(fd);
		return ret;
	}
	if (greeting)
		send_line(client, greeting);
	return 0;
}

static void turn_away(int fd, unsigned int count)
{
	char line[64];
	int len = snprintf(line, sizeof(line),
			   "{\"type\":\"full\",\"clients\":%u}\n", count);

	send(fd, line, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	close(fd);
}

static unsigned int count_of(const struct pdrd_clients *clients, uid_t uid)
{
	const struct pdrd_client *client;
	unsigned int count = 0;

	for (client = clients->first; client; client = client->next)
		count += client->uid == uid;
	return count;
}

/* No user can keep the others out, and all of them together cannot keep out root */
static unsigned int find_full(const struct pdrd_clients *clients, uid_t uid)
{
	if (!uid)
		return clients->count < PDRD_CLIENTS_MAX ? 0 : PDRD_CLIENTS_MAX;
	if (count_of(clients, uid) >= PDRD_CLIENTS_USER)
		return PDRD_CLIENTS_USER;
	return clients->count < PDRD_CLIENTS_MAX - PDRD_CLIENTS_ROOT ? 0 :
	       PDRD_CLIENTS_MAX - PDRD_CLIENTS_ROOT;
}

static void welcome(struct pdrd_clients *clients, int fd)
{
	unsigned int full = find_full(clients, find_reader(fd, true));
	char *line;

	if (full) {
		turn_away(fd, full);
		return;
	}
	line = clients->greet(clients->ctx);
	if (line)
		pdrd_clients_add(clients, fd, true, line);
	else
		close(fd);
	free(line);
}

/* Edge-triggered: otherwise the loop would spin when no descriptors are left */
static void listener_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_clients *clients = container_of(watch, struct pdrd_clients,
						    listener);
	int fd;

	(void)events;
	do {
		fd = accept4(watch->fd, NULL, NULL,
			     SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0)
			welcome(clients, fd);
	} while (fd >= 0 || errno == ECONNABORTED || errno == EINTR);
}

int pdrd_clients_open(struct pdrd_clients *clients, struct pdrd_loop *loop,
		      int fd, char *(*greet)(void *ctx), void *ctx)
{
	clients->loop = loop;
	clients->listener.fd = fd;
	clients->listener.ready = listener_ready;
	clients->first = NULL;
	clients->count = 0;
	clients->greet = greet;
	clients->past = NULL;
	clients->ctx = ctx;
	return pdrd_loop_add(loop, &clients->listener, EPOLLIN | EPOLLET);
}

void pdrd_clients_send(struct pdrd_clients *clients, const char *line)
{
	struct pdrd_client *client, *next;

	for (client = clients->first; client; client = next) {
		next = client->next;
		if (!client->replays && passes_filter(client, line))
			send_line(client, line);
	}
}

void pdrd_clients_close(struct pdrd_clients *clients)
{
	struct pdrd_client *client, *next;

	pdrd_loop_remove(clients->loop, &clients->listener);
	for (client = clients->first; client; client = next) {
		next = client->next;
		pdrd_out_flush(&client->out);
		end(client);
	}
}
