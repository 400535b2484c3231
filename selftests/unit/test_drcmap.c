// SPDX-License-Identifier: GPL-2.0
/* Tests of the map of all connectors. */

#include "unit.h"
#include "lib/drcprops.h"

#include <core/parse/drcmap.h>

/* Connectors of a run beside which a set has room for another run. */
#define MANY	(PDR_DRC_COUNT_MAX - 2)

/* The indexes of random maps are below this. */
#define SPACE	160

struct run {
	u32 index;
	u32 count;
	u32 increment;
};

/* Owners are told apart by their address alone. */
static const char owners[80];

static const char *prefix_of(u32 index)
{
	switch (index >> 28) {
	case 1:
		return "CPU ";
	case 2:
		return "PHB ";
	case 8:
		return "LMB ";
	default:
		return "C";
	}
}

/* In random maps an odd run is of cores, an even one of memory. */
static const char *type_of(u32 index)
{
	if (index >> 28 == 1 || (index < SPACE && index % 2))
		return "CPU";
	return index >> 28 == 2 ? "PHB" : "MEM";
}

static void make_set(struct pdr_drc_set *set, const struct run *runs, u32 count)
{
	struct bytes prop = { };
	u32 i;

	bytes_u32(&prop, count);
	for (i = 0; i < count; i++)
		drc_info_put(&prop, type_of(runs[i].index), prefix_of(runs[i].index), runs[i].index,
			     runs[i].index & 0xff, runs[i].count, runs[i].increment, 0);
	assert_int_equal(pdr_drc_parse_info(set, prop.data, prop.len), 0);
	bytes_free(&prop);
}

static int add(struct pdr_drcmap *map, const void *owner, const struct run *runs, u32 count)
{
	struct pdr_drc_set set;
	int error;

	make_set(&set, runs, count);
	error = pdr_drcmap_add(map, owner, &set);
	/* On success, nothing is left to free. */
	assert_true(error || (!set.runs && !set.strings && !set.count));
	assert_true(!error || set.runs);
	pdr_drc_set_free(&set);
	return error;
}

static const struct run root[] = {
	{ 0x20000001, 30, 1 }, { 0x80000004, 12, 1 },
	{ 0x90000000, 1, 0 },
};

static const struct run cpus[] = { { 0x10000000, 4, 8 } };
static const struct run bus[] = { { 0x40010000, 256, 1 } };

static void fill(struct pdr_drcmap *map)
{
	assert_int_equal(add(map, &owners[0], root, ARRAY_SIZE(root)), 0);
	assert_int_equal(add(map, &owners[1], cpus, ARRAY_SIZE(cpus)), 0);
	assert_int_equal(add(map, &owners[2], bus, ARRAY_SIZE(bus)), 0);
}

static void connectors_of_all_sets_are_found(void **state)
{
	struct pdr_drcmap map = { };
	struct pdr_drc drc;

	(void)state;
	fill(&map);
	assert_true(pdr_drcmap_count(&map) == 30 + 12 + 1 + 4 + 256);
	assert_int_equal(pdr_drcmap_find(&map, 0x10000010, &drc), 0);
	assert_int_equal(drc.index, 0x10000010);
	assert_int_equal(drc.ordinal, 2);
	assert_string_equal(drc.run->prefix, "CPU ");
	assert_int_equal(pdr_drcmap_find(&map, 0x90000000, &drc), 0);
	assert_int_equal(pdr_drcmap_find(&map, 0x400100ff, &drc), 0);
	assert_int_equal(drc.ordinal, 255);
	assert_int_equal(pdr_drcmap_find(&map, 0x40010100, &drc), -ENODEV);
	assert_int_equal(pdr_drcmap_find(&map, 0x10000011, &drc), -ENODEV);
	assert_int_equal(pdr_drcmap_find(&map, 0, &drc), -ENODEV);
	assert_int_equal(pdr_drcmap_find(&map, 0xffffffff, &drc), -ENODEV);
	pdr_drcmap_free(&map);
	assert_int_equal(pdr_drcmap_find(&map, 0x90000000, &drc), -ENODEV);
}

