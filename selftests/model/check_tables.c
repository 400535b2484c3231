// SPDX-License-Identifier: GPL-2.0
/* Reads the model's device tree tables with the module's own parsers; see checks.h. */

#include "checks.h"
#include "ofprops.h"

#include <core/parse/drcinfo.h>
#include <core/parse/lmb.h>

#define ROOM		8192
#define GUARD		0xa5
#define FIRST_LMB	4
#define PHBS		3

static u8 room[4][ROOM];
static unsigned int mistakes;

static void complain_of_table(const struct model *model, const char *what, u32 index)
{
	printf("  the tables of %s: %s: %x\n", model->policy->name, what, index);
	mistakes++;
}

/*
 * DIMMs side by side, one that was removed, a gap, a missing PHB, and indexes that
 * skip some and that go back.
 */
static void make_table_machine(struct model *model, const struct model_policy *policy)
{
	static const u32 lmbs[] = { 4, 5, 6, 7, 8, 9, 12, 14, 16, 17 };
	static const u32 cores[] = { 0, 16, 8, 17, 40 };
	unsigned int i, phb, function;

	model_init(model, policy);
	for (i = 0; i < ARRAY_SIZE(lmbs); i++)
		model_add_connector(model, PSERIES_DR_RESOURCE_MEMORY,
				    0x80000000 + lmbs[i]);
	model_device_add(model, 1, 2);
	model_device_cold(model, 3, 1);
	model_device_add(model, 9, 1);
	model_device_del(model, model_device_add(model, 5, 1));
	for (i = 0; i < ARRAY_SIZE(cores); i++)
		model_add_connector(model, PSERIES_DR_RESOURCE_CPU,
				    0x10000000 + cores[i]);
	for (i = 0; i < PHBS; i++) {
		phb = model_add_connector(model, PSERIES_DR_RESOURCE_PHB,
					  0x20000000 + i);
		for (function = 0; function < 8; function++)
			model_add_function(model, phb, 0x40000000 | i << 16 |
					   1 << 3 | function);
		if (i < PHBS - 1)
			model_device_cold(model, phb, 1);
	}
	model_add_connector(model, PSERIES_DR_RESOURCE_PMEM, 0x90000000);
}

static bool is_in(const struct model *model, const struct model_drc *drc,
		  const struct model_scope *scope)
{
	return (scope->resources & BIT(drc->resource)) &&
	       drc->parent == scope->parent &&
	       (drc->parent == MODEL_NO_DRC || model->drcs[drc->parent].dev);
}

static bool has_name(const struct model *model, const struct model_drc *drc,
		     const struct pdr_drc_run *run, u32 ordinal)
{
	char expected[MODEL_DRC_NAME_SIZE], name[MODEL_DRC_NAME_SIZE];

	model_drc_name(model->policy, drc->index, drc->resource, expected);
	pdr_drc_run_name(run, ordinal, name, sizeof(name));
	return !strcmp(name, expected);
}

static unsigned int times_in_set(const struct model *model,
				 const struct model_drc *drc,
				 const struct pdr_drc_set *set)
{
	unsigned int times = 0;
	u32 i, ordinal;

	for (i = 0; i < set->count; i++) {
		const struct pdr_drc_run *run = &set->runs[i];

		if (pdr_drc_run_find(run, drc->index, &ordinal) &&
		    run->resource == drc->resource &&
		    has_name(model, drc, run, ordinal))
			times++;
	}
	return times;
}

static void check_set(const struct model *model,
		      const struct model_scope *scope,
		      const struct pdr_drc_set *set)
{
	unsigned int expected = 0, found = 0, i;

	for (i = 0; i < model->drc_count; i++) {
		const struct model_drc *drc = &model->drcs[i];
		bool described = is_in(model, drc, scope);

		expected += described;
		if (times_in_set(model, drc, set) != described)
			complain_of_table(model, "not there as it should be",
					  drc->index);
	}
	for (i = 0; i < set->count; i++)
		found += set->runs[i].count;
	if (found != expected)
		complain_of_table(model, "more connectors than there are", found);
}

static struct bytes buffer_of(unsigned int number, size_t size)
{
	memset(room[number], GUARD, ROOM);
	return bytes_in(room[number], size);
}

static void check_info(const struct model *model,
		       const struct model_scope *scope)
{
	struct bytes buffer = buffer_of(0, ROOM);
	struct pdr_drc_set set;

	if (model_drc_info(model, scope, &buffer) ||
	    pdr_drc_parse_info(&set, buffer.data, buffer.len)) {
		complain_of_table(model, "no ibm,drc-info", scope->resources);
		return;
	}
	check_set(model, scope, &set);
	pdr_drc_set_free(&set);
}

static struct pdr_drc_bytes bytes_of_buffer(const struct bytes *buffer)
{
	return (struct pdr_drc_bytes){ buffer->data, buffer->len };
}

static void check_arrays(const struct model *model,
			 const struct model_scope *scope)
{
	union drc_arrays arrays = { {
		buffer_of(0, ROOM), buffer_of(1, ROOM), buffer_of(2, ROOM),
		buffer_of(3, ROOM),
	} };
	int error = model_drc_arrays(model, scope, &arrays);
	const struct pdr_drc_arrays properties = {
		bytes_of_buffer(&arrays.indexes), bytes_of_buffer(&arrays.names),
		bytes_of_buffer(&arrays.types), bytes_of_buffer(&arrays.power_domains),
	};
	struct pdr_drc_set set;

	if (error || pdr_drc_parse_arrays(&set, &properties)) {
		complain_of_table(model, "no arrays", scope->resources);
		return;
	}
	check_set(model, scope, &set);
	pdr_drc_set_free(&set);
}

