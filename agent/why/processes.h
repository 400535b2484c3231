/* SPDX-License-Identifier: GPL-2.0 */
/* The processes that have memory of their own. */
#ifndef WHY_PROCESSES_H
#define WHY_PROCESSES_H

#include "list.h"
#include "whymachine.h"

/* Bytes of a name; the kernel's own are shorter */
#define WHY_NAME_MAX	32

/**
 * struct why_process - a process
 * @pid: its number
 * @name: its name
 * @pinned: kilobytes that Linux counts as pinned for it (VmPin)
 */
struct why_process {
	int pid;
	char name[WHY_NAME_MAX];
	uint64_t pinned;
};

/**
 * why_processes_read() - list the processes that have memory, those first that pin some
 * @list: result, a list of struct why_process
 * @machine: machine
 *
 * A thread of the kernel has none and is left out.
 *
 * Return: 0 or a negative errno.
 */
int why_processes_read(struct dr_list *list, struct why_machine *machine);

#endif /* WHY_PROCESSES_H */
