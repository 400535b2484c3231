// SPDX-License-Identifier: GPL-2.0
/* Serves the metrics by HTTP, over libmicrohttpd in our own event loop; see scrape.h. */

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <microhttpd.h>

#include "scrape.h"
#include "util.h"

#define BACKLOG		16

/* For the request of one connection, and the head of its answer */
#define REQUEST_MAX	8192

#define TYPE_OPENMETRICS	"application/openmetrics-text; version=1.0.0; charset=utf-8"
#define TYPE_PROMETHEUS		"text/plain; version=0.0.4; charset=utf-8"

/* "127.0.0.1:9778", "[::1]:9778": the host without brackets, and the port */
static bool split_address(const char *text, char *host, size_t size, const char **port)
{
	const char *colon = strrchr(text, ':');
	size_t len;
	int copied;

	if (!colon)
		return false;
	len = colon - text;
	if (*text == '[' && len > 2 && text[len - 1] == ']')
		copied = snprintf(host, size, "%.*s", (int)len - 2, text + 1);
	else if (!memchr(text, ':', len))
		copied = snprintf(host, size, "%.*s", (int)len, text);
	else
		return false;
	*port = colon + 1;
	return copied > 0 && (size_t)copied < size;
}

/* Nothing is asked of a resolver: it may not be there yet, and a name may become another address */
static bool read_address(const char *host, const char *port, struct pdrd_address *address)
{
	static const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found;

	if (getaddrinfo(host, port, &hints, &found))
		return false;
	memcpy(&address->bytes, found->ai_addr, found->ai_addrlen);
	address->len = found->ai_addrlen;
	freeaddrinfo(found);
	return true;
}

static bool is_loopback(const struct pdrd_address *address)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&address->bytes;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&address->bytes;

	if (address->bytes.ss_family == AF_INET)
		return ntohl(in->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

static bool is_port(const char *text)
{
	return *text && strlen(text) <= 5 && strspn(text, "0123456789") == strlen(text) &&
	       atoi(text) > 0 && atoi(text) <= UINT16_MAX;
}

const char *pdrd_scrape_parse(const char *text, struct pdrd_address *address)
{
	char host[INET6_ADDRSTRLEN];
	const char *port;

	if (!split_address(text, host, sizeof(host), &port))
		return "is no address with a port, such as 127.0.0.1:9778 or [::1]:9778";
	if (!is_port(port))
		return "has no port from 1 to 65535";
	if (!read_address(host, port, address))
		return "has no numeric IP address";
	if (!is_loopback(address))
		return "is no loopback address: pdrd serves metrics to this machine alone";
	return NULL;
}

static time_t seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* The server notices, and ends the connection */
static void end_visit(struct pdrd_visit *visit)
{
	shutdown(visit->fd, SHUT_RDWR);
}

static struct pdrd_visit *oldest_visit(struct pdrd_scrape *scrape)
{
	struct pdrd_visit *visit, *oldest = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(scrape->visit); i++) {
		visit = &scrape->visit[i];
		if (visit->fd && (!oldest || visit->number < oldest->number))
			oldest = visit;
	}
	return oldest;
}

static struct pdrd_visit *free_visit(struct pdrd_scrape *scrape)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(scrape->visit); i++) {
		if (!scrape->visit[i].fd)
			return &scrape->visit[i];
	}
	return NULL;
}

static struct pdrd_visit *begin_visit(struct pdrd_scrape *scrape, int fd)
{
	struct pdrd_visit *visit = free_visit(scrape);

	if (!visit)
		return NULL;
	visit->fd = fd;
	visit->end = seconds_now() + PDRD_SCRAPE_S;
	visit->number = ++scrape->number;
	return visit;
}

static void note_connection(void *ctx, struct MHD_Connection *connection, void **visit,
			    enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
		*visit = begin_visit(ctx, info->connect_fd);
	} else if (*visit) {
		memset(*visit, 0, sizeof(struct pdrd_visit));
	}
}