static void connectors_are_found_by_name(void **state)
{
	struct pdr_drcmap map = { };
	struct pdr_drc drc;

	(void)state;
	fill(&map);
	assert_int_equal(pdr_drcmap_find_name(&map, "LMB 6", &drc), 0);
	assert_int_equal(drc.index, 0x80000006);
	assert_int_equal(drc.ordinal, 2);
	assert_int_equal(pdr_drcmap_find_name(&map, "CPU 24", &drc), 0);
	assert_int_equal(drc.index, 0x10000018);
	assert_int_equal(pdr_drcmap_find_name(&map, "CPU 25", &drc), -ENODEV);
	assert_int_equal(pdr_drcmap_find_name(&map, "", &drc), -ENODEV);
	pdr_drcmap_free(&map);
	assert_int_equal(pdr_drcmap_find_name(&map, "LMB 6", &drc), -ENODEV);
}

static void an_empty_map_has_nothing(void **state)
{
	struct pdr_drcmap map = { };
	struct pdr_drc drc;
	u64 cursor = 0;

	(void)state;
	assert_int_equal(pdr_drcmap_find(&map, 0, &drc), -ENODEV);
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), -ENOENT);
	assert_true(pdr_drcmap_count(&map) == 0);
	assert_int_equal(pdr_drcmap_remove(&map, NULL), -ENOENT);
	assert_int_equal(add(&map, NULL, NULL, 0), 0);
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), -ENOENT);
	assert_int_equal(add(&map, NULL, NULL, 0), -EBUSY);
	assert_int_equal(pdr_drcmap_remove(&map, NULL), 0);
	pdr_drcmap_free(&map);
}

static void a_bus_that_goes_takes_its_connectors(void **state)
{
	struct pdr_drcmap map = { };
	struct pdr_drc drc;

	(void)state;
	fill(&map);
	assert_int_equal(pdr_drcmap_remove(&map, &owners[2]), 0);
	assert_int_equal(pdr_drcmap_remove(&map, &owners[2]), -ENOENT);
	assert_int_equal(pdr_drcmap_find(&map, 0x40010000, &drc), -ENODEV);
	assert_int_equal(pdr_drcmap_find(&map, 0x80000004, &drc), 0);
	assert_true(pdr_drcmap_count(&map) == 30 + 12 + 1 + 4);
	assert_int_equal(add(&map, &owners[2], bus, ARRAY_SIZE(bus)), 0);
	assert_int_equal(pdr_drcmap_find(&map, 0x40010000, &drc), 0);
	pdr_drcmap_free(&map);
}

/* Two runs, and whether they have an index in common. */
static const struct {
	const char *what;
	struct run runs[2];
	bool common;
} crossings[] = {
	{ "the same", { { 8, 4, 1 }, { 8, 4, 1 } }, true },
	{ "apart", { { 8, 4, 1 }, { 12, 4, 1 } }, false },
	{ "the last is the first", { { 8, 4, 1 }, { 11, 4, 1 } }, true },
	{ "one within many", { { 8, 4, 1 }, { 9, 1, 0 } }, true },
	{ "one in a gap", { { 8, 4, 2 }, { 9, 1, 0 } }, false },
	{ "one on a step", { { 8, 4, 2 }, { 10, 1, 0 } }, true },
	{ "one and the same", { { 8, 1, 0 }, { 8, 1, 0 } }, true },
	{ "even and odd", { { 8, 100, 2 }, { 9, 100, 2 } }, false },
	{ "steps of 4 and 6, apart by 2", { { 0, 50, 4 }, { 2, 50, 6 } }, true },
	{ "steps of 4 and 6, apart by 1", { { 0, 50, 4 }, { 1, 50, 6 } }, false },
	{ "steps of 7 and 11 that meet at 33", { { 5, 5, 7 }, { 11, 3, 11 } }, true },
	{ "the same, ended one before", { { 5, 4, 7 }, { 11, 3, 11 } }, false },
	{ "the same, the other ended one before", { { 5, 5, 7 }, { 11, 2, 11 } }, false },
	{ "large steps that meet at the end",
	  { { 0, 3, 0x7fffffff }, { 0x0ffffffe, 2, 0xf0000000 } }, true },
	{ "large steps that do not",
	  { { 0, 3, 0x7fffffff }, { 0x0fffffff, 2, 0xf0000000 } }, false },
	{ "all indexes and the last",
	  { { U32_MAX - MANY, MANY, 1 }, { 0xfffffffe, 2, 1 } }, true },
	{ "all indexes and the one after",
	  { { U32_MAX - MANY, MANY, 1 }, { 0xffffffff, 1, 0 } }, false },
};

