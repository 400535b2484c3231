// SPDX-License-Identifier: GPL-2.0
/* Page frames, from /proc/kpageflags and /proc/kpagecount; see frames.h. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <linux/kernel-page-flags.h>

#include "frames.h"

/* Flags that the kernel tells, but does not name in its headers for programs */
#define FLAG_RESERVED	32
#define FLAG_MLOCKED	33

#define BIT(n)		(1ULL << (n))

/* A page of a process or a file has one of them, a page of a driver that a process maps none */
#define OF_FILE \
	(BIT(KPF_LRU) | BIT(KPF_UNEVICTABLE) | BIT(KPF_UPTODATE) | BIT(KPF_DIRTY) | \
	 BIT(KPF_REFERENCED))

/* In the order of their weight: a poisoned page of a slab is a poisoned page */
static const struct {
	uint64_t flags;
	enum why_kind kind;
} judgements[] = {
	{ BIT(KPF_HWPOISON), WHY_POISONED },
	{ BIT(KPF_NOPAGE), WHY_ABSENT },
	{ BIT(KPF_BUDDY), WHY_FREE },
	{ BIT(KPF_OFFLINE), WHY_BALLOON },
	{ BIT(KPF_HUGE), WHY_HUGETLB },
	{ BIT(KPF_SLAB), WHY_SLAB },
	{ BIT(KPF_PGTABLE), WHY_PGTABLE },
	{ BIT(FLAG_RESERVED) | BIT(KPF_ZERO_PAGE), WHY_RESERVED },
	{ BIT(KPF_WRITEBACK) | BIT(KPF_LOCKED), WHY_IO },
	{ BIT(KPF_ANON), WHY_ANON },
	{ BIT(KPF_SWAPBACKED), WHY_TMPFS },
	{ OF_FILE, WHY_FILE },
	{ BIT(KPF_MMAP), WHY_BUFFER },
};

static enum why_kind judge_flags(uint64_t flags)
{
	size_t i;

	for (i = 0; i < sizeof(judgements) / sizeof(judgements[0]); i++)
		if (flags & judgements[i].flags)
			return judgements[i].kind;
	return WHY_KERNEL;
}

/* Some kernels flag only the first page of a compound page of the kernel */
static void judge_frames(struct why_frames *frames)
{
	struct why_frame *frame = frames->frame;
	size_t i;

	for (i = 0; i < frames->n; i++, frame++) {
		frame->kind = judge_flags(frame->flags);
		if (i && frame->kind == WHY_KERNEL && frame->flags & BIT(KPF_COMPOUND_TAIL))
			frame->kind = frame[-1].kind;
	}
}

/* A file that ends early, as at the end of all memory, tells nothing of the rest */
static ssize_t read_kpage(const struct why_machine *machine, const char *path,
			  uint64_t first, uint64_t *words, size_t n)
{
	size_t size = n * sizeof(*words), done = 0;
	int fd = why_machine_fd(machine, "%s", path);
	ssize_t got = 1;

	if (fd < 0)
		return fd;
	while (done < size && got > 0) {
		got = pread(fd, (char *)words + done, size - done,
			    first * sizeof(*words) + done);
		done += got > 0 ? got : 0;
	}
	close(fd);
	return got < 0 ? -EIO : (ssize_t)(done / sizeof(*words));
}

static int read_flags(struct why_frames *frames, const struct why_machine *machine,
		      uint64_t *words)
{
	ssize_t n = read_kpage(machine, "proc/kpageflags", frames->first, words, frames->n);
	size_t i;

	if (n < 0)
		return n;
	for (i = 0; i < frames->n; i++)
		frames->frame[i].flags = i < (size_t)n ? words[i] : BIT(KPF_NOPAGE);
	return 0;
}

static int read_counts(struct why_frames *frames, const struct why_machine *machine,
		       uint64_t *words)
{
	ssize_t n = read_kpage(machine, "proc/kpagecount", frames->first, words, frames->n);
	struct why_frame *frame = frames->frame;
	ssize_t i;

	for (i = 0; i < n; i++, frame++) {
		/* Each process maps such pages as that of zeroes */
		if (!words[i] || frame->kind == WHY_RESERVED)
			continue;
		frame->unknown = words[i] > UINT32_MAX ? UINT32_MAX : words[i];
		frames->unknown++;
		if (frame->kind == WHY_KERNEL)
			frame->kind = WHY_BUFFER;
	}
	return n < 0 ? n : 0;
}

int why_frames_read(struct why_frames *frames, const struct why_machine *machine,
		    uint64_t address, uint64_t size)
{
	uint64_t last = (address + size - 1) / machine->page_size;
	uint64_t *words;
	int err = -ENOMEM;

	frames->first = address / machine->page_size;
	frames->n = last - frames->first + 1;
	frames->frame = calloc(frames->n, sizeof(*frames->frame));
	words = calloc(frames->n, sizeof(*words));
	if (frames->frame && words)
		err = read_flags(frames, machine, words);
	if (!err) {
		judge_frames(frames);
		err = read_counts(frames, machine, words);
	}
	free(words);
	return err;
}

struct why_frame *why_frames_find(const struct why_frames *frames, uint64_t pfn)
{
	if (pfn < frames->first || pfn - frames->first >= frames->n)
		return NULL;
	return &frames->frame[pfn - frames->first];
}

bool why_frames_found(struct why_frames *frames, struct why_frame *frame, uint32_t process)
{
	bool first = frame->seen != process;

	frame->seen = process;
	frame->mapped = true;
	if (frame->unknown && !--frame->unknown)
		frames->unknown--;
	return first;
}

bool why_frames_is_locked(const struct why_frame *frame)
{
	return frame->flags & (BIT(FLAG_MLOCKED) | BIT(KPF_UNEVICTABLE));
}

bool why_frames_is_swapped(const struct why_frame *frame)
{
	return frame->flags & BIT(KPF_SWAPCACHE);
}

void why_frames_free(struct why_frames *frames)
{
	free(frames->frame);
	frames->frame = NULL;
}
