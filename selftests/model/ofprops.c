// SPDX-License-Identifier: GPL-2.0
/* Writes the device tree properties of connectors and memory; see ofprops.h. */

#include "ofprops.h"
#include "lib/lmbtable.h"

#include <core/parse/lmb.h>

#define RESOURCES	(PSERIES_DR_RESOURCE_PMEM + 1)

static const char *const types[RESOURCES] = {
	[PSERIES_DR_RESOURCE_CPU] = "CPU",
	[PSERIES_DR_RESOURCE_MEMORY] = "MEM",
	[PSERIES_DR_RESOURCE_SLOT] = "SLOT",
	[PSERIES_DR_RESOURCE_PHB] = "PHB",
	[PSERIES_DR_RESOURCE_PCI] = "28",
	[PSERIES_DR_RESOURCE_PMEM] = "PMEM",
};

static int end_of(const struct bytes *buffer)
{
	return bytes_fit(buffer) ? 0 : -ENOSPC;
}

static u32 number_of(u32 index)
{
	return index & 0x0fffffff;
}

/* Names of slots are location codes, on platforms that have such. */
static const char *prefix_of(const struct model_policy *policy, u8 resource)
{
	switch (resource) {
	case PSERIES_DR_RESOURCE_CPU:
		return "CPU ";
	case PSERIES_DR_RESOURCE_MEMORY:
		return "LMB ";
	case PSERIES_DR_RESOURCE_PHB:
		return "PHB ";
	case PSERIES_DR_RESOURCE_PMEM:
		return "PMEM ";
	default:
		return policy->names ? "U9009.22A.0000001-V1-C" : "C";
	}
}

unsigned int model_drc_name(const struct model_policy *policy, u32 index,
			    u8 resource, char *name)
{
	return snprintf(name, MODEL_DRC_NAME_SIZE, "%s%u",
			prefix_of(policy, resource), number_of(index));
}

/**
 * struct cursor - where a walk over the connectors of a scope is
 * @resource: kind of the connectors
 * @number: number of the next connector
 */
struct cursor {
	u8 resource;
	unsigned int number;
};

static bool is_described(const struct model *model,
			 const struct model_drc *drc,
			 const struct model_scope *scope)
{
	return drc->parent == scope->parent &&
	       (scope->resources & BIT(drc->resource)) &&
	       (drc->parent == MODEL_NO_DRC || model->drcs[drc->parent].dev);
}

/* Kind by kind, because all connectors of an entry have one kind. */
static const struct model_drc *next_drc(const struct model *model,
					const struct model_scope *scope,
					struct cursor *at)
{
	const struct model_drc *drc;

	for (; at->resource < RESOURCES; at->resource++, at->number = 0)
		while (at->number < model->drc_count) {
			drc = &model->drcs[at->number++];
			if (drc->resource == at->resource &&
			    is_described(model, drc, scope))
				return drc;
		}
	return NULL;
}

/**
 * struct run - connectors of a kind whose indexes go up evenly
 * @first: the first of them
 * @last: index of the last
 * @increment: from one index to the next
 * @count: how many
 */
struct run {
	const struct model_drc *first;
	u32 last;
	u32 increment;
	u32 count;
};

static bool continues(const struct run *run, const struct model_drc *drc)
{
	if (!drc || drc->resource != run->first->resource ||
	    drc->index <= run->last)
		return false;
	return run->count == 1 || drc->index - run->last == run->increment;
}

static bool next_run(const struct model *model, const struct model_scope *scope,
		     struct cursor *at, struct run *run)
{
	const struct model_drc *drc = next_drc(model, scope, at);
	struct cursor ahead;

	if (!drc)
		return false;
	*run = (struct run){ drc, drc->index, 1, 1 };
	for (;;) {
		ahead = *at;
		drc = next_drc(model, scope, &ahead);
		if (!continues(run, drc))
			return true;
		run->increment = drc->index - run->last;
		run->last = drc->index;
		run->count++;
		*at = ahead;
	}
}

static void put_run_cells(struct bytes *buffer, const struct run *run,
			  const struct model_policy *policy)
{
	u8 resource = run->first->resource;

	drc_info_put(buffer, types[resource], prefix_of(policy, resource),
		     run->first->index, number_of(run->first->index),
		     run->count, run->increment, DRCPROPS_LIVE_INSERTION);
}

int model_drc_info(const struct model *model, const struct model_scope *scope,
		   struct bytes *buffer)
{
	struct cursor count = { }, at = { };
	struct run run;
	u32 runs = 0;

	while (next_run(model, scope, &count, &run))
		runs++;
	buffer->len = 0;
	bytes_u32(buffer, runs);
	while (next_run(model, scope, &at, &run))
		put_run_cells(buffer, &run, model->policy);
	return end_of(buffer);
}