/* Both owners have the index, and the two runs have it. */
static void is_common(const struct pdr_drcmap *map, const void *owner, size_t crossing,
		      const char *how)
{
	u32 index = 0, ordinal, i;
	struct pdr_drc drc;
	bool common = pdr_drcmap_shares(map, owner, &index);

	expect(common == crossings[crossing].common, "%s, %s: %d", crossings[crossing].what, how,
	       common);
	assert_int_equal(pdr_drcmap_find(map, crossings[crossing].runs[0].index, &drc), 0);
	for (i = 0; common && i < map->count; i++)
		expect(pdr_drc_run_find(map->entries[i].run, index, &ordinal), "%s, %s: %#x",
		       crossings[crossing].what, how, index);
}

static void common_indexes_are_found_between_interleaved_runs(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(crossings); i++) {
		struct pdr_drcmap map = { };

		assert_int_equal(add(&map, &owners[0], &crossings[i].runs[0], 1), 0);
		assert_int_equal(add(&map, &owners[1], &crossings[i].runs[1], 1), 0);
		is_common(&map, &owners[0], i, "first");
		is_common(&map, &owners[1], i, "second");
		pdr_drcmap_free(&map);

		assert_int_equal(add(&map, &owners[0], &crossings[i].runs[1], 1), 0);
		assert_int_equal(add(&map, &owners[1], &crossings[i].runs[0], 1), 0);
		is_common(&map, &owners[0], i, "first, swapped");
		is_common(&map, &owners[1], i, "second, swapped");
		pdr_drcmap_free(&map);

		assert_int_equal(add(&map, &owners[0], crossings[i].runs, 2), 0);
		is_common(&map, &owners[0], i, "in one set");
		pdr_drcmap_free(&map);
	}
}

/* A connector, found by index, by name and by stepping to it. */
static void is_connector(const struct pdr_drcmap *map, u32 index, const char *name)
{
	struct pdr_drc drc;
	u64 cursor = index;
	char found[16];

	assert_int_equal(pdr_drcmap_find(map, index, &drc), 0);
	pdr_drc_run_name(drc.run, drc.ordinal, found, sizeof(found));
	assert_string_equal(found, name);
	assert_int_equal(pdr_drcmap_find_name(map, name, &drc), 0);
	assert_int_equal(drc.index, index);
	assert_int_equal(pdr_drcmap_next(map, &cursor, &drc), 0);
	pdr_drc_run_name(drc.run, drc.ordinal, found, sizeof(found));
	assert_string_equal(found, name);
	assert_int_equal(drc.index, index);
	assert_true(cursor == (u64)index + 1);
}

static struct pdr_drc_set set_of_one(u32 index, u32 count, const char *prefix)
{
	struct pdr_drc_set set = {
		.runs = pdr_alloc_array(1, sizeof(*set.runs)), .count = 1, .strings = pdr_alloc(1),
	};

	*set.runs = (struct pdr_drc_run) {
		.index_start = index, .count = count, .increment = count > 1,
		.has_suffix = true, .suffix_start = index & 0xff, .prefix = prefix, .type = "MEM",
	};
	return set;
}

