// SPDX-License-Identifier: GPL-2.0
/* Tests of the properties that tell of connectors: arrays and ibm,drc-info. */

#include "unit.h"
#include "lib/drcprops.h"

#include <core/parse/drcinfo.h>

#define LIVE_INSERTION	DRCPROPS_LIVE_INSERTION

/* A connector as it is in the four arrays. */
struct drc {
	u32 index;
	const char *name;
	const char *type;
	u32 power_domain;
};

static void put_arrays(union drc_arrays *arrays, const struct drc *drcs, u32 count)
{
	u32 i;

	drc_arrays_begin(arrays, count);
	for (i = 0; i < count; i++)
		drc_arrays_put(arrays, drcs[i].index, drcs[i].name, drcs[i].type,
			       drcs[i].power_domain);
}

static int parse_arrays(struct pdr_drc_set *set, const union drc_arrays *arrays)
{
	struct pdr_drc_arrays all = {
		{ arrays->indexes.data, arrays->indexes.len },
		{ arrays->names.data, arrays->names.len },
		{ arrays->types.data, arrays->types.len },
		{ arrays->power_domains.data, arrays->power_domains.len },
	};

	return pdr_drc_parse_arrays(set, &all);
}

static int parse_info(struct pdr_drc_set *set, const struct bytes *prop)
{
	return pdr_drc_parse_info(set, prop->data, prop->len);
}

static void is_run(const struct pdr_drc_run *run, u32 index, u32 increment, u32 count,
		   const char *prefix, u32 suffix, const char *type)
{
	assert_int_equal(run->index_start, index);
	assert_int_equal(run->increment, increment);
	assert_int_equal(run->count, count);
	assert_string_equal(run->prefix, prefix);
	assert_int_equal(run->suffix_start, suffix);
	assert_string_equal(run->type, type);
	assert_int_equal(run->resource, pdr_drc_resource(type));
}

static void is_name(const struct pdr_drc_run *run, u32 ordinal, const char *right)
{
	char name[64];
	u32 found;

	assert_int_equal(pdr_drc_run_name(run, ordinal, name, sizeof(name)), strlen(right));
	assert_string_equal(name, right);
	assert_true(pdr_drc_run_find_name(run, right, &found));
	assert_int_equal(found, ordinal);
}

/* The connectors of QEMU's root node lie in the order of a hash. */
static const struct drc qemu_root[] = {
	{ 0x20000002, "PHB 2", "PHB", LIVE_INSERTION },
	{ 0x8000000a, "LMB 10", "MEM", LIVE_INSERTION },
	{ 0x90000000, "PMEM 0", "PMEM", LIVE_INSERTION },
	{ 0x80000004, "LMB 4", "MEM", LIVE_INSERTION },
	{ 0x8000000b, "LMB 11", "MEM", LIVE_INSERTION },
	{ 0x20000001, "PHB 1", "PHB", LIVE_INSERTION },
	{ 0x80000009, "LMB 9", "MEM", LIVE_INSERTION },
	{ 0x20000003, "PHB 3", "PHB", LIVE_INSERTION },
};

static void the_arrays_of_qemu_become_runs(void **state)
{
	union drc_arrays arrays = { };
	struct pdr_drc_set set;

	(void)state;
	put_arrays(&arrays, qemu_root, ARRAY_SIZE(qemu_root));
	assert_int_equal(parse_arrays(&set, &arrays), 0);
	drc_arrays_free(&arrays);
	assert_int_equal(set.count, 4);
	is_run(&set.runs[0], 0x20000001, 1, 3, "PHB ", 1, "PHB");
	/* 4 and 9 are five apart in index and name; 10 and 11 make a run of their own. */
	is_run(&set.runs[1], 0x80000004, 5, 2, "LMB ", 4, "MEM");
	is_run(&set.runs[2], 0x8000000a, 1, 2, "LMB ", 10, "MEM");
	is_run(&set.runs[3], 0x90000000, 0, 1, "PMEM ", 0, "PMEM");
	is_name(&set.runs[1], 1, "LMB 9");
	is_name(&set.runs[2], 0, "LMB 10");
	pdr_drc_set_free(&set);
}

