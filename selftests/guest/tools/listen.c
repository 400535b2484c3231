// SPDX-License-Identifier: GPL-2.0
/*
 * listen - copy all data from a Unix stream socket to standard output, each piece as it comes.
 *
 *	listen PATH [LINE]
 *
 * LINE is sent first.
 *
 * Status 0: the other side closed; 1: there is nobody, or an error; 2: usage.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t size = strlen(path) + 1;
	int fd;

	if (size > sizeof(address.sun_path))
		errx(2, "%s: too long for the name of a socket", path);
	memcpy(address.sun_path, path, size);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		err(1, "socket");
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)))
		err(1, "%s", path);
	return fd;
}

static void write_all(int fd, const char *data, size_t len)
{
	ssize_t written;

	for (; len; data += written, len -= written) {
		written = write(fd, data, len);
		if (written < 0)
			err(1, "write");
	}
}

static void send_line(int fd, const char *line)
{
	write_all(fd, line, strlen(line));
	write_all(fd, "\n", 1);
}

int main(int argc, char **argv)
{
	char buffer[4096];
	ssize_t got;
	int fd;

	if (argc != 2 && argc != 3)
		errx(2, "usage: listen PATH [LINE]");
	fd = connect_to(argv[1]);
	if (argc == 3)
		send_line(fd, argv[2]);
	while ((got = read(fd, buffer, sizeof(buffer))) > 0)
		write_all(STDOUT_FILENO, buffer, got);
	if (got < 0)
		err(1, "%s", argv[1]);
	return 0;
}
