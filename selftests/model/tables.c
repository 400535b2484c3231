// SPDX-License-Identifier: GPL-2.0

#include "tables.h"

#include <core/parse/lmb.h>

#define LIVE_INSERTION	0xffffffff
#define RESOURCES	(PSERIES_DR_RESOURCE_PMEM + 1)

static const char *const types[RESOURCES] = {
	[PSERIES_DR_RESOURCE_CPU] = "CPU",
	[PSERIES_DR_RESOURCE_MEMORY] = "MEM",
	[PSERIES_DR_RESOURCE_SLOT] = "SLOT",
	[PSERIES_DR_RESOURCE_PHB] = "PHB",
	[PSERIES_DR_RESOURCE_PCI] = "28",
	[PSERIES_DR_RESOURCE_PMEM] = "PMEM",
};

static void put(struct model_buffer *buffer, const void *data, size_t len)
{
	if (buffer->len + len <= buffer->size)
		memcpy(buffer->bytes + buffer->len, data, len);
	buffer->len += len;
}

static void put_cell(struct model_buffer *buffer, u32 cell)
{
	u8 bytes[4];

	put_unaligned_be32(cell, bytes);
	put(buffer, bytes, sizeof(bytes));
}

static void put_cells(struct model_buffer *buffer, u64 cells)
{
	put_cell(buffer, cells >> 32);
	put_cell(buffer, cells);
}

static void put_string(struct model_buffer *buffer, const char *string)
{
	put(buffer, string, strlen(string) + 1);
}

static int end_of(const struct model_buffer *buffer)
{
	return buffer->len <= buffer->size ? 0 : -ENOSPC;
}

static u32 number_of(u32 index)
{
	return index & 0x0fffffff;
}

/* Where platforms have slots, their names say where in the machine. */
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
 * @resource: kind that is walked over
 * @number: of the next connector
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

/* Kind by kind, because an entry is of one kind. */
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

static void put_run(struct model_buffer *buffer, const struct run *run,
		    const struct model_policy *policy)
{
	u8 resource = run->first->resource;

	put_string(buffer, types[resource]);
	put_string(buffer, prefix_of(policy, resource));
	put_cell(buffer, run->first->index);
	put_cell(buffer, number_of(run->first->index));
	put_cell(buffer, run->count);
	put_cell(buffer, run->increment);
	put_cell(buffer, LIVE_INSERTION);
}

int model_drc_info(const struct model *model, const struct model_scope *scope,
		   struct model_buffer *buffer)
{
	struct cursor count = { }, at = { };
	struct run run;
	u32 runs = 0;

	while (next_run(model, scope, &count, &run))
		runs++;
	buffer->len = 0;
	put_cell(buffer, runs);
	while (next_run(model, scope, &at, &run))
		put_run(buffer, &run, model->policy);
	return end_of(buffer);
}

static void begin_arrays(struct model_drc_arrays *arrays, u32 count)
{
	struct model_buffer *each[] = {
		&arrays->indexes, &arrays->names, &arrays->types,
		&arrays->power_domains,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(each); i++) {
		each[i]->len = 0;
		put_cell(each[i], count);
	}
}

static void put_drc(struct model_drc_arrays *arrays,
		    const struct model_drc *drc,
		    const struct model_policy *policy)
{
	char name[MODEL_DRC_NAME_SIZE];

	model_drc_name(policy, drc->index, drc->resource, name);
	put_cell(&arrays->indexes, drc->index);
	put_string(&arrays->names, name);
	put_string(&arrays->types, types[drc->resource]);
	put_cell(&arrays->power_domains, LIVE_INSERTION);
}

int model_drc_arrays(const struct model *model, const struct model_scope *scope,
		     struct model_drc_arrays *arrays)
{
	struct cursor count = { }, at = { };
	const struct model_drc *drc;
	u32 drcs = 0;

	while (next_drc(model, scope, &count))
		drcs++;
	begin_arrays(arrays, drcs);
	while ((drc = next_drc(model, scope, &at)))
		put_drc(arrays, drc, model->policy);
	return end_of(&arrays->indexes) ?: end_of(&arrays->names) ?:
	       end_of(&arrays->types) ?: end_of(&arrays->power_domains);
}

/* The LMB of the lowest index from this one on. */
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

/* The DIMM that an LMB is of, also if it was released, or never acquired. */
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
 * struct lmb_set - LMBs that the device tree says the same of
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

static void put_lmb(struct model_buffer *buffer, const struct lmb_set *set,
		    u32 ordinal)
{
	bool has_drc = !(set->flags & PDR_LMB_DRC_INVALID);

	put_cells(buffer, (u64)(set->number + ordinal) * MODEL_LMB_SIZE);
	put_cell(buffer, has_drc ? set->index + ordinal : 0);
	put_cell(buffer, 0);
	put_cell(buffer, set->aa);
	/* the first version does not tell what can be removed again */
	put_cell(buffer, set->flags & ~PDR_LMB_HOT_REMOVABLE);
}

static void put_set(struct model_buffer *buffer, const struct lmb_set *set,
		    unsigned int version)
{
	u32 i;

	if (version == 1) {
		for (i = 0; i < set->count; i++)
			put_lmb(buffer, set, i);
		return;
	}
	put_cell(buffer, set->count);
	put_cells(buffer, (u64)set->number * MODEL_LMB_SIZE);
	put_cell(buffer, set->index);
	put_cell(buffer, set->aa);
	put_cell(buffer, set->flags);
}

/* What lies below all connectors; with no connectors, nothing is told of it. */
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
			 struct model_buffer *buffer)
{
	struct lmb_set boot = boot_set(model), set = { };
	u32 sets = !!boot.count, lmbs = boot.count;

	while (next_set(model, &set)) {
		sets++;
		lmbs += set.count;
	}
	buffer->len = 0;
	put_cell(buffer, version == 1 ? lmbs : sets);
	if (boot.count)
		put_set(buffer, &boot, version);
	set = (struct lmb_set){ };
	while (next_set(model, &set))
		put_set(buffer, &set, version);
	return end_of(buffer);
}
