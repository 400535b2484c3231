/* SPDX-License-Identifier: GPL-2.0 */
/* The page frames of a range of physical memory, and what Linux uses each of them for. */
#ifndef WHY_FRAMES_H
#define WHY_FRAMES_H

#include "whymachine.h"

/* Bytes of the largest range: more than an LMB ever has, and no trouble to keep in memory */
#define WHY_RANGE_MAX	(16ULL << 30)

/**
 * enum why_kind - what a frame is used for
 * @WHY_ABSENT: Linux has no such page, or it is offline
 * @WHY_FREE: nothing
 * @WHY_POISONED: nothing ever again, because it had a memory error
 * @WHY_BALLOON: a driver gave it to the hypervisor
 * @WHY_HUGETLB: a part of a huge page of hugetlbfs
 * @WHY_SLAB: small objects of the kernel
 * @WHY_PGTABLE: page tables
 * @WHY_RESERVED: reserved since boot
 * @WHY_KERNEL: no known use: the kernel has it, or it is free and in the list of a CPU
 * @WHY_BUFFER: memory of the kernel that a process maps
 * @WHY_IO: memory of a process or a file, at the moment read or written
 * @WHY_ANON: memory of a process
 * @WHY_TMPFS: a file of tmpfs, or shared memory
 * @WHY_FILE: a part of a file
 * @WHY_KINDS: how many there are
 */
enum why_kind {
	WHY_ABSENT,
	WHY_FREE,
	WHY_POISONED,
	WHY_BALLOON,
	WHY_HUGETLB,
	WHY_SLAB,
	WHY_PGTABLE,
	WHY_RESERVED,
	WHY_KERNEL,
	WHY_BUFFER,
	WHY_IO,
	WHY_ANON,
	WHY_TMPFS,
	WHY_FILE,
	WHY_KINDS,
};

/**
 * struct why_frame - a frame
 * @flags: its flags, as /proc/kpageflags gives them
 * @unknown: how many page tables map it, of those that were not found yet
 * @kind: enum why_kind
 * @mapped: a process was found that maps it
 * @seen: number of the process that was found last
 */
struct why_frame {
	uint64_t flags;
	uint32_t unknown;
	uint8_t kind;
	bool mapped;
	uint32_t seen;
};

/**
 * struct why_frames - the frames of a range
 * @first: number of the first frame
 * @n: how many there are
 * @frame: the frames
 * @unknown: how many of them are mapped by a page table that was not found yet
 */
struct why_frames {
	uint64_t first;
	size_t n;
	struct why_frame *frame;
	size_t unknown;
};

/**
 * why_frames_read() - look at the frames of a range
 * @frames: result; free it in any case
 * @machine: machine
 * @address: physical address of the first byte
 * @size: bytes, at most WHY_RANGE_MAX
 *
 * Return: 0 or a negative errno.
 */
int why_frames_read(struct why_frames *frames, const struct why_machine *machine,
		    uint64_t address, uint64_t size);

/**
 * why_frames_find() - find a frame
 * @frames: frames
 * @pfn: its number
 *
 * Return: the frame, NULL if it is not in the range.
 */
struct why_frame *why_frames_find(const struct why_frames *frames, uint64_t pfn);

/**
 * why_frames_found() - note that a process maps a frame
 * @frames: frames
 * @frame: the frame
 * @process: number of the process, from 1 on
 *
 * Return: true for the first time in a row that this process was found.
 */
bool why_frames_found(struct why_frames *frames, struct why_frame *frame, uint32_t process);

/**
 * why_frames_is_locked() - tell if a frame is locked in memory by mlock()
 * @frame: frame
 *
 * Return: true if it is.
 */
bool why_frames_is_locked(const struct why_frame *frame);

/**
 * why_frames_is_swapped() - tell if a frame is in the swap cache
 * @frame: frame
 *
 * Return: true if it is; then no process needs to map it.
 */
bool why_frames_is_swapped(const struct why_frame *frame);

/**
 * why_frames_free() - free the memory
 * @frames: frames
 */
void why_frames_free(struct why_frames *frames);

#endif /* WHY_FRAMES_H */
