// SPDX-License-Identifier: GPL-2.0
/*
 * Reads connectors from ibm,drc-info, and from the four arrays of older platforms. Includes
 * core/parse.
 */

#include "core/parse/drcinfo.h"

#include "core/parse/reader.h"

/* Every number of so many digits fits in a u32. */
#define SUFFIX_DIGITS_MAX	9

/* One connector of the four arrays; the strings lie in the properties. */
struct drc {
	u32 index;
	u32 power_domain;
	const char *name;
	const char *type;
};

/**
 * struct pool - Memory for the strings of a set.
 * @next: where to put the next one; NULL to only count
 * @used: bytes used, or needed
 */
struct pool {
	char *next;
	size_t used;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *keep_string(struct pool *pool, const char *string, size_t len)
{
	char *kept = pool->next;

	pool->used += len + 1;
	if (!kept)
		return string;
	memcpy(kept, string, len);
	kept[len] = '\0';
	pool->next += len + 1;
	return kept;
}

enum pseries_dr_resource pdr_drc_resource(const char *type)
{
	static const struct {
		const char *type;
		enum pseries_dr_resource resource;
	} words[] = {
		{ "CPU", PSERIES_DR_RESOURCE_CPU },
		{ "MEM", PSERIES_DR_RESOURCE_MEMORY },
		{ "PHB", PSERIES_DR_RESOURCE_PHB },
		{ "PMEM", PSERIES_DR_RESOURCE_PMEM },
		{ "SLOT", PSERIES_DR_RESOURCE_SLOT },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(type, words[i].type))
			return words[i].resource;
	if (!is_digit(*type))
		return PSERIES_DR_RESOURCE_UNKNOWN;
	while (is_digit(*type))
		type++;
	return *type ? PSERIES_DR_RESOURCE_UNKNOWN : PSERIES_DR_RESOURCE_PCI;
}

/* Strings lie in the order of the property, which decides between equals. */
static int compare_connectors(u32 x, const char *x_string, u32 y, const char *y_string)
{
	if (x != y)
		return x < y ? -1 : 1;
	return x_string < y_string ? -1 : x_string > y_string;
}

static int by_index(const void *a, const void *b)
{
	const struct pdr_drc_run *x = a, *y = b;

	return compare_connectors(x->index_start, x->type, y->index_start, y->type);
}

static int by_drc_index(const void *a, const void *b)
{
	const struct drc *x = a, *y = b;

	return compare_connectors(x->index, x->name, y->index, y->name);
}

static int alloc_set(struct pdr_drc_set *set, u32 runs, size_t string_bytes)
{
	set->runs = pdr_alloc_array(runs, sizeof(*set->runs));
	set->strings = pdr_alloc(string_bytes);
	return set->runs && set->strings ? 0 : -ENOMEM;
}

/* Neither the indexes nor the numbers in the names may wrap. */
static bool run_is_valid(const struct pdr_drc_run *run)
{
	u64 span = (u64)(run->count - 1) * run->increment;

	if (run->count > 1 && !run->increment)
		return false;
	return run->index_start + span <= U32_MAX &&
	       run->suffix_start + span <= U32_MAX;
}

/*
 * Take one entry of ibm,drc-info. Its integers are not aligned, and it may stand
 * for no connector at all.
 */
static int read_entry(struct pdr_reader *reader, struct pdr_drc_run *run)
{
	run->type = pdr_reader_string(reader);
	run->prefix = pdr_reader_string(reader);
	run->index_start = pdr_reader_u32(reader);
	run->suffix_start = pdr_reader_u32(reader);
	run->count = pdr_reader_u32(reader);
	run->increment = pdr_reader_u32(reader);
	run->power_domain = pdr_reader_u32(reader);
	run->has_suffix = true;
	run->resource = pdr_drc_resource(run->type);
	if (reader->bad || (run->count && !run_is_valid(run)))
		return -EBADMSG;
	if (run->count == 1)
		run->increment = 0;
	return 0;
}

/* Count what read_entries() will keep; nothing is allocated for a bad property. */
static int count_entries(struct pdr_reader reader, u32 *runs, size_t *bytes)
{
	u32 entries = pdr_reader_u32(&reader);
	u32 left = PDR_DRC_COUNT_MAX;
	struct pdr_drc_run run;
	int error;

	while (entries--) {
		error = read_entry(&reader, &run);
		if (error)
			return error;
		if (run.count > left)
			return -EBADMSG;
		left -= run.count;
		if (!run.count)
			continue;
		(*runs)++;
		*bytes += strlen(run.type) + strlen(run.prefix) + 2;
	}
	return pdr_reader_done(&reader) ? 0 : -EBADMSG;
}

static int read_entries(struct pdr_drc_set *set, struct pdr_reader reader)
{
	struct pool pool = { };
	size_t bytes = 0;
	u32 runs = 0;
	int error;

	error = count_entries(reader, &runs, &bytes);
	if (!error)
		error = alloc_set(set, runs, bytes);
	if (error)
		return error;

	pool.next = set->strings;
	pdr_reader_u32(&reader);
	while (set->count < runs) {
		struct pdr_drc_run *run = &set->runs[set->count];

		error = read_entry(&reader, run);
		if (error)
			return error;
		if (!run->count)
			continue;
		run->type = keep_string(&pool, run->type, strlen(run->type));
		run->prefix = keep_string(&pool, run->prefix, strlen(run->prefix));
		set->count++;
	}
	sort(set->runs, set->count, sizeof(*set->runs), by_index, NULL);
	return 0;
}

int pdr_drc_parse_info(struct pdr_drc_set *set, const void *prop, size_t len)
{
	struct pdr_reader reader = { .next = prop, .left = len };
	int error;

	memset(set, 0, sizeof(*set));
	error = read_entries(set, reader);
	if (error)
		pdr_drc_set_free(set);
	return error;
}

/* Length of @name without the decimal number at its end, and that number. */
static size_t split_name(const char *name, u32 *suffix)
{
	size_t end = strlen(name), at = end, i;

	while (at && is_digit(name[at - 1]) && end - at < SUFFIX_DIGITS_MAX)
		at--;
	/* Zeros before the number belong to the prefix: printing drops them. */
	while (at + 1 < end && name[at] == '0')
		at++;
	*suffix = 0;
	for (i = at; i < end; i++)
		*suffix = *suffix * 10 + (name[i] - '0');
	return at;
}

/* Tell if @drc continues @run, whose last connector so far is the one before it. */
static bool continues_run(const struct pdr_drc_run *run, size_t prefix_len,
			  const struct drc *drc)
{
	u32 step = drc->index - drc[-1].index;
	u32 last = run->suffix_start + (run->count - 1) * run->increment;
	u32 suffix;

	if (!run->has_suffix || drc->power_domain != run->power_domain ||
	    (run->count > 1 && step != run->increment) ||
	    strcmp(drc->type, run->type))
		return false;
	return split_name(drc->name, &suffix) == prefix_len &&
	       drc->name[prefix_len] &&
	       !memcmp(drc->name, run->prefix, prefix_len) &&
	       suffix > last && suffix - last == step;
}

/*
 * Gather the run that begins with the first of @left connectors in order. Its
 * strings still lie in the properties; the length of its prefix is returned.
 */
static size_t gather_run(const struct drc *drcs, u32 left, struct pdr_drc_run *run)
{
	u32 suffix;
	size_t prefix_len = split_name(drcs->name, &suffix);

	*run = (struct pdr_drc_run) {
		.index_start = drcs->index,
		.count = 1,
		.suffix_start = suffix,
		.has_suffix = drcs->name[prefix_len],
		.prefix = drcs->name,
		.type = drcs->type,
		.resource = pdr_drc_resource(drcs->type),
		.power_domain = drcs->power_domain,
	};
	while (run->count < left && continues_run(run, prefix_len, &drcs[run->count])) {
		run->increment = drcs[run->count].index - drcs[run->count - 1].index;
		run->count++;
	}
	return prefix_len;
}

static int build_runs(struct pdr_drc_set *set, const struct drc *drcs, u32 count)
{
	struct pool pool = { };
	struct pdr_drc_run run;
	u32 runs = 0, at;
	size_t len;

	for (at = 0; at < count; at += run.count) {
		len = gather_run(&drcs[at], count - at, &run);
		keep_string(&pool, run.prefix, len);
		keep_string(&pool, run.type, strlen(run.type));
		runs++;
	}
	if (alloc_set(set, runs, pool.used))
		return -ENOMEM;
	pool.next = set->strings;
	for (at = 0; at < count; at += run.count) {
		len = gather_run(&drcs[at], count - at, &run);
		run.prefix = keep_string(&pool, run.prefix, len);
		run.type = keep_string(&pool, run.type, strlen(run.type));
		set->runs[set->count++] = run;
	}
	return 0;
}

/* Number of connectors of the arrays, if all four agree on it. */
static int count_drcs(const struct pdr_drc_arrays *arrays, u32 *count)
{
	const struct pdr_drc_bytes *all[] = {
		&arrays->indexes, &arrays->power_domains,
		&arrays->names, &arrays->types,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(all); i++) {
		u32 n;

		if (!all[i]->value || all[i]->len < sizeof(u32))
			return -EBADMSG;
		n = get_unaligned_be32(all[i]->value);
		if (i && n != *count)
			return -EBADMSG;
		*count = n;
	}
	/* This bounds the memory by what the platform really sent. */
	return arrays->indexes.len / sizeof(u32) - 1 == *count ? 0 : -EBADMSG;
}

/* A reader behind the count that each array begins with. */
static struct pdr_reader begin_array(const struct pdr_drc_bytes *bytes)
{
	struct pdr_reader reader = { .next = bytes->value, .left = bytes->len };