static void of_an_index_twice_only_that_connector_is_left_out(void **state)
{
	struct pdr_drc_set twin = set_of_one(0x80000005, 20, "X");
	struct pdr_drc_set same = set_of_one(0x80000004, 1, "Y");
	struct pdr_drcmap map = { };
	struct pdr_drc drc;
	u32 index;

	(void)state;
	fill(&map);
	assert_int_equal(pdr_drcmap_add(&map, &owners[3], &twin), 0);
	assert_int_equal(pdr_drcmap_add(&map, &owners[4], &same), 0);
	assert_true(pdr_drcmap_shares(&map, &owners[3], &index));
	assert_int_equal(index, 0x80000005);
	assert_true(pdr_drcmap_shares(&map, &owners[4], &index));
	assert_int_equal(index, 0x80000004);
	assert_false(pdr_drcmap_shares(&map, &owners[1], &index));
	assert_false(pdr_drcmap_shares(&map, &owners[5], &index));

	is_connector(&map, 0x80000004, "LMB 4");
	is_connector(&map, 0x8000000f, "LMB 15");
	is_connector(&map, 0x80000010, "X16");
	assert_int_equal(pdr_drcmap_find_name(&map, "X15", &drc), -ENODEV);
	assert_int_equal(pdr_drcmap_find_name(&map, "Y4", &drc), -ENODEV);

	/* With the other gone, it is there once. */
	assert_int_equal(pdr_drcmap_remove(&map, &owners[0]), 0);
	is_connector(&map, 0x80000004, "Y4");
	is_connector(&map, 0x80000005, "X5");
	assert_false(pdr_drcmap_shares(&map, &owners[3], &index));
	pdr_drcmap_free(&map);
}

static void a_set_that_is_refused_leaves_the_map_as_it_was(void **state)
{
	struct pdr_drcmap map = { }, before;

	(void)state;
	fill(&map);
	before = map;
	assert_int_equal(add(&map, &owners[1], bus, 1), -EBUSY);
	assert_memory_equal(&map, &before, sizeof(map));
	assert_true(pdr_drcmap_count(&map) == 30 + 12 + 1 + 4 + 256);
	pdr_drcmap_free(&map);
}

static void so_many_runs_may_lie_across_one_index(void **state)
{
	struct pdr_drcmap map = { };
	struct pdr_drc drc;
	u32 i;

	(void)state;
	for (i = 0; i < PDR_DRCMAP_OVERLAY_MAX; i++)
		assert_int_equal(add(&map, &owners[i], &(struct run){ i, 9, 100 }, 1), 0);
	assert_int_equal(add(&map, &owners[i], &(struct run){ i, 9, 100 }, 1), -EBADMSG);
	assert_int_equal(add(&map, &owners[i], &(struct run){ 1000, 9, 100 }, 1), 0);
	for (i = 0; i < 900; i++)
		assert_int_equal(pdr_drcmap_find(&map, i, &drc),
				 i % 100 < PDR_DRCMAP_OVERLAY_MAX ? 0 : -ENODEV);
	pdr_drcmap_free(&map);
}

/* One wide run across many narrow ones must not make every lookup visit all runs. */
static void many_runs_in_the_gaps_of_one_are_not_slow(void **state)
{
	enum { COUNT = 100000 };
	struct pdr_drcmap map = { };
	struct pdr_drc_set set;
	struct pdr_drc drc;
	u32 i;

	(void)state;
	set.count = COUNT;
	set.runs = pdr_alloc_array(COUNT, sizeof(*set.runs));
	set.strings = pdr_alloc(1);
	for (i = 0; i < COUNT; i++)
		set.runs[i] = (struct pdr_drc_run) {
			.index_start = 10 * i + 11, .count = 2, .increment = 3,
			.prefix = set.strings, .type = set.strings,
		};
	assert_int_equal(add(&map, &owners[0], &(struct run){ 0, COUNT + 1, 10 }, 1), 0);
	assert_int_equal(pdr_drcmap_add(&map, &owners[1], &set), 0);
	for (i = 0; i <= 10 * COUNT + 20; i++)
		assert_int_equal(pdr_drcmap_find(&map, i, &drc),
				 (i % 10 == 0 && i <= 10 * COUNT) ||
				 (i > 10 && (i % 10 == 1 || i % 10 == 4) && i < 10 * COUNT + 10) ?
				 0 : -ENODEV);
	pdr_drcmap_free(&map);
}

