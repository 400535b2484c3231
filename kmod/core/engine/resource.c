// SPDX-License-Identifier: GPL-2.0
/*
 * The resources as data: how each is named, its phases, and how it is refused. Includes
 * core/engine.
 */
#include "core/engine/resource.h"

#define WITH_BELOW	(BIT(PDR_PLACE_ASKED) | BIT(PDR_PLACE_BELOW))
#define ALL_PLACES	(WITH_BELOW | BIT(PDR_PLACE_BESIDE))
#define ONLY_BELOW	BIT(PDR_PLACE_BELOW)

#define BY_INDEX		BIT(PSERIES_DR_IDENTIFIER_INDEX)
#define BY_COUNT		BIT(PSERIES_DR_IDENTIFIER_COUNT)
#define BY_INDEXED_COUNT	BIT(PSERIES_DR_IDENTIFIER_INDEXED_COUNT)

#define PHASES(array, first)						\
	{ .phases = (array), .count = ARRAY_SIZE(array), .commit = (first) }

/* The device tree is published first, so that each uevent of DETACH finds it true. */
static const struct pdr_phase memory_remove[] = {
	{ .steps = { PSERIES_DR_STEP_OFFLINE } },
	{ .steps = { PSERIES_DR_STEP_PUBLISH } },
	{ .steps = { PSERIES_DR_STEP_DETACH } },
	{ .steps = { PSERIES_DR_STEP_ISOLATE } },
	{ .steps = { PSERIES_DR_STEP_RELEASE } },
};

static const struct pdr_phase memory_add[] = {
	{ .steps = { PSERIES_DR_STEP_ACQUIRE } },
	{ .steps = { PSERIES_DR_STEP_UNISOLATE, PSERIES_DR_STEP_CONFIGURE } },
	{ .steps = { PSERIES_DR_STEP_PUBLISH } },
	{ .steps = { PSERIES_DR_STEP_ATTACH, PSERIES_DR_STEP_ONLINE } },
};

static const struct pdr_phase cpu_remove[] = {
	{ .steps = { PSERIES_DR_STEP_OFFLINE } },
	{ .steps = { PSERIES_DR_STEP_DETACH } },
	{ .steps = { PSERIES_DR_STEP_ISOLATE } },
	{ .steps = { PSERIES_DR_STEP_RELEASE } },
};

static const struct pdr_phase cpu_add[] = {
	{ .steps = { PSERIES_DR_STEP_ACQUIRE } },
	{ .steps = { PSERIES_DR_STEP_UNISOLATE, PSERIES_DR_STEP_CONFIGURE } },
	{ .steps = { PSERIES_DR_STEP_ATTACH, PSERIES_DR_STEP_ONLINE } },
};

/* Attaching the node again brings the driver back, so DETACH has an inverse. */
static const struct pdr_phase pmem_remove[] = {
	{ .steps = { PSERIES_DR_STEP_CHECK } },
	{ .steps = { PSERIES_DR_STEP_DETACH } },
	{ .steps = { PSERIES_DR_STEP_ISOLATE } },
	{ .steps = { PSERIES_DR_STEP_RELEASE } },
};

static const struct pdr_phase pmem_add[] = {
	{ .steps = { PSERIES_DR_STEP_ACQUIRE } },
	{ .steps = { PSERIES_DR_STEP_UNISOLATE, PSERIES_DR_STEP_CONFIGURE } },
	{ .steps = { PSERIES_DR_STEP_ATTACH } },
};

/*
 * A platform may not take a bridge above functions that are usable (-9000), so
 * these are isolated first. Binding the drivers again is the inverse of UNBIND.
 */
static const struct pdr_phase phb_remove[] = {
	{ .steps = { PSERIES_DR_STEP_CHECK }, .places = ALL_PLACES },
	{ .steps = { PSERIES_DR_STEP_UNBIND }, .places = WITH_BELOW },
	{ .steps = { PSERIES_DR_STEP_DETACH }, .places = WITH_BELOW },
	{ .steps = { PSERIES_DR_STEP_ISOLATE }, .places = ONLY_BELOW },
	{ .steps = { PSERIES_DR_STEP_ISOLATE } },
	{ .steps = { PSERIES_DR_STEP_RELEASE } },
};

/* The tree of a new bridge has the functions below it, and BIND scans for them. */
static const struct pdr_phase phb_add[] = {
	{ .steps = { PSERIES_DR_STEP_ACQUIRE } },
	{ .steps = { PSERIES_DR_STEP_UNISOLATE, PSERIES_DR_STEP_CONFIGURE } },
	{ .steps = { PSERIES_DR_STEP_ATTACH } },
	{ .steps = { PSERIES_DR_STEP_BIND } },
};