/* Numbers of the LMBs that make_table_machine() plugged. */
static bool is_plugged(u32 number)
{
	return (number >= 5 && number <= 7) || number == 17;
}

static u32 flags_of(u32 number, unsigned int version)
{
	if (number < FIRST_LMB)
		return PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID;
	if (!is_plugged(number))
		return 0;
	return version == 1 ? PDR_LMB_ASSIGNED :
			      PDR_LMB_ASSIGNED | PDR_LMB_HOT_REMOVABLE;
}

static void check_lmb_entry(const struct model *model, const struct pdr_lmb *lmb,
			    unsigned int version)
{
	u32 aa = is_plugged(lmb->number) ? 0 : PDR_LMB_NO_AA;

	if (lmb->flags != flags_of(lmb->number, version))
		complain_of_table(model, "flags of an LMB", lmb->number);
	if (lmb->aa_index != aa)
		complain_of_table(model, "associativity of an LMB", lmb->number);
	if (lmb->number >= FIRST_LMB &&
	    lmb->drc_index != 0x80000000 + lmb->number)
		complain_of_table(model, "index of an LMB", lmb->number);
}

static void check_lmbs(const struct model *model,
		       const struct pdr_lmb_table *table, unsigned int version)
{
	unsigned int i, lmbs = 0;

	for (i = 0; i < table->count; i++)
		check_lmb_entry(model, &table->lmbs[i], version);
	for (i = 0; i < model->drc_count; i++) {
		const struct model_drc *drc = &model->drcs[i];

		if (drc->resource != PSERIES_DR_RESOURCE_MEMORY)
			continue;
		lmbs++;
		if (!pdr_lmb_find_index(table, drc->index))
			complain_of_table(model, "no LMB", drc->index);
	}
	if (table->count != lmbs + FIRST_LMB)
		complain_of_table(model, "more LMBs than there are", table->count);
}

static void check_memory(const struct model *model, unsigned int version)
{
	enum pdr_lmb_format format = version == 1 ? PDR_LMB_V1 : PDR_LMB_V2;
	struct bytes buffer = buffer_of(0, ROOM);
	struct pdr_lmb_table table;

	if (model_dynamic_memory(model, version, &buffer) ||
	    pdr_lmb_parse(&table, format, buffer.data, buffer.len,
			  MODEL_LMB_SIZE)) {
		complain_of_table(model, "no dynamic memory", version);
		return;
	}
	check_lmbs(model, &table, version);
	pdr_lmb_free(&table);
}

/* The seven properties, by number; the four arrays come from one call. */
static int write_table_property(const struct model *model, unsigned int number,
				struct bytes *buffer)
{
	static const struct model_scope root = { MODEL_OF_ROOT, MODEL_NO_DRC };
	union drc_arrays arrays = { {
		buffer_of(1, ROOM), buffer_of(1, ROOM), buffer_of(1, ROOM),
		buffer_of(1, ROOM),
	} };
	int error;

	if (number < 2)
		return model_dynamic_memory(model, number + 1, buffer);
	if (number == 2)
		return model_drc_info(model, &root, buffer);
	arrays.each[number - 3] = *buffer;
	error = model_drc_arrays(model, &root, &arrays);
	buffer->len = arrays.each[number - 3].len;
	return error;
}

static void check_bounds(const struct model *model, unsigned int number)
{
	struct bytes buffer = buffer_of(0, ROOM);
	size_t size, len, i;

	write_table_property(model, number, &buffer);
	len = buffer.len;
	for (size = 0; size <= len; size++) {
		buffer = buffer_of(0, size);
		if (write_table_property(model, number, &buffer) !=
		    (size < len ? -ENOSPC : 0) || buffer.len != len)
			complain_of_table(model, "a buffer that is too small", size);
		for (i = size; i < ROOM; i++)
			if (room[0][i] != GUARD)
				break;
		if (i < ROOM)
			complain_of_table(model, "written past the end", size);
	}
}

static void check_policy_tables(const struct model_policy *policy)
{
	struct model_scope scopes[] = {
		{ MODEL_OF_ROOT, MODEL_NO_DRC }, { MODEL_OF_CPUS, MODEL_NO_DRC },
		{ MODEL_OF_PHB, 0 }, { MODEL_OF_PHB, 0 }, { MODEL_OF_PHB, 0 },
	};
	struct model model;
	unsigned int i;

	make_table_machine(&model, policy);
	for (i = 0; i < PHBS; i++)
		scopes[2 + i].parent =
			model_find(&model, 0x20000000 + i) - model.drcs;
	for (i = 0; i < ARRAY_SIZE(scopes); i++) {
		check_info(&model, &scopes[i]);
		check_arrays(&model, &scopes[i]);
	}
	check_memory(&model, 1);
	check_memory(&model, 2);
	for (i = 0; i < 7; i++)
		check_bounds(&model, i);
}

unsigned int model_check_tables(void)
{
	mistakes = 0;
	check_policy_tables(&model_qemu_7_2);
	check_policy_tables(&model_lopar);
	return mistakes;
}