	pdr_reader_u32(&reader);
	return reader;
}

/* Connectors in order, the usual case, are not sorted again. */
static void sort_drcs(struct drc *drcs, u32 count)
{
	u32 i;

	for (i = 1; i < count; i++)
		if (by_drc_index(&drcs[i - 1], &drcs[i]) > 0)
			break;
	if (i < count)
		sort(drcs, count, sizeof(*drcs), by_drc_index, NULL);
}

static int read_drcs(const struct pdr_drc_arrays *arrays, struct drc *drcs,
		     u32 count)
{
	struct pdr_reader indexes = begin_array(&arrays->indexes);
	struct pdr_reader power_domains = begin_array(&arrays->power_domains);
	struct pdr_reader names = begin_array(&arrays->names);
	struct pdr_reader types = begin_array(&arrays->types);
	u32 i;

	for (i = 0; i < count; i++)
		drcs[i] = (struct drc) {
			.index = pdr_reader_u32(&indexes),
			.power_domain = pdr_reader_u32(&power_domains),
			.name = pdr_reader_string(&names),
			.type = pdr_reader_string(&types),
		};
	if (!pdr_reader_done(&indexes) || !pdr_reader_done(&power_domains) ||
	    !pdr_reader_done(&names) || !pdr_reader_done(&types))
		return -EBADMSG;
	sort_drcs(drcs, count);
	return 0;
}

int pdr_drc_parse_arrays(struct pdr_drc_set *set,
			 const struct pdr_drc_arrays *arrays)
{
	struct drc *drcs;
	u32 count = 0;
	int error;

	memset(set, 0, sizeof(*set));
	error = count_drcs(arrays, &count);
	if (error)
		return error;
	drcs = pdr_alloc_array(count, sizeof(*drcs));
	if (!drcs)
		return -ENOMEM;
	error = read_drcs(arrays, drcs, count);
	if (!error)
		error = build_runs(set, drcs, count);
	pdr_free(drcs);
	if (error)
		pdr_drc_set_free(set);
	return error;
}

void pdr_drc_set_free(struct pdr_drc_set *set)
{
	pdr_free(set->runs);
	pdr_free(set->strings);
	memset(set, 0, sizeof(*set));
}

/* Tell which connector lies @distance, of index or suffix, after the first. */
static bool ordinal_at(const struct pdr_drc_run *run, u32 distance, u32 *ordinal)
{
	if (run->count > 1 && distance % run->increment)
		return false;
	*ordinal = run->count > 1 ? distance / run->increment : distance;
	return *ordinal < run->count;
}

bool pdr_drc_run_find(const struct pdr_drc_run *run, u32 index, u32 *ordinal)
{
	return index >= run->index_start &&
	       ordinal_at(run, index - run->index_start, ordinal);
}

/* The number that @digits are, as it would be printed. */
static bool parse_suffix(const char *digits, u32 *suffix)
{
	u64 value = 0;
	size_t i;

	for (i = 0; is_digit(digits[i]) && value <= U32_MAX; i++)
		value = value * 10 + (digits[i] - '0');
	*suffix = (u32)value;
	return i && !digits[i] && value <= U32_MAX &&
	       (i == 1 || digits[0] != '0');
}

bool pdr_drc_run_find_name(const struct pdr_drc_run *run, const char *name,
			   u32 *ordinal)
{
	size_t prefix_len = strlen(run->prefix);
	u32 suffix;

	if (!run->has_suffix) {
		*ordinal = 0;
		return !strcmp(name, run->prefix);
	}
	return !strncmp(name, run->prefix, prefix_len) &&
	       parse_suffix(name + prefix_len, &suffix) &&
	       suffix >= run->suffix_start &&
	       ordinal_at(run, suffix - run->suffix_start, ordinal);
}

int pdr_drc_run_name(const struct pdr_drc_run *run, u32 ordinal, char *buf,
		     size_t len)
{
	if (!run->has_suffix)
		return snprintf(buf, len, "%s", run->prefix);
	return snprintf(buf, len, "%s%u", run->prefix,
			run->suffix_start + ordinal * run->increment);
}