static void a_cursor_visits_each_connector_once(void **state)
{
	struct pdr_drcmap map = { };
	u32 last = 0, visits = 0;
	struct pdr_drc drc;
	u64 cursor = 0;

	(void)state;
	fill(&map);
	while (!pdr_drcmap_next(&map, &cursor, &drc)) {
		assert_true(drc.index > last);
		assert_int_equal(pdr_drc_run_index(drc.run, drc.ordinal), drc.index);
		last = drc.index;
		visits++;
	}
	assert_true(visits == pdr_drcmap_count(&map));
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), -ENOENT);
	pdr_drcmap_free(&map);
}

static void a_cursor_visits_the_connectors_of_one_resource(void **state)
{
	static const u32 phbs[] = { 0x20000001, 0x2000001e };
	struct pdr_drcmap map = { };
	u32 visits = 0, last = 0;
	struct pdr_drc drc;
	u64 cursor = 0;

	(void)state;
	fill(&map);
	while (!pdr_drcmap_next_of(&map, PSERIES_DR_RESOURCE_PHB, &cursor, &drc)) {
		assert_true(visits++ || drc.index == phbs[0]);
		assert_int_equal(drc.run->resource, PSERIES_DR_RESOURCE_PHB);
		last = drc.index;
	}
	assert_int_equal(visits, 30);
	assert_int_equal(last, phbs[1]);
	pdr_drcmap_free(&map);
}

static void a_cursor_goes_on_where_the_map_has_changed(void **state)
{
	struct pdr_drcmap map = { };
	struct pdr_drc drc;
	u64 cursor = 0x40010010;

	(void)state;
	fill(&map);
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), 0);
	assert_int_equal(drc.index, 0x40010010);
	assert_int_equal(pdr_drcmap_remove(&map, &owners[2]), 0);
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), 0);
	assert_int_equal(drc.index, 0x80000004);
	cursor = 0x40010012;
	assert_int_equal(add(&map, &owners[2], bus, 1), 0);
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), 0);
	assert_int_equal(drc.index, 0x40010012);
	pdr_drcmap_free(&map);
}

static void a_cursor_ends_at_the_highest_index(void **state)
{
	struct pdr_drcmap map = { };
	struct pdr_drc drc;
	u64 cursor = 0;

	(void)state;
	assert_int_equal(add(&map, &owners[0], &(struct run){ 0xfffffffe, 2, 1 }, 1), 0);
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), 0);
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), 0);
	assert_int_equal(drc.index, 0xffffffff);
	assert_true(cursor == 0x100000000ULL);
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), -ENOENT);
	cursor = U64_MAX;
	assert_int_equal(pdr_drcmap_next(&map, &cursor, &drc), -ENOENT);
	pdr_drcmap_free(&map);
}

static void many_connectors_are_counted_right(void **state)
{
	struct pdr_drc_set all = set_of_one(0, 0xffffffff, "C");
	struct pdr_drcmap map = { };

	(void)state;
	assert_int_equal(pdr_drcmap_add(&map, &owners[0], &all), 0);
	assert_int_equal(add(&map, &owners[1], &(struct run){ 0xffffffff, 1, 0 }, 1), 0);
	assert_true(pdr_drcmap_count(&map) == 0x100000000ULL);
	pdr_drcmap_free(&map);
}

/* All runs in the order in which they came, kept beside the map. */
struct naive {
	struct {
		u8 owner;
		struct run run;
	} runs[64];
	u32 count;
};

static void naive_add(struct naive *naive, u8 owner, const struct run *runs, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++, naive->count++) {
		naive->runs[naive->count].owner = owner;
		naive->runs[naive->count].run = runs[i];
	}
}