static void cores_whose_numbers_step_by_eight_are_one_run(void **state)
{
	static const struct drc cores[] = {
		{ 0x10000018, "CPU 24", "CPU", 0 },
		{ 0x10000000, "CPU 0", "CPU", 0 },
		{ 0x10000008, "CPU 8", "CPU", 0 },
		{ 0x10000010, "CPU 16", "CPU", 0 },
	};
	union drc_arrays arrays = { };
	struct pdr_drc_set set;
	u32 ordinal;

	(void)state;
	put_arrays(&arrays, cores, ARRAY_SIZE(cores));
	assert_int_equal(parse_arrays(&set, &arrays), 0);
	drc_arrays_free(&arrays);
	assert_int_equal(set.count, 1);
	is_run(&set.runs[0], 0x10000000, 8, 4, "CPU ", 0, "CPU");
	assert_true(pdr_drc_run_find(&set.runs[0], 0x10000010, &ordinal));
	assert_int_equal(ordinal, 2);
	assert_false(pdr_drc_run_find(&set.runs[0], 0x10000011, &ordinal));
	assert_false(pdr_drc_run_find(&set.runs[0], 0x10000020, &ordinal));
	assert_false(pdr_drc_run_find(&set.runs[0], 0x0fffffff, &ordinal));
	assert_int_equal(pdr_drc_run_last(&set.runs[0]), 0x10000018);
	pdr_drc_set_free(&set);
}

/* Two connectors that are next to each other, and whether they make one run. */
static const struct {
	const char *what;
	struct drc drcs[2];
	u32 runs;
} pairs[] = {
	{ "a pair", { { 1, "C1", "28", 0 }, { 2, "C2", "28", 0 } }, 1 },
	{ "a pair that carries", { { 1, "C9", "28", 0 }, { 2, "C10", "28", 0 } }, 1 },
	{ "names in steps of another size", { { 1, "C1", "28", 0 }, { 2, "C3", "28", 0 } }, 2 },
	{ "names backwards", { { 1, "C2", "28", 0 }, { 2, "C1", "28", 0 } }, 2 },
	{ "the same name", { { 1, "C1", "28", 0 }, { 2, "C1", "28", 0 } }, 2 },
	{ "another prefix", { { 1, "C1", "28", 0 }, { 2, "D2", "28", 0 } }, 2 },
	{ "a longer prefix", { { 1, "C1", "28", 0 }, { 2, "CC2", "28", 0 } }, 2 },
	{ "a shorter prefix", { { 1, "CC1", "28", 0 }, { 2, "C2", "28", 0 } }, 2 },
	{ "no prefix", { { 1, "1", "28", 0 }, { 2, "2", "28", 0 } }, 1 },
	{ "no number", { { 1, "A", "28", 0 }, { 2, "A", "28", 0 } }, 2 },
	{ "no name", { { 1, "", "28", 0 }, { 2, "", "28", 0 } }, 2 },
	{ "a number and none", { { 1, "C1", "28", 0 }, { 2, "C", "28", 0 } }, 2 },
	{ "none and a number", { { 1, "C", "28", 0 }, { 2, "C1", "28", 0 } }, 2 },
	{ "another type", { { 1, "C1", "28", 0 }, { 2, "C2", "29", 0 } }, 2 },
	{ "another power domain", { { 1, "C1", "28", 0 }, { 2, "C2", "28", 1 } }, 2 },
	{ "zeros in front", { { 1, "C01", "28", 0 }, { 2, "C02", "28", 0 } }, 1 },
	{ "a zero that a carry removes", { { 1, "C09", "28", 0 }, { 2, "C10", "28", 0 } }, 2 },
	{ "a zero alone", { { 1, "C0", "28", 0 }, { 2, "C1", "28", 0 } }, 1 },
	{ "zeros alone", { { 1, "C00", "28", 0 }, { 2, "C01", "28", 0 } }, 1 },
	{ "more digits than 32 bits", { { 1, "C99999999999999", "28", 0 },
	  { 2, "C100000000000000", "28", 0 } }, 2 },
	{ "a location code", { { 1, "U8233.E8B.1000C9P-V1-C7", "SLOT", 0 },
	  { 2, "U8233.E8B.1000C9P-V1-C8", "SLOT", 0 } }, 1 },
};

