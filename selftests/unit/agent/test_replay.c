// SPDX-License-Identifier: GPL-2.0
/* The part of the history that a client gets when it comes back, and how it asks for it. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agenttest.h"
#include "ask.h"
#include "clients.h"
#include "kept.h"
#include "endpoint.h"
#include "place.h"

#define A	"0xfedcba9876543210"
#define B	"0x0000000000000123"

/**
 * struct setting - a history, and clients that ask for it
 * @kept: the history
 * @place: folder and socket
 * @loop: event loop
 * @listener: the socket
 * @clients: the clients
 * @now: last event that was relayed
 */
struct setting {
	struct kept kept;
	struct place place;
	struct pdrd_loop loop;
	struct pdrd_listen listener;
	struct pdrd_clients clients;
	struct dr_cursor now;
};

static char *greet(void *ctx)
{
	(void)ctx;
	return strdup("hello");
}

static bool begin_past(void *ctx, struct pdrd_replay *replay, const struct dr_cursor *after)
{
	struct setting *setting = ctx;

	return pdrd_replay_begin(replay, &setting->kept.history, after);
}

static char *next_past(void *ctx, struct pdrd_replay *replay)
{
	struct setting *setting = ctx;

	return pdrd_replay_next(replay, &setting->kept.history);
}

static char *rest_past(void *ctx, const struct pdrd_replay *replay)
{
	struct setting *setting = ctx;

	return pdrd_replay_rest(replay, &setting->now);
}

static const struct pdrd_past past_ops = {
	.begin = begin_past,
	.next = next_past,
	.rest = rest_past,
};

static int setup(void **state)
{
	struct setting *setting = calloc(1, sizeof(*setting));

	kept_make(&setting->kept);
	assert_true(pdrd_history_open(&setting->kept.history));
	place_make(&setting->place);
	assert_int_equal(pdrd_loop_open(&setting->loop), 0);
	assert_int_equal(pdrd_listen_open(&setting->listener, setting->place.path), 0);
	assert_int_equal(pdrd_clients_open(&setting->clients, &setting->loop,
					   setting->listener.fd, greet, setting), 0);
	setting->clients.past = &past_ops;
	*state = setting;
	return 0;
}

static int teardown(void **state)
{
	struct setting *setting = *state;

	pdrd_clients_close(&setting->clients);
	pdrd_listen_close(&setting->listener);
	pdrd_loop_close(&setting->loop);
	place_remove(&setting->place);
	kept_remove(&setting->kept);
	free(setting);
	return 0;
}

static void pump_once(struct setting *setting)
{
	struct epoll_event event;
	struct pdrd_watch *watch;

	if (epoll_wait(setting->loop.fd, &event, 1, 0) <= 0)
		return;
	watch = event.data.ptr;
	watch->ready(watch, event.events);
}

static void pump(struct setting *setting)
{
	int i;

	for (i = 0; i < 8; i++)
		pump_once(setting);
}

/* An event that the module has, is kept, and is then sent */
static void relay(struct setting *setting, uint64_t seq)
{
	char line[64];

	kept_events(&setting->kept, seq, seq, 1);
	setting->now.boot_id = setting->kept.history.boot_id;
	setting->now.seq = seq;
	snprintf(line, sizeof(line), "{\"type\":\"event\",\"seq\":%d,\"live\":1}", (int)seq);
	pdrd_clients_send(&setting->clients, line);
}

static void fill(struct setting *setting)
{
	struct kept *kept = &setting->kept;

	kept_module(kept, LOAD_A);
	kept_events(kept, 1, 3, 1);
	kept_events(kept, 6, 7, 1);
	kept_module(kept, 0);
	kept_module(kept, LOAD_B);
	kept_events(kept, 1, 2, 1);
	setting->now = (struct dr_cursor){ LOAD_B, 2 };
}

static int ask(struct setting *setting, const char *request)
{
	int fd = place_connect(&setting->place, SOCK_NONBLOCK);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, request, strlen(request)), strlen(request));
	pump(setting);
	return fd;
}

