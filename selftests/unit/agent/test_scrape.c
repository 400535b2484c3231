// SPDX-License-Identifier: GPL-2.0
/* The HTTP server of the metrics: addresses, answers, and clients that behave badly. */

#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "agenttest.h"
#include "scrape.h"
#include "util.h"

#define ANSWER_MAX	16384
#define GET		"GET /metrics HTTP/1.1\r\nHost: x\r\n"
#define OPENMETRICS	"application/openmetrics-text; version=1.0.0"

/* Seconds that have passed for the server alone */
static time_t later;

int __real_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);

int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
	int ret = __real_clock_gettime(clock, now);

	now->tv_sec += later;
	return ret;
}

/**
 * struct setting - a server and its surroundings
 * @loop: event loop
 * @metrics: the numbers
 * @scrape: the server
 * @address: where it listens
 */
struct setting {
	struct pdrd_loop loop;
	struct pdrd_metrics metrics;
	struct pdrd_scrape scrape;
	struct pdrd_address address;
};

/**
 * struct guest - a client
 * @watch: of its socket
 * @loop: left when the connection is closed
 * @closed: it is
 * @answer: what has come
 * @len: its length
 */
struct guest {
	struct pdrd_watch watch;
	struct pdrd_loop *loop;
	bool closed;
	char answer[ANSWER_MAX];
	size_t len;
};

static int setup(void **state)
{
	struct setting *setting = calloc(1, sizeof(*setting));
	struct sockaddr_in *in = (struct sockaddr_in *)&setting->address.bytes;

	later = 0;
	assert_null(pdrd_scrape_parse("127.0.0.1:1", &setting->address));
	in->sin_port = 0;
	assert_int_equal(pdrd_loop_open(&setting->loop), 0);
	pdrd_metrics_open(&setting->metrics);
	assert_int_equal(pdrd_scrape_open(&setting->scrape, &setting->loop, &setting->metrics,
					  &setting->address), 0);
	assert_int_equal(getsockname(setting->scrape.listener.fd, (struct sockaddr *)in,
				     &setting->address.len), 0);
	*state = setting;
	return 0;
}

static int teardown(void **state)
{
	struct setting *setting = *state;

	pdrd_scrape_close(&setting->scrape);
	pdrd_metrics_close(&setting->metrics);
	pdrd_loop_close(&setting->loop);
	free(setting);
	return 0;
}

static void guest_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct guest *guest = container_of(watch, struct guest, watch);
	ssize_t len;

	(void)events;
	len = recv(watch->fd, guest->answer + guest->len, ANSWER_MAX - 1 - guest->len, 0);
	if (len > 0) {
		guest->len += len;
		return;
	}
	guest->closed = true;
	pdrd_loop_remove(guest->loop, watch);
	pdrd_loop_stop(guest->loop, 0);
}

static struct guest *enter(struct setting *setting, const char *bytes)
{
	struct guest *guest = calloc(1, sizeof(*guest));
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (const struct sockaddr *)&setting->address.bytes,
				 setting->address.len), 0);
	assert_int_equal(send(fd, bytes, strlen(bytes), MSG_NOSIGNAL), strlen(bytes));
	guest->watch.fd = fd;
	guest->watch.ready = guest_ready;
	guest->loop = &setting->loop;
	assert_int_equal(pdrd_loop_add(&setting->loop, &guest->watch, EPOLLIN), 0);
	return guest;
}

static int no_delay(void *ctx)
{
	(void)ctx;
	return -1;
}

static int short_delay(void *ctx)
{
	(void)ctx;
	return 1;
}

static void stop_loop(void *ctx)
{
	pdrd_loop_stop(ctx, 0);
}

/* The kernel keeps few connections that the server has not taken yet */
static void wait_taken(struct setting *setting, uint64_t number)
{
	const struct pdrd_timer timer = { short_delay, stop_loop, &setting->loop };

	while (setting->scrape.number < number) {
		setting->loop.stop = false;
		pdrd_loop_run(&setting->loop, &timer);
	}
}

static void wait_closed(struct setting *setting, const struct guest *guest)
{
	static const struct pdrd_timer timer = { .delay = no_delay };

	while (!guest->closed) {
		setting->loop.stop = false;
		pdrd_loop_run(&setting->loop, &timer);
	}
}

static void leave(struct guest *guest)
{
	if (!guest->closed)
		pdrd_loop_remove(guest->loop, &guest->watch);
	close(guest->watch.fd);
	free(guest);
}

/* The answer has a part */
static void expect_answer(struct setting *setting, const char *bytes, const char *part)
{
	struct guest *guest = enter(setting, bytes);

	wait_closed(setting, guest);
	if (!strstr(guest->answer, part))
		fail_msg("\"%s\" is not in: %s", part, guest->answer);
	leave(guest);
}

