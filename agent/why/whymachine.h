/* SPDX-License-Identifier: GPL-2.0 */
/* The machine that is looked at: its /proc and /sys, and the time that a look may take. */
#ifndef WHY_MACHINE_H
#define WHY_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/**
 * struct why_machine - the machine
 * @root: folder with its proc and sys, as a descriptor
 * @live: it is this one, so its processes may be asked, too
 * @page_size: bytes of a page
 * @end: when the look has to end, in nanoseconds of the monotonic clock
 * @late: the look was cut short, because it took too long
 */
struct why_machine {
	int root;
	bool live;
	size_t page_size;
	uint64_t end;
	bool late;
};

/**
 * why_machine_open() - begin to look
 * @machine: result
 * @root: folder with its proc and sys; NULL for this machine
 * @ms: how long a look may take, in milliseconds
 *
 * Return: 0 or a negative errno.
 */
int why_machine_open(struct why_machine *machine, const char *root, uint32_t ms);

/**
 * why_machine_close() - end the look
 * @machine: machine
 */
void why_machine_close(struct why_machine *machine);

/**
 * why_machine_late() - tell if the time is over, and note it
 * @machine: machine
 *
 * Return: true if what is left has to stay undone.
 */
bool why_machine_late(struct why_machine *machine);

/**
 * why_machine_fd() - open a file of the machine
 * @machine: machine
 * @format: its path below the root, as for printf()
 *
 * Return: the descriptor or a negative errno.
 */
int why_machine_fd(const struct why_machine *machine, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * why_machine_stream() - read a file of the machine by lines
 * @fd: answer of why_machine_fd(); belongs to the stream from now on
 *
 * Return: the stream, NULL if there is none.
 */
FILE *why_machine_stream(int fd);

#endif /* WHY_MACHINE_H */
