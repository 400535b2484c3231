// SPDX-License-Identifier: GPL-2.0
/* The processes that have memory, from /proc/PID/status; see processes.h. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "processes.h"
#include "text.h"

/* The number that a folder of /proc is named for, 0 for any other name */
static int read_pid(const char *name)
{
	char *end;
	long pid = strtol(name, &end, 10);

	return *end || *name < '1' || *name > '9' || pid > INT32_MAX ? 0 : pid;
}

/* Take a line of status; true if it says that the process has memory */
static bool take_status_line(struct why_process *process, const char *line)
{
	unsigned long long kb;

	if (sscanf(line, "Name: %31[^\n]", process->name) == 1)
		dr_text_clean(process->name);
	else if (sscanf(line, "VmPin: %llu", &kb) == 1)
		process->pinned = kb;
	else
		return !strncmp(line, "VmRSS:", 6);
	return false;
}

static bool read_process(struct why_process *process, const struct why_machine *machine)
{
	FILE *file = why_machine_stream(why_machine_fd(machine, "proc/%d/status", process->pid));
	bool memory = false;
	char line[256];

	if (!file)
		return false;
	while (fgets(line, sizeof(line), file))
		memory |= take_status_line(process, line);
	fclose(file);
	return memory;
}

static int compare_processes(const void *a, const void *b)
{
	const struct why_process *one = a, *other = b;

	if (!one->pinned != !other->pinned)
		return one->pinned ? -1 : 1;
	return (one->pid > other->pid) - (one->pid < other->pid);
}

static int take_process(struct dr_list *list, const struct why_machine *machine, int pid)
{
	struct why_process process = { .pid = pid }, *added;

	if (!pid || !read_process(&process, machine))
		return 0;
	added = dr_list_add(list);
	if (!added)
		return -ENOMEM;
	*added = process;
	return 0;
}

int why_processes_read(struct dr_list *list, struct why_machine *machine)
{
	int fd = why_machine_fd(machine, "proc"), err = 0;
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (!folder) {
		err = fd < 0 ? fd : -errno;
		if (fd >= 0)
			close(fd);
		return err;
	}
	while (!err && !why_machine_late(machine) && (entry = readdir(folder)))
		err = take_process(list, machine, read_pid(entry->d_name));
	closedir(folder);
	if (list->n)
		qsort(list->items, list->n, list->item_size, compare_processes);
	return err;
}