static void only_loopback_addresses_are_taken(void **state)
{
	static const struct {
		const char *text;
		const char *wrong;
	} cases[] = {
		{ "127.0.0.1:9778", NULL },
		{ "127.1.2.3:1", NULL },
		{ "[::1]:65535", NULL },
		{ "0.0.0.0:9778", "is no loopback address" },
		{ "192.0.2.1:9778", "is no loopback address" },
		{ "[::]:9778", "is no loopback address" },
		{ "[fe80::1]:9778", "is no loopback address" },
		{ "[::ffff:127.0.0.1]:9778", "is no loopback address" },
		{ "localhost:9778", "has no numeric IP address" },
		{ "127.0.0.1.:9778", "has no numeric IP address" },
		{ "[127.0.0.1]x:9778", "has no numeric IP address" },
		{ "127.0.0.1:", "has no port" },
		{ "127.0.0.1:0", "has no port" },
		{ "127.0.0.1:65536", "has no port" },
		{ "127.0.0.1:-1", "has no port" },
		{ "127.0.0.1:80x", "has no port" },
		{ "127.0.0.1", "is no address with a port" },
		{ "::1:9778", "is no address with a port" },
		{ "[]:9778", "has no numeric IP address" },
		{ ":9778", "is no address with a port" },
		{ "", "is no address with a port" },
	};
	struct pdrd_address address;
	const char *wrong;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		wrong = pdrd_scrape_parse(cases[i].text, &address);
		if (!wrong != !cases[i].wrong || (wrong && !strstr(wrong, cases[i].wrong)))
			fail_msg("%s: %s", cases[i].text, wrong);
	}
}

static void each_request_has_its_answer(void **state)
{
	static const struct {
		const char *request;
		const char *part;
	} cases[] = {
		{ GET "\r\n", "HTTP/1.1 200 OK\r\n" },
		{ GET "\r\n", "\r\nConnection: close\r\n" },
		{ GET "\r\n", "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n" },
		{ GET "\r\n", "\n# TYPE pdr_lost_events_total counter\n" },
		{ GET "Accept: " OPENMETRICS ",*/*;q=0.1\r\n\r\n",
		  "\r\nContent-Type: " OPENMETRICS "; charset=utf-8\r\n" },
		{ GET "Accept: " OPENMETRICS "\r\n\r\n", "\n# TYPE pdr_lost_events counter\n" },
		{ GET "\r\n", "\n# EOF\n" },
		{ "HEAD /metrics HTTP/1.0\r\n\r\n", "200 OK\r\n" },
		{ "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "404 Not Found\r\n" },
		{ "GET /metrics/ HTTP/1.1\r\nHost: x\r\n\r\n", "404 Not Found\r\n" },
		{ "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx",
		  "405 Method Not Allowed\r\n" },
		{ "DELETE /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "\r\nAllow: GET, HEAD\r\n" },
		{ "\x16\x03\x01 garbage\r\n\r\n", "400 Bad Request\r\n" },
		{ GET "X: 12345\r\n\n\r\n\r\n", "HTTP/1.1 200 OK\r\n" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		expect_answer(*state, cases[i].request, cases[i].part);
}

static void head_has_no_body(void **state)
{
	struct setting *setting = *state;
	struct guest *guest = enter(setting, "HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n");

	wait_closed(setting, guest);
	assert_string_equal(strstr(guest->answer, "\r\n\r\n"), "\r\n\r\n");
	leave(guest);
}

static void request_without_end_is_refused(void **state)
{
	char *bytes = malloc(65536);

	memset(bytes, 'x', 65535);
	bytes[65535] = '\0';
	memcpy(bytes, GET, strlen(GET));
	expect_answer(*state, bytes, "HTTP/1.1 4");
	free(bytes);
}

/* However it keeps the connection at work */
static void late_client_is_sent_away(void **state)
{
	struct setting *setting = *state;
	struct guest *late = enter(setting, "GET /metr");

	expect_answer(setting, GET "\r\n", "200 OK");
	later = PDRD_SCRAPE_S - 1;
	send(late->watch.fd, "i", 1, MSG_NOSIGNAL);
	expect_answer(setting, GET "\r\n", "200 OK");
	assert_false(late->closed);
	later = PDRD_SCRAPE_S + 1;
	expect_answer(setting, GET "\r\n", "200 OK");
	wait_closed(setting, late);
	leave(late);
}

static void oldest_client_makes_room(void **state)
{
	struct guest *guests[PDRD_SCRAPES_MAX + 3];
	struct setting *setting = *state;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(guests); i++) {
		guests[i] = enter(setting, "GET /metr");
		wait_taken(setting, i + 1);
	}
	for (i = 0; i < 3; i++)
		wait_closed(setting, guests[i]);
	expect_answer(setting, GET "\r\n", "200 OK");
	wait_closed(setting, guests[3]);
	assert_false(guests[4]->closed);
	for (i = 0; i < ARRAY_SIZE(guests); i++)
		leave(guests[i]);
}

/* The clients are in the loop as all else is: nothing waits for them */
static void crowd_of_clients_is_served(void **state)
{
	struct setting *setting = *state;
	size_t i;

	for (i = 0; i < 500; i++) {
		leave(enter(setting, i % 2 ? GET "\r\n" : "nonsense"));
		wait_taken(setting, i + 1);
	}
	expect_answer(setting, GET "\r\n", "200 OK");
}

static void address_in_use_is_an_error(void **state)
{
	struct setting *setting = *state;
	struct pdrd_scrape second = { 0 };

	assert_int_equal(pdrd_scrape_open(&second, &setting->loop, &setting->metrics,
					  &setting->address), -EADDRINUSE);
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_loopback_addresses_are_taken),
		TEST(each_request_has_its_answer),
		TEST(head_has_no_body),
		TEST(request_without_end_is_refused),
		TEST(late_client_is_sent_away),
		TEST(oldest_client_makes_room),
		TEST(crowd_of_clients_is_served),
		TEST(address_in_use_is_an_error),
	};

	/* If the loop does not end, the test does */
	alarm(120);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