static enum MHD_Result send_response(struct MHD_Connection *connection, unsigned int status,
				     const char *type, struct MHD_Response *response)
{
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	/* A connection that waits for its next request would take the place of another client */
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result send_error(struct MHD_Connection *connection, unsigned int status,
				  const char *sentence)
{
	return send_response(connection, status, "text/plain; charset=utf-8",
			     MHD_create_response_from_buffer(strlen(sentence), (void *)sentence,
							     MHD_RESPMEM_PERSISTENT));
}

static enum MHD_Result send_metrics(struct pdrd_scrape *scrape, struct MHD_Connection *connection)
{
	const char *accept = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
							 MHD_HTTP_HEADER_ACCEPT);
	bool open = accept && strstr(accept, "application/openmetrics-text");
	struct MHD_Response *response;
	size_t len;
	char *text;

	text = pdrd_metrics_text(scrape->metrics,
				 open ? PDRD_FORM_OPENMETRICS : PDRD_FORM_PROMETHEUS, &len);
	if (!text)
		return send_error(connection, MHD_HTTP_INTERNAL_SERVER_ERROR,
				  "There is no memory for the metrics.\n");
	response = MHD_create_response_from_buffer(len, text, MHD_RESPMEM_MUST_FREE);
	if (response)
		MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT);
	else
		free(text);
	return send_response(connection, MHD_HTTP_OK, open ? TYPE_OPENMETRICS : TYPE_PROMETHEUS,
			     response);
}

/*
 * Called when the head of a request is there. Nobody reads a body: the answer ends the connection.
 */
static enum MHD_Result answer_request(void *ctx, struct MHD_Connection *connection,
				      const char *url, const char *method, const char *version,
				      const char *body, size_t *size, void **request)
{
	(void)version;
	(void)body;
	(void)size;
	(void)request;
	if (strcmp(url, "/metrics"))
		return send_error(connection, MHD_HTTP_NOT_FOUND, "Metrics are at /metrics.\n");
	if (strcmp(method, MHD_HTTP_METHOD_GET) && strcmp(method, MHD_HTTP_METHOD_HEAD))
		return send_error(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
				  "Metrics can only be read.\n");
	return send_metrics(ctx, connection);
}

/* Time until something is due, in ms; -1 for nothing */
static long long find_wait(struct pdrd_scrape *scrape)
{
	struct pdrd_visit *oldest = oldest_visit(scrape);
	MHD_UNSIGNED_LONG_LONG server;
	long long wait = -1, left;

	if (MHD_get_timeout(scrape->server, &server) == MHD_YES)
		wait = server;
	if (!oldest)
		return wait;
	left = (oldest->end - seconds_now()) * 1000LL;
	if (left < 0)
		left = 0;
	return wait < 0 || left < wait ? left : wait;
}

static void set_scrape_timer(struct pdrd_scrape *scrape)
{
	long long wait = find_wait(scrape);
	struct itimerspec time = {
		.it_value.tv_sec = wait / 1000,
		.it_value.tv_nsec = wait % 1000 * 1000000,
	};

	/* A timer of 0 would never expire */
	if (!wait)
		time.it_value.tv_nsec = 1;
	if (wait < 0)
		memset(&time, 0, sizeof(time));
	timerfd_settime(scrape->timer.fd, 0, &time, NULL);
}

/* If there is no place, the oldest connection has to go; the server closes it when it runs */
static bool vacate_visit(struct pdrd_scrape *scrape)
{
	if (free_visit(scrape))
		return true;
	end_visit(oldest_visit(scrape));
	MHD_run(scrape->server);
	return free_visit(scrape);
}

static void take_connection(struct pdrd_scrape *scrape, int fd, const struct pdrd_address *from)
{
	if (vacate_visit(scrape))
		MHD_add_connection(scrape->server, fd, (const struct sockaddr *)&from->bytes,
				   from->len);
	else
		close(fd);
}

/*
 * Not left to the server, which would stop to listen at its limit, and would not say when it goes
 * on. Edge-triggered: otherwise the loop would spin when no descriptors are left.
 */
