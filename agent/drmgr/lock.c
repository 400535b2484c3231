// SPDX-License-Identifier: GPL-2.0
/*
 * The lock that keeps two programs from reconfiguring at once: the POSIX lock of powerpc-utils, on
 * its file, so that its drmgr and lsslot are kept out as well. It ends with the process.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "paths.h"
#include "say.h"
#include "task.h"

static void name_holder(const struct flock *held)
{
	char path[64], name[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)held->l_pid);
	file = fopen(path, "re");
	if (file) {
		if (fgets(name, sizeof(name), file))
			name[strcspn(name, "\n")] = '\0';
		fclose(file);
	}
	drm_say(DRM_ERROR, "Process %d (%s) holds %s; waiting for it.", (int)held->l_pid,
		*name ? name : "unknown", DRM_LOCK);
}

/* Name the holder once, for as long as it is the same */
static void see_holder(int fd, pid_t *named)
{
	struct flock held = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	if (fcntl(fd, F_GETLK, &held) || held.l_type == F_UNLCK || held.l_pid == *named)
		return;
	*named = held.l_pid;
	name_holder(&held);
}

static int try_lock(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_SETLK, &lock) ? -errno : 0;
}

/*
 * A user that may read the file may hold a lock on it, and so stop all dynamic reconfiguration. The
 * folder is open to all: with O_CREAT the kernel refuses a file there that another user has made.
 */
static int open_lock(void)
{
	struct stat st;
	int fd = open(DRM_LOCK, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0 && errno == ENOENT)
		fd = open(DRM_LOCK, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || fstat(fd, &st))
		return fd;
	/* One that is open elsewhere stays so: its holder is named, as any other */
	if ((st.st_uid != geteuid() && fchown(fd, geteuid(), getegid())) ||
	    ((st.st_mode & 0077) && fchmod(fd, 0600)))
		drm_say(DRM_WARN, "Other users may hold the lock %s: %m.", DRM_LOCK);
	return fd;
}

bool drm_task_lock(struct drm_task *task)
{
	pid_t named = 0;
	int err;

	task->lock = open_lock();
	if (task->lock < 0) {
		drm_say(DRM_ERROR, "Cannot open the lock %s: %m.", DRM_LOCK);
		return false;
	}
	while ((err = try_lock(task->lock)) == -EAGAIN || err == -EACCES) {
		see_holder(task->lock, &named);
		drm_task_rest(task);
		if (!drm_task_may_go_on(task)) {
			drm_say(DRM_ERROR, "The lock %s could not be taken.", DRM_LOCK);
			return false;
		}
	}
	if (err)
		drm_say(DRM_ERROR, "Cannot lock %s: %s.", DRM_LOCK, strerror(-err));
	return !err;
}
