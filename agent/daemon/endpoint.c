// SPDX-License-Identifier: GPL-2.0
/* Opens the socket that clients connect to, and removes its file; see listen.h. */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>

#include "endpoint.h"
#include "util.h"

#define BACKLOG		32

static int say_listen_error(const char *path, int ret)
{
	if (ret == -EADDRINUSE)
		warnx("%s: another pdrd listens there; stop it or choose another --socket",
		      path);
	else if (ret == -ENOTSOCK)
		warnx("%s: is not a socket and is left alone", path);
	else if (ret)
		warnx("%s: %s", path, strerror(-ret));
	return ret;
}

/*
 * Two daemons that start at once may find the same stale file; the second one must
 * not remove the new file of the first. Any user can hold the lock of a folder, so
 * the wait for it is bounded. Without the lock, only this race remains.
 */
static void lock_folder(int fd)
{
	int tries = 20;

	while (flock(fd, LOCK_EX | LOCK_NB) && --tries)
		usleep(50000);
}

static int open_folder(const struct sockaddr_un *addr)
{
	struct sockaddr_un copy = *addr;
	char *folder = dirname(copy.sun_path);
	int fd;

	/* Only systemd would make it */
	if (!strcmp(folder, PDRD_SOCKET_DIR))
		dr_make_folder(folder);

	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return say_listen_error(folder, -errno);
	lock_folder(fd);
	return fd;
}

static int new_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	return fd < 0 ? -errno : fd;
}

/* Return 0 for the socket of a dead daemon; a file that is no socket refuses as well */
static int is_stale(const struct sockaddr_un *addr)
{
	struct stat st;
	int fd, ret;

	if (lstat(addr->sun_path, &st))
		return -errno;
	if (!S_ISSOCK(st.st_mode))
		return -ENOTSOCK;

	fd = new_socket();
	if (fd < 0)
		return fd;
	ret = connect(fd, (const struct sockaddr *)addr, sizeof(*addr));
	ret = ret < 0 && errno == ECONNREFUSED ? 0 : -EADDRINUSE;
	close(fd);
	return ret;
}

static int try_bind(int fd, const struct sockaddr_un *addr)
{
	mode_t mask = umask(0117);
	int ret = bind(fd, (const struct sockaddr *)addr, sizeof(*addr));

	ret = ret < 0 ? -errno : 0;
	umask(mask);
	return ret;
}

static int bind_file(int fd, const struct sockaddr_un *addr)
{
	int ret = try_bind(fd, addr);

	if (ret == -EADDRINUSE) {
		ret = is_stale(addr);
		if (ret)
			return ret;
		unlink(addr->sun_path);
		ret = try_bind(fd, addr);
	}
	return ret;
}

/* Only root can give it to a group that root is not in; for others it stays their own */
static void give_to_group(const char *path)
{
	const struct group *group = getgrnam(PDRD_GROUP);

	if (group && lchown(path, -1, group->gr_gid) && errno != EPERM)
		warn("%s: cannot be given to the group " PDRD_GROUP, path);
}

static int bind_and_listen(struct pdrd_listen *listener,
			   const struct sockaddr_un *addr)
{
	struct stat st;
	int ret = bind_file(listener->fd, addr);

	if (ret)
		return ret;
	give_to_group(addr->sun_path);
	if (listen(listener->fd, BACKLOG) || lstat(addr->sun_path, &st))
		return -errno;
	listener->dev = st.st_dev;
	listener->ino = st.st_ino;
	return 0;
}

static int open_locked(struct pdrd_listen *listener,
		       const struct sockaddr_un *addr)
{
	int ret;

	listener->fd = new_socket();
	if (listener->fd < 0)
		return listener->fd;
	ret = bind_and_listen(listener, addr);
	if (ret)
		close(listener->fd);
	return ret;
}

/* Systemd has made the socket that the unit names, and keeps its file */
static int take_given(struct pdrd_listen *listener)
{
	int fd = SD_LISTEN_FDS_START;

	if (sd_is_socket_unix(fd, SOCK_STREAM, 1, NULL, 0) <= 0) {
		warnx("the socket of the unit is none for clients");
		return -ENOTSOCK;
	}
	if (fcntl(fd, F_SETFL, O_NONBLOCK)) {
		warn("the socket of the unit");
		return -EIO;
	}
	listener->fd = fd;
	listener->path = NULL;
	return 0;
}

int pdrd_listen_open(struct pdrd_listen *listener, const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int folder, ret;

	if (sd_listen_fds(1) > 0)
		return take_given(listener);
	/* The kernel would choose an address for an empty name */
	if (!*path || strlen(path) >= sizeof(addr.sun_path))
		return say_listen_error(path, *path ? -ENAMETOOLONG : -EINVAL);
	memcpy(addr.sun_path, path, strlen(path));

	folder = open_folder(&addr);
	if (folder < 0)
		return folder;
	listener->path = path;
	ret = open_locked(listener, &addr);
	close(folder);
	return say_listen_error(path, ret);
}

void pdrd_listen_close(struct pdrd_listen *listener)
{
	struct stat st;

	if (listener->path && !lstat(listener->path, &st) && st.st_dev == listener->dev &&
	    st.st_ino == listener->ino)
		unlink(listener->path);
	close(listener->fd);
	listener->fd = -1;
}
