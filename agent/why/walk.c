// SPDX-License-Identifier: GPL-2.0
/* The pages that a process maps, from its maps and its pagemap; see walk.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "pagescan.h"
#include "text.h"
#include "walk.h"

/* Words of pagemap that are read at once */
#define CHUNK		8192

/* Parts of a mapping that have pages and are asked for at once */
#define REGIONS		256

/* A word of pagemap: the page is in memory, and the number of its frame */
#define PAGE_PRESENT	(1ULL << 63)
#define PAGE_PFN	((1ULL << 55) - 1)

/**
 * struct walk - a walk
 * @machine: machine
 * @frames: the range
 * @pagemap: the process's pagemap
 * @fn: takes pages
 * @ctx: its first argument
 * @start: address of the mapping at work
 * @end: its end
 * @mapping: its name
 */
struct walk {
	struct why_machine *machine;
	const struct why_frames *frames;
	int pagemap;
	why_page_fn *fn;
	void *ctx;
	unsigned long long start;
	unsigned long long end;
	char mapping[WHY_MAPPING_MAX];
};

/* "7fff80000000-7fff80010000 rw-p 00000000 00:00 0    [heap]" */
static bool read_mapping(struct walk *walk, const char *line)
{
	int place = 0;

	walk->mapping[0] = '\0';
	if (sscanf(line, "%llx-%llx %*s %*s %*s %*s %n", &walk->start, &walk->end, &place) != 2)
		return false;
	snprintf(walk->mapping, sizeof(walk->mapping), "%.*s",
		 (int)strcspn(line + place, "\n"), line + place);
	dr_text_clean(walk->mapping);
	return walk->start < walk->end;
}

static int take_pagemap(struct walk *walk, const uint64_t *words, size_t n, uint64_t address)
{
	struct why_frame *frame;
	int err = 0;
	size_t i;

	for (i = 0; i < n && !err; i++) {
		if (!(words[i] & PAGE_PRESENT))
			continue;
		frame = why_frames_find(walk->frames, words[i] & PAGE_PFN);
		if (frame)
			err = walk->fn(walk->ctx, frame, address + i * walk->machine->page_size,
				       walk->mapping);
	}
	return err;
}

static bool walk_is_over(const struct walk *walk)
{
	return !walk->frames->unknown || why_machine_late(walk->machine);
}

static int walk_addresses(struct walk *walk, uint64_t address, uint64_t end)
{
	static uint64_t words[CHUNK];
	size_t page = walk->machine->page_size, n;
	ssize_t got;
	int err = 0;

	while (address < end && !err && !walk_is_over(walk)) {
		n = (end - address) / page;
		if (n > CHUNK)
			n = CHUNK;
		got = pread(walk->pagemap, words, n * sizeof(*words),
			    address / page * sizeof(*words));
		/* What lies above the process's own addresses has no words */
		if (got < (ssize_t)sizeof(*words))
			break;
		n = got / sizeof(*words);
		err = take_pagemap(walk, words, n, address);
		address += n * page;
	}
	return err;
}

/*
 * A mapping may be a thousand times as large as the memory in it. A kernel that cannot tell which
 * parts have pages has to be asked for each page.
 */
static int walk_mapping(struct walk *walk)
{
	static struct page_region regions[REGIONS];
	struct pm_scan_arg scan = {
		.size = sizeof(scan), .start = walk->start, .end = walk->end,
		.vec = (uintptr_t)regions, .vec_len = REGIONS,
		.category_mask = PAGE_IS_PRESENT, .return_mask = PAGE_IS_PRESENT,
	};
	int n, i, err = 0;

	while (scan.start < walk->end && !err && !walk_is_over(walk)) {
		n = ioctl(walk->pagemap, PAGEMAP_SCAN, &scan);
		if (n < 0 || scan.walk_end <= scan.start)
			return walk_addresses(walk, scan.start, walk->end);
		for (i = 0; i < n && !err; i++)
			err = walk_addresses(walk, regions[i].start, regions[i].end);
		scan.start = scan.walk_end;
	}
	return err;
}

static int walk_mappings(struct walk *walk, FILE *maps)
{
	char *line = NULL;
	size_t size = 0;
	int err = 0;

	while (!err && !walk_is_over(walk) && getline(&line, &size, maps) > 0)
		if (read_mapping(walk, line))
			err = walk_mapping(walk);
	free(line);
	return err;
}

/* Of a process that ends, the files are there, but cannot be read */
static int check_opened(int fd)
{
	if (fd == -ENOENT || fd == -ESRCH)
		return -ESRCH;
	return fd == -EPERM ? -EACCES : fd;
}

int why_walk(struct why_machine *machine, const struct why_process *process,
	     const struct why_frames *frames, why_page_fn *fn, void *ctx)
{
	struct walk walk = {
		.machine = machine, .frames = frames, .fn = fn, .ctx = ctx,
	};
	int fd = why_machine_fd(machine, "proc/%d/maps", process->pid), err;
	FILE *maps = why_machine_stream(fd);

	if (!maps)
		return fd < 0 ? check_opened(fd) : -ENOMEM;
	walk.pagemap = why_machine_fd(machine, "proc/%d/pagemap", process->pid);
	if (walk.pagemap < 0) {
		fclose(maps);
		return check_opened(walk.pagemap);
	}
	err = walk_mappings(&walk, maps);
	close(walk.pagemap);
	fclose(maps);
	return err;
}
