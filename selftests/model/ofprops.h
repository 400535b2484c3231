/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_OFPROPS_H
#define PDR_MODEL_OFPROPS_H

/*
 * The device tree properties of connectors, as they are at boot.
 * Invariant: both forms describe the same connectors; nothing is written past the
 * end of a buffer.
 */

#include "platform.h"
#include "lib/drcprops.h"

#define MODEL_DRC_NAME_SIZE	32
#define MODEL_LMB_SIZE		0x10000000

/* Kinds that the root node describes, that /cpus does, and that a PHB does. */
#define MODEL_OF_ROOT						\
	(BIT(PSERIES_DR_RESOURCE_MEMORY) |			\
	 BIT(PSERIES_DR_RESOURCE_PHB) | BIT(PSERIES_DR_RESOURCE_PMEM))
#define MODEL_OF_CPUS	BIT(PSERIES_DR_RESOURCE_CPU)
#define MODEL_OF_PHB	BIT(PSERIES_DR_RESOURCE_PCI)

/**
 * struct model_scope - the connectors that one node describes
 * @resources: their kinds, a bit for each of enum pseries_dr_resource
 * @parent: number of the connector that they are below, MODEL_NO_DRC for none
 */
struct model_scope {
	u32 resources;
	u8 parent;
};

/**
 * model_drc_name() - Make the name of a connector.
 * @policy: of the platform
 * @index: DRC index
 * @resource: enum pseries_dr_resource
 * @name: MODEL_DRC_NAME_SIZE bytes for the name
 *
 * Return: its length.
 */
unsigned int model_drc_name(const struct model_policy *policy, u32 index,
			    u8 resource, char *name);

/**
 * model_drc_info() - Write ibm,drc-info of a node.
 * @model: the platform
 * @scope: connectors that the node describes; those that are not there are left out
 * @buffer: for the property, in memory of the caller
 *
 * An entry has all consecutive connectors whose indexes increase evenly.
 *
 * Return: 0, or -ENOSPC.
 */
int model_drc_info(const struct model *model, const struct model_scope *scope,
		   struct bytes *buffer);

/**
 * model_drc_arrays() - Write the four properties of a node.
 * @model: the platform
 * @scope: connectors that the node describes; those that are not there are left out
 * @arrays: for the properties, in memory of the caller
 *
 * Return: 0, or -ENOSPC.
 */
int model_drc_arrays(const struct model *model, const struct model_scope *scope,
		     union drc_arrays *arrays);

/**
 * model_dynamic_memory() - Write ibm,dynamic-memory, or the second version of it.
 * @model: the platform
 * @version: 1 or 2
 * @buffer: for the property, in memory of the caller
 *
 * As QEMU, from the plugged DIMMs, not from the connectors. Memory below the first
 * LMB with a connector is reserved. All plugged memory is on NUMA node 0. NVDIMMs
 * have no address in the model, so their LMBs are listed as free.
 *
 * Return: 0, or -ENOSPC.
 */
int model_dynamic_memory(const struct model *model, unsigned int version,
			 struct bytes *buffer);

#endif /* PDR_MODEL_OFPROPS_H */
