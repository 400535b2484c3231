// SPDX-License-Identifier: GPL-2.0
/*
 * The map of all connectors. An input is a sequence of operations, a byte each
 * with what it calls for:
 *
 *	0	add the runs that follow: owner and number of runs (a byte), runs; a
 *		run is a byte of flags and what they call for
 *	1	the same, but of the runs to come one is followed by others, each an
 *		index later
 *	2	remove what an owner has
 *	3	find an index
 *	4	find the name of a connector
 *	5	step on from an index
 *	6	let an allocation of the next one fail
 */

#include "drcset.h"
#include "fuzz.h"

#include <core/parse/drcmap.h>

#define OWNERS		8
#define RUNS_MAX	128

enum {
	ADD,
	ADD_COMB,
	REMOVE,
	FIND,
	FIND_NAME,
	STEP,
	FAIL,
	OPERATIONS,
};

/* Flags of a run: which of its numbers are given in full. */
enum {
	WIDE_START = 0x01,
	WIDE_COUNT = 0x02,
	WIDE_INCREMENT = 0x04,
	WIDE_SUFFIX = 0x08,
};

/* A run, and whose it is. */
struct entry {
	u8 owner;
	struct pdr_drc_run run;
	char prefix[2];
};

/**
 * struct world - the map, and what the oracle knows of it
 * @map: the map
 * @entries: all runs, in no order
 * @count: how many
 * @cursor: where the stepping is
 * @fail_at: the allocation of the next add that fails
 */
struct world {
	struct pdr_drcmap map;
	struct entry entries[RUNS_MAX];
	u32 count;
	u64 cursor;
	u8 fail_at;
};

/* Few starts, so that runs meet; the last near the end of all indexes. */
static const u32 starts[] = { 0, 0x10000000, 0x80000000, 0xffffff00 };

static void read_run(struct entry *entry, struct input *input)
{
	u8 flags = input_u8(input);
	struct pdr_drc_run *run = &entry->run;

	*run = (struct pdr_drc_run){ .has_suffix = true, .type = "MEM" };
	run->index_start = flags & WIDE_START ? input_u32(input) :
			   starts[flags >> 4 & 3] + input_u8(input);
	run->count = flags & WIDE_COUNT ? input_u16(input) % 256 : input_u8(input) % 16;
	run->increment = flags & WIDE_INCREMENT ? input_u32(input) : input_u8(input) % 32;
	run->suffix_start = flags & WIDE_SUFFIX ? input_u32(input) : run->index_start & U8_MAX;
	entry->prefix[0] = 'A' + (flags >> 6);
	entry->prefix[1] = '\0';
	run->prefix = entry->prefix;
}

/* Runs that lie across each other, more of them than an input could name. */
static void put_comb(struct world *world, const struct entry *first, u32 teeth)
{
	u32 i;

	for (i = 1; i < teeth && world->count < RUNS_MAX; i++) {
		struct entry *entry = &world->entries[world->count++];

		*entry = *first;
		entry->run.index_start += i;
		entry->run.prefix = entry->prefix;
	}
}

static u32 read_runs(struct world *world, u8 owner, u8 runs, bool comb, struct input *input)
{
	u32 old = world->count;

	while (runs-- && world->count < RUNS_MAX) {
		struct entry *entry = &world->entries[world->count++];

		entry->owner = owner;
		read_run(entry, input);
		if (comb)
			put_comb(world, entry, input_u8(input) % 80);
		comb = false;
	}
	return old;
}

static u32 last_of(const struct pdr_drc_run *run)
{
	return run->index_start + (run->count - 1) * run->increment;
}

/* By trying every index of the shorter one. */
static bool share_index(const struct pdr_drc_run *a, const struct pdr_drc_run *b)
{
	u32 i, ordinal;

	if (a->count > b->count)
		return share_index(b, a);
	if (last_of(a) < b->index_start || last_of(b) < a->index_start)
		return false;
	for (i = 0; i < a->count; i++)
		if (drc_run_has(b, a->index_start + i * a->increment, &ordinal))
			return true;
	return false;
}

/* Whether a run of an owner has an index that is in another run. */
static bool collides(const struct world *world, u8 owner)
{
	u32 i, j;

	for (i = 0; i < world->count; i++)
		for (j = 0; j < world->count; j++)
			if (i != j && world->entries[i].owner == owner &&
			    share_index(&world->entries[i].run, &world->entries[j].run))
				return true;
	return false;
}

/* Whether several runs have an index. */
static bool is_shared(const struct world *world, u32 index)
{
	u32 i, ordinal, runs = 0;

	for (i = 0; i < world->count; i++)
		runs += drc_run_has(&world->entries[i].run, index, &ordinal);
	return runs > 1;
}

/* Whether more runs than the map allows lie across the start of one. */
static bool piles_up(const struct world *world)
{
	u32 i, j;

	if (world->count <= PDR_DRCMAP_OVERLAY_MAX)
		return false;
	for (i = 0; i < world->count; i++) {
		u32 start = world->entries[i].run.index_start, across = 0;

		for (j = 0; j < world->count; j++)
			across += i != j && world->entries[j].run.index_start <= start &&
				  last_of(&world->entries[j].run) >= start;
		if (across >= PDR_DRCMAP_OVERLAY_MAX)
			return true;
	}
	return false;
}

