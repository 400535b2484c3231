// SPDX-License-Identifier: GPL-2.0
/*
 * hog - hold nearly all the memory that a guest has.
 *
 *	hog anon KEEP		anonymous memory, until KEEP MiB are available
 *	hog beyond MORE		anonymous memory, MORE MiB more than are available
 *	hog huge		all free huge pages of the pool
 *	hog file PATH KEEP	pages of a file, locked, until KEEP MiB are available
 *
 * Then one line "full MIB" says how many MiB are held, and they are held until SIGTERM, which ends
 * with status 0. Status 1: there is nothing to hold; 2: usage.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK	(1UL << 20)

/* A number of /proc/meminfo, without its unit. */
static unsigned long meminfo(const char *name)
{
	FILE *file = fopen("/proc/meminfo", "r");
	unsigned long value = 0;
	char line[128];

	if (!file)
		err(1, "/proc/meminfo");
	while (fgets(line, sizeof(line), file))
		if (!strncmp(line, name, strlen(name)) && line[strlen(name)] == ':')
			value = strtoul(line + strlen(name) + 1, NULL, 10);
	fclose(file);
	return value;
}

static char *reserve(size_t size, int flags)
{
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);

	if (memory == MAP_FAILED)
		err(1, "mmap");
	return memory;
}

/* Each page is different, so that nobody merges them. */
static void touch(char *memory, size_t size)
{
	size_t at;

	for (at = 0; at < size; at += 4096)
		memcpy(memory + at, &at, sizeof(at));
}

static size_t hold_anonymous(unsigned long keep_mib)
{
	size_t held = 0, most = meminfo("MemTotal") * 1024;
	char *memory = reserve(most, 0);

	/* Huge pages would be taken in leaps. */
	madvise(memory, most, MADV_NOHUGEPAGE);
	while (held + CHUNK <= most && meminfo("MemAvailable") / 1024 > keep_mib) {
		touch(memory + held, CHUNK);
		held += CHUNK;
	}
	return held;
}

/* In leaps, so that memory runs out at once. */
static size_t hold_beyond(unsigned long more_mib)
{
	size_t size = (meminfo("MemAvailable") / 1024 + more_mib) * CHUNK;
	char *memory = reserve(size, 0);

	madvise(memory, size, MADV_HUGEPAGE);
	touch(memory, size);
	return size;
}

static size_t hold_huge(void)
{
	size_t size = meminfo("HugePages_Free") * meminfo("Hugepagesize") * 1024;

	if (!size)
		errx(1, "no free huge pages");
	touch(reserve(size, MAP_HUGETLB), size);
	return size;
}

/* Pages of a file that was written leave memory when room is needed, unless they are locked. */
static size_t hold_file(const char *path, unsigned long keep_mib)
{
	size_t held = 0, most = meminfo("MemTotal") * 1024;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *memory;

	if (fd < 0)
		err(1, "%s", path);
	memory = mmap(NULL, most, PROT_READ, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED)
		err(1, "mmap");
	for (; held + CHUNK <= most && meminfo("MemAvailable") / 1024 > keep_mib; held += CHUNK)
		if (mlock(memory + held, CHUNK))
			err(1, "mlock");
	return held;
}

static void wait_for_end(void)
{
	sigset_t set;
	int got;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigwait(&set, &got);
}

int main(int argc, char **argv)
{
	size_t held;

	if (argc == 3 && !strcmp(argv[1], "anon"))
		held = hold_anonymous(strtoul(argv[2], NULL, 10));
	else if (argc == 3 && !strcmp(argv[1], "beyond"))
		held = hold_beyond(strtoul(argv[2], NULL, 10));
	else if (argc == 2 && !strcmp(argv[1], "huge"))
		held = hold_huge();
	else if (argc == 4 && !strcmp(argv[1], "file"))
		held = hold_file(argv[2], strtoul(argv[3], NULL, 10));
	else
		errx(2, "usage: hog anon KEEP | hog beyond MORE | hog huge | hog file PATH KEEP");
	printf("full %zu\n", held >> 20);
	fflush(stdout);
	wait_for_end();
	return 0;
}
