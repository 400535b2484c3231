// SPDX-License-Identifier: GPL-2.0
/*
 * hear - print each uevent of a memory block, with what the device tree says of its LMB.
 *
 *	hear
 *
 * A line is "ACTION BLOCK ASSIGNED": add, remove, online, offline or change; the number of the
 * block; 1 if ibm,dynamic-memory-v2 lists the LMB as assigned, 0 if not, - if it lists none. Prints
 * "ready" first. Ends by a signal; status 1: an error.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netlink.h>

#include "lib/lmbtable.h"

#define NODE "/proc/device-tree/ibm,dynamic-reconfiguration-memory/"
#define BLOCKS "/devices/system/memory/memory"
#define ASSIGNED 8

/* The file is away for a moment while the property is replaced. */
static size_t read_file(const char *path, void *data, size_t size)
{
	ssize_t got = -1;
	int fd, tries;

	for (tries = 0; got <= 0 && tries < 1000; tries++) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 && errno != ENOENT)
			err(1, "%s", path);
		if (fd < 0)
			continue;
		got = read(fd, data, size);
		close(fd);
	}
	if (got <= 0)
		errx(1, "%s: cannot be read", path);
	return got;
}

static uint64_t block_size(void)
{
	char text[32] = "";

	read_file("/sys/devices/system/memory/block_size_bytes", text, sizeof(text) - 1);
	return strtoull(text, NULL, 16);
}

static uint64_t lmb_size(void)
{
	uint64_t size;

	read_file(NODE "ibm,lmb-size", &size, sizeof(size));
	return get_unaligned_be64(&size);
}

static char assigned(uint64_t address)
{
	static unsigned char data[1 << 20];
	size_t len = read_file(NODE "ibm,dynamic-memory-v2", data, sizeof(data)), at;
	uint64_t size = lmb_size();

	for (at = LMBTABLE_HEAD; at + LMBTABLE_ENTRY <= len; at += LMBTABLE_ENTRY) {
		const struct lmbtable_set set = lmbtable_set_at(data + at);

		if (address >= set.base && address - set.base < set.count * size)
			return set.flags & ASSIGNED ? '1' : '0';
	}
	return '-';
}

/* A uevent begins with "ACTION@PATH". */
static void tell(const char *event)
{
	const char *at = strchr(event, '@');
	unsigned long number;

	if (!at || strncmp(at + 1, BLOCKS, strlen(BLOCKS)))
		return;
	number = strtoul(at + 1 + strlen(BLOCKS), NULL, 10);
	printf("%.*s %lu %c\n", (int)(at - event), event, number, assigned(number * block_size()));
	fflush(stdout);
}

int main(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	static char event[8192];
	int fd, room = 1 << 22;
	ssize_t got;

	fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)))
		err(1, "uevents");
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	puts("ready");
	fflush(stdout);
	while ((got = recv(fd, event, sizeof(event) - 1, 0)) > 0) {
		event[got] = '\0';
		tell(event);
	}
	err(1, "uevents");
}
