// SPDX-License-Identifier: GPL-2.0
/* Messages to systemd; see notify.h. Without systemd, sd_notify() does nothing. */

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#include "notify.h"
#include "util.h"

#define USEC_PER_S	1000000ULL

static struct timespec make_timespec(uint64_t usec)
{
	struct timespec time = {
		.tv_sec = usec / USEC_PER_S,
		.tv_nsec = usec % USEC_PER_S * 1000,
	};

	return time;
}

static void ping_timer_ready(struct pdrd_watch *watch, uint32_t events)
{
	uint64_t times;

	(void)events;
	if (read(watch->fd, &times, sizeof(times)) == sizeof(times))
		sd_notify(0, "WATCHDOG=1");
}

static int open_ping_timer(struct pdrd_watch *timer, struct pdrd_loop *loop, uint64_t usec)
{
	struct itimerspec time = {
		.it_interval = make_timespec(usec),
		.it_value = make_timespec(usec),
	};
	int ret;

	timer->ready = ping_timer_ready;
	timer->fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (timer->fd < 0)
		return -errno;
	timerfd_settime(timer->fd, 0, &time, NULL);
	ret = pdrd_loop_add(loop, timer, EPOLLIN);
	if (ret)
		close(timer->fd);
	return ret;
}

int pdrd_notify_open(struct pdrd_notify *notify, struct pdrd_loop *loop)
{
	uint64_t usec;

	notify->timer.fd = -1;
	if (sd_watchdog_enabled(0, &usec) <= 0)
		return 0;
	/* A timer of 0 would never expire */
	return open_ping_timer(&notify->timer, loop, usec > 1 ? usec / 2 : 1);
}

void pdrd_notify_ready(void)
{
	sd_notify(0, "READY=1");
}

/* Newer versions of systemd tell by the time which reload this is */
void pdrd_notify_reloading(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%llu",
		   now.tv_sec * USEC_PER_S + now.tv_nsec / 1000);
}

void pdrd_notify_close(struct pdrd_notify *notify, struct pdrd_loop *loop)
{
	sd_notify(0, "STOPPING=1");
	if (notify->timer.fd < 0)
		return;
	pdrd_loop_remove(loop, &notify->timer);
	close(notify->timer.fd);
}
