// SPDX-License-Identifier: GPL-2.0
/* ibm,drc-info. An input is a byte (the allocation that fails) and the property. */

#include "drcset.h"
#include "fuzz.h"

/**
 * struct place - where the oracle reads
 * @data: the property
 * @len: its bytes
 * @at: the next one
 */
struct place {
	const u8 *data;
	size_t len;
	size_t at;
};

static bool cell(struct place *place, u32 *value)
{
	if (place->len - place->at < 4)
		return false;
	*value = get_unaligned_be32(place->data + place->at);
	place->at += 4;
	return true;
}

static bool string(struct place *place, const char **value)
{
	*value = (const char *)place->data + place->at;
	place->at += strnlen(*value, place->len - place->at) + 1;
	return place->at <= place->len;
}

static bool entry(struct place *place, struct pdr_drc_run *run)
{
	u64 span;

	if (!string(place, &run->type) || !string(place, &run->prefix) ||
	    !cell(place, &run->index_start) || !cell(place, &run->suffix_start) ||
	    !cell(place, &run->count) || !cell(place, &run->increment) ||
	    !cell(place, &run->power_domain))
		return false;
	if (run->count < 2) {
		run->increment = 0;
		return true;
	}
	span = (run->count - 1ULL) * run->increment;
	return run->increment && span + run->index_start <= U32_MAX &&
	       span + run->suffix_start <= U32_MAX;
}

/* Find an entry that no earlier run has taken; an index may occur twice. */
static bool take(const struct pdr_drc_set *set, bool *taken, const struct pdr_drc_run *run)
{
	u32 i;

	for (i = 0; i < set->count; i++) {
		const struct pdr_drc_run *other = &set->runs[i];

		if (taken[i] || other->index_start != run->index_start ||
		    other->suffix_start != run->suffix_start || other->count != run->count ||
		    other->increment != run->increment || !other->has_suffix ||
		    other->power_domain != run->power_domain ||
		    strcmp(other->type, run->type) || strcmp(other->prefix, run->prefix))
			continue;
		taken[i] = true;
		return true;
	}
	return false;
}

/* Check if the property is good, and if the set is what it describes. */
static bool naive_parse(struct place place, const struct pdr_drc_set *set)
{
	bool *taken = calloc(set->count + 1, sizeof(*taken));
	u32 entries, runs = 0;
	u64 connectors = 0;
	bool good = cell(&place, &entries), all = true;

	require(taken, "no memory");
	while (good && entries--) {
		struct pdr_drc_run run;

		good = entry(&place, &run);
		if (good)
			connectors += run.count;
		if (!good || !run.count)
			continue;
		all &= take(set, taken, &run);
		runs++;
	}
	free(taken);
	good &= place.at == place.len && connectors <= PDR_DRC_COUNT_MAX;
	require(!good || !set->runs || (all && runs == set->count), "other entries");
	return good;
}

void fuzz(const u8 *data, size_t size)
{
	struct input input = { data, size };
	unsigned int fail_at = input_u8(&input);
	struct place place = { input.next, input.left, 0 };
	u8 *prop = exact_copy(place.data, place.len);
	struct pdr_drc_set set;
	int error, right;

	fail_allocation(fail_at);
	error = pdr_drc_parse_info(&set, prop, place.len);
	exact_free(prop, place.len);
	require(pdr_env_memory.largest <= 8 * place.len, "%zu bytes for a property of %zu",
		pdr_env_memory.largest, place.len);
	right = naive_parse(place, &set) ? 0 : -EBADMSG;
	if (allocation_failed())
		right = -ENOMEM;
	require(error == right, "%d in place of %d", error, right);
	drc_set_well_formed(&set);
	drc_set_round_trips(&set);
	pdr_drc_set_free(&set);
}
