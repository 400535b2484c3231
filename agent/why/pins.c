// SPDX-License-Identifier: GPL-2.0
/* Signs that a process pins memory, from its open files; see pins.h. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pins.h"

/* Of more open files, the rest is not looked at */
#define FILES_MAX	4096

/* Buffers of all rings of a process; the kernel allows 16384 for each */
#define BUFFERS_MAX	65536

const char *why_pins_name(enum why_purpose purpose)
{
	static const char * const names[WHY_PURPOSES] = {
		[WHY_IO_URING] = "io_uring",
		[WHY_VFIO] = "vfio",
		[WHY_RDMA] = "rdma",
		[WHY_VMSPLICE] = "vmsplice",
		[WHY_PINNED] = "unknown",
	};

	return names[purpose];
}

static void add_buffer(struct dr_list *buffers, uint64_t start, uint64_t size)
{
	struct why_buffer *buffer = buffers->n < BUFFERS_MAX ? dr_list_add(buffers) : NULL;

	if (buffer && size <= UINT64_MAX - start)
		*buffer = (struct why_buffer){ start, start + size };
}

/* fdinfo lists them as "    0: 0x7fff80000000/65536", behind a line with their number */
static void read_ring(struct why_pins *pins, struct why_machine *machine, int pid, const char *fd)
{
	FILE *file = why_machine_stream(why_machine_fd(machine, "proc/%d/fdinfo/%s", pid, fd));
	unsigned long long start, size;
	bool buffers = false;
	char line[256];

	if (!file)
		return;
	while (fgets(line, sizeof(line), file) && !why_machine_late(machine)) {
		if (buffers && sscanf(line, " %*u: 0x%llx/%llu", &start, &size) == 2)
			add_buffer(&pins->buffers, start, size);
		else
			buffers = !strncmp(line, "UserBufs:", 9) ||
				  (buffers && strstr(line, "<none>"));
	}
	fclose(file);
}

/*
 * Bytes in a pipe of another process. A copy of its descriptor is asked, because opening the pipe
 * anew would make another reader, whose end a writer notices.
 */
static int ask_pipe(const struct why_machine *machine, int pid, const char *name)
{
	int process, fd, bytes = 0;

	if (!machine->live)
		return 0;
	process = syscall(SYS_pidfd_open, pid, 0);
	if (process < 0)
		return 0;
	fd = syscall(SYS_pidfd_getfd, process, atoi(name), 0);
	close(process);
	if (fd < 0)
		return 0;
	if (ioctl(fd, FIONREAD, &bytes))
		bytes = 0;
	close(fd);
	return bytes;
}

static bool begins_with(const char *text, const char *begin)
{
	return !strncmp(text, begin, strlen(begin));
}

static void judge_file(struct why_pins *pins, struct why_machine *machine, int pid,
		       const char *fd, const char *target)
{
	if (begins_with(target, "anon_inode:[io_uring]"))
		read_ring(pins, machine, pid, fd);
	else if (begins_with(target, "/dev/vfio/") || begins_with(target, "anon_inode:[vfio") ||
		 begins_with(target, "/dev/iommu"))
		pins->purposes |= 1 << WHY_VFIO;
	else if (begins_with(target, "/dev/infiniband/uverbs"))
		pins->purposes |= 1 << WHY_RDMA;
	else if (begins_with(target, "pipe:[") && !(pins->purposes & (1 << WHY_VMSPLICE)) &&
		 ask_pipe(machine, pid, fd) > 0)
		pins->purposes |= 1 << WHY_VMSPLICE;
}

static void read_open_files(struct why_pins *pins, struct why_machine *machine, int pid,
			    DIR *folder)
{
	const struct dirent *entry;
	unsigned int files = 0;
	char target[64];
	ssize_t len;

	while (files < FILES_MAX && !why_machine_late(machine) && (entry = readdir(folder))) {
		if (*entry->d_name == '.')
			continue;
		files++;
		len = readlinkat(dirfd(folder), entry->d_name, target, sizeof(target) - 1);
		if (len < 0)
			continue;
		target[len] = '\0';
		judge_file(pins, machine, pid, entry->d_name, target);
	}
}

static int compare_buffers(const void *a, const void *b)
{
	const struct why_buffer *one = a, *other = b;

	return (one->start > other->start) - (one->start < other->start);
}

/* Sorted and without overlaps, so that a page finds its buffer quickly */
static void merge_buffers(struct dr_list *buffers)
{
	struct why_buffer *last = buffers->items, *next;
	size_t i;

	if (!buffers->n)
		return;
	qsort(buffers->items, buffers->n, buffers->item_size, compare_buffers);
	for (i = 1; i < buffers->n; i++) {
		next = dr_list_at(buffers, i);
		if (next->start > last->end)
			*++last = *next;
		else if (next->end > last->end)
			last->end = next->end;
	}
	buffers->n = last - (struct why_buffer *)buffers->items + 1;
}

void why_pins_read(struct why_pins *pins, struct why_machine *machine,
		   const struct why_process *process)
{
	int fd = why_machine_fd(machine, "proc/%d/fd", process->pid);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (folder) {
		read_open_files(pins, machine, process->pid, folder);
		closedir(folder);
	} else if (fd >= 0) {
		close(fd);
	}
	merge_buffers(&pins->buffers);
	/* Whoever opened the device need not have registered memory */
	if (!process->pinned)
		pins->purposes &= ~(1U << WHY_RDMA);
	else if (!pins->purposes && !pins->buffers.n)
		pins->purposes = 1 << WHY_PINNED;
}

static int compare_page(const void *page, const void *buffer)
{
	const struct why_buffer *one = page, *other = buffer;

	if (one->end <= other->start)
		return -1;
	return one->start >= other->end;
}

bool why_pins_hold(const struct why_pins *pins, uint64_t address, size_t size)
{
	struct why_buffer page = { address, address + size };
	const struct dr_list *buffers = &pins->buffers;

	return buffers->n && bsearch(&page, buffers->items, buffers->n, buffers->item_size,
				     compare_page);
}
