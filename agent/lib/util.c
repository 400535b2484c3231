// SPDX-License-Identifier: GPL-2.0
/* The start of all programs; see util.h. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util.h"

void dr_guard_streams(void)
{
	int fd;

	/* Open for reading alone, so that writes to it fail */
	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

void dr_make_folder(const char *path)
{
	mode_t mask = umask(0022);

	mkdir(path, 0755);
	umask(mask);
}
