/* SPDX-License-Identifier: GPL-2.0 */
/* Small files of /proc and /sys, or of a recorded machine: numbers, words, cells. */
#ifndef CTL_FILES_H
#define CTL_FILES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Longest path of a file below the root of a machine */
#define CTL_PATH_MAX	4096

/*
 * Open a folder below @root, which is "" for this machine. Return: a file descriptor, or a negative
 * errno.
 */
int ctl_files_folder(const char *root, const char *path);

/* Read a file. Return: its bytes, -1 if it cannot be read or has more than @size. */
ssize_t ctl_files_bytes(int folder, const char *path, void *buf, size_t size);

/*
 * Read a file that @folder has, without the newline at its end, as a string. Return: its bytes, or
 * -1 if it cannot be read or has @size bytes or more.
 */
ssize_t ctl_files_read(int folder, const char *path, char *buf, size_t size);

/* Read a decimal number. Return: 0, or -1 if there is none. */
int ctl_files_number(int folder, const char *path, uint32_t *number);

/*
 * Read a property of the device tree that is a row of cells. Return: how many there are, 0 if there
 * is no such property, it is longer than @max cells, or no row of cells.
 */
size_t ctl_files_cells(int folder, const char *path, uint32_t *cells, size_t max);

/* Call @fn for each entry of a folder; it returns 0, or a negative errno to stop. */
typedef int ctl_files_fn(int folder, const char *name, void *arg);
int ctl_files_each(int folder, ctl_files_fn *fn, void *arg);

/*
 * Call @fn for each number of a list like 0-3,8, as the kernel writes CPUs. A list that is
 * malformed ends there; @max bounds the numbers.
 */
void ctl_files_list(const char *list, uint32_t max, void (*fn)(uint32_t number, void *arg),
		    void *arg);

#endif /* CTL_FILES_H */
