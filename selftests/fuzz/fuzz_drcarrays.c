// SPDX-License-Identifier: GPL-2.0
/*
 * ibm,drc-indexes, -names, -types and -power-domains. An input is a byte of flags:
 *
 *	0x1f	the allocation that fails
 *	0x20	connectors follow, in the order of the arrays: index, power domain,
 *		name, type; else the four properties, after two bytes with the length
 *		of each
 *	0x40	of the connectors, byte XXXX becomes YY: four bytes, XXXX YY ZZ, with
 *		ZZ the property, come first
 *	0x80	the property ZZ is not there; the same four bytes
 */

#include "drcset.h"
#include "fuzz.h"
#include "lib/drcprops.h"

enum {
	FAIL_AT = 0x1f,
	CONNECTORS = 0x20,
	SPOILT = 0x40,
	ABSENT = 0x80,
};

/* A connector, as the oracle reads it. */
struct drc {
	u32 place;
	u32 index;
	u32 power_domain;
	const char *name;
	const char *type;
};

/**
 * struct arrays - the properties
 * @all: their bytes
 * @absent: one that is not there, or DRCPROPS_ARRAYS
 */
struct arrays {
	union drc_arrays all;
	u8 absent;
};

static const char *read_string(struct bytes *string, struct input *input)
{
	u8 c;

	do {
		c = input_u8(input);
		bytes_u8(string, c);
	} while (c);
	return (const char *)string->data;
}

static void put_connector(union drc_arrays *all, struct input *input)
{
	u32 index = input_u32(input), power_domain = input_u32(input);
	struct bytes name = { }, type = { };

	read_string(&name, input);
	drc_arrays_put(all, index, (char *)name.data, read_string(&type, input), power_domain);
	bytes_free(&name);
	bytes_free(&type);
}

static void put_connectors(union drc_arrays *all, struct input *input)
{
	u32 count = 0, i;

	drc_arrays_begin(all, 0);
	for (; input->left; count++)
		put_connector(all, input);
	for (i = 0; i < DRCPROPS_ARRAYS; i++)
		put_unaligned_be32(count, all->each[i].data);
}

static void put_properties(union drc_arrays *all, struct input *input)
{
	size_t len[DRCPROPS_ARRAYS];
	u32 i;

	for (i = 0; i < DRCPROPS_ARRAYS; i++)
		len[i] = input_u16(input);
	for (i = 0; i < DRCPROPS_ARRAYS; i++) {
		const u8 *bytes = input_bytes(input, &len[i]);

		bytes_put(&all->each[i], bytes, len[i]);
	}
}

static void spoil(struct arrays *arrays, u8 flags, u16 at, u8 byte)
{
	struct bytes *property = &arrays->all.each[arrays->absent];

	if ((flags & SPOILT) && property->len)
		property->data[at % property->len] = byte;
	if (!(flags & ABSENT))
		arrays->absent = DRCPROPS_ARRAYS;
}

static void read_input(struct arrays *arrays, u8 flags, struct input *input)
{
	u16 at = 0;
	u8 byte = 0;

	if (flags & (SPOILT | ABSENT)) {
		at = input_u16(input);
		byte = input_u8(input);
		arrays->absent = input_u8(input) % DRCPROPS_ARRAYS;
	}
	if (flags & CONNECTORS)
		put_connectors(&arrays->all, input);
	else
		put_properties(&arrays->all, input);
	spoil(arrays, flags, at, byte);
}

/* Check that a property has exactly @count strings. */
static bool strings_are(const struct bytes *property, u32 count)
{
	size_t at;

	for (at = 4; at < property->len; at++)
		count -= !property->data[at];
	return !count && (property->len == 4 || !property->data[property->len - 1]);
}

static bool count_drcs(const struct arrays *arrays, u32 *count)
{
	u32 i;

	if (arrays->absent < DRCPROPS_ARRAYS)
		return false;
	for (i = 0; i < DRCPROPS_ARRAYS; i++) {
		if (arrays->all.each[i].len < 4)
			return false;
		*count = get_unaligned_be32(arrays->all.each[0].data);
		if (get_unaligned_be32(arrays->all.each[i].data) != *count)
			return false;
	}
	return arrays->all.indexes.len == 4 + 4ULL * *count &&
	       arrays->all.power_domains.len == 4 + 4ULL * *count &&
	       strings_are(&arrays->all.names, *count) &&
	       strings_are(&arrays->all.types, *count);
}

