// SPDX-License-Identifier: GPL-2.0
/* A file that appears whole or not at all; see newfile.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "newfile.h"

/* To rename a file over a device would replace the device */
static int check_target(const char *path)
{
	struct stat stat;

	if (lstat(path, &stat))
		return errno == ENOENT ? 0 : -errno;
	return S_ISREG(stat.st_mode) ? 0 : -EEXIST;
}

/* mkstemp() makes files for the owner alone */
static void set_usual_mode(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	fchmod(fd, 0666 & ~mask);
}

int ctl_newfile_open(struct ctl_newfile *file, const char *path)
{
	int fd, err;

	*file = (struct ctl_newfile){ .path = path, .out = stdout };
	if (!strcmp(path, "-"))
		return 0;
	err = check_target(path);
	if (err)
		return err;
	if (snprintf(file->temporary, sizeof(file->temporary), "%s.XXXXXX", path) >=
	    (int)sizeof(file->temporary))
		return -ENAMETOOLONG;
	fd = mkstemp(file->temporary);
	if (fd < 0)
		return -errno;
	set_usual_mode(fd);
	file->out = fdopen(fd, "w");
	if (file->out)
		return 0;
	err = -errno;
	close(fd);
	unlink(file->temporary);
	return err;
}

int ctl_newfile_close(struct ctl_newfile *file)
{
	int err = 0;

	if (file->out == stdout)
		return 0;
	errno = EIO;
	if (fflush(file->out) || ferror(file->out))
		err = -errno;
	if (fclose(file->out) && !err)
		err = -errno;
	if (!err && rename(file->temporary, file->path))
		err = -errno;
	if (err)
		unlink(file->temporary);
	return err;
}
