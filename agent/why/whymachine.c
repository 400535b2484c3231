// SPDX-License-Identifier: GPL-2.0
/* The machine that is looked at; see whymachine.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <time.h>
#include <unistd.h>

#include "whymachine.h"

#define NS_PER_SEC	1000000000ULL
#define NS_PER_MS	1000000ULL

static uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_SEC + now.tv_nsec;
}

int why_machine_open(struct why_machine *machine, const char *root, uint32_t ms)
{
	*machine = (struct why_machine){
		.root = open(root ? root : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
		.live = !root,
		.page_size = sysconf(_SC_PAGESIZE),
		.end = monotonic_ns() + ms * NS_PER_MS,
	};
	return machine->root < 0 ? -errno : 0;
}

void why_machine_close(struct why_machine *machine)
{
	if (machine->root >= 0)
		close(machine->root);
	machine->root = -1;
}

bool why_machine_late(struct why_machine *machine)
{
	if (!machine->late)
		machine->late = monotonic_ns() > machine->end;
	return machine->late;
}

int why_machine_fd(const struct why_machine *machine, const char *format, ...)
{
	char path[128];
	va_list list;
	int fd;

	va_start(list, format);
	vsnprintf(path, sizeof(path), format, list);
	va_end(list);
	fd = openat(machine->root, path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

FILE *why_machine_stream(int fd)
{
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");

	if (!file && fd >= 0)
		close(fd);
	return file;
}