static void what_goes_up_together_is_a_run(void **state)
{
	struct pdr_drc_set set;
	u32 i, n;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		union drc_arrays arrays = { };

		put_arrays(&arrays, pairs[i].drcs, 2);
		assert_int_equal(parse_arrays(&set, &arrays), 0);
		drc_arrays_free(&arrays);
		expect(set.count == pairs[i].runs, "%s: %u runs", pairs[i].what, set.count);
		for (n = 0; n < 2; n++)
			is_name(&set.runs[set.count == 2 ? n : 0], set.count == 1 ? n : 0,
				pairs[i].drcs[n].name);
		pdr_drc_set_free(&set);
	}
}

static const struct {
	const char *type;
	enum pseries_dr_resource resource;
} types[] = {
	{ "CPU", PSERIES_DR_RESOURCE_CPU },
	{ "MEM", PSERIES_DR_RESOURCE_MEMORY },
	{ "PHB", PSERIES_DR_RESOURCE_PHB },
	{ "PMEM", PSERIES_DR_RESOURCE_PMEM },
	{ "SLOT", PSERIES_DR_RESOURCE_SLOT },
	{ "1", PSERIES_DR_RESOURCE_PCI },
	{ "28", PSERIES_DR_RESOURCE_PCI },
	{ "", PSERIES_DR_RESOURCE_UNKNOWN },
	{ "28x", PSERIES_DR_RESOURCE_UNKNOWN },
	{ "x28", PSERIES_DR_RESOURCE_UNKNOWN },
	{ "PORT", PSERIES_DR_RESOURCE_UNKNOWN },
	{ "MEM-1", PSERIES_DR_RESOURCE_UNKNOWN },
	{ "cpu", PSERIES_DR_RESOURCE_UNKNOWN },
};

static void the_type_tells_the_resource(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(types); i++)
		expect(pdr_drc_resource(types[i].type) == types[i].resource,
		       "'%s'", types[i].type);
}

static void drc_info_is_read(void **state)
{
	struct bytes prop = { };
	struct pdr_drc_set set;

	(void)state;
	bytes_u32(&prop, 4);
	drc_info_put(&prop, "MEM", "LMB ", 0x80000000, 0, 262144, 1, LIVE_INSERTION);
	drc_info_put(&prop, "PHB", "PHB ", 0x20000001, 1, 30, 1, 0);
	drc_info_put(&prop, "PHB", "PHB ", 0x20000100, 99, 0, 1, 0);
	drc_info_put(&prop, "CPU", "CPU ", 0x10000000, 0, 32, 8, LIVE_INSERTION);
	assert_int_equal(parse_info(&set, &prop), 0);
	bytes_free(&prop);
	assert_int_equal(set.count, 3);
	is_run(&set.runs[0], 0x10000000, 8, 32, "CPU ", 0, "CPU");
	is_run(&set.runs[1], 0x20000001, 1, 30, "PHB ", 1, "PHB");
	is_run(&set.runs[2], 0x80000000, 1, 262144, "LMB ", 0, "MEM");
	is_name(&set.runs[0], 31, "CPU 248");
	is_name(&set.runs[2], 262143, "LMB 262143");
	assert_int_equal(pdr_drc_run_last(&set.runs[2]), 0x8003ffff);
	pdr_drc_set_free(&set);
}

static const struct {
	const char *what;
	u32 index, suffix, count, increment;
	int error;
} entries[] = {
	{ "as many connectors as there may be", 0, 0, PDR_DRC_COUNT_MAX, 1, 0 },
	{ "one connector more", 0, 0, PDR_DRC_COUNT_MAX + 1, 1, -EBADMSG },
	{ "a connector of every index", 0, 0, 0xffffffff, 1, -EBADMSG },
	{ "the highest index", 0xffffffff, 0, 1, 1, 0 },
	{ "up to the highest index", 0xfffffff0, 0, 16, 1, 0 },
	{ "past the highest index", 0xfffffff0, 0, 17, 1, -EBADMSG },
	{ "past it by a large step", 1, 0, 2, 0xffffffff, -EBADMSG },
	{ "to it by a large step", 0, 0, 2, 0xffffffff, 0 },
	{ "past it by a product of 64 bits", 0, 0, 0xffffffff, 0xffffffff, -EBADMSG },
	{ "past the highest number in a name", 0, 0xfffffff0, 17, 1, -EBADMSG },
	{ "up to the highest number in a name", 0, 0xfffffff0, 16, 1, 0 },
	{ "steps of 0", 5, 5, 2, 0, -EBADMSG },
	{ "one connector, steps of 0", 5, 5, 1, 0, 0 },
	{ "no connector, steps of 0", 5, 5, 0, 0, 0 },
	{ "no connector past the highest index", 0xffffffff, 0xffffffff, 0, 9, 0 },
};