static void naive_remove(struct naive *naive, u8 owner)
{
	u32 from, to = 0;

	for (from = 0; from < naive->count; from++)
		if (naive->runs[from].owner != owner)
			naive->runs[to++] = naive->runs[from];
	naive->count = to;
}

static bool has(const struct run *run, u32 index)
{
	u32 n;

	for (n = 0; n < run->count; n++)
		if (run->index + n * run->increment == index)
			return true;
	return false;
}

/* The run whose connector counts: the lowest, of equals the one that came first. */
static const struct run *naive_find(const struct naive *naive, u32 index, u32 *runs)
{
	const struct run *first = NULL;
	u32 i;

	for (i = *runs = 0; i < naive->count; i++) {
		const struct run *run = &naive->runs[i].run;

		if (!has(run, index))
			continue;
		if (!first || run->index < first->index)
			first = run;
		++*runs;
	}
	return first;
}

static bool naive_shares(const struct naive *naive, u8 owner)
{
	u32 index, i, runs;

	for (i = 0; i < naive->count; i++)
		for (index = 0; naive->runs[i].owner == owner && index < SPACE; index++) {
			naive_find(naive, index, &runs);
			if (runs > 1 && has(&naive->runs[i].run, index))
				return true;
		}
	return false;
}

static u32 random_runs(struct run *runs)
{
	u32 count = random_below(4), i;

	for (i = 0; i < count; i++) {
		struct run *run = &runs[i];

		run->increment = 1 + random_below(12);
		run->count = 1 + random_below(6);
		run->index = random_below(SPACE - (run->count - 1) * run->increment);
	}
	return count;
}

static void is_of_run(const struct pdr_drc *drc, const struct run *run, u32 index)
{
	assert_int_equal(drc->index, index);
	assert_int_equal(pdr_drc_run_index(drc->run, drc->ordinal), index);
	assert_int_equal(drc->run->index_start, run->index);
	assert_int_equal(drc->run->count, run->count);
}

static void agree_with_naive(const struct pdr_drcmap *map, const struct naive *naive)
{
	const struct run *run, *next = NULL, *next_cpu = NULL;
	u32 index, runs, count = 0, next_index = 0, cpu_index = 0;
	struct pdr_drc drc;
	u64 cursor;

	for (index = SPACE; index-- > 0;) {
		run = naive_find(naive, index, &runs);
		count += runs;
		assert_int_equal(pdr_drcmap_find(map, index, &drc), run ? 0 : -ENODEV);
		if (run) {
			is_of_run(&drc, run, index);
			next = run;
			next_index = index;
		}
		if (run && run->index % 2) {
			next_cpu = run;
			cpu_index = index;
		}
		cursor = index;
		assert_int_equal(pdr_drcmap_next(map, &cursor, &drc), next ? 0 : -ENOENT);
		if (next)
			is_of_run(&drc, next, next_index);
		cursor = index;
		assert_int_equal(pdr_drcmap_next_of(map, PSERIES_DR_RESOURCE_CPU, &cursor, &drc),
				 next_cpu ? 0 : -ENOENT);
		if (next_cpu)
			is_of_run(&drc, next_cpu, cpu_index);
	}
	assert_true(pdr_drcmap_count(map) == count);
}

static void random_maps_agree_with_a_naive_one(void **state)
{
	unsigned int round, step, shared = 0, apart = 0;

	(void)state;
	random_start();
	for (round = 0; round < 300; round++) {
		struct pdr_drcmap map = { };
		struct naive naive = { };

		for (step = 0; step < 30; step++) {
			u8 owner = (u8)(1 + random_below(10));
			struct run runs[4];
			u32 count;

			if (pdr_drcmap_remove(&map, &owners[owner]) == 0) {
				naive_remove(&naive, owner);
			} else {
				bool shares;
				u32 index;

				count = random_runs(runs);
				naive_add(&naive, owner, runs, count);
				assert_int_equal(add(&map, &owners[owner], runs, count), 0);
				shares = pdr_drcmap_shares(&map, &owners[owner], &index);
				assert_int_equal(shares, naive_shares(&naive, owner));
				shared += shares;
				apart += !shares;
			}
			agree_with_naive(&map, &naive);
		}
		pdr_drcmap_free(&map);
	}
	assert_true(shared > 1000 && apart > 1000);
}