static void shorten_line(char *out, size_t size, const char *line)
{
	const char *seq = strstr(line, "\"seq\":"), *from = strstr(line, "\"from\":");
	const char *to = strstr(line, "\"to\":");

	if (seq)
		snprintf(out, size, "%c%d ", strstr(line, "\"job\"") ? 'j' : 'e', atoi(seq + 6));
	else if (from && to)
		snprintf(out, size, "lost%d-%d ", atoi(from + 7), atoi(to + 5));
	else if (from)
		snprintf(out, size, "lost%d- ", atoi(from + 7));
	else
		snprintf(out, size, "%s ", strstr(line, "replay") ? "replay" :
			 strstr(line, "error") ? "error" : line);
}

/* All that the client can read, in few words */
static void expect(int fd, const char *expected)
{
	char buf[65536], words[4096] = "", *line, *rest = buf;
	ssize_t len = read(fd, buf, sizeof(buf) - 1);
	size_t used = 0;

	buf[len > 0 ? len : 0] = '\0';
	while ((line = strsep(&rest, "\n")) && *line) {
		shorten_line(words + used, sizeof(words) - used, line);
		used += strlen(words + used);
	}
	assert_string_equal(words, expected);
}

/* A client that asks for what came after a cursor is told this */
static void expect_since(struct setting *setting, const char *since, const char *expected)
{
	char request[80];
	int fd;

	snprintf(request, sizeof(request), "{\"since\": \"%s\"}\n", since);
	fd = ask(setting, request);
	expect(fd, expected);
	close(fd);
	pump(setting);
}

static void client_gets_what_came_after_its_cursor(void **state)
{
	static const struct {
		const char *since;
		const char *expected;
	} cases[] = {
		{ "0x0:0", "hello replay e1 e2 e3 lost4-5 e6 e7 e1 e2 " },
		{ A ":1", "hello replay e2 e3 lost4-5 e6 e7 e1 e2 " },
		{ A ":3", "hello replay lost4-5 e6 e7 e1 e2 " },
		/* It was relayed while it could not be kept */
		{ A ":4", "hello replay lost5-5 e6 e7 e1 e2 " },
		{ A ":5", "hello replay e6 e7 e1 e2 " },
		{ A ":7", "hello replay e1 e2 " },
		{ A ":99", "hello replay e1 e2 " },
		{ "0x123:0", "hello replay e1 e2 " },
		{ B ":2", "hello replay " },
		{ "0x77:5", "hello replay lost6- e1 e2 e3 lost4-5 e6 e7 e1 e2 " },
	};
	struct setting *setting = *state;
	size_t i;

	fill(setting);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_since(setting, cases[i].since, cases[i].expected);
}

static void forgotten_events_are_said_to_be_lost(void **state)
{
	struct setting *setting = *state;

	fill(setting);
	kept_change(&setting->kept, "DELETE FROM entry WHERE n < 4");
	expect_since(setting, A ":1", "hello replay lost2-3 lost4-5 e6 e7 e1 e2 ");
}

static void damaged_entry_is_said_to_be_lost(void **state)
{
	struct setting *setting = *state;

	fill(setting);
	kept_change(&setting->kept, "UPDATE entry SET data = x'0102' WHERE n = 2");
	expect_since(setting, "0x0:0", "hello replay e1 lost2-2 e3 lost4-5 e6 e7 e1 e2 ");
}

static void jobs_are_told_where_events_are_lost(void **state)
{
	struct setting *setting = *state;
	struct kept *kept = &setting->kept;
	int fd;

	kept_module(kept, LOAD_B);
	kept_events(kept, 1, 1, 1);
	kept_lost(kept, LOAD_B, 2, 9);
	kept_job(kept, 5);
	kept_events(kept, 10, 10, 1);
	fd = ask(setting, "{\"since\":\"" B ":7\"}\n");
	expect(fd, "hello replay lost8-9 j5 e10 ");
	close(fd);
}

static void live_events_follow_without_gap_or_double(void **state)
{
	struct setting *setting = *state;
	int fd;

	fill(setting);
	fd = ask(setting, "{\"since\":\"" B ":1\"}\n");
	relay(setting, 3);
	relay(setting, 4);
	pump(setting);
	expect(fd, "hello replay e2 e3 e4 ");
	close(fd);
}

/* Lines before the line "replay" are no part of the answer */
static void events_before_the_request_come_again_in_the_answer(void **state)
{
	static const char request[] = "{\"since\":\"" B ":1\"}\n";
	struct setting *setting = *state;
	int fd;

	fill(setting);
	fd = place_connect(&setting->place, SOCK_NONBLOCK);
	pump(setting);
	relay(setting, 3);
	assert_int_equal(write(fd, request, strlen(request)), strlen(request));
	pump(setting);
	expect(fd, "hello e3 replay e2 e3 ");
	close(fd);
}