static void entries_that_overflow_are_found_out(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		struct bytes prop = { };
		struct pdr_drc_set set;
		int error;

		bytes_u32(&prop, 1);
		drc_info_put(&prop, "MEM", "LMB ", entries[i].index, entries[i].suffix,
			     entries[i].count, entries[i].increment, 0);
		pdr_env_memory_reset(0);
		error = parse_info(&set, &prop);
		expect(error == entries[i].error, "%s: %d", entries[i].what, error);
		expect(pdr_env_memory.largest < 100, "%s: %zu bytes", entries[i].what,
		       pdr_env_memory.largest);
		pdr_drc_set_free(&set);
		bytes_free(&prop);
	}
}

static void all_entries_together_have_a_bound(void **state)
{
	u32 last;

	(void)state;
	for (last = 1; last <= 2; last++) {
		struct bytes prop = { };
		struct pdr_drc_set set;

		bytes_u32(&prop, 3);
		drc_info_put(&prop, "CPU", "CPU ", 0, 0, PDR_DRC_COUNT_MAX - 1, 1, 0);
		drc_info_put(&prop, "PHB", "PHB ", 0x20000001, 1, 0, 1, 0);
		drc_info_put(&prop, "MEM", "LMB ", 0x80000000, 0, last, 1, 0);
		assert_int_equal(parse_info(&set, &prop), last == 1 ? 0 : -EBADMSG);
		pdr_drc_set_free(&set);
		bytes_free(&prop);
	}
}

static void a_run_to_the_highest_index_works_to_its_end(void **state)
{
	const u32 first = U32_MAX - PDR_DRC_COUNT_MAX;
	struct bytes prop = { };
	struct pdr_drc_set set;
	u32 ordinal;

	(void)state;
	bytes_u32(&prop, 1);
	drc_info_put(&prop, "MEM", "LMB ", first, first, PDR_DRC_COUNT_MAX, 1, 0);
	assert_int_equal(parse_info(&set, &prop), 0);
	assert_int_equal(pdr_drc_run_last(&set.runs[0]), 0xfffffffe);
	assert_true(pdr_drc_run_find(&set.runs[0], 0xfffffffe, &ordinal));
	assert_false(pdr_drc_run_find(&set.runs[0], 0xffffffff, &ordinal));
	is_name(&set.runs[0], PDR_DRC_COUNT_MAX - 1, "LMB 4294967294");
	assert_false(pdr_drc_run_find_name(&set.runs[0], "LMB 4294967295", &ordinal));
	assert_false(pdr_drc_run_find_name(&set.runs[0], "LMB 4294967296", &ordinal));
	assert_false(pdr_drc_run_find_name(&set.runs[0], "LMB 99999999999999999999", &ordinal));
	pdr_drc_set_free(&set);
	bytes_free(&prop);
}

static void a_run_of_one_has_no_increment(void **state)
{
	struct bytes prop = { };
	struct pdr_drc_set set;

	(void)state;
	bytes_u32(&prop, 2);
	drc_info_put(&prop, "PHB", "PHB ", 0x20000001, 1, 1, 7, 0);
	drc_info_put(&prop, "MEM", "LMB ", 0xfffffffe, 0xfffffffe, 2, 1, 0);
	assert_int_equal(parse_info(&set, &prop), 0);
	is_run(&set.runs[0], 0x20000001, 0, 1, "PHB ", 1, "PHB");
	is_name(&set.runs[1], 1, "LMB 4294967295");
	pdr_drc_set_free(&set);
	bytes_free(&prop);
}

