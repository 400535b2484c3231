// SPDX-License-Identifier: GPL-2.0
/*
 * Nothing is freed in a process that starts with this by LD_PRELOAD.
 * A QEMU that has removed a core, or a bridge, goes on to use the memory of it:
 * it flushes the TLB of a CPU that is no more at each change of the memory map.
 * As the memory is nobody else's, this does no harm for as long as a walk needs.
 */
#include <stdlib.h>

void free(void *memory)
{
	(void)memory;
}
