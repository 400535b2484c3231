// SPDX-License-Identifier: GPL-2.0
/* The oracle of sets of connectors; see drcset.h. */

#include "drcset.h"

/* Of a longer run, check this many connectors at its beginning and at its end. */
#define SOME	4

static u64 index_in_run(const struct pdr_drc_run *run, u64 ordinal)
{
	return run->index_start + ordinal * run->increment;
}

bool drc_run_has(const struct pdr_drc_run *run, u32 index, u32 *ordinal)
{
	u64 o;

	if (index < run->index_start)
		return false;
	if (run->count == 1) {
		*ordinal = 0;
		return index == run->index_start;
	}
	o = (index - run->index_start) / run->increment;
	*ordinal = (u32)o;
	return o < run->count && index_in_run(run, o) == index;
}

char *drc_name(const struct pdr_drc_run *run, u32 ordinal)
{
	size_t room = strlen(run->prefix) + sizeof("4294967295");
	char *name = malloc(room);
	u64 suffix = run->suffix_start + (u64)ordinal * run->increment;

	require(name, "no memory");
	require(!run->has_suffix || suffix <= U32_MAX, "suffix %llu", (unsigned long long)suffix);
	if (run->has_suffix)
		snprintf(name, room, "%s%llu", run->prefix, (unsigned long long)suffix);
	else
		snprintf(name, room, "%s", run->prefix);
	return name;
}

static enum pseries_dr_resource resource_of(const char *type)
{
	static const char * const words[] = {
		[PSERIES_DR_RESOURCE_CPU] = "CPU",
		[PSERIES_DR_RESOURCE_MEMORY] = "MEM",
		[PSERIES_DR_RESOURCE_SLOT] = "SLOT",
		[PSERIES_DR_RESOURCE_PHB] = "PHB",
		[PSERIES_DR_RESOURCE_PMEM] = "PMEM",
	};
	u32 i;

	if (*type && strspn(type, "0123456789") == strlen(type))
		return PSERIES_DR_RESOURCE_PCI;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i] && !strcmp(words[i], type))
			return i;
	return PSERIES_DR_RESOURCE_UNKNOWN;
}

static void run_well_formed(const struct pdr_drc_run *run)
{
	require(run->count, "an empty run");
	require(run->count > 1 ? run->increment : !run->increment, "%u connectors, %u apart",
		run->count, run->increment);
	require(index_in_run(run, run->count - 1) <= U32_MAX, "indexes overflow");
	require(pdr_drc_run_last(run) == index_in_run(run, run->count - 1), "the last index");
	require(run->has_suffix || (run->count == 1 && !run->suffix_start), "names all the same");
	require(run->resource == resource_of(run->type), "type %s is resource %d", run->type,
		run->resource);
}

void drc_set_well_formed(const struct pdr_drc_set *set)
{
	u32 i;

	for (i = 0; i < set->count; i++) {
		run_well_formed(&set->runs[i]);
		require(!i || set->runs[i - 1].index_start <= set->runs[i].index_start,
			"runs out of order");
	}
}

static void name_is_written(const struct pdr_drc_run *run, u32 ordinal, const char *name)
{
	size_t len = strlen(name), room;
	char *buf = malloc(len + 2);

	require(buf, "no memory");
	for (room = len + 1; room && room + 3 > len; room--) {
		memset(buf, '#', len + 2);
		require(pdr_drc_run_name(run, ordinal, buf, room) == (int)len, "length of %s",
			name);
		require(!strncmp(buf, name, room - 1) && !buf[room - 1], "%s is written %.*s",
			name, (int)room, buf);
		require(buf[room] == '#', "%s goes past its end", name);
	}
	require(pdr_drc_run_name(run, ordinal, NULL, 0) == (int)len, "length without room");
	free(buf);
}

/**
 * struct names - names of the connectors of a run
 * @run: the run
 * @name: names of the first ones
 * @count: how many
 */
struct names {
	const struct pdr_drc_run *run;
	char *name[2 * SOME];
	u32 count;
};

static void names_init(struct names *names, const struct pdr_drc_run *run)
{
	u32 i;

	names->run = run;
	names->count = min_t(u32, run->count, ARRAY_SIZE(names->name));
	for (i = 0; i < names->count; i++)
		names->name[i] = drc_name(run, i);
}

static void names_free(struct names *names)
{
	while (names->count)
		free(names->name[--names->count]);
}

/* Check that a name is found if and only if a connector has it, in short runs. */
static void name_is_found(const struct names *names, const char *name)
{
	u32 ordinal = U32_MAX, i;
	bool found = pdr_drc_run_find_name(names->run, name, &ordinal);
	bool right = false;

	for (i = 0; i < names->count; i++)
		right |= !strcmp(names->name[i], name) && (!found || ordinal == i);
	require(names->run->count > names->count || found == right, "%s is %s", name,
		found ? "found" : "not found");
}

/* Search for names that differ slightly from a right one. */
static void other_names(const struct names *names, const char *name)
{
	const struct pdr_drc_run *run = names->run;
	size_t len = strlen(name), prefix = strlen(run->prefix);
	char *other = malloc(len + 12);

	require(other, "no memory");
	sprintf(other, "%s0", name);
	name_is_found(names, other);
	other[len - !!len] = '\0';
	name_is_found(names, other);
	sprintf(other, "%s0%s", run->prefix, name + prefix);
	name_is_found(names, other);
	sprintf(other, "%s4294967296", run->prefix);
	name_is_found(names, run->has_suffix ? other : "");
	free(other);
}

static void connector_round_trips(const struct names *names, u32 ordinal)
{
	const struct pdr_drc_run *run = names->run;
	u32 index = pdr_drc_run_index(run, ordinal), found = U32_MAX, right;
	char *name = drc_name(run, ordinal);
	u32 near;

	require(index == index_in_run(run, ordinal), "index of %u", ordinal);
	require(pdr_drc_run_find(run, index, &found) && found == ordinal, "%#x is found as %u",
		index, found);
	for (near = index - 2; near != index + 3; near++)
		require(pdr_drc_run_find(run, near, &found) == drc_run_has(run, near, &right),
			"%#x, near %#x", near, index);
	name_is_written(run, ordinal, name);
	require(pdr_drc_run_find_name(run, name, &found) && found == ordinal, "%s is found as %u",
		name, found);
	other_names(names, name);
	free(name);
}

void drc_set_round_trips(const struct pdr_drc_set *set)
{
	u32 i, o;

	for (i = 0; i < set->count; i++) {
		const struct pdr_drc_run *run = &set->runs[i];
		struct names names;

		names_init(&names, run);
		for (o = 0; o < run->count && o < SOME; o++)
			connector_round_trips(&names, o);
		for (o = run->count; o > SOME && o > run->count - SOME; o--)
			connector_round_trips(&names, o - 1);
		names_free(&names);
	}
}
