// SPDX-License-Identifier: GPL-2.0
/*
 * What a QEMU of a walk starts with, by LD_PRELOAD. It frees nothing: having
 * removed a core or a bridge, QEMU goes on to use the memory of it, and flushes
 * the TLB of a CPU that is no more at each change of the memory map. As that
 * memory is nobody else's, this does no harm for as long as a walk needs. And it
 * ends with who started it, however that ends.
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
	/* who has ended before that, is not seen to end */
	if (parent && getppid() != atoi(parent))
		_exit(EXIT_FAILURE);
	/* what this one starts has another parent */
	unsetenv("PDR_STARTED_BY");
}

void free(void *memory)
{
	(void)memory;
}