static void put_drc_cells(union drc_arrays *arrays, const struct model_drc *drc,
			  const struct model_policy *policy)
{
	char name[MODEL_DRC_NAME_SIZE];

	model_drc_name(policy, drc->index, drc->resource, name);
	drc_arrays_put(arrays, drc->index, name, types[drc->resource],
		       DRCPROPS_LIVE_INSERTION);
}

int model_drc_arrays(const struct model *model, const struct model_scope *scope,
		     union drc_arrays *arrays)
{
	struct cursor count = { }, at = { };
	const struct model_drc *drc;
	unsigned int i;
	u32 drcs = 0;

	while (next_drc(model, scope, &count))
		drcs++;
	for (i = 0; i < DRCPROPS_ARRAYS; i++)
		arrays->each[i].len = 0;
	drc_arrays_begin(arrays, drcs);
	while ((drc = next_drc(model, scope, &at)))
		put_drc_cells(arrays, drc, model->policy);
	return end_of(&arrays->indexes) ?: end_of(&arrays->names) ?:
	       end_of(&arrays->types) ?: end_of(&arrays->power_domains);
}

/* The LMB with the lowest index from this one on. */
static const struct model_drc *lmb_from(const struct model *model, u32 index)
{
	const struct model_drc *drc, *found = NULL;

	for (drc = model->drcs; drc < model->drcs + model->drc_count; drc++)
		if (drc->resource == PSERIES_DR_RESOURCE_MEMORY &&
		    drc->index >= index &&
		    (!found || drc->index < found->index))
			found = drc;
	return found;
}

/* The DIMM of an LMB, even if the LMB was released or never acquired. */
static const struct model_device *dimm_of(const struct model *model,
					  const struct model_drc *drc)
{
	unsigned int i, number = drc - model->drcs;

	for (i = 0; i < model->device_count; i++) {
		const struct model_device *device = &model->devices[i];

		if (device->plugged && number >= device->first &&
		    number < device->first + device->count)
			return device;
	}
	return NULL;
}

/**
 * struct lmb_set - LMBs that one entry describes
 * @number: address of the first, in sizes of an LMB
 * @count: how many
 * @index: DRC index of the first
 * @aa: index of their associativity
 * @flags: PDR_LMB_*
 */
struct lmb_set {
	u32 number;
	u32 count;
	u32 index;
	u32 aa;
	u32 flags;
};

/* Each DIMM is a set of its own, each gap between them is one. */
static bool next_set(const struct model *model, struct lmb_set *set)
{
	const struct model_drc *drc = lmb_from(model, set->index + set->count);
	const struct model_device *dimm;

	if (!drc)
		return false;
	dimm = dimm_of(model, drc);
	*set = (struct lmb_set){
		.number = number_of(drc->index), .index = drc->index,
		.aa = dimm ? 0 : PDR_LMB_NO_AA,
		.flags = dimm ? PDR_LMB_ASSIGNED | PDR_LMB_HOT_REMOVABLE : 0,
	};
	do {
		set->count++;
		drc = lmb_from(model, set->index + set->count);
	} while (drc && drc->index == set->index + set->count &&
		 dimm_of(model, drc) == dimm);
	return true;
}

static void put_lmb_cells(struct bytes *buffer, const struct lmb_set *set,
			  u32 ordinal)
{
	bool has_drc = !(set->flags & PDR_LMB_DRC_INVALID);

	/* the first version has no flag for removable LMBs */
	lmbtable_v1(buffer, (u64)(set->number + ordinal) * MODEL_LMB_SIZE,
		    has_drc ? set->index + ordinal : 0, 0, set->aa,
		    set->flags & ~PDR_LMB_HOT_REMOVABLE);
}

static void put_set(struct bytes *buffer, const struct lmb_set *set,
		    unsigned int version)
{
	u32 i;

	if (version == 1) {
		for (i = 0; i < set->count; i++)
			put_lmb_cells(buffer, set, i);
		return;
	}
	lmbtable_v2(buffer, set->count, (u64)set->number * MODEL_LMB_SIZE,
		    set->index, set->aa, set->flags);
}

/* Memory below all connectors; without connectors, the property omits it. */
static struct lmb_set boot_set(const struct model *model)
{
	const struct model_drc *drc = lmb_from(model, 0);

	return (struct lmb_set){
		.count = drc ? number_of(drc->index) : 0,
		.aa = PDR_LMB_NO_AA,
		.flags = PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID,
	};
}

int model_dynamic_memory(const struct model *model, unsigned int version,
			 struct bytes *buffer)
{
	struct lmb_set boot = boot_set(model), set = { };
	u32 sets = !!boot.count, lmbs = boot.count;

	while (next_set(model, &set)) {
		sets++;
		lmbs += set.count;
	}
	buffer->len = 0;
	bytes_u32(buffer, version == 1 ? lmbs : sets);
	if (boot.count)
		put_set(buffer, &boot, version);
	set = (struct lmb_set){ };
	while (next_set(model, &set))
		put_set(buffer, &set, version);
	return end_of(buffer);
}