/* More than a socket takes; events come while it is read, each in its place */
static void long_history_has_no_gap_and_no_double(void **state)
{
	struct setting *setting = *state;
	uint64_t next = 1, seq = 5000;
	char line[512], *at;
	FILE *stream;
	int fd;

	kept_module(&setting->kept, LOAD_B);
	kept_events(&setting->kept, 1, seq, 1);
	fd = ask(setting, "{\"since\":\"0x0:0\"}\n");
	stream = fdopen(fd, "r");
	while (next <= 6000) {
		if (!fgets(line, sizeof(line), stream)) {
			clearerr(stream);
			pump_once(setting);
			continue;
		}
		assert_non_null(strchr(line, '\n'));
		at = strstr(line, "\"seq\":");
		if (!at)
			continue;
		assert_int_equal(atoi(at + 6), next);
		if (next++ % 5 == 0 && seq < 6000)
			relay(setting, ++seq);
	}
	assert_int_equal(seq, 6000);
	assert_int_equal(setting->clients.count, 1);
	fclose(stream);
}

/* One that reads as fast as it is written to must not keep the others waiting */
static void long_history_comes_in_portions(void **state)
{
	static const char request[] = "{\"since\":\"0x0:0\"}\n";
	struct setting *setting = *state;
	int fd, i, lines = 0;
	char buf[131072];
	ssize_t len;

	kept_module(&setting->kept, LOAD_B);
	kept_events(&setting->kept, 1, 2000, 1);
	fd = place_connect(&setting->place, SOCK_NONBLOCK);
	assert_int_equal(write(fd, request, strlen(request)), strlen(request));
	/* The first lets it in */
	pump_once(setting);
	pump_once(setting);
	len = read(fd, buf, sizeof(buf));
	for (i = 0; i < len; i++)
		lines += buf[i] == '\n';
	assert_in_range(lines, 32, 96);
	close(fd);
}

static void history_that_fails_ends_in_a_line_about_the_rest(void **state)
{
	struct setting *setting = *state;
	int fd;

	fill(setting);
	setting->now.seq = 9;
	fd = ask(setting, "{\"since\":\"" B ":1\"}\n");
	expect(fd, "hello replay e2 lost3-9 ");
	pdrd_clients_send(&setting->clients, "live");
	expect(fd, "live ");
	close(fd);
	pdrd_history_give_up(&setting->kept.history, -EROFS);
	fd = ask(setting, "{\"since\":\"" B ":1\"}\n");
	expect(fd, "hello error ");
	close(fd);
}

static void expect_refusal(struct setting *setting, const char *request)
{
	int fd = ask(setting, request);
	char byte;

	expect(fd, "hello error ");
	assert_int_equal(read(fd, &byte, 1), 0);
	close(fd);
	assert_int_equal(setting->clients.count, 0);
}

static void wrong_request_gets_an_error_and_the_end(void **state)
{
	static const char * const wrong[] = {
		"\n", "since\n", "{\n", "{}\n", "[]\n", "\"" A ":1\"\n", "{\"since\":1}\n",
		"{\"since\":null}\n", "{\"since\":\"\"}\n", "{\"since\":\"1\"}\n",
		"{\"since\":\"0x:1\"}\n", "{\"since\":\"0x1:\"}\n", "{\"since\":\"0x1\"}\n",
		"{\"since\":\"1:1\"}\n", "{\"since\":\"0x1:-1\"}\n", "{\"since\":\"0x1: 1\"}\n",
		"{\"since\":\"0x1:1 \"}\n", "{\"since\":\"0x11112222333344445:1\"}\n",
		"{\"since\":\"0x1:18446744073709551616\"}\n", "{\"since\":\"0xG:1\"}\n",
		"{\"since\":\"0x1:1\",\"since\":\"0x1:2\"}\n", "{\"since\":\"0x1:1\"} more\n",
		"{\"since\":\"0x1:1\",\"until\":\"0x1:2\"}\n", "{\"since\":\"0x1:1\\u0000\"}\n",
		"{\"since\":\"\xff\xfe\"}\n",
	};
	struct setting *setting = *state;
	size_t i;

	fill(setting);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		expect_refusal(setting, wrong[i]);
}

