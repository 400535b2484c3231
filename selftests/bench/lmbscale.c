// SPDX-License-Identifier: GPL-2.0
/*
 * How the core's tables grow: for partitions of 4,096 to 262,144 LMBs (64 TiB of
 * 256 MiB), the time to read the LMB table and the connectors, to look one up, to
 * have one node read again, and the memory that stays. No guest is needed.
 */

#include <pdr_env.h>
#include <time.h>

#include <core/parse/drcmap.h>
#include <core/parse/lmb.h>

#include "lib/drcprops.h"
#include "lib/lmbtable.h"

#define LMB_SIZE	(256ULL << 20)
#define FIRST_LMB	0x80000000
#define CORES		2048
#define BUSES		256
#define SLOTS		32
#define LOOKUPS		1000000

/* Owners of the sets: the root, /cpus, and each bus. */
static const char owners[2 + BUSES];

static void give_up(const char *what)
{
	fprintf(stderr, "tables: %s\n", what);
	exit(1);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* The order of a hash, as QEMU has it, or that of the indexes. */
static u32 place_of(u32 i, u32 count, bool shuffled)
{
	return shuffled ? (u32)((u64)i * 40503 % count) : i;
}

static union drc_arrays connectors(const char *prefix, const char *type, u32 first, u32 count,
				   u32 step, bool shuffled)
{
	union drc_arrays arrays = { };
	char name[32];
	u32 i, place;

	drc_arrays_begin(&arrays, count);
	for (i = 0; i < count; i++) {
		place = place_of(i, count, shuffled) * step;
		snprintf(name, sizeof(name), "%s%u", prefix, place);
		drc_arrays_put(&arrays, first + place, name, type, DRCPROPS_LIVE_INSERTION);
	}
	return arrays;
}

static void add_node(struct pdr_drcmap *map, const union drc_arrays *node, const void *owner)
{
	struct pdr_drc_arrays arrays = {
		{ node->indexes.data, node->indexes.len },
		{ node->names.data, node->names.len },
		{ node->types.data, node->types.len },
		{ node->power_domains.data, node->power_domains.len },
	};
	struct pdr_drc_set set;

	if (pdr_drc_parse_arrays(&set, &arrays) || pdr_drcmap_add(map, owner, &set))
		give_up("the connectors of a node are not read");
}

static double look_up_drcs(const struct pdr_drcmap *map, u32 lmbs)
{
	double start = now();
	struct pdr_drc drc;
	u32 i;

	for (i = 0; i < LOOKUPS; i++)
		if (pdr_drcmap_find(map, FIRST_LMB + (u32)(i * 2654435761ULL % lmbs), &drc))
			give_up("an LMB has no connector");
	return (now() - start) / LOOKUPS;
}

static double read_again(struct pdr_drcmap *map, const void *owner, const char *prefix,
			 const char *type, u32 first, u32 count, u32 step)
{
	union drc_arrays node = connectors(prefix, type, first, count, step, false);
	double start = now();

	pdr_drcmap_remove(map, owner);
	add_node(map, &node, owner);
	start = now() - start;
	drc_arrays_free(&node);
	return start;
}

static double read_bus(struct pdr_drcmap *map, u32 bus)
{
	return read_again(map, &owners[2 + bus], "C", "28", 0x40000000 + bus * 0x10000, SLOTS, 8);
}

static size_t bytes_of(const struct pdr_drcmap *map)
{
	const struct pdr_drcmap_set *set;
	size_t bytes = map->count * sizeof(*map->entries);

	for (set = map->sets; set; set = set->next)
		bytes += sizeof(*set) + set->set.count * sizeof(*set->set.runs);
	return bytes;
}

static void measure_drcs(u32 lmbs, bool shuffled)
{
	struct pdr_drcmap map = { };
	double root, buses, look, bus;
	union drc_arrays node = connectors("LMB ", "MEM", FIRST_LMB, lmbs, 1, shuffled);
	u32 i;

	root = now();
	add_node(&map, &node, &owners[0]);
	root = now() - root;
	drc_arrays_free(&node);
	read_again(&map, &owners[1], "CPU ", "CPU", 0x10000000, CORES, 8);
	for (buses = i = 0; i < BUSES; i++)
		buses += read_bus(&map, i);
	look = look_up_drcs(&map, lmbs);
	bus = read_bus(&map, 0);
	printf("%7u LMBs%s: ", lmbs, shuffled ? " in no order" : "");
	printf("root read %7.2f ms, ", root * 1e3);
	printf("%u buses %.2f ms, one again %.3f ms, ", BUSES, buses * 1e3, bus * 1e3);
	printf("found %.0f ns; %u runs, %zu bytes\n", look * 1e9, map.count, bytes_of(&map));
	pdr_drcmap_free(&map);
}

/* All LMBs, of which each second one is assigned, so that no set of v2 has two. */
static struct bytes lmb_property(enum pdr_lmb_format format, u32 lmbs)
{
	struct bytes prop = { };
	u32 i;

	bytes_u32(&prop, lmbs);
	for (i = 0; i < lmbs; i++) {
		u32 flags = i % 2 ? PDR_LMB_ASSIGNED : 0;

		if (format == PDR_LMB_V2)
			lmbtable_v2(&prop, 1, i * LMB_SIZE, FIRST_LMB + i, 0, flags);
		else
			lmbtable_v1(&prop, i * LMB_SIZE, FIRST_LMB + i, 0, 0, flags);
	}
	return prop;
}

static double look_up_lmbs(const struct pdr_lmb_table *table)
{
	double start = now();
	u32 i;

	for (i = 0; i < LOOKUPS; i++)
		if (!pdr_lmb_find_index(table, FIRST_LMB + (u32)(i * 2654435761ULL % table->count)))
			give_up("an LMB is not found");
	return (now() - start) / LOOKUPS;
}

/* As a job does that takes them all. */
static double resolve_all(const struct pdr_lmb_table *table)
{
	double start = now();
	u32 i;

	for (i = 0; i < table->count; i++)
		if (!pdr_lmb_find_index(table, FIRST_LMB + i))
			give_up("the range is not found");
	return now() - start;
}

static void measure_lmbs(u32 lmbs, enum pdr_lmb_format format)
{
	struct bytes prop = lmb_property(format, lmbs);
	struct pdr_lmb_table table;
	double parse, all, look;

	parse = now();
	if (pdr_lmb_parse(&table, format, prop.data, prop.len, LMB_SIZE))
		give_up("the LMBs are not read");
	parse = now() - parse;
	all = resolve_all(&table);
	look = look_up_lmbs(&table);
	printf("%7u LMBs in v%d: read %7.2f ms, ", lmbs, format, parse * 1e3);
	printf("all resolved %.2f ms, found %.0f ns; ", all * 1e3, look * 1e9);
	printf("%zu bytes each, %u runs\n", sizeof(struct pdr_lmb), table.by_index_count);
	pdr_lmb_free(&table);
	bytes_free(&prop);
}

int main(void)
{
	u32 lmbs;

	for (lmbs = 4096; lmbs <= 262144; lmbs *= 8) {
		measure_drcs(lmbs, false);
		measure_drcs(lmbs, true);
		measure_lmbs(lmbs, PDR_LMB_V1);
		measure_lmbs(lmbs, PDR_LMB_V2);
	}
	return 0;
}
