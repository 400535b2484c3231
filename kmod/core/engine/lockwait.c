// SPDX-License-Identifier: GPL-2.0
/* Judging whether a worker goes on waiting for the kernel's lock. Includes core/engine. */
#include "core/engine/lockwait.h"
#include "core/engine/stall.h"

#define OTHERS_TRIES		5
#define OTHERS_TRIES_OF_UNDO	500

unsigned int pdr_lockwait_limit(bool undoing, unsigned int stall_ms)
{
	return undoing ? PDR_UNDO_LIMIT_MS : pdr_stall_limit(stall_ms);
}

void pdr_lockwait_begin(struct pdr_lockwait *wait, u64 limit_ms, u64 now)
{
	wait->limit_ms = limit_ms;
	wait->until = now + limit_ms;
}

int pdr_lockwait_look(struct pdr_lockwait *wait, bool others_move, int stop, u64 now)
{
	if (others_move)
		wait->until = now + wait->limit_ms;
	if (stop)
		return stop;
	return now >= wait->until ? -ETIMEDOUT : 0;
}

unsigned int pdr_others_tries(bool undoing)
{
	return undoing ? OTHERS_TRIES_OF_UNDO : OTHERS_TRIES;
}