static void filter_chooses_from_lines_about_jobs(void **state)
{
	struct setting *setting = *state;
	int fd, other;

	fill(setting);
	fd = ask(setting, "{\"since\":\"" A ":1\",\"filter\":{\"type\":\"job\"}}\n");
	expect(fd, "hello replay lost4-5 ");
	other = ask(setting, "{\"filter\":{\"type\":[\"event\",\"job\"]}}\n");
	expect(other, "hello {\"type\":\"live\"} ");
	relay(setting, 3);
	pdrd_clients_send(&setting->clients, "{\"type\":\"job\",\"seq\":3}");
	expect(fd, "j3 ");
	expect(other, "e3 j3 ");
	close(other);
	close(fd);
}

static void wrong_filter_gets_an_error_and_the_end(void **state)
{
	static const char * const wrong[] = {
		"{\"filter\":{}}\n", "{\"filter\":null}\n", "{\"filter\":{\"state\":\"gone\"}}\n",
		"{\"filter\":{\"type\":\"job\"},\"filter\":{\"type\":\"job\"}}\n",
		"{\"since\":\"0x1\",\"filter\":{\"type\":\"job\"}}\n",
		"{\"filter\":{\"type\":\"job\"},\"more\":1}\n",
		/* No event has a number that the history cannot hold */
		"{\"since\":\"" A ":9223372036854775808\"}\n",
		"{\"since\":\"" B ":18446744073709551615\"}\n",
	};
	struct setting *setting = *state;
	size_t i;

	fill(setting);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		expect_refusal(setting, wrong[i]);
}

static void endless_request_is_cut_off(void **state)
{
	struct setting *setting = *state;
	char request[PDRD_ASK_MAX + 1];
	int fd;

	memset(request, ' ', sizeof(request));
	request[sizeof(request) - 1] = '\0';
	fd = ask(setting, request);
	expect(fd, "hello error ");
	close(fd);
	/* The longest line that fits */
	memcpy(request, "{\"since\":\"0x0:0\"}", 17);
	request[sizeof(request) - 2] = '\n';
	fd = ask(setting, request);
	expect(fd, "hello replay ");
	close(fd);
}

static void request_may_come_in_pieces(void **state)
{
	static const char request[] = "{\"since\":\"" B ":1\"}\n";
	struct setting *setting = *state;
	const char *at;
	int fd;

	fill(setting);
	fd = place_connect(&setting->place, SOCK_NONBLOCK);
	for (at = request; *at; at++) {
		assert_int_equal(write(fd, at, 1), 1);
		pump(setting);
	}
	expect(fd, "hello replay e2 ");
	/* There is one request: more is not read */
	assert_int_equal(write(fd, "more\n", 5), 5);
	pump(setting);
	relay(setting, 3);
	expect(fd, "e3 ");
	close(fd);
}

static void end_of_what_is_sent_ends_the_request(void **state)
{
	struct setting *setting = *state;
	int fd;

	fill(setting);
	fd = ask(setting, "{\"since\":\"" B ":1\"}");
	expect(fd, "hello ");
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	pump(setting);
	expect(fd, "replay e2 ");
	close(fd);
}

static void without_history_a_request_is_an_error(void **state)
{
	struct setting *setting = *state;
	int fd;

	setting->clients.past = NULL;
	fd = ask(setting, "{\"since\":\"0x0:0\"}\n");
	expect(fd, "hello error ");
	close(fd);
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(client_gets_what_came_after_its_cursor),
		TEST(forgotten_events_are_said_to_be_lost),
		TEST(damaged_entry_is_said_to_be_lost),
		TEST(jobs_are_told_where_events_are_lost),
		TEST(live_events_follow_without_gap_or_double),
		TEST(events_before_the_request_come_again_in_the_answer),
		TEST(long_history_has_no_gap_and_no_double),
		TEST(long_history_comes_in_portions),
		TEST(history_that_fails_ends_in_a_line_about_the_rest),
		TEST(wrong_request_gets_an_error_and_the_end),
		TEST(filter_chooses_from_lines_about_jobs),
		TEST(wrong_filter_gets_an_error_and_the_end),
		TEST(endless_request_is_cut_off),
		TEST(request_may_come_in_pieces),
		TEST(end_of_what_is_sent_ends_the_request),
		TEST(without_history_a_request_is_an_error),
	};

	alarm(120);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
