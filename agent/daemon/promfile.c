// SPDX-License-Identifier: GPL-2.0
/* Writes the metrics to a file; see promfile.h. */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "promfile.h"
#include "util.h"

/* The file is written no more often than this; a timer of 0 would never expire */
static const struct timespec pause_after = { .tv_sec = 1 };
static const struct timespec no_pause = { .tv_nsec = 1 };

/* The collector runs as another user, so the file's mode must not depend on our umask */
static int write_bytes(const struct pdrd_promfile *file, const char *text, size_t len)
{
	int error = 0;
	FILE *out;

	/* The file may be a link to another that is not ours to write */
	unlink(file->temporary);
	out = fopen(file->temporary, "wxe");
	if (!out)
		return -errno;
	fwrite(text, 1, len, out);
	if (fflush(out) || fchmod(fileno(out), 0644))
		error = -errno;
	/* A write before the last may have failed */
	else if (ferror(out))
		error = -EIO;
	if (fclose(out) && !error)
		error = -errno;
	return error;
}

static int write_temporary(const struct pdrd_promfile *file)
{
	size_t len;
	char *text = pdrd_metrics_text(file->metrics, PDRD_FORM_PROMETHEUS, &len);
	int error;

	if (!text)
		return -ENOMEM;
	error = write_bytes(file, text, len);
	free(text);
	return error;
}

/* A reader finds the old numbers or the new ones, never a part of them */
void pdrd_promfile_write(struct pdrd_promfile *file)
{
	int error = write_temporary(file);

	if (!error && rename(file->temporary, file->path))
		error = -errno;
	file->changed = false;
	if (error)
		unlink(file->temporary);
	if (error && !file->failed)
		warnx("metrics in %s: %s", file->path, strerror(-error));
	file->failed = error;
}

static void set_promfile_timer(struct pdrd_promfile *file, const struct timespec *pause)
{
	struct itimerspec time = { .it_value = *pause };

	timerfd_settime(file->timer.fd, 0, &time, NULL);
	file->waiting = true;
}

static void promfile_timer_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct pdrd_promfile *file = container_of(watch, struct pdrd_promfile, timer);
	uint64_t times;

	(void)events;
	if (read(watch->fd, &times, sizeof(times)) != sizeof(times))
		return;
	file->waiting = false;
	if (!file->changed)
		return;
	pdrd_promfile_write(file);
	set_promfile_timer(file, &pause_after);
}

void pdrd_promfile_show(struct pdrd_promfile *file)
{
	file->changed = true;
	if (!file->waiting)
		set_promfile_timer(file, &no_pause);
}

static int open_promfile_timer(struct pdrd_promfile *file, struct pdrd_loop *loop)
{
	int ret;

	file->timer.ready = promfile_timer_ready;
	file->timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (file->timer.fd < 0)
		return -errno;
	ret = pdrd_loop_add(loop, &file->timer, EPOLLIN);
	if (ret)
		close(file->timer.fd);
	return ret;
}

int pdrd_promfile_open(struct pdrd_promfile *file, struct pdrd_loop *loop,
		       struct pdrd_metrics *metrics, const char *path)
{
	int ret;

	file->metrics = metrics;
	file->path = path;
	if (asprintf(&file->temporary, "%s.new", path) < 0)
		return -ENOMEM;
	ret = open_promfile_timer(file, loop);
	if (ret)
		free(file->temporary);
	return ret;
}

void pdrd_promfile_close(struct pdrd_promfile *file, struct pdrd_loop *loop)
{
	pdrd_loop_remove(loop, &file->timer);
	close(file->timer.fd);
	/* The file stays */
	pdrd_promfile_write(file);
	free(file->temporary);
}
