// SPDX-License-Identifier: GPL-2.0
/* The types of slots as words for people, as LoPAR numbers them; see ls_type_words(). */
#include <stdlib.h>
#include <string.h>

#include "ls_kinds.h"

/* Tools compare these words, so that they are those of powerpc-utils; a gap is no type */
static const char *const types[] = {
	[1] = "PCI 32 bit, 33MHz, 5 volt slot",
	[2] = "PCI 32 bit, 50MHz, 5 volt slot",
	[3] = "PCI 32 bit, 33MHz, 3.3 volt slot",
	[4] = "PCI 64 bit, 33MHz, 5 volt slot",
	[5] = "PCI 64 bit, 50MHz, 5 volt slot",
	[6] = "PCI 64 bit, 33MHz, 3.3 volt slot",
	[7] = "PCI 32 bit, 66MHz, 3.3 volt slot",
	[8] = "PCI 64 bit, 66MHz, 3.3 volt slot",
	[11] = "PCI-X capable, 32 bit, 66MHz slot",
	[12] = "PCI-X capable, 32 bit, 100MHz slot",
	[13] = "PCI-X capable, 32 bit, 133MHz slot",
	[14] = "PCI-X capable, 64 bit, 66MHz slot",
	[15] = "PCI-X capable, 64 bit, 100MHz slot",
	[16] = "PCI-X capable, 64 bit, 133MHz slot",
	[17] = "PCI-X capable, 64 bit, 266MHz slot",
	[18] = "PCI-X capable, 64 bit, 533MHz slot",
	[19] = "PCI-E capable, Rev 1, 1x lanes",
	[20] = "PCI-E capable, Rev 1, 2x lanes",
	[21] = "PCI-E capable, Rev 1, 4x lanes",
	[22] = "PCI-E capable, Rev 1, 8x lanes",
	[23] = "PCI-E capable, Rev 1, 16x lanes",
	[24] = "PCI-E capable, Rev 1, 32x lanes",
	[25] = "PCI-E capable, Rev 2, 1x lanes",
	[26] = "PCI-E capable, Rev 2, 2x lanes",
	[27] = "PCI-E capable, Rev 2, 4x lanes",
	[28] = "PCI-E capable, Rev 2, 8x lanes",
	[29] = "PCI-E capable, Rev 2, 16x lanes",
	[30] = "PCI-E capable, Rev 2, 32x lanes",
	[31] = "PCI-E capable, Rev 3, 8x lanes with 1 lane connected",
	[32] = "PCI-E capable, Rev 3, 8x lanes with 4x lanes connected",
	[33] = "PCI-E capable, Rev 3, 8x lanes with 8x lanes connected",
	[34] = "PCI-E capable, Rev 3, 16x lanes with 1 lane connected",
	[35] = "PCI-E capable, Rev 3, 16x lanes with 8x lanes connected",
	[36] = "PCI-E capable, Rev 3, 16x lanes with 16x lanes connected",
	[37] = "PCI-E capable, Rev 4, 8x lanes with 1 lane connected",
	[38] = "PCI-E capable, Rev 4, 8x lanes with 4x lanes connected",
	[39] = "PCI-E capable, Rev 4, 8x lanes with 8x lanes connected",
	[40] = "PCI-E capable, Rev 4, 16x lanes with 1 lane connected",
	[41] = "PCI-E capable, Rev 4, 16x lanes with 8x lanes connected",
	[42] = "PCI-E capable, Rev 4, 16x lanes with 16x lanes connected",
	[43] = "U.2 PCI-E capable, Rev 3, 4x lanes with 4x lanes connected",
	[44] = "U.2 PCI-E capable, Rev 4, 4x lanes with 4x lanes connected",
	[45] = "U.2 PCI-E capable, Rev 4, 4x lanes with 2x lanes connected",
	[46] = "PCI-E capable, Rev 5, 8x lanes with 1 lane connected",
	[47] = "PCI-E capable, Rev 5, 8x lanes with 4x lanes connected",
	[48] = "PCI-E capable, Rev 5, 8x lanes with 8x lanes connected",
	[49] = "PCI-E capable, Rev 5, 16x lanes with 1 lane connected",
	[50] = "PCI-E capable, Rev 5, 16x lanes with 4x lanes connected",
	[51] = "PCI-E capable, Rev 5, 16x lanes with 8x lanes connected",
	[52] = "U.2 PCI-E capable, Rev 5, 4x lanes with 2x lanes connected",
	[53] = "U.2 PCI-E capable, Rev 5, 4x lanes with 4x lanes connected",
};

const char *ls_type_words(const char *type, bool virtual)
{
	unsigned long number;
	char *end;

	if (!strcmp(type, "SLOT"))
		return virtual ? "Virtual I/O Slot" : "Logical I/O Slot";
	number = strtoul(type, &end, 10);
	return *end || number >= sizeof(types) / sizeof(types[0]) ? NULL : types[number];
}
