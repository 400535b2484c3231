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

enum {
	FAIL_AT = 0x1f,
	CONNECTORS = 0x20,
	SPOILT = 0x40,
	ABSENT = 0x80,
};

enum {
	INDEXES,
	NAMES,
	TYPES,
	POWER_DOMAINS,
	PROPERTIES,
};

/* A connector, as the oracle reads it. */
struct drc {
	u32 index;
	u32 power_domain;
	const char *name;
	const char *type;
};

/**
 * struct arrays - the properties
 * @property: their bytes
 * @absent: one that is not there, or PROPERTIES
 */
struct arrays {
	struct buffer property[PROPERTIES];
	u8 absent;
};

static void put_string(struct buffer *property, struct input *input)
{
	u8 c;

	do {
		c = input_u8(input);
		buffer_put(property, &c, 1);
	} while (c);
}

static void put_connectors(struct arrays *arrays, struct input *input)
{
	u32 count = 0, i;

	for (i = 0; i < PROPERTIES; i++)
		buffer_u32(&arrays->property[i], 0);
	for (; input->left; count++) {
		buffer_u32(&arrays->property[INDEXES], input_u32(input));
		buffer_u32(&arrays->property[POWER_DOMAINS], input_u32(input));
		put_string(&arrays->property[NAMES], input);
		put_string(&arrays->property[TYPES], input);
	}
	for (i = 0; i < PROPERTIES; i++)
		put_unaligned_be32(count, arrays->property[i].data);
}

static void put_properties(struct arrays *arrays, struct input *input)
{
	size_t len[PROPERTIES];
	u32 i;

	for (i = 0; i < PROPERTIES; i++)
		len[i] = input_u16(input);
	for (i = 0; i < PROPERTIES; i++) {
		const u8 *bytes = input_bytes(input, &len[i]);

		buffer_put(&arrays->property[i], bytes, len[i]);
	}
}

static void spoil(struct arrays *arrays, u8 flags, u16 at, u8 byte)
{
	struct buffer *property = &arrays->property[arrays->absent];

	if ((flags & SPOILT) && property->len)
		property->data[at % property->len] = byte;
	if (!(flags & ABSENT))
		arrays->absent = PROPERTIES;
}

static void read_input(struct arrays *arrays, u8 flags, struct input *input)
{
	u16 at = 0;
	u8 byte = 0;

	if (flags & (SPOILT | ABSENT)) {
		at = input_u16(input);
		byte = input_u8(input);
		arrays->absent = input_u8(input) % PROPERTIES;
	}
	if (flags & CONNECTORS)
		put_connectors(arrays, input);
	else
		put_properties(arrays, input);
	spoil(arrays, flags, at, byte);
}

/* The strings of a property, if there are exactly @count. */
static bool strings_are(const struct buffer *property, u32 count)
{
	size_t at;

	for (at = 4; at < property->len; at++)
		count -= !property->data[at];
	return !count && (property->len == 4 || !property->data[property->len - 1]);
}

static bool count_drcs(const struct arrays *arrays, u32 *count)
{
	u32 i;

	if (arrays->absent < PROPERTIES)
		return false;
	for (i = 0; i < PROPERTIES; i++) {
		if (arrays->property[i].len < 4)
			return false;
		*count = get_unaligned_be32(arrays->property[0].data);
		if (get_unaligned_be32(arrays->property[i].data) != *count)
			return false;
	}
	return arrays->property[INDEXES].len == 4 + 4ULL * *count &&
	       arrays->property[POWER_DOMAINS].len == 4 + 4ULL * *count &&
	       strings_are(&arrays->property[NAMES], *count) &&
	       strings_are(&arrays->property[TYPES], *count);
}

static void read_drcs(const struct arrays *arrays, struct drc *drcs, u32 count)
{
	size_t name = 4, type = 4;
	u32 i;

	for (i = 0; i < count; i++) {
		drcs[i].index = get_unaligned_be32(arrays->property[INDEXES].data + 4 + 4 * i);
		drcs[i].power_domain =
			get_unaligned_be32(arrays->property[POWER_DOMAINS].data + 4 + 4 * i);
		drcs[i].name = (const char *)arrays->property[NAMES].data + name;
		drcs[i].type = (const char *)arrays->property[TYPES].data + type;
		name += strlen(drcs[i].name) + 1;
		type += strlen(drcs[i].type) + 1;
	}
}

static int by_index(const void *a, const void *b)
{
	const struct drc *x = a, *y = b;

	return x->index < y->index ? -1 : x->index > y->index;
}

/* The connectors in the order of their indexes; NULL if something is wrong. */
static struct drc *naive_parse(const struct arrays *arrays, u32 *count)
{
	struct drc *drcs;
	u32 i;

	if (!count_drcs(arrays, count))
		return NULL;
	drcs = calloc(*count + 1, sizeof(*drcs));
	require(drcs, "no memory");
	read_drcs(arrays, drcs, *count);
	qsort(drcs, *count, sizeof(*drcs), by_index);
	for (i = 1; i < *count; i++) {
		if (drcs[i].index != drcs[i - 1].index)
			continue;
		free(drcs);
		return NULL;
	}
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

/* Runs do not interleave here, so that all of them are the connectors in order. */
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
	struct pdr_drc_bytes bytes[PROPERTIES] = { };
	struct pdr_drc_arrays all;
	int error;
	u32 i;

	for (i = 0; i < PROPERTIES; i++) {
		const struct buffer *property = &arrays->property[i];

		bytes[i].len = property->len;
		bytes[i].value = exact_copy(property->data, property->len);
	}
	all = (struct pdr_drc_arrays){
		bytes[INDEXES], bytes[NAMES], bytes[TYPES], bytes[POWER_DOMAINS],
	};
	if (arrays->absent < PROPERTIES)
		((struct pdr_drc_bytes *)&all)[arrays->absent].value = NULL;
	error = pdr_drc_parse_arrays(set, &all);
	for (i = 0; i < PROPERTIES; i++)
		exact_free((u8 *)bytes[i].value, bytes[i].len);
	return error;
}

void fuzz(const u8 *data, size_t size)
{
	struct input input = { data, size };
	struct arrays arrays = { .absent = PROPERTIES };
	u8 flags = input_u8(&input);
	struct pdr_drc_set set;
	u32 count = 0, i;
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
	for (i = 0; i < PROPERTIES; i++)
		buffer_free(&arrays.property[i]);
}
