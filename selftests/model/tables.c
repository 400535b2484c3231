// SPDX-License-Identifier: GPL-2.0

#include "tables.h"

unsigned int model_drc_name(const struct model_policy *policy, u32 index,
			    u8 resource, char *name)
{
	static const char *const prefixes[] = {
		[PSERIES_DR_RESOURCE_CPU] = "CPU ",
		[PSERIES_DR_RESOURCE_MEMORY] = "LMB ",
		[PSERIES_DR_RESOURCE_SLOT] = "C",
		[PSERIES_DR_RESOURCE_PHB] = "PHB ",
		[PSERIES_DR_RESOURCE_PCI] = "C",
		[PSERIES_DR_RESOURCE_PMEM] = "PMEM ",
	};

	(void)policy;
	return snprintf(name, 32, "%s%u", prefixes[resource],
			index & 0x0fffffff);
}
