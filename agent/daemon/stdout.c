// SPDX-License-Identifier: GPL-2.0
/* Standard output as a reader that never blocks the daemon; see stdout.h. */

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stdout.h"

/* Flags of fd 1 to be restored, -1 if we have not changed them */
static int saved_flags = -1;

static int duplicate(void)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);

	return fd < 0 ? -errno : fd;
}

/* Other processes share this open file, and see the mode change */
static int share_nonblocking(void)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	if (flags < 0)
		return -errno;
	if (!(flags & O_NONBLOCK)) {
		if (fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK))
			return -errno;
		saved_flags = flags;
	}
	return duplicate();
}

/* Open it again to have an open file of our own; this needs /proc */
static int reopen(void)
{
	int fd = open("/proc/self/fd/1",
		      O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	return fd < 0 ? share_nonblocking() : fd;
}

int pdrd_stdout_open(bool *socket)
{
	struct stat st;

	if (fstat(STDOUT_FILENO, &st))
		return -errno;
	*socket = S_ISSOCK(st.st_mode);
	if (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))
		return reopen();
	return duplicate();
}

void pdrd_stdout_restore(void)
{
	if (saved_flags >= 0)
		fcntl(STDOUT_FILENO, F_SETFL, saved_flags);
	saved_flags = -1;
}
