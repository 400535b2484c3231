// SPDX-License-Identifier: GPL-2.0
/*
 * rewrite - write a property of the device tree again and again, as another writer does.
 *
 *	rewrite TASKS NODE NAME
 *
 * So many tasks read the property NAME of NODE, a folder of the device tree, and write what they
 * have read, by /proc/powerpc/ofdt. The line "writing" says that they have begun; they end with
 * SIGTERM. Status 1: no such property, or the kernel does not take it; 2: usage.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define REQUEST_MAX	65536

static uint32_t handle;
static const char *name;

/* Return: bytes read; 0 if there is no such file, as while the kernel exchanges it. */
static size_t read_property(const char *property, char *value, size_t room)
{
	int fd = open(property, O_RDONLY);
	ssize_t len;

	if (fd < 0)
		return 0;
	len = read(fd, value, room);
	close(fd);
	return len > 0 ? len : 0;
}

static void write_property(int ofdt, const char *value, size_t len)
{
	static char request[REQUEST_MAX + 128];
	int head = snprintf(request, 128, "update_property 0x%x %s %zu ", handle, name, len);
	size_t i;

	for (i = 0; i < len; i++)
		request[head + i] = value[i];
	if (write(ofdt, request, head + len) < 0)
		err(1, "ofdt");
}

static void run_task(void)
{
	static char value[REQUEST_MAX];
	int ofdt = open("/proc/powerpc/ofdt", O_WRONLY);
	size_t len;

	if (ofdt < 0)
		err(1, "ofdt");
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		len = read_property(name, value, sizeof(value));
		if (len)
			write_property(ofdt, value, len);
	}
}

int main(int argc, char **argv)
{
	unsigned char bytes[4];
	int tasks = argc == 4 ? atoi(argv[1]) : 0;

	if (tasks < 1) {
		fprintf(stderr, "usage: rewrite TASKS NODE NAME\n");
		return 2;
	}
	if (chdir(argv[2]) || read_property("phandle", (char *)bytes, 4) != 4)
		err(1, "%s", argv[2]);
	handle = (uint32_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
	name = argv[3];
	if (access(name, R_OK))
		err(1, "%s", name);
	while (tasks--)
		if (!fork())
			run_task();
	puts("writing");
	fflush(stdout);
	/* none of them ends by itself */
	wait(NULL);
	return 1;
}