static const char * const wrong_names[] = {
	"", "LMB", "LMB ", "LMB 3", "LMB 20", "LMB 05", "LMB 5 ", "LMB 5x", "LMB  5", "LMB +5",
	"LMB 5.", "lmb 5", "XLMB 5", "LMB -5", "5", "LMB 6",
};

static void only_the_exact_name_is_found(void **state)
{
	struct bytes prop = { };
	struct pdr_drc_set set;
	u32 ordinal;
	size_t i;

	(void)state;
	bytes_u32(&prop, 1);
	drc_info_put(&prop, "MEM", "LMB ", 0x80000005, 5, 8, 2, 0);
	assert_int_equal(parse_info(&set, &prop), 0);
	for (i = 0; i < ARRAY_SIZE(wrong_names); i++)
		expect(!pdr_drc_run_find_name(&set.runs[0], wrong_names[i], &ordinal),
		       "'%s' is found", wrong_names[i]);
	is_name(&set.runs[0], 0, "LMB 5");
	is_name(&set.runs[0], 7, "LMB 19");
	pdr_drc_set_free(&set);
	bytes_free(&prop);
}

static void a_name_that_does_not_fit_is_cut(void **state)
{
	struct pdr_drc_run run = { .count = 1, .prefix = "LMB ", .has_suffix = true,
				   .suffix_start = 12345 };
	char name[7] = "######";

	(void)state;
	assert_int_equal(pdr_drc_run_name(&run, 0, name, 6), 9);
	assert_memory_equal(name, "LMB 1\0", 7);
	assert_int_equal(pdr_drc_run_name(&run, 0, NULL, 0), 9);
}

static void arrays_that_disagree_are_found_out(void **state)
{
	struct bytes *damaged;
	unsigned int which, how;

	(void)state;
	for (which = 0; which < 4; which++)
		for (how = 0; how < 5; how++) {
			union drc_arrays arrays = { };
			struct pdr_drc_set set;

			put_arrays(&arrays, qemu_root, ARRAY_SIZE(qemu_root));
			damaged = &arrays.each[which];
			if (how == 0)
				bytes_free(damaged);
			else if (how == 1)
				put_unaligned_be32(7, damaged->data);
			else if (how == 2)
				put_unaligned_be32(9, damaged->data);
			else if (how == 3)
				put_unaligned_be32(U32_MAX, damaged->data);
			else
				bytes_put(damaged, "", 1);
			pdr_env_memory_reset(0);
			expect(parse_arrays(&set, &arrays) == -EBADMSG,
			       "array %u damaged in way %u", which, how);
			assert_true(pdr_env_memory.largest < 1000);
			drc_arrays_free(&arrays);
		}
}

/* The map decides between them; what comes first in the property comes first here. */
static void an_index_twice_is_kept_in_the_order_of_the_property(void **state)
{
	static const struct drc twice[] = {
		{ 0x80000005, "LMB 5", "MEM", 0 },
		{ 0x80000004, "LMB 6", "MEM", 0 },
		{ 0x80000004, "LMB 4", "MEM", 0 },
	};
	union drc_arrays arrays = { };
	struct bytes prop = { };
	struct pdr_drc_set set;

	(void)state;
	put_arrays(&arrays, twice, ARRAY_SIZE(twice));
	assert_int_equal(parse_arrays(&set, &arrays), 0);
	drc_arrays_free(&arrays);
	assert_int_equal(set.count, 2);
	is_run(&set.runs[0], 0x80000004, 0, 1, "LMB ", 6, "MEM");
	is_run(&set.runs[1], 0x80000004, 1, 2, "LMB ", 4, "MEM");
	pdr_drc_set_free(&set);

	bytes_u32(&prop, 3);
	drc_info_put(&prop, "MEM", "LMB ", 0x80000005, 5, 1, 1, 0);
	drc_info_put(&prop, "MEM", "LMB ", 0x80000004, 6, 1, 1, 0);
	drc_info_put(&prop, "MEM", "LMB ", 0x80000004, 4, 9, 1, 0);
	assert_int_equal(parse_info(&set, &prop), 0);
	bytes_free(&prop);
	is_run(&set.runs[0], 0x80000004, 0, 1, "LMB ", 6, "MEM");
	is_run(&set.runs[1], 0x80000004, 1, 9, "LMB ", 4, "MEM");
	pdr_drc_set_free(&set);
}

