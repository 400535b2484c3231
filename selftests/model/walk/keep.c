// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into each QEMU of a walk (LD_PRELOAD). It makes free() do nothing: after
 * the removal of a core or a bridge QEMU still uses the freed memory, and flushes the
 * TLB of the removed CPU at each change of the memory map. Without other users of
 * that memory, this does no harm in a walk. It also makes QEMU end when its parent
 * does.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

__attribute__((constructor))
static void end_with_parent(void)
{
	const char *parent = getenv("PDR_STARTED_BY");

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* the parent may have ended before that call */
	if (parent && getppid() != atoi(parent))
		_exit(EXIT_FAILURE);
	/* children of QEMU have another parent */
	unsetenv("PDR_STARTED_BY");
}

void free(void *memory)
{
	(void)memory;
}