static bool owns(const struct world *world, u8 owner, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (world->entries[i].owner == owner)
			return true;
	return false;
}

/* Forget runs that stand for no connector, as the property's parser does. */
static void drop_empty(struct world *world, u32 old)
{
	u32 from, to = old;

	for (from = old; from < world->count; from++) {
		if (!world->entries[from].run.count)
			continue;
		world->entries[to] = world->entries[from];
		world->entries[to].run.prefix = world->entries[to].prefix;
		if (world->entries[to].run.count == 1)
			world->entries[to].run.increment = 0;
		to++;
	}
	world->count = to;
}

/* Properties that parsers refuse. */
static bool any_wraps(const struct world *world, u32 old)
{
	u32 i;

	for (i = old; i < world->count; i++) {
		const struct pdr_drc_run *run = &world->entries[i].run;
		u64 span = (u64)(run->count - 1) * run->increment;

		if ((run->count > 1 && !run->increment) || run->index_start + span > U32_MAX ||
		    run->suffix_start + span > U32_MAX)
			return true;
	}
	return false;
}

static int by_start(const void *a, const void *b)
{
	const struct pdr_drc_run *x = a, *y = b;

	if (x->index_start != y->index_start)
		return x->index_start < y->index_start ? -1 : 1;
	return x->type < y->type ? -1 : 1;
}

/* The new runs as a parser gives them: in a stable order, with strings of their own. */
static void build(const struct world *world, u32 old, struct pdr_drc_set *set)
{
	const size_t room = sizeof("MEM") + sizeof(world->entries->prefix);
	u32 i;

	set->count = world->count - old;
	set->runs = pdr_alloc_array(set->count, sizeof(*set->runs));
	set->strings = pdr_alloc(set->count * room);
	require(set->runs && set->strings, "no memory");
	for (i = 0; i < set->count; i++) {
		const struct entry *entry = &world->entries[old + i];
		char *type = set->strings + i * room, *prefix = type + sizeof("MEM");

		set->runs[i] = entry->run;
		set->runs[i].type = memcpy(type, "MEM", sizeof("MEM"));
		set->runs[i].prefix = memcpy(prefix, entry->prefix, sizeof(entry->prefix));
	}
	qsort(set->runs, set->count, sizeof(*set->runs), by_start);
}

static void shares(const struct world *world, u8 owner)
{
	u32 index;
	bool shared = pdr_drcmap_shares(&world->map, (void *)(uintptr_t)(owner + 1), &index);

	require(shared == collides(world, owner), "owner %u", owner);
	require(!shared || is_shared(world, index), "%#x is there once", index);
}

/* An owner of no runs is known to the map and not to the oracle: not tried. */
static void add_set(struct world *world, u8 owner, u32 old, struct pdr_drc_set *set)
{
	u32 runs = set->count;
	bool failed;
	int error;

	fail_allocation(world->fail_at);
	world->fail_at = 0;
	error = pdr_drcmap_add(&world->map, (void *)(uintptr_t)(owner + 1), set);
	failed = allocation_failed();
	require((error == -EBUSY) == owns(world, owner, old), "owner %u: %d", owner, error);
	require(error == -EBUSY || (error == -ENOMEM) == failed, "%d", error);
	require(error == -EBUSY || failed || (error == -EBADMSG) == piles_up(world), "%d", error);
	require(error ? set->count == runs : !set->runs, "the set is still there");
	if (error)
		world->count = old;
	else
		shares(world, owner);
	pdr_drc_set_free(set);
}

static void add(struct world *world, bool comb, struct input *input)
{
	u8 way = input_u8(input), owner = way % OWNERS, runs = way / OWNERS;
	u32 old = read_runs(world, owner, runs, comb, input);
	struct pdr_drc_set set;

	drop_empty(world, old);
	if (old == world->count || any_wraps(world, old)) {
		world->count = old;
		return;
	}
	build(world, old, &set);
	add_set(world, owner, old, &set);
}

static void remove_owner(struct world *world, u8 owner)
{
	int error = pdr_drcmap_remove(&world->map, (void *)(uintptr_t)(owner + 1));
	u32 from, to = 0;

	require(error == (owns(world, owner, world->count) ? 0 : -ENOENT), "owner %u: %d", owner,
		error);
	for (from = 0; from < world->count; from++) {
		if (world->entries[from].owner == owner)
			continue;
		world->entries[to] = world->entries[from];
		world->entries[to].run.prefix = world->entries[to].prefix;
		to++;
	}
	world->count = to;
}

static bool same_run(const struct pdr_drc_run *a, const struct pdr_drc_run *b)
{
	return a->index_start == b->index_start && a->count == b->count &&
	       a->suffix_start == b->suffix_start && !strcmp(a->prefix, b->prefix);
}

