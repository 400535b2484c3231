/* SPDX-License-Identifier: GPL-2.0 */
/* The pages that a process maps, in the order of its addresses. */
#ifndef WHY_WALK_H
#define WHY_WALK_H

#include "frames.h"
#include "holders.h"
#include "processes.h"

/**
 * typedef why_page_fn - takes a page that lies in the range
 * @ctx: as passed
 * @frame: its frame
 * @address: its address in the process
 * @mapping: name of the file that is mapped there, empty for the process's own memory
 *
 * Return: 0, or a negative errno that ends the walk.
 */
typedef int why_page_fn(void *ctx, struct why_frame *frame, uint64_t address,
			const char *mapping);

/**
 * why_walk() - find the pages of a process that lie in a range
 * @machine: machine
 * @process: the process
 * @frames: the range
 * @fn: called for each such page
 * @ctx: its first argument
 *
 * The walk ends early if the machine is late, or if it is known who maps each frame of the range.
 *
 * Return: 0; -ESRCH if the process has ended; -EACCES if it cannot be read; another negative errno.
 */
int why_walk(struct why_machine *machine, const struct why_process *process,
	     const struct why_frames *frames, why_page_fn *fn, void *ctx);

#endif /* WHY_WALK_H */
