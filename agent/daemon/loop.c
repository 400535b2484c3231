// SPDX-License-Identifier: GPL-2.0
/* The event loop, over epoll; see loop.h. */

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "loop.h"

int pdrd_loop_open(struct pdrd_loop *loop)
{
	loop->stop = false;
	loop->status = EXIT_SUCCESS;
	loop->fd = epoll_create1(EPOLL_CLOEXEC);
	return loop->fd < 0 ? -errno : 0;
}

void pdrd_loop_close(struct pdrd_loop *loop)
{
	close(loop->fd);
	loop->fd = -1;
}

int pdrd_loop_add(struct pdrd_loop *loop, struct pdrd_watch *watch,
		  uint32_t events)
{
	struct epoll_event event = {
		.events = events,
		.data.ptr = watch,
	};

	if (epoll_ctl(loop->fd, EPOLL_CTL_ADD, watch->fd, &event))
		return -errno;
	return 0;
}

void pdrd_loop_again(struct pdrd_loop *loop, struct pdrd_watch *watch,
		     uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = watch };

	epoll_ctl(loop->fd, EPOLL_CTL_MOD, watch->fd, &event);
}

void pdrd_loop_remove(struct pdrd_loop *loop, struct pdrd_watch *watch)
{
	epoll_ctl(loop->fd, EPOLL_CTL_DEL, watch->fd, NULL);
}

void pdrd_loop_stop(struct pdrd_loop *loop, int status)
{
	loop->stop = true;
	loop->status = status;
}

static long long loop_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/**
 * struct deadline - when the timer expires
 * @at: on the monotonic clock, in ms
 * @set: whether it does
 */
struct deadline {
	long long at;
	bool set;
};

/* Time left for epoll_wait(); events do not move the deadline */
static int timer_left(struct deadline *deadline, const struct pdrd_timer *timer)
{
	int delay = timer->delay(timer->ctx);
	long long now;

	if (delay < 0) {
		deadline->set = false;
		return -1;
	}
	now = loop_now_ms();
	if (!deadline->set)
		deadline->at = now + delay;
	deadline->set = true;
	return deadline->at > now ? deadline->at - now : 0;
}

static void fail(struct pdrd_loop *loop)
{
	warn("epoll_wait");
	pdrd_loop_stop(loop, EXIT_FAILURE);
}

int pdrd_loop_run(struct pdrd_loop *loop, const struct pdrd_timer *timer)
{
	struct deadline deadline = { 0 };
	struct epoll_event event;
	struct pdrd_watch *watch;
	int left, count;

	while (!loop->stop) {
		left = timer_left(&deadline, timer);
		if (!left) {
			deadline.set = false;
			timer->expired(timer->ctx);
			continue;
		}
		count = epoll_wait(loop->fd, &event, 1, left);
		if (count > 0) {
			watch = event.data.ptr;
			watch->ready(watch, event.events);
		} else if (count < 0 && errno != EINTR) {
			fail(loop);
		}
	}
	return loop->status;
}