static void read_drcs(const struct arrays *arrays, struct drc *drcs, u32 count)
{
	size_t name = 4, type = 4;
	u32 i;

	for (i = 0; i < count; i++) {
		drcs[i].place = i;
		drcs[i].index = get_unaligned_be32(arrays->all.indexes.data + 4 + 4 * i);
		drcs[i].power_domain =
			get_unaligned_be32(arrays->all.power_domains.data + 4 + 4 * i);
		drcs[i].name = (const char *)arrays->all.names.data + name;
		drcs[i].type = (const char *)arrays->all.types.data + type;
		name += strlen(drcs[i].name) + 1;
		type += strlen(drcs[i].type) + 1;
	}
}

static int by_index(const void *a, const void *b)
{
	const struct drc *x = a, *y = b;

	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

/*
 * Return the connectors in the order of their indexes, those with the same one in that of
 * the property; NULL if something is wrong.
 */
static struct drc *naive_parse(const struct arrays *arrays, u32 *count)
{
	struct drc *drcs;

	if (!count_drcs(arrays, count))
		return NULL;
	drcs = calloc(*count + 1, sizeof(*drcs));
	require(drcs, "no memory");
	read_drcs(arrays, drcs, *count);
	qsort(drcs, *count, sizeof(*drcs), by_index);
	return drcs;
}

static void is_drc(const struct pdr_drc_run *run, u32 ordinal, const struct drc *drc)
{
	char *name = drc_name(run, ordinal);

	require(pdr_drc_run_index(run, ordinal) == drc->index, "%#x is %#x", drc->index,
		pdr_drc_run_index(run, ordinal));
	require(!strcmp(name, drc->name), "%s is %s", drc->name, name);
	require(!strcmp(run->type, drc->type), "type %s is %s", drc->type, run->type);
	require(run->power_domain == drc->power_domain, "power domain of %#x", drc->index);
	free(name);
}

/* Runs made of arrays do not interleave: one after the other, they are the connectors. */
static void same_drcs(const struct pdr_drc_set *set, const struct drc *drcs, u32 count)
{
	u32 i, o, at = 0;

	for (i = 0; i < set->count; i++) {
		require(set->runs[i].count <= count - at, "more connectors than there are");
		for (o = 0; o < set->runs[i].count; o++)
			is_drc(&set->runs[i], o, &drcs[at++]);
	}
	require(at == count, "%u connectors of %u", at, count);
}

static int parse(const struct arrays *arrays, struct pdr_drc_set *set)
{
	struct pdr_drc_bytes bytes[DRCPROPS_ARRAYS] = { };
	struct pdr_drc_arrays all;
	int error;
	u32 i;

	for (i = 0; i < DRCPROPS_ARRAYS; i++) {
		const struct bytes *property = &arrays->all.each[i];

		bytes[i].len = property->len;
		bytes[i].value = exact_copy(property->data, property->len);
	}
	all = (struct pdr_drc_arrays){
		bytes[0], bytes[1], bytes[2], bytes[3],
	};
	if (arrays->absent < DRCPROPS_ARRAYS)
		((struct pdr_drc_bytes *)&all)[arrays->absent].value = NULL;
	error = pdr_drc_parse_arrays(set, &all);
	for (i = 0; i < DRCPROPS_ARRAYS; i++)
		exact_free((u8 *)bytes[i].value, bytes[i].len);
	return error;
}

void fuzz(const u8 *data, size_t size)
{
	struct input input = { data, size };
	struct arrays arrays = { .absent = DRCPROPS_ARRAYS };
	u8 flags = input_u8(&input);
	struct pdr_drc_set set;
	u32 count = 0;
	struct drc *drcs;
	int error, right;

	read_input(&arrays, flags, &input);
	drcs = naive_parse(&arrays, &count);
	fail_allocation(flags & FAIL_AT);
	error = parse(&arrays, &set);
	right = drcs ? 0 : -EBADMSG;
	if (allocation_failed())
		right = -ENOMEM;
	require(error == right, "%d in place of %d", error, right);
	if (!error)
		same_drcs(&set, drcs, count);
	drc_set_well_formed(&set);
	drc_set_round_trips(&set);
	pdr_drc_set_free(&set);
	free(drcs);
	drc_arrays_free(&arrays.all);
}
