// SPDX-License-Identifier: GPL-2.0
/* Readers that are slow, stop reading, or vanish; with real sockets. */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agenttest.h"
#include "backlog.h"

/**
 * struct pair - a reader and the other end
 * @out: reader
 * @fd: where its lines arrive
 * @text: what has arrived of the current line
 * @len: of @text
 * @next: number that the next line should have
 * @lines: lines that arrived
 * @dropped: dropped lines, as overrun lines count them
 */
struct pair {
	struct pdrd_out out;
	int fd;
	char text[8192];
	size_t len;
	unsigned long long next;
	unsigned long long lines;
	unsigned long long dropped;
};

static int setup(void **state)
{
	struct pair *pair = calloc(1, sizeof(*pair));
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
				    fds), 0);
	pdrd_out_init(&pair->out, fds[0], true);
	pair->fd = fds[1];
	*state = pair;
	return 0;
}

static int teardown(void **state)
{
	struct pair *pair = *state;

	pdrd_out_free(&pair->out);
	close(pair->out.fd);
	close(pair->fd);
	free(pair);
	return 0;
}

static int put(struct pair *pair, unsigned long long number, int width)
{
	char line[4096];

	snprintf(line, sizeof(line), "%0*llu", width, number);
	return pdrd_out_line(&pair->out, line);
}

static void take_line(struct pair *pair)
{
	unsigned long long dropped;

	pair->text[pair->len - 1] = 0;
	if (sscanf(pair->text, "{\"type\":\"overrun\",\"dropped\":%llu}",
		   &dropped) == 1) {
		assert_true(dropped > 0);
		pair->dropped += dropped;
		pair->next += dropped;
	} else {
		assert_int_equal(strtoull(pair->text, NULL, 10), pair->next);
		pair->next++;
		pair->lines++;
	}
	pair->len = 0;
}

/* Read at most @max bytes; false when there are none */
static bool take(struct pair *pair, size_t max)
{
	char buf[4096];
	ssize_t ret, i;

	ret = read(pair->fd, buf, max < sizeof(buf) ? max : sizeof(buf));
	for (i = 0; i < ret; i++) {
		assert_true(pair->len < sizeof(pair->text));
		pair->text[pair->len++] = buf[i];
		if (buf[i] == '\n')
			take_line(pair);
	}
	return ret > 0;
}

static void take_all(struct pair *pair)
{
	do {
		while (take(pair, 4096))
			;
		assert_int_equal(pdrd_out_flush(&pair->out), 0);
	} while (take(pair, 4096));
}

static void fast_reader(void **state)
{
	struct pair *pair = *state;
	int i;

	for (i = 0; i < 5000; i++) {
		assert_int_equal(put(pair, i, 100), 0);
		take_all(pair);
	}
	assert_int_equal(pair->lines, 5000);
	assert_int_equal(pair->dropped, 0);
	/* Without a backlog there is no queue */
	assert_true(pair->out.size <= 4096);
}

static void stopped_reader(void **state)
{
	struct pair *pair = *state;
	unsigned long long i;

	for (i = 0; i < 20000; i++)
		assert_int_equal(put(pair, i, 200), 0);
	assert_true(pair->out.dropped > 0);
	assert_true(pair->out.size <= PDRD_OUT_MAX);
	/* Nearly all of the room is used */
	assert_true(pair->out.head + pair->out.len > PDRD_OUT_MAX - 1000);

	/* The kept lines come first, then the number of dropped ones, then new lines */
	take_all(pair);
	assert_int_equal(pair->lines + pair->dropped, 20000);
	assert_int_equal(put(pair, i, 200), 0);
	take_all(pair);
	assert_int_equal(pair->lines + pair->dropped, 20001);
	assert_int_equal(pair->out.dropped, 0);
	/* The memory is given back */
	assert_true(pair->out.size <= 65536);
}

/* All that a module remembers may come before any reader reads */
static void burst(void **state)
{
	struct pair *pair = *state;
	int i;

	for (i = 0; i < 2048 + 1024; i++)
		assert_int_equal(put(pair, i, 600), 0);
	take_all(pair);
	assert_int_equal(pair->lines, 2048 + 1024);
}

/* The reader need not wait for a next line to learn what it missed */
static void overrun_is_said_at_once(void **state)
{
	struct pair *pair = *state;
	unsigned long long i;

	for (i = 0; !pair->out.dropped; i++)
		assert_int_equal(put(pair, i, 1000), 0);
	take_all(pair);
	assert_int_equal(pair->dropped, 1);
	assert_int_equal(pair->next, i);
}

static void random_reader(void **state)
{
	struct pair *pair = *state;
	unsigned int seed = 1, pace;
	unsigned long long i;

	for (i = 0; i < 40000; i++) {
		assert_int_equal(put(pair, i, 1 + rand_r(&seed) % 3000), 0);
		/* Now slower, now faster than the writer */
		pace = i / 5000 % 2 ? 2500 : 400;
		take(pair, 1 + rand_r(&seed) % pace);
		if (!(rand_r(&seed) % 50))
			assert_int_equal(pdrd_out_flush(&pair->out), 0);
	}
	take_all(pair);
	assert_int_equal(pair->lines + pair->dropped, 40000);
	assert_true(pair->lines > 1000);
	assert_true(pair->dropped > 1000);
}

static void vanished_reader(void **state)
{
	struct pair *pair = *state;
	int ret = 0, i;

	close(pair->fd);
	for (i = 0; i < 3 && !ret; i++)
		ret = put(pair, i, 10);
	assert_int_equal(ret, -EPIPE);
	pair->fd = -1;
}

/* A line for which there is no memory counts as dropped */
static void line_without_memory(void **state)
{
	struct pair *pair = *state;

	assert_int_equal(put(pair, 0, 1), 0);
	assert_int_equal(pdrd_out_line(&pair->out, NULL), 0);
	assert_int_equal(put(pair, 2, 1), 0);
	take_all(pair);
	assert_int_equal(pair->lines, 2);
	assert_int_equal(pair->dropped, 1);
	assert_int_equal(pair->next, 3);
}

/* More than a queue can hold */
static void huge_line(void **state)
{
	struct pair *pair = *state;
	char *line = malloc(PDRD_OUT_MAX + 1);

	memset(line, 'a', PDRD_OUT_MAX);
	line[PDRD_OUT_MAX] = 0;
	assert_int_equal(pdrd_out_line(&pair->out, line), 0);
	free(line);
	take_all(pair);
	assert_int_equal(pair->dropped, 1);
}

static void pipe_reader(void **state)
{
	struct pair *pair = *state;
	unsigned long long i;
	int fds[2];

	close(pair->fd);
	close(pair->out.fd);
	assert_int_equal(pipe2(fds, O_NONBLOCK), 0);
	pdrd_out_init(&pair->out, fds[1], false);
	pair->fd = fds[0];
	for (i = 0; i < 30000; i++)
		assert_int_equal(put(pair, i, 100), 0);
	take_all(pair);
	assert_int_equal(pair->lines + pair->dropped, 30000);
	assert_true(pair->dropped > 0);
}

#define TEST(function)	\
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fast_reader),
		TEST(stopped_reader),
		TEST(burst),
		TEST(overrun_is_said_at_once),
		TEST(random_reader),
		TEST(vanished_reader),
		TEST(line_without_memory),
		TEST(huge_line),
		TEST(pipe_reader),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
