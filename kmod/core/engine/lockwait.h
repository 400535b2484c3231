/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_LOCKWAIT_H
#define PDR_LOCKWAIT_H

/*
 * How long a worker waits for the kernel's lock of memory blocks and CPUs, which another
 * task may hold for ever; and how often it tries again to move a block that others move, too.
 *
 * Invariant: a wait is bounded, but for as long as the job of another lane, which makes
 * progress, may hold the lock.
 *
 * Includes core.
 */

#include <pdr_env.h>

/**
 * PDR_UNDO_LIMIT_MS: bound of each step of an undo. No setting shortens it, as a step that
 * gives up leaves a block or a CPU offline; nor does an earlier step, so that a lock that was
 * held for too long costs the blocks of that time alone. Nobody waits for an undo: requests
 * behind it are answered in the place of its worker
 */
#define PDR_UNDO_LIMIT_MS 600000

/** PDR_UNDO_PAUSE_MS: pause before an undo that found no memory tries again */
#define PDR_UNDO_PAUSE_MS 50

/** PDR_OTHERS_PAUSE_MS: pause before an undo tries again to move a block that others moved */
#define PDR_OTHERS_PAUSE_MS 10

/**
 * pdr_undo_waits() - Tell if a step of an undo that finds no memory is tried again.
 * @until: 0 before it found none; set to the time when it gives up
 * @now: milliseconds of a clock that does not wrap
 *
 * Context: any.
 * Return: true before that time.
 */
static inline bool pdr_undo_waits(u64 *until, u64 now)
{
	if (!*until)
		*until = now + PDR_UNDO_LIMIT_MS;
	return now < *until;
}

/**
 * struct pdr_lockwait - a wait for the lock
 * @limit_ms: its bound
 * @until: time when it ends
 */
struct pdr_lockwait {
	u64 limit_ms;
	u64 until;
};

/**
 * pdr_lockwait_limit() - Tell how long a job waits.
 * @undoing: an undo waits, which nothing stops
 * @stall_ms: a job without progress for so long gives up
 *
 * Context: any.
 * Return: milliseconds.
 */
unsigned int pdr_lockwait_limit(bool undoing, unsigned int stall_ms);

/**
 * pdr_lockwait_begin() - Begin to wait.
 * @wait: filled
 * @limit_ms: of pdr_lockwait_limit()
 * @now: milliseconds of a clock that does not wrap
 *
 * Context: any.
 */
void pdr_lockwait_begin(struct pdr_lockwait *wait, u64 limit_ms, u64 now);

/**
 * pdr_lockwait_look() - Tell if a worker that was kept from the lock gives up.
 * @wait: as the last look left it
 * @others_move: the job of another lane may hold the lock, and makes progress
 * @stop: why the job is to stop, negative errno; 0 if it is not
 * @now: the time by the same clock
 *
 * Context: any.
 * Return: 0 to try again; @stop; or -ETIMEDOUT.
 */
int pdr_lockwait_look(struct pdr_lockwait *wait, bool others_move, int stop, u64 now);

/**
 * pdr_others_tries() - Tell how often a step is tried when others are in its way.
 * @undoing: an undo makes the step, with PDR_OTHERS_PAUSE_MS in between
 *
 * Between a worker's look at a block and the moment when it has the lock, another task may
 * move the block.
 *
 * Context: any.
 * Return: times.
 */
unsigned int pdr_others_tries(bool undoing);

#endif /* PDR_LOCKWAIT_H */