/* A map to which a set is added. */
static int call_add(void *arg)
{
	struct pdr_drcmap *map = arg;
	struct pdr_drc_set set;
	struct pdr_drc drc;
	int error;

	/* Only what the map itself allocates may fail. */
	set.runs = calloc(1, sizeof(*set.runs));
	set.strings = calloc(1, 1);
	set.count = 1;
	*set.runs = (struct pdr_drc_run) { .index_start = 7, .count = 1, .prefix = "", .type = "" };
	error = pdr_drcmap_add(map, &owners[9], &set);
	assert_int_equal(pdr_drcmap_find(map, 7, &drc), error ? -ENODEV : 0);
	assert_int_equal(pdr_drcmap_find(map, 0x80000004, &drc), 0);
	pdr_env_memory.live += 2;
	if (error)
		pdr_drc_set_free(&set);
	else
		assert_int_equal(pdr_drcmap_remove(map, &owners[9]), 0);
	return error;
}

static void without_memory_the_map_stays_as_it_was(void **state)
{
	struct pdr_drcmap map = { };

	(void)state;
	fill(&map);
	assert_int_equal(each_allocation_fails(call_add, &map), 2);
	pdr_env_memory_reset(1);
	pdr_env_memory.fail_on = true;
	assert_int_equal(pdr_drcmap_remove(&map, &owners[0]), 0);
	assert_int_equal(pdr_env_memory.made, 0);
	pdr_env_memory.fail_on = false;
	pdr_drcmap_free(&map);
}

static void a_connector_tells_its_node(void **state)
{
	static const u32 one_of_each[] = { 0x80000006, 0x10000018, 0x400100ff };
	struct pdr_drcmap map = { };
	struct pdr_drc drc;
	u32 i;

	(void)state;
	fill(&map);
	for (i = 0; i < ARRAY_SIZE(one_of_each); i++) {
		assert_int_equal(pdr_drcmap_find(&map, one_of_each[i], &drc), 0);
		assert_ptr_equal(pdr_drcmap_owner(&map, &drc), &owners[i]);
	}
	assert_int_equal(pdr_drcmap_remove(&map, &owners[1]), 0);
	assert_int_equal(pdr_drcmap_find(&map, one_of_each[2], &drc), 0);
	assert_ptr_equal(pdr_drcmap_owner(&map, &drc), &owners[2]);
	pdr_drcmap_free(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connectors_of_all_sets_are_found),
		cmocka_unit_test(connectors_are_found_by_name),
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(a_connector_tells_its_node),
		cmocka_unit_test(a_bus_that_goes_takes_its_connectors),
		cmocka_unit_test(common_indexes_are_found_between_interleaved_runs),
		cmocka_unit_test(of_an_index_twice_only_that_connector_is_left_out),
		cmocka_unit_test(a_set_that_is_refused_leaves_the_map_as_it_was),
		cmocka_unit_test(so_many_runs_may_lie_across_one_index),
		cmocka_unit_test(many_runs_in_the_gaps_of_one_are_not_slow),
		cmocka_unit_test(a_cursor_visits_each_connector_once),
		cmocka_unit_test(a_cursor_visits_the_connectors_of_one_resource),
		cmocka_unit_test(a_cursor_goes_on_where_the_map_has_changed),
		cmocka_unit_test(a_cursor_ends_at_the_highest_index),
		cmocka_unit_test(many_connectors_are_counted_right),
		cmocka_unit_test(random_maps_agree_with_a_naive_one),
		cmocka_unit_test(without_memory_the_map_stays_as_it_was),
	};

	return cmocka_run_group_tests_name("drcmap", tests, NULL, no_memory_lost);
}