static void port_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_scrape *scrape = container_of(watch, struct pdrd_scrape, listener);
	int fd, left = PDRD_SCRAPES_MAX;
	struct pdrd_address from;

	(void)events;
	do {
		from.len = sizeof(from.bytes);
		fd = accept4(watch->fd, (struct sockaddr *)&from.bytes, &from.len,
			     SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0)
			take_connection(scrape, fd, &from);
	} while (--left && (fd >= 0 || errno == ECONNABORTED || errno == EINTR));
	/* A crowd lets others in meanwhile */
	if (!left)
		pdrd_loop_again(scrape->loop, watch, EPOLLIN | EPOLLET);
	MHD_run(scrape->server);
	set_scrape_timer(scrape);
}

static void work_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_scrape *scrape = container_of(watch, struct pdrd_scrape, work);

	(void)events;
	MHD_run(scrape->server);
	set_scrape_timer(scrape);
}

static void end_late_visits(struct pdrd_scrape *scrape)
{
	time_t now = seconds_now();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(scrape->visit); i++) {
		if (scrape->visit[i].fd && scrape->visit[i].end <= now)
			end_visit(&scrape->visit[i]);
	}
}

static void scrape_timer_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_scrape *scrape = container_of(watch, struct pdrd_scrape, timer);
	uint64_t times;

	(void)events;
	if (read(watch->fd, &times, sizeof(times)) != sizeof(times))
		return;
	end_late_visits(scrape);
	MHD_run(scrape->server);
	set_scrape_timer(scrape);
}

static int open_port(const struct pdrd_address *address)
{
	int fd, ret, one = 1;

	fd = socket(address->bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (!bind(fd, (const struct sockaddr *)&address->bytes, address->len) &&
	    !listen(fd, BACKLOG))
		return fd;
	ret = -errno;
	close(fd);
	return ret;
}

static int watch_port(struct pdrd_scrape *scrape, const struct pdrd_address *address)
{
	int ret;

	scrape->listener.ready = port_ready;
	scrape->listener.fd = open_port(address);
	if (scrape->listener.fd < 0)
		return scrape->listener.fd;
	ret = pdrd_loop_add(scrape->loop, &scrape->listener, EPOLLIN | EPOLLET);
	if (ret)
		close(scrape->listener.fd);
	return ret;
}

static struct MHD_Daemon *start_server(struct pdrd_scrape *scrape)
{
	return MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL,
				answer_request, scrape,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_MAX,
				MHD_OPTION_NOTIFY_CONNECTION, note_connection, scrape,
				MHD_OPTION_END);
}

static int open_scrape_timer(struct pdrd_scrape *scrape)
{
	int ret;

	scrape->timer.ready = scrape_timer_ready;
	scrape->timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (scrape->timer.fd < 0)
		return -errno;
	ret = pdrd_loop_add(scrape->loop, &scrape->timer, EPOLLIN);
	if (ret)
		close(scrape->timer.fd);
	return ret;
}

static int watch_server(struct pdrd_scrape *scrape)
{
	scrape->work.ready = work_ready;
	scrape->work.fd = MHD_get_daemon_info(scrape->server, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	return pdrd_loop_add(scrape->loop, &scrape->work, EPOLLIN);
}

int pdrd_scrape_open(struct pdrd_scrape *scrape, struct pdrd_loop *loop,
		     struct pdrd_metrics *metrics, const struct pdrd_address *address)
{
	int ret;

	scrape->loop = loop;
	scrape->metrics = metrics;
	scrape->server = start_server(scrape);
	if (!scrape->server)
		return -ENOMEM;
	ret = open_scrape_timer(scrape);
	if (ret)
		goto stop_server;
	ret = watch_server(scrape);
	if (ret)
		goto close_timer;
	ret = watch_port(scrape, address);
	if (ret)
		goto unwatch_server;
	return 0;

unwatch_server:
	pdrd_loop_remove(loop, &scrape->work);
close_timer:
	pdrd_loop_remove(loop, &scrape->timer);
	close(scrape->timer.fd);
stop_server:
	MHD_stop_daemon(scrape->server);
	return ret;
}

void pdrd_scrape_close(struct pdrd_scrape *scrape)
{
	pdrd_loop_remove(scrape->loop, &scrape->listener);
	close(scrape->listener.fd);
	pdrd_loop_remove(scrape->loop, &scrape->work);
	pdrd_loop_remove(scrape->loop, &scrape->timer);
	close(scrape->timer.fd);
	MHD_stop_daemon(scrape->server);
}