static void no_connectors_are_no_runs(void **state)
{
	union drc_arrays arrays = { };
	struct bytes prop = { };
	struct pdr_drc_set set;

	(void)state;
	put_arrays(&arrays, NULL, 0);
	assert_int_equal(parse_arrays(&set, &arrays), 0);
	assert_int_equal(set.count, 0);
	pdr_drc_set_free(&set);
	drc_arrays_free(&arrays);
	bytes_u32(&prop, 0);
	assert_int_equal(parse_info(&set, &prop), 0);
	assert_int_equal(set.count, 0);
	pdr_drc_set_free(&set);
	bytes_free(&prop);
}

/* All connectors, in the runs and in the arrays, are the same. */
static void agree_with_arrays(const struct pdr_drc_set *set, const struct drc *drcs, u32 count)
{
	u32 i, run, ordinal, total = 0;

	for (run = 0; run < set->count; run++)
		total += set->runs[run].count;
	assert_int_equal(total, count);
	for (i = 0; i < count; i++) {
		char name[64];
		u32 hits = 0;

		for (run = 0; run < set->count; run++) {
			if (!pdr_drc_run_find(&set->runs[run], drcs[i].index, &ordinal))
				continue;
			hits++;
			assert_int_equal(pdr_drc_run_index(&set->runs[run], ordinal),
					 drcs[i].index);
			pdr_drc_run_name(&set->runs[run], ordinal, name, sizeof(name));
			assert_string_equal(name, drcs[i].name);
			assert_string_equal(set->runs[run].type, drcs[i].type);
			assert_int_equal(set->runs[run].power_domain, drcs[i].power_domain);
		}
		assert_int_equal(hits, 1);
	}
}

static void random_arrays_come_back_whole(void **state)
{
	static const char * const prefixes[] = { "LMB ", "CPU ", "C", "P1-C0" };
	struct drc drcs[40];
	char names[40][16];
	unsigned int round;

	(void)state;
	random_start();
	for (round = 0; round < 3000; round++) {
		u32 count = random_below(ARRAY_SIZE(drcs)), i, index = 0;
		u32 offset = random_below(20);
		union drc_arrays arrays = { };
		struct pdr_drc_set set;

		for (i = 0; i < count; i++) {
			u32 kind = random_below(8) ? 0 : random_below(4);

			index += 1 + (random_below(4) ? 0 : random_below(9));
			snprintf(names[i], sizeof(names[i]), "%s%u", prefixes[kind],
				 index + (random_below(10) ? offset : 0));
			drcs[i] = (struct drc) { index, names[i], kind ? "28" : "MEM",
						 random_below(20) == 0 };
		}
		for (i = count; i > 1; i--) {
			u32 other = random_below(i);

			swap(drcs[i - 1], drcs[other]);
		}
		put_arrays(&arrays, drcs, count);
		assert_int_equal(parse_arrays(&set, &arrays), 0);
		agree_with_arrays(&set, drcs, count);
		pdr_drc_set_free(&set);
		drc_arrays_free(&arrays);
	}
}

static void use_set(struct pdr_drc_set *set)
{
	char name[16];
	u32 run, ordinal;

	for (run = 0; run < set->count; run++) {
		const struct pdr_drc_run *r = &set->runs[run];

		assert_true(r->count && (r->count == 1 || r->increment));
		assert_true(!run || r[-1].index_start <= r->index_start);
		assert_true(pdr_drc_run_last(r) >= r->index_start);
		assert_true(pdr_drc_run_find(r, pdr_drc_run_last(r), &ordinal));
		assert_int_equal(ordinal, r->count - 1);
		assert_true(strlen(r->type) + 1 > 0);
		pdr_drc_run_name(r, ordinal, name, sizeof(name));
	}
	pdr_drc_set_free(set);
}

static void try_info(const struct bytes *prop, void *arg)
{
	const bool *cut = arg;
	struct pdr_drc_set set;
	int error = parse_info(&set, prop);

	expect(*cut ? error == -EBADMSG : !error || error == -EBADMSG, "%d", error);
	use_set(&set);
}

