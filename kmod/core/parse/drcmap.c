// SPDX-License-Identifier: GPL-2.0
/* Keeps the connectors of all managers in one order, to be found by index. Includes core/parse. */

#include "core/parse/drcmap.h"

#include "core/parse/search.h"

static u32 common_divisor(u32 a, u32 b)
{
	while (b) {
		u32 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* The number that @a times it is 1 modulo @m; both have no common divisor. */
static u32 inverse_modulo(u32 a, u32 m)
{
	s64 r0 = m, r1 = a % m, t0 = 0, t1 = 1;

	while (r1) {
		s64 quotient = r0 / r1, old;

		old = r0 - quotient * r1;
		r0 = r1;
		r1 = old;
		old = t0 - quotient * t1;
		t0 = t1;
		t1 = old;
	}
	return (u32)(t0 < 0 ? t0 + m : t0) % m;
}

/*
 * Find the lowest index that two runs have in common. Interleaved runs are two
 * arithmetic progressions: solve later + j * step = earlier, modulo the other
 * step, for the smallest j, and see if that index is still in both.
 */
static bool share_index(const struct pdr_drc_run *earlier,
			const struct pdr_drc_run *later, u32 *shared)
{
	u32 distance = later->index_start - earlier->index_start;
	u32 divisor, modulus, j;
	u64 index;

	*shared = later->index_start;
	if (earlier->count == 1)
		return !distance;
	divisor = common_divisor(earlier->increment, later->increment);
	if (distance % divisor)
		return false;
	modulus = earlier->increment / divisor;
	j = (modulus - distance / divisor % modulus) % modulus;
	j = (u64)j * inverse_modulo(later->increment / divisor, modulus) % modulus;
	index = later->index_start + (u64)j * later->increment;
	*shared = (u32)index;
	return index <= min(pdr_drc_run_last(earlier), pdr_drc_run_last(later));
}

/* Nearest entry, from @at on backwards, that reaches as far as @index. */
static u32 find_reaching(const struct pdr_drcmap_entry *entries, u32 at,
			 u32 index)
{
	while (at != PDR_DRCMAP_NONE && entries[at].last < index)
		at = entries[at].cover;
	return at;
}

static u32 entry_before(u32 at)
{
	return at ? at - 1 : PDR_DRCMAP_NONE;
}

static u32 start_of_entry(const void *entries, u32 at)
{
	return ((const struct pdr_drcmap_entry *)entries)[at].run->index_start;
}

/* The last entry that begins at or before @index. */
static u32 find_beginning(const struct pdr_drcmap *map, u32 index)
{
	return entry_before(pdr_search(map->entries, map->count, start_of_entry, index));
}

static void cover_entry(struct pdr_drcmap_entry *entries, u32 at)
{
	u32 cover = entry_before(at);

	entries[at].last = pdr_drc_run_last(entries[at].run);
	while (cover != PDR_DRCMAP_NONE && entries[cover].last <= entries[at].last)
		cover = entries[cover].cover;
	entries[at].cover = cover;
}

/* A lookup has to look at each run that reaches across an index, so limit their number. */
static int check_entry(const struct pdr_drcmap_entry *entries, u32 at)
{
	u32 start = entries[at].run->index_start;
	u32 other = find_reaching(entries, entry_before(at), start);
	u32 across = 0;

	for (; other != PDR_DRCMAP_NONE;
	     other = find_reaching(entries, entry_before(other), start))
		if (++across >= PDR_DRCMAP_OVERLAY_MAX)
			return -EBADMSG;
	return 0;
}

/* Put the runs of the map and of @set in one order. */
static void merge_sets(const struct pdr_drcmap *map,
		       const struct pdr_drc_set *set,
		       struct pdr_drcmap_entry *entries)
{
	u32 old = 0, new = 0;

	while (old < map->count || new < set->count) {
		bool take_old = new == set->count ||
			(old < map->count &&
			 map->entries[old].run->index_start <=
			 set->runs[new].index_start);

		entries->run = take_old ? map->entries[old++].run : &set->runs[new++];
		entries++;
	}
}

static int order_entries(struct pdr_drcmap_entry *entries, u32 count)
{
	int error = 0;
	u32 at;

	for (at = 0; at < count && !error; at++) {
		cover_entry(entries, at);
		error = check_entry(entries, at);
	}
	return error;
}

static const struct pdr_drcmap_set *set_of(const struct pdr_drcmap *map,
					   const void *owner)
{
	const struct pdr_drcmap_set *set = map->sets;

	while (set && set->owner != owner)
		set = set->next;
	return set;
}

int pdr_drcmap_add(struct pdr_drcmap *map, const void *owner,
		   struct pdr_drc_set *set)
{
	struct pdr_drcmap_entry *entries;
	struct pdr_drcmap_set *added;
	int error = -ENOMEM;
	u32 count;

	if (set_of(map, owner))
		return -EBUSY;
	if (check_add_overflow(map->count, set->count, &count))
		return -ENOMEM;
	entries = pdr_alloc_array(count, sizeof(*entries));
	added = pdr_alloc(sizeof(*added));
	if (!entries || !added)
		goto free;
	merge_sets(map, set, entries);
	error = order_entries(entries, count);
	if (error)
		goto free;

	pdr_free(map->entries);
	map->entries = entries;
	map->count = count;
	added->owner = owner;
	added->set = *set;
	added->next = map->sets;
	map->sets = added;
	memset(set, 0, sizeof(*set));
	return 0;
free:
	pdr_free(entries);
	pdr_free(added);
	return error;
}

static bool is_run_of(const struct pdr_drc_set *set, const struct pdr_drc_run *run)
{
	return run >= set->runs && run < set->runs + set->count;
}

static void drop_runs(struct pdr_drcmap *map, const struct pdr_drc_set *set)
{
	u32 from, to = 0;

	for (from = 0; from < map->count; from++) {
		if (is_run_of(set, map->entries[from].run))
			continue;
		map->entries[to].run = map->entries[from].run;
		cover_entry(map->entries, to++);
	}
	map->count = to;
}

static void free_set(struct pdr_drcmap_set *set)
{
	pdr_drc_set_free(&set->set);
	pdr_free(set);
}

int pdr_drcmap_remove(struct pdr_drcmap *map, const void *owner)
{
	struct pdr_drcmap_set **link = &map->sets, *set;

	while (*link && (*link)->owner != owner)
		link = &(*link)->next;
	set = *link;
	if (!set)
		return -ENOENT;
	drop_runs(map, &set->set);
	*link = set->next;
	free_set(set);
	return 0;
}

/* Tell if the run at @at and one before it share an index, and one is of @set. */
static bool shares_index(const struct pdr_drcmap *map, u32 at,
			 const struct pdr_drc_set *set, u32 *index)
{
	const struct pdr_drc_run *run = map->entries[at].run, *earlier;
	u32 other = find_reaching(map->entries, entry_before(at), run->index_start);

	for (; other != PDR_DRCMAP_NONE;
	     other = find_reaching(map->entries, entry_before(other), run->index_start)) {
		earlier = map->entries[other].run;
		if ((is_run_of(set, run) || is_run_of(set, earlier)) &&
		    share_index(earlier, run, index))
			return true;
	}
	return false;
}

bool pdr_drcmap_shares(const struct pdr_drcmap *map, const void *owner,
		       u32 *index)
{
	const struct pdr_drcmap_set *set = set_of(map, owner);
	u32 at;

	for (at = 0; set && at < map->count; at++)
		if (shares_index(map, at, &set->set, index))
			return true;
	return false;
}

void pdr_drcmap_free(struct pdr_drcmap *map)
{
	struct pdr_drcmap_set *set;

	while (map->sets) {
		set = map->sets;
		map->sets = set->next;
		free_set(set);
	}
	pdr_free(map->entries);
	memset(map, 0, sizeof(*map));
}

/* Runs are looked at from the last to the first, and the first one counts. */
int pdr_drcmap_find(const struct pdr_drcmap *map, u32 index,
		    struct pdr_drc *drc)
{
	u32 at = find_reaching(map->entries, find_beginning(map, index), index);
	u32 ordinal;

	drc->run = NULL;
	drc->index = index;
	for (; at != PDR_DRCMAP_NONE;
	     at = find_reaching(map->entries, entry_before(at), index)) {
		if (!pdr_drc_run_find(map->entries[at].run, index, &ordinal))
			continue;
		drc->run = map->entries[at].run;
		drc->ordinal = ordinal;
	}
	return drc->run ? 0 : -ENODEV;
}

/* Tell if @drc is the connector that counts, where its index is there twice. */
static bool is_run_counted(const struct pdr_drcmap *map, const struct pdr_drc *drc)
{
	struct pdr_drc first;

	return !pdr_drcmap_find(map, drc->index, &first) &&
	       first.run == drc->run;
}

int pdr_drcmap_find_name(const struct pdr_drcmap *map, const char *name,
			 struct pdr_drc *drc)
{
	u32 at;

	for (at = 0; at < map->count; at++) {
		drc->run = map->entries[at].run;
		if (!pdr_drc_run_find_name(drc->run, name, &drc->ordinal))
			continue;
		drc->index = pdr_drc_run_index(drc->run, drc->ordinal);
		if (is_run_counted(map, drc))
			return 0;
	}
	return -ENODEV;
}

const void *pdr_drcmap_owner(const struct pdr_drcmap *map,
			     const struct pdr_drc *drc)
{
	const struct pdr_drcmap_set *set = map->sets;

	while (set && !is_run_of(&set->set, drc->run))
		set = set->next;
	return set ? set->owner : NULL;
}

/*
 * Take the first connector of @run from @index on, unless a lower one is known.
 * Runs come from the last to the first: of two with the same index this one counts.
 */
static void take_first(const struct pdr_drc_run *run, u32 index,
		       struct pdr_drc *drc)
{
	u32 distance = index > run->index_start ? index - run->index_start : 0;
	u32 ordinal = distance;
	u32 first;

	if (run->count > 1)
		ordinal = distance / run->increment + !!(distance % run->increment);
	first = pdr_drc_run_index(run, ordinal);
	if (drc->run && drc->index < first)
		return;
	*drc = (struct pdr_drc) { .index = first, .ordinal = ordinal, .run = run };
}

/* @resource is NULL for the runs of all resources. */
static bool is_of_resource(const struct pdr_drc_run *run, const enum pseries_dr_resource *resource)
{
	return !resource || run->resource == *resource;
}

static int step_on(const struct pdr_drcmap *map, const enum pseries_dr_resource *resource,
		   u64 *cursor, struct pdr_drc *drc)
{
	u32 index = (u32)*cursor;
	u32 at, last, next;

	drc->run = NULL;
	if (*cursor > U32_MAX)
		return -ENOENT;
	last = find_beginning(map, index);
	/* PDR_DRCMAP_NONE is one before the first. */
	next = last + 1;
	while (next < map->count && !is_of_resource(map->entries[next].run, resource))
		next++;
	if (next < map->count)
		take_first(map->entries[next].run, index, drc);
	for (at = find_reaching(map->entries, last, index); at != PDR_DRCMAP_NONE;
	     at = find_reaching(map->entries, entry_before(at), index))
		if (is_of_resource(map->entries[at].run, resource))
			take_first(map->entries[at].run, index, drc);
	if (!drc->run)
		return -ENOENT;
	*cursor = (u64)drc->index + 1;
	return 0;
}

int pdr_drcmap_next(const struct pdr_drcmap *map, u64 *cursor,
		    struct pdr_drc *drc)
{
	return step_on(map, NULL, cursor, drc);
}

int pdr_drcmap_next_of(const struct pdr_drcmap *map, enum pseries_dr_resource resource,
		       u64 *cursor, struct pdr_drc *drc)
{
	int error;

	do {
		error = step_on(map, &resource, cursor, drc);
	} while (!error && !is_run_counted(map, drc));
	return error;
}

u64 pdr_drcmap_count(const struct pdr_drcmap *map)
{
	u64 count = 0;
	u32 at;

	for (at = 0; at < map->count; at++)
		count += map->entries[at].run->count;
	return count;
}
