/* SPDX-License-Identifier: GPL-2.0 */
/* A file that appears whole or not at all. */
#ifndef CTL_NEWFILE_H
#define CTL_NEWFILE_H

#include <stdio.h>

/* Longest path, the end of the temporary name included */
#define CTL_NEWFILE_MAX	4096

/**
 * struct ctl_newfile - the file while it is written
 * @path: its name, - for stdout
 * @temporary: name until it is whole, empty for stdout
 * @out: where to write
 */
struct ctl_newfile {
	const char *path;
	char temporary[CTL_NEWFILE_MAX];
	FILE *out;
};

/* Begin to write. Return: 0, or a negative errno: -EEXIST if it is there and no plain file. */
int ctl_newfile_open(struct ctl_newfile *file, const char *path);

/* Give the file its name, in the place of one that is there. Return: 0 or a negative errno. */
int ctl_newfile_close(struct ctl_newfile *file);

#endif /* CTL_NEWFILE_H */
