// SPDX-License-Identifier: GPL-2.0
/* The loop: events one at a time, and a timer that they do not put off. */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "agenttest.h"
#include "loop.h"
#include "util.h"

/**
 * struct busy - a pipe that always has something to read
 * @watch: of its reading end
 * @loop: the loop
 * @fd: writing end
 * @other: watch to be removed by the first event, or NULL
 * @count: events
 * @delay: delay of the timer
 * @expired: times it expired
 * @until: times after which the loop is left
 */
struct busy {
	struct pdrd_watch watch;
	struct pdrd_loop *loop;
	int fd;
	struct busy *other;
	unsigned long count;
	int delay;
	int expired;
	int until;
};

static void ready(struct pdrd_watch *watch, uint32_t events)
{
	struct busy *busy = container_of(watch, struct busy, watch);

	assert_true(events & EPOLLIN);
	busy->count++;
	if (busy->other) {
		/* This watch is ready, too, but ends before its event is fetched */
		pdrd_loop_remove(busy->loop, &busy->other->watch);
		assert_int_equal(busy->other->count, 0);
		busy->other->other = NULL;
		busy->other = NULL;
	}
}

static void open_busy(struct busy *busy, struct pdrd_loop *loop)
{
	int fds[2];

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	busy->watch.fd = fds[0];
	busy->watch.ready = ready;
	busy->loop = loop;
	busy->fd = fds[1];
	assert_int_equal(pdrd_loop_add(loop, &busy->watch, EPOLLIN), 0);
}

static void close_busy(struct busy *busy)
{
	close(busy->watch.fd);
	close(busy->fd);
}

static int delay(void *ctx)
{
	struct busy *busy = ctx;

	return busy->delay;
}

static void expired(void *ctx)
{
	struct busy *busy = ctx;

	if (++busy->expired == busy->until)
		pdrd_loop_stop(busy->loop, 7);
}

static long long elapsed_ms(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - start->tv_sec) * 1000LL +
	       (now.tv_nsec - start->tv_nsec) / 1000000;
}

static void timer_among_events(void **state)
{
	struct busy busy = { .delay = 20, .until = 3 };
	struct pdrd_timer timer = { delay, expired, &busy };
	struct pdrd_loop loop;
	struct timespec start;

	(void)state;
	assert_int_equal(pdrd_loop_open(&loop), 0);
	open_busy(&busy, &loop);
	clock_gettime(CLOCK_MONOTONIC, &start);
	assert_int_equal(pdrd_loop_run(&loop, &timer), 7);
	assert_true(elapsed_ms(&start) >= 58);
	assert_true(busy.count > 10);
	close_busy(&busy);
	pdrd_loop_close(&loop);
}

static void stop_by_event(struct pdrd_watch *watch, uint32_t events)
{
	struct busy *busy = container_of(watch, struct busy, watch);

	(void)events;
	if (++busy->count == 100)
		pdrd_loop_stop(busy->loop, 3);
}

static void no_timer(void **state)
{
	struct busy busy = { .delay = -1 };
	struct pdrd_timer timer = { delay, expired, &busy };
	struct pdrd_loop loop;

	(void)state;
	assert_int_equal(pdrd_loop_open(&loop), 0);
	open_busy(&busy, &loop);
	busy.watch.ready = stop_by_event;
	assert_int_equal(pdrd_loop_run(&loop, &timer), 3);
	assert_int_equal(busy.count, 100);
	assert_int_equal(busy.expired, 0);
	close_busy(&busy);
	pdrd_loop_close(&loop);
}

static void removed_while_ready(void **state)
{
	struct busy a = { .delay = 20, .until = 1 }, b = { .delay = 0 };
	struct pdrd_timer timer = { delay, expired, &a };
	struct pdrd_loop loop;

	(void)state;
	assert_int_equal(pdrd_loop_open(&loop), 0);
	open_busy(&a, &loop);
	open_busy(&b, &loop);
	a.other = &b;
	b.other = &a;
	assert_int_equal(pdrd_loop_run(&loop, &timer), 7);
	assert_true(!a.count != !b.count);
	close_busy(&a);
	close_busy(&b);
	pdrd_loop_close(&loop);
}

static void not_to_be_watched(void **state)
{
	struct pdrd_watch watch = { .fd = -1 };
	struct pdrd_loop loop;

	(void)state;
	assert_int_equal(pdrd_loop_open(&loop), 0);
	assert_int_equal(pdrd_loop_add(&loop, &watch, EPOLLIN), -EBADF);
	watch.fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	assert_int_equal(pdrd_loop_add(&loop, &watch, EPOLLIN), -EPERM);
	pdrd_loop_remove(&loop, &watch);
	close(watch.fd);
	pdrd_loop_close(&loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timer_among_events),
		cmocka_unit_test(no_timer),
		cmocka_unit_test(removed_while_ready),
		cmocka_unit_test(not_to_be_watched),
	};

	alarm(60);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
