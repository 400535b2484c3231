// SPDX-License-Identifier: GPL-2.0
/* One reader of the stream, and the lines kept for it; see out.h. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backlog.h"

#define SIZE_MIN	4096

/* Do not keep more memory than this for an empty queue */
#define SIZE_KEPT	65536

void pdrd_out_init(struct pdrd_out *out, int fd, bool socket)
{
	memset(out, 0, sizeof(*out));
	out->fd = fd;
	out->socket = socket;
}

void pdrd_out_free(struct pdrd_out *out)
{
	free(out->buf);
	out->buf = NULL;
}

/* Room for @len more bytes behind those that wait */
static bool grow_line(struct pdrd_out *out, size_t len)
{
	size_t size = out->size ? out->size : SIZE_MIN;
	char *buf;

	if (out->head) {
		memmove(out->buf, out->buf + out->head, out->len);
		out->head = 0;
	}
	while (size < out->len + len && size < PDRD_OUT_MAX)
		size *= 2;
	if (out->len + len > size)
		return false;
	if (size == out->size)
		return true;

	buf = realloc(out->buf, size);
	if (!buf)
		return false;
	out->buf = buf;
	out->size = size;
	return true;
}

static bool append_line(struct pdrd_out *out, const char *line)
{
	size_t len = strlen(line);
	size_t end = out->head + out->len;

	if (end + len + 1 > out->size) {
		if (!grow_line(out, len + 1))
			return false;
		end = out->len;
	}
	memcpy(out->buf + end, line, len);
	out->buf[end + len] = '\n';
	out->len += len + 1;
	return true;
}

static ssize_t write_some(const struct pdrd_out *out)
{
	const char *buf = out->buf + out->head;
	ssize_t ret;

	do {
		if (out->socket)
			ret = send(out->fd, buf, out->len,
				   MSG_DONTWAIT | MSG_NOSIGNAL);
		else
			ret = write(out->fd, buf, out->len);
	} while (ret < 0 && errno == EINTR);
	return ret < 0 ? -errno : ret;
}

static void empty(struct pdrd_out *out)
{
	out->head = 0;
	if (out->size <= SIZE_KEPT)
		return;
	free(out->buf);
	out->buf = NULL;
	out->size = 0;
}

/* Return 0 when all is written or the reader takes no more for now */
static int drain(struct pdrd_out *out)
{
	ssize_t ret;

	while (out->len) {
		ret = write_some(out);
		if (ret == -EAGAIN)
			return 0;
		if (ret < 0)
			return ret;
		out->head += ret;
		out->len -= ret;
	}
	empty(out);
	return 0;
}

int pdrd_out_flush(struct pdrd_out *out)
{
	char line[64];
	int ret = drain(out);

	if (ret || out->len || !out->dropped)
		return ret;

	/* Printed by hand: memory may be short when lines are dropped */
	snprintf(line, sizeof(line), "{\"type\":\"overrun\",\"dropped\":%llu}",
		 (unsigned long long)out->dropped);
	if (append_line(out, line))
		out->dropped = 0;
	return drain(out);
}

int pdrd_out_line(struct pdrd_out *out, const char *line)
{
	int ret = pdrd_out_flush(out);

	if (ret)
		return ret;
	if (out->dropped || !line || !append_line(out, line))
		out->dropped++;
	return pdrd_out_flush(out);
}
