// SPDX-License-Identifier: GPL-2.0
/* Small files of /proc and /sys; see files.h. A recording may hold anything: it is checked here. */
#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "parse.h"

#define CELLS_MAX	64

int ctl_files_folder(const char *root, const char *path)
{
	char whole[CTL_PATH_MAX];
	int fd;

	if (snprintf(whole, sizeof(whole), "%s%s", root, path) >= (int)sizeof(whole))
		return -ENAMETOOLONG;
	fd = open(whole, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

ssize_t ctl_files_bytes(int folder, const char *path, void *buf, size_t size)
{
	FILE *file;
	size_t len;
	bool whole;
	int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);

	file = fd < 0 ? NULL : fdopen(fd, "r");
	if (!file) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	len = fread(buf, 1, size, file);
	whole = !ferror(file) && fgetc(file) == EOF;
	fclose(file);
	return whole ? (ssize_t)len : -1;
}

ssize_t ctl_files_read(int folder, const char *path, char *buf, size_t size)
{
	ssize_t len = ctl_files_bytes(folder, path, buf, size - 1);

	if (len > 0 && buf[len - 1] == '\n')
		len--;
	if (len >= 0)
		buf[len] = '\0';
	return len;
}

int ctl_files_number(int folder, const char *path, uint32_t *number)
{
	uint64_t value;
	char text[32];

	if (ctl_files_read(folder, path, text, sizeof(text)) < 0 ||
	    dr_parse_number(text, &value) || value > UINT32_MAX)
		return -1;
	*number = value;
	return 0;
}

size_t ctl_files_cells(int folder, const char *path, uint32_t *cells, size_t max)
{
	uint32_t raw[CELLS_MAX];
	ssize_t len = ctl_files_bytes(folder, path, raw, sizeof(raw));
	size_t i, n;

	if (len < 0 || len % sizeof(raw[0]) || len / sizeof(raw[0]) > max)
		return 0;
	n = len / sizeof(raw[0]);
	for (i = 0; i < n; i++)
		cells[i] = be32toh(raw[i]);
	return n;
}

int ctl_files_each(int folder, ctl_files_fn *fn, void *arg)
{
	int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), err = 0;
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *entry;

	if (!stream) {
		err = -errno;
		if (copy >= 0)
			close(copy);
		return err;
	}
	while (!err && (entry = readdir(stream)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			err = fn(folder, entry->d_name, arg);
	closedir(stream);
	return err;
}

void ctl_files_list(const char *list, uint32_t max, void (*fn)(uint32_t number, void *arg),
		    void *arg)
{
	unsigned int first, last, i;
	int len;

	for (; sscanf(list, "%u%n", &first, &len) == 1; list += *list == ',') {
		list += len;
		last = first;
		if (*list == '-' && sscanf(list, "-%u%n", &last, &len) == 1)
			list += len;
		for (i = first; i <= last && i < max; i++)
			fn(i, arg);
	}
}
