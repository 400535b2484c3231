// SPDX-License-Identifier: GPL-2.0
/* Judging whether a memory block still gets emptier. Includes core/engine. */
#include "core/engine/stall.h"

void pdr_stall_begin(struct pdr_stall *stall, u64 now_ms)
{
	stall->least_busy = U64_MAX;
	stall->since_ms = now_ms;
}

bool pdr_stall_look(struct pdr_stall *stall, u64 busy, u64 now_ms,
		    u64 limit_ms)
{
	if (busy < stall->least_busy) {
		stall->least_busy = busy;
		stall->since_ms = now_ms;
	}
	return now_ms - stall->since_ms >= limit_ms;
}