/* The isolation of a physical connector gives it back: nothing follows but power. */
static const struct pdr_phase pci_remove[] = {
	{ .steps = { PSERIES_DR_STEP_CHECK }, .places = ALL_PLACES },
	{ .steps = { PSERIES_DR_STEP_UNBIND }, .places = WITH_BELOW },
	{ .steps = { PSERIES_DR_STEP_DETACH }, .places = WITH_BELOW },
	{ .steps = { PSERIES_DR_STEP_ISOLATE }, .places = ONLY_BELOW },
	{ .steps = { PSERIES_DR_STEP_ISOLATE } },
	{ .steps = { PSERIES_DR_STEP_POWER } },
};

static const struct pdr_phase pci_add[] = {
	{ .steps = { PSERIES_DR_STEP_POWER } },
	{ .steps = { PSERIES_DR_STEP_UNISOLATE, PSERIES_DR_STEP_CONFIGURE } },
	{ .steps = { PSERIES_DR_STEP_ATTACH } },
	{ .steps = { PSERIES_DR_STEP_BIND } },
};

static const struct pdr_resource resources[] = {
	{
		.resource = PSERIES_DR_RESOURCE_MEMORY,
		.lane = PDR_LANE_MEMORY,
		.identifiers = BY_INDEX | BY_COUNT | BY_INDEXED_COUNT,
		.capability = PSERIES_DR_CAPABILITY_MEMORY,
		.ranged = true,
		.undo_frees = true,
		.isolate_call = PDR_FW_ISOLATE_LMB,
		.refused_by = PDR_REFUSED_BY_UNISOLATE |
			      PDR_REFUSED_BY_CONFIGURE,
		.brings = { .device_type = "memory", .place = true },
		.remove = PHASES(memory_remove, 4),
		.add = PHASES(memory_add, ARRAY_SIZE(memory_add)),
	},
	{
		.resource = PSERIES_DR_RESOURCE_CPU,
		.lane = PDR_LANE_CPU,
		.identifiers = BY_INDEX | BY_COUNT,
		.capability = PSERIES_DR_CAPABILITY_CPU,
		.isolate_call = PDR_FW_ISOLATE,
		.refused_by = PDR_REFUSED_BY_UNISOLATE,
		.brings = { .device_type = "cpu", .threads = true },
		.remove = PHASES(cpu_remove, 3),
		.add = PHASES(cpu_add, ARRAY_SIZE(cpu_add)),
	},
	{
		.resource = PSERIES_DR_RESOURCE_DT,
		.lane = PDR_LANE_IO,
		.identifiers = BY_INDEX,
		.of_connector = true,
		.by_stock = true,
	},
	{
		.resource = PSERIES_DR_RESOURCE_PHB,
		.lane = PDR_LANE_IO,
		.identifiers = BY_INDEX,
		.capability = PSERIES_DR_CAPABILITY_PHB,
		.below = PSERIES_DR_RESOURCE_PCI,
		.isolate_call = PDR_FW_ISOLATE,
		.refused_by = PDR_REFUSED_BY_UNISOLATE,
		.remove = PHASES(phb_remove, 5),
		.add = PHASES(phb_add, ARRAY_SIZE(phb_add)),
	},
	{
		.resource = PSERIES_DR_RESOURCE_PCI,
		.lane = PDR_LANE_IO,
		.identifiers = BY_INDEX,
		.capability = PSERIES_DR_CAPABILITY_PCI,
		.physical = true,
		.slotted = true,
		.below = PSERIES_DR_RESOURCE_PCI,
		.isolate_call = PDR_FW_ISOLATE,
		.brings = { .functions = true },
		.remove = PHASES(pci_remove, 4),
		.add = PHASES(pci_add, ARRAY_SIZE(pci_add)),
	},
	{
		.resource = PSERIES_DR_RESOURCE_PMEM,
		.lane = PDR_LANE_IO,
		.identifiers = BY_INDEX,
		.capability = PSERIES_DR_CAPABILITY_PMEM,
		.isolate_call = PDR_FW_ISOLATE,
		.refused_by = PDR_REFUSED_BY_UNISOLATE,
		.remove = PHASES(pmem_remove, 3),
		.add = PHASES(pmem_add, ARRAY_SIZE(pmem_add)),
	},
	/* a word of the platform's: no user can ask for it */
	{
		.resource = PSERIES_DR_RESOURCE_SLOT,
		.lane = PDR_LANE_IO,
		.of_connector = true,
		.in_slots = PSERIES_DR_RESOURCE_PCI,
	},
};

const struct pdr_resource *pdr_resource_at(size_t at)
{
	return at < ARRAY_SIZE(resources) ? &resources[at] : NULL;
}

const struct pdr_resource *pdr_resource_of(u8 resource)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(resources); i++)
		if (resources[i].resource == resource)
			return &resources[i];
	return NULL;
}

u8 pdr_resource_held(u8 resource, bool virtual_bus)
{
	const struct pdr_resource *row = pdr_resource_of(resource);

	return row && row->in_slots && !virtual_bus ? row->in_slots : resource;
}