static void drc_info_cut_or_changed_does_no_harm(void **state)
{
	struct bytes prop = { };
	bool cut = false;

	(void)state;
	bytes_u32(&prop, 2);
	drc_info_put(&prop, "28", "C", 0x40010000, 65536, 256, 1, LIVE_INSERTION);
	drc_info_put(&prop, "CPU", "CPU ", 0x10000000, 0, 32, 8, LIVE_INSERTION);
	each_mutation(&prop, try_info, &cut);
	cut = true;
	each_cut(&prop, try_info, &cut);
	bytes_free(&prop);
}

struct others {
	union drc_arrays arrays;
	unsigned int which;
};

static void try_array(const struct bytes *prop, void *arg)
{
	struct others *others = arg;
	union drc_arrays arrays = others->arrays;
	struct pdr_drc_set set;
	int error;

	arrays.each[others->which] = *prop;
	error = parse_arrays(&set, &arrays);
	expect(!error || error == -EBADMSG, "%d", error);
	expect(error || prop->len == others->arrays.each[others->which].len,
	       "array %u may be cut", others->which);
	use_set(&set);
}

static void arrays_cut_or_changed_do_no_harm(void **state)
{
	struct others others = { };

	(void)state;
	put_arrays(&others.arrays, qemu_root, ARRAY_SIZE(qemu_root));
	for (others.which = 0; others.which < 4; others.which++) {
		const struct bytes *whole = &others.arrays.each[others.which];

		each_cut(whole, try_array, &others);
		each_mutation(whole, try_array, &others);
	}
	drc_arrays_free(&others.arrays);
}

/* On error there is nothing to free. */
static int done_with(struct pdr_drc_set *set, int error)
{
	static const struct pdr_drc_set zero;

	if (error)
		assert_memory_equal(set, &zero, sizeof(zero));
	else
		pdr_drc_set_free(set);
	return error;
}

static int call_info(void *arg)
{
	struct pdr_drc_set set;

	return done_with(&set, parse_info(&set, arg));
}

static int call_arrays(void *arg)
{
	struct pdr_drc_set set;

	return done_with(&set, parse_arrays(&set, arg));
}

static void nothing_is_lost_when_memory_runs_out(void **state)
{
	union drc_arrays arrays = { };
	struct bytes prop = { };

	(void)state;
	bytes_u32(&prop, 1);
	drc_info_put(&prop, "CPU", "CPU ", 0x10000000, 0, 32, 8, 0);
	assert_int_equal(each_allocation_fails(call_info, &prop), 2);
	put_arrays(&arrays, qemu_root, ARRAY_SIZE(qemu_root));
	assert_int_equal(each_allocation_fails(call_arrays, &arrays), 3);
	bytes_free(&prop);
	drc_arrays_free(&arrays);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_arrays_of_qemu_become_runs),
		cmocka_unit_test(cores_whose_numbers_step_by_eight_are_one_run),
		cmocka_unit_test(what_goes_up_together_is_a_run),
		cmocka_unit_test(the_type_tells_the_resource),
		cmocka_unit_test(drc_info_is_read),
		cmocka_unit_test(entries_that_overflow_are_found_out),
		cmocka_unit_test(all_entries_together_have_a_bound),
		cmocka_unit_test(a_run_to_the_highest_index_works_to_its_end),
		cmocka_unit_test(a_run_of_one_has_no_increment),
		cmocka_unit_test(only_the_exact_name_is_found),
		cmocka_unit_test(a_name_that_does_not_fit_is_cut),
		cmocka_unit_test(arrays_that_disagree_are_found_out),
		cmocka_unit_test(an_index_twice_is_kept_in_the_order_of_the_property),
		cmocka_unit_test(no_connectors_are_no_runs),
		cmocka_unit_test(random_arrays_come_back_whole),
		cmocka_unit_test(drc_info_cut_or_changed_does_no_harm),
		cmocka_unit_test(arrays_cut_or_changed_do_no_harm),
		cmocka_unit_test(nothing_is_lost_when_memory_runs_out),
	};

	return cmocka_run_group_tests_name("drcinfo", tests, NULL, no_memory_lost);
}
