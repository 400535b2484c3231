/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_RESOURCE_H
#define PDR_RESOURCE_H

/*
 * The differences between memory, cores, persistent memory, host bridges, PCI functions
 * and all else that a request can be for, as data. The engine reads them and asks for
 * no resource by name.
 * Invariant: a phase before @commit has an inverse in every step; from @commit on
 * a job only goes forward.
 *
 * Includes core and core/parse.
 */

#include <pdr_env.h>
#include <pdr_status.h>

#include "core/parse/cctree.h"

/** PDR_PHASE_STEPS: steps of a phase, at most */
#define PDR_PHASE_STEPS 2

/**
 * enum pdr_lane - Jobs of one lane run one after the other.
 * @PDR_LANE_MEMORY: memory
 * @PDR_LANE_CPU: cores
 * @PDR_LANE_IO: persistent memory, PCI, and requests that the stock kernel carries out
 * @PDR_LANES: how many there are
 */
enum pdr_lane {
	PDR_LANE_MEMORY,
	PDR_LANE_CPU,
	PDR_LANE_IO,
	PDR_LANES,
};

/* RTAS calls by which a platform can be told that its removal will not happen. */
#define PDR_REFUSED_BY_UNISOLATE	0x1
#define PDR_REFUSED_BY_CONFIGURE	0x2

/**
 * enum pdr_place - Where a target is, seen from the connector that is asked for.
 * @PDR_PLACE_ASKED: it is that connector, or one of those
 * @PDR_PLACE_BELOW: below it in the device tree: it goes before that connector
 *	does, and comes back with it. It is of the resource @below
 * @PDR_PLACE_BESIDE: another function of its slot, which the platform takes
 *	away in the same go: nobody may use it, but it has a job of its own
 */
enum pdr_place {
	PDR_PLACE_ASKED,
	PDR_PLACE_BELOW,
	PDR_PLACE_BESIDE,
};

/**
 * struct pdr_phase - Steps that each target takes before the next target begins.
 * @steps: enum pseries_dr_step, 0 where there is none. OFFLINE and ONLINE are
 *	laid once for each part of a target, PUBLISH once for all targets.
 * @places: the targets that take them, a bit of each enum pdr_place; 0 for those
 *	that are asked for
 */
struct pdr_phase {
	u8 steps[PDR_PHASE_STEPS];
	u8 places;
};

/**
 * struct pdr_phases - All phases of a removal, or of an add, after RESOLVE.
 * @phases: in order; all targets pass a phase before any enters the next
 * @count: how many
 * @commit: the first phase that has no way back; @count where there is none
 */
struct pdr_phases {
	const struct pdr_phase *phases;
	u8 count;
	u8 commit;
};

/**
 * struct pdr_resource - One resource.
 * @resource: enum pseries_dr_resource
 * @lane: enum pdr_lane
 * @identifiers: a bit of each enum pseries_dr_identifier that may name its connectors
 * @capability: enum pseries_dr_capability by which the module says that it moves the
 *	resource; 0 where there is none
 * @of_connector: it stands for connectors of any kind: a request for it means the
 *	resource of the connector
 * @by_stock: the stock kernel carries its jobs out, so there are no phases
 * @physical: its connectors have no allocation state: isolating one gives it
 *	back, and an empty one has nothing to give (LoPAR, physical DR entities)
 * @slotted: several of its connectors may be functions of one slot, and a platform that
 *	takes one away takes the whole slot
 * @below: enum pseries_dr_resource of connectors below its own, which leave first;
 *	PSERIES_DR_RESOURCE_UNKNOWN where there are none
 * @in_slots: enum pseries_dr_resource that a connector of this kind is on a PCI bus;
 *	PSERIES_DR_RESOURCE_UNKNOWN if its kind says what it is
 * @ranged: the platform may ask for several connectors as one device, which
 *	goes whole or not at all: QEMU's DIMM of many LMBs
 * @undo_frees: the undo of its removal brings memory back, so it may take some of the
 *	kernel's reserves. The undo of an add takes memory away, and the pages in it would
 *	use the reserves up. Other resources wait for memory only: bringing a CPU online
 *	waits for work queues, and the kernel warns if a task with access to the reserves
 *	does that
 * @isolate_call: how the status of its isolation is read (enum pdr_fw_call)
 * @refused_by: calls that refuse its removal, PDR_REFUSED_*; 0 if the platform
 *	cannot be told
 * @brings: nodes that ibm,configure-connector gives for its connectors
 * @remove: phases of a removal
 * @add: phases of an add
 */
struct pdr_resource {
	u8 resource;
	u8 lane;
	u8 identifiers;
	u8 capability;
	bool of_connector;
	bool by_stock;
	bool physical;
	bool slotted;
	u8 below;
	u8 in_slots;
	bool ranged;
	bool undo_frees;
	u8 isolate_call;
	u8 refused_by;
	struct pdr_cctree_kind brings;
	struct pdr_phases remove;
	struct pdr_phases add;
};

/**
 * pdr_resource_at() - Go through the rows of all resources.
 * @at: number of the row, from 0 on
 *
 * Resources that the stock kernel knows come first, in the order of its own list.
 *
 * Context: any.
 * Return: the resource, or NULL after the last one.
 */
const struct pdr_resource *pdr_resource_at(size_t at);

/**
 * pdr_resource_of() - Find the row of a resource.
 * @resource: enum pseries_dr_resource, of any source
 *
 * A row is no driver: the module itself carries out only jobs of resources that have a
 * driver.
 *
 * Context: any.
 * Return: the resource, or NULL if the engine does not know it.
 */
const struct pdr_resource *pdr_resource_of(u8 resource);

/**
 * pdr_resource_held() - Tell what a connector holds.
 * @resource: enum pseries_dr_resource, as the type of the connector says
 * @virtual_bus: it is on the bus of virtual I/O, which has slots, too
 *
 * Context: any.
 * Return: enum pseries_dr_resource; for a slot of PCI, that of the function in it.
 */
u8 pdr_resource_held(u8 resource, bool virtual_bus);

#endif /* PDR_RESOURCE_H */