/* The run whose connector counts, the lowest and of equals the oldest; NULL if none. */
static const struct pdr_drc_run *run_of(const struct world *world, u32 index)
{
	const struct pdr_drc_run *right = NULL, *run;
	u32 i, ordinal;

	for (i = 0; i < world->count; i++) {
		run = &world->entries[i].run;
		if (drc_run_has(run, index, &ordinal) &&
		    (!right || run->index_start < right->index_start))
			right = run;
	}
	return right;
}

static void find(const struct world *world, u32 index)
{
	const struct pdr_drc_run *right = run_of(world, index);
	u32 ordinal = 0;
	struct pdr_drc drc;
	int error = pdr_drcmap_find(&world->map, index, &drc);

	if (right)
		drc_run_has(right, index, &ordinal);
	require(error == (right ? 0 : -ENODEV), "%#x: %d", index, error);
	if (right)
		require(drc.index == index && drc.ordinal == ordinal && same_run(drc.run, right),
			"%#x is another", index);
}

static void name_is_found(const struct world *world, const struct pdr_drc_run *run,
			  const char *name)
{
	struct pdr_drc drc;
	char *found;

	require(!pdr_drcmap_find_name(&world->map, name, &drc), "%s is not found", name);
	require(drc.run->index_start <= run->index_start, "a lower run has %s", name);
	require(same_run(drc.run, run_of(world, drc.index)), "%s is that of no connector", name);
	found = drc_name(drc.run, drc.ordinal);
	require(!strcmp(name, found), "%s found for %s", found, name);
	free(found);
}

/* Several connectors may have the name; that of the lowest run counts. */
static void find_name(const struct world *world, u8 at, u8 ordinal)
{
	const struct pdr_drc_run *run;
	struct pdr_drc drc;
	char *name;

	if (!world->count)
		return;
	run = &world->entries[at % world->count].run;
	name = drc_name(run, ordinal % run->count);
	if (run == run_of(world, pdr_drc_run_index(run, ordinal % run->count)))
		name_is_found(world, run, name);
	free(name);
	require(pdr_drcmap_find_name(&world->map, "Z1", &drc) == -ENODEV, "there is no Z");
}

/* The lowest index of a run from @from on; false if it ends before. */
static bool next_of(const struct pdr_drc_run *run, u64 from, u64 *index)
{
	u64 o = 0;

	if (from > last_of(run))
		return false;
	if (from > run->index_start)
		o = (from - run->index_start + run->increment - 1) / run->increment;
	*index = run->index_start + o * run->increment;
	return true;
}

static bool step(struct world *world, u64 *cursor)
{
	u64 from = *cursor, index, right = U64_MAX;
	struct pdr_drc drc;
	u32 i;
	int error = pdr_drcmap_next(&world->map, cursor, &drc);

	for (i = 0; i < world->count; i++)
		if (next_of(&world->entries[i].run, from, &index))
			right = min(right, index);
	require(error == (right == U64_MAX ? -ENOENT : 0), "after %#llx: %d",
		(unsigned long long)from, error);
	if (error)
		return false;
	require(drc.index == right, "after %#llx comes %#x", (unsigned long long)from, drc.index);
	require(*cursor == right + 1, "the cursor is %#llx", (unsigned long long)*cursor);
	require(pdr_drc_run_index(drc.run, drc.ordinal) == drc.index, "another connector");
	require(same_run(drc.run, run_of(world, drc.index)), "%#x of another run", drc.index);
	return true;
}

static void all_is_found(struct world *world)
{
	u64 count = 0, cursor = 0;
	u32 i, steps = 0;

	for (i = 0; i < world->count; i++) {
		const struct pdr_drc_run *run = &world->entries[i].run;

		count += run->count;
		find(world, run->index_start);
		find(world, run->index_start + 1);
		find(world, run->index_start - 1);
		find(world, last_of(run));
	}
	require(pdr_drcmap_count(&world->map) == count, "%llu connectors",
		(unsigned long long)pdr_drcmap_count(&world->map));
	while (steps++ < 64 && step(world, &cursor))
		;
}

static void operate(struct world *world, struct input *input)
{
	u8 operation = input_u8(input) % OPERATIONS;

	if (operation == ADD || operation == ADD_COMB)
		add(world, operation == ADD_COMB, input);
	else if (operation == REMOVE)
		remove_owner(world, input_u8(input) % OWNERS);
	else if (operation == FIND)
		find(world, input_u32(input));
	else if (operation == FIND_NAME)
		find_name(world, input_u8(input), input_u8(input));
	else if (operation == FAIL)
		world->fail_at = input_u8(input) % 4;
	else
		world->cursor = input_u32(input);
	step(world, &world->cursor);
}

void fuzz(const u8 *data, size_t size)
{
	struct world *world = calloc(1, sizeof(*world));
	struct input input = { data, size };

	require(world, "no memory");
	while (input.left)
		operate(world, &input);
	all_is_found(world);
	pdr_drcmap_free(&world->map);
	free(world);
}
