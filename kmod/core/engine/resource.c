// SPDX-License-Identifier: GPL-2.0
/* The resources as data: their phases, and how each is refused. */
#include "core/engine/resource.h"

#define PHASES(array, first)						\
	{ .phases = (array), .count = ARRAY_SIZE(array), .commit = (first) }

/* The device tree is published first: each uevent of DETACH is to find it true. */
static const struct pdr_phase memory_remove[] = {
	{ { PSERIES_DR_STEP_OFFLINE } },
	{ { PSERIES_DR_STEP_PUBLISH } },
	{ { PSERIES_DR_STEP_DETACH } },
	{ { PSERIES_DR_STEP_ISOLATE } },
	{ { PSERIES_DR_STEP_RELEASE } },
};

static const struct pdr_phase memory_add[] = {
	{ { PSERIES_DR_STEP_ACQUIRE } },
	{ { PSERIES_DR_STEP_UNISOLATE, PSERIES_DR_STEP_CONFIGURE } },
	{ { PSERIES_DR_STEP_PUBLISH } },
	{ { PSERIES_DR_STEP_ATTACH, PSERIES_DR_STEP_ONLINE } },
};

static const struct pdr_phase cpu_remove[] = {
	{ { PSERIES_DR_STEP_OFFLINE } },
	{ { PSERIES_DR_STEP_DETACH } },
	{ { PSERIES_DR_STEP_ISOLATE } },
	{ { PSERIES_DR_STEP_RELEASE } },
};

static const struct pdr_phase cpu_add[] = {
	{ { PSERIES_DR_STEP_ACQUIRE } },
	{ { PSERIES_DR_STEP_UNISOLATE, PSERIES_DR_STEP_CONFIGURE } },
	{ { PSERIES_DR_STEP_ATTACH, PSERIES_DR_STEP_ONLINE } },
};

/* To attach the node again brings the driver back, so DETACH has an inverse. */
static const struct pdr_phase pmem_remove[] = {
	{ { PSERIES_DR_STEP_CHECK } },
	{ { PSERIES_DR_STEP_DETACH } },
	{ { PSERIES_DR_STEP_ISOLATE } },
	{ { PSERIES_DR_STEP_RELEASE } },
};

static const struct pdr_phase pmem_add[] = {
	{ { PSERIES_DR_STEP_ACQUIRE } },
	{ { PSERIES_DR_STEP_UNISOLATE, PSERIES_DR_STEP_CONFIGURE } },
	{ { PSERIES_DR_STEP_ATTACH } },
};

static const struct pdr_resource resources[] = {
	{
		.resource = PSERIES_DR_RESOURCE_MEMORY,
		.lane = PDR_LANE_MEMORY,
		.ranged = true,
		.isolate_call = PDR_FW_ISOLATE_LMB,
		.refused_by = PDR_REFUSED_BY_UNISOLATE |
			      PDR_REFUSED_BY_CONFIGURE,
		.remove = PHASES(memory_remove, 4),
		.add = PHASES(memory_add, ARRAY_SIZE(memory_add)),
	},
	{
		.resource = PSERIES_DR_RESOURCE_CPU,
		.lane = PDR_LANE_CPU,
		.isolate_call = PDR_FW_ISOLATE,
		.refused_by = PDR_REFUSED_BY_UNISOLATE,
		.remove = PHASES(cpu_remove, 3),
		.add = PHASES(cpu_add, ARRAY_SIZE(cpu_add)),
	},
	{
		.resource = PSERIES_DR_RESOURCE_PMEM,
		.lane = PDR_LANE_IO,
		.isolate_call = PDR_FW_ISOLATE,
		.refused_by = PDR_REFUSED_BY_UNISOLATE,
		.remove = PHASES(pmem_remove, 3),
		.add = PHASES(pmem_add, ARRAY_SIZE(pmem_add)),
	},
};

const struct pdr_resource *pdr_resource_of(u8 resource)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(resources); i++)
		if (resources[i].resource == resource)
			return &resources[i];
	return NULL;
}
