// SPDX-License-Identifier: GPL-2.0
/*
 * ibm,dynamic-memory and ibm,dynamic-memory-v2. An input is three bytes and the
 * property. The first byte has in bit 0 the format (0: v1) and in bits 1 to 4 the
 * allocation that fails; the second is the size of an LMB, as the power of two
 * if it is below 64; the third is what is looked for.
 */

#include "fuzz.h"

#include <core/parse/lmb.h>
#include <lmb_write.h>

/* Larger tables take time and show nothing new. */
#define LMBS_SOME	1024

#define GROUP		24
#define PROBES		16

/**
 * struct naive - the property, as the oracle reads it
 * @format: its format
 * @lmb_size: bytes of an LMB
 * @lmbs: all LMBs
 * @count: how many
 * @bases: address of each
 * @reserved: reserved cell of each
 */
struct naive {
	enum pdr_lmb_format format;
	u64 lmb_size;
	struct pdr_lmb *lmbs;
	u64 count;
	u64 *bases;
	u32 *reserved;
};

static u64 read_size(struct input *input)
{
	static const u64 odd[] = { 0, 3, 0x30000000, 0x8000000000000001, U64_MAX, 4097 };
	u8 way = input_u8(input);

	return way < 64 ? 1ULL << way : odd[way % ARRAY_SIZE(odd)];
}

static u32 cell(const u8 *prop, size_t group, u32 at)
{
	return get_unaligned_be32(prop + 4 + group * GROUP + 4 * at);
}

/* Count the LMBs of a property, right or wrong; 0 if its length is wrong. */
static u64 count_lmbs(enum pdr_lmb_format format, const u8 *prop, size_t len)
{
	size_t groups = len / GROUP, i;
	u64 count = 0;

	if (len < 4 || (len - 4) % GROUP || get_unaligned_be32(prop) != (len - 4) / GROUP)
		return 0;
	for (i = 0; i < groups; i++)
		count += format == PDR_LMB_V1 ? 1 : cell(prop, i, 0);
	return count;
}

/* Read each LMB of a group; fail if an address or index wraps. */
static bool read_group(struct naive *naive, const u8 *prop, size_t group)
{
	bool v1 = naive->format == PDR_LMB_V1;
	u32 count = v1 ? 1 : cell(prop, group, 0), i;
	u64 base = (u64)cell(prop, group, !v1) << 32 | cell(prop, group, 1 + !v1);
	u32 index = cell(prop, group, 2 + !v1), flags = cell(prop, group, 5);
	__uint128_t end = base + (__uint128_t)count * naive->lmb_size;

	if (base % naive->lmb_size || end > U64_MAX || end / naive->lmb_size > 1ULL << 32 ||
	    (!(flags & PDR_LMB_DRC_INVALID) && (u64)index + count > 1ULL << 32))
		return false;
	for (i = 0; i < count; i++) {
		naive->lmbs[naive->count] = (struct pdr_lmb){
			.drc_index = index + i,
			.aa_index = cell(prop, group, 4),
			.flags = flags,
		};
		naive->reserved[naive->count] = v1 ? cell(prop, group, 3) : 0;
		naive->bases[naive->count++] = base + i * naive->lmb_size;
	}
	return true;
}

static int by_u64(const void *a, const void *b)
{
	const u64 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static bool any_twice(u64 *values, u64 count)
{
	u64 i;

	qsort(values, count, sizeof(*values), by_u64);
	for (i = 1; i < count; i++)
		if (values[i] == values[i - 1])
			return true;
	return false;
}

static bool no_lmb_twice(const struct naive *naive)
{
	u64 *values = calloc(naive->count + 1, sizeof(*values));
	u64 i, n = 0;
	bool twice;

	require(values, "no memory");
	memcpy(values, naive->bases, naive->count * sizeof(*values));
	twice = any_twice(values, naive->count);
	for (i = 0; i < naive->count; i++)
		if (!(naive->lmbs[i].flags & PDR_LMB_DRC_INVALID))
			values[n++] = naive->lmbs[i].drc_index;
	twice |= any_twice(values, n);
	free(values);
	return !twice;
}

static int naive_parse(struct naive *naive, const u8 *prop, size_t len, u64 count)
{
	size_t groups = len / GROUP, i;

	if (!naive->lmb_size)
		return -EINVAL;
	if (len < 4 || (len - 4) % GROUP || get_unaligned_be32(prop) != (len - 4) / GROUP ||
	    count > PDR_LMB_COUNT_MAX)
		return -EBADMSG;
	naive->lmbs = calloc(count + 1, sizeof(*naive->lmbs));
	naive->bases = calloc(count + 1, sizeof(*naive->bases));
	naive->reserved = calloc(count + 1, sizeof(*naive->reserved));
	require(naive->lmbs && naive->bases && naive->reserved, "no memory");
	for (i = 0; i < groups; i++)
		if (!read_group(naive, prop, i))
			return -EBADMSG;
	return no_lmb_twice(naive) ? 0 : -EBADMSG;
}

static void naive_free(struct naive *naive)
{
	free(naive->lmbs);
	free(naive->bases);
	free(naive->reserved);
}

static void same_lmbs(const struct pdr_lmb_table *table, const struct naive *naive)
{
	u32 i;

	require(table->count == naive->count, "%u LMBs", table->count);
	for (i = 0; i < table->count; i++) {
		const struct pdr_lmb *lmb = &table->lmbs[i], *right = &naive->lmbs[i];

		require(pdr_lmb_base(table, lmb) == naive->bases[i], "address of %u", i);
		require(lmb->drc_index == right->drc_index, "index of %u", i);
		require(lmb->aa_index == right->aa_index, "associativity of %u", i);
		require(lmb->flags == right->flags, "flags of %u", i);
		require((table->reserved ? table->reserved[i] : 0) == naive->reserved[i],
			"reserved cell of %u", i);
	}
}

static s64 naive_index(const struct naive *naive, u32 index)
{
	u64 i;

	for (i = 0; i < naive->count; i++)
		if (naive->lmbs[i].drc_index == index &&
		    !(naive->lmbs[i].flags & PDR_LMB_DRC_INVALID))
			return (s64)i;
	return -1;
}

static void is_lmb(const struct pdr_lmb_table *table, const struct pdr_lmb *lmb, s64 right)
{
	s64 place = lmb ? lmb - table->lmbs : -1;

	require(place == right, "LMB %lld in place of %lld", (long long)place, (long long)right);
}

/* Look up some LMBs, and their neighbours. */
static void look_up(const struct pdr_lmb_table *table, const struct naive *naive, u8 seed)
{
	u32 probe, near;

	for (probe = 0; probe < PROBES && probe < naive->count; probe++) {
		u64 place = (seed + probe * (naive->count / PROBES + 1)) % naive->count;
		u32 index = naive->lmbs[place].drc_index;

		for (near = index - 1; near != index + 2; near++)
			is_lmb(table, pdr_lmb_find_index(table, near), naive_index(naive, near));
	}
}

/* Check that parse(write(x)) == x, and that writing it again gives the same bytes. */
static void read_back(const struct pdr_lmb_table *table, const struct naive *naive, size_t len)
{
	struct pdr_lmb_table again;
	void *prop, *twice;
	size_t written, written_twice;
	u8 *copy;

	require(!lmb_write(table, &prop, &written), "it is not written");
	require(written <= len, "%zu bytes out of %zu", written, len);
	copy = exact_copy(prop, written);
	require(!pdr_lmb_parse(&again, table->format, copy, written, table->lmb_size),
		"what was written is not read");
	exact_free(copy, written);
	same_lmbs(&again, naive);
	require(!lmb_write(&again, &twice, &written_twice), "it is not written again");
	require(written == written_twice && !memcmp(prop, twice, written), "written in two ways");
	pdr_free(prop);
	pdr_free(twice);
	pdr_lmb_free(&again);
}

/* Change LMBs as the module does, those with a connector, and the oracle by hand. */
static u32 choose(const struct naive *naive, struct pdr_lmb_change *changes, u8 seed)
{
	u32 count = 0;
	u64 i;

	for (i = seed % 7; i < naive->count; i += 1 + seed % 5) {
		if (naive->lmbs[i].flags & PDR_LMB_DRC_INVALID)
			continue;
		changes[count].drc_index = naive->lmbs[i].drc_index;
		changes[count].assigned = !(naive->lmbs[i].flags & PDR_LMB_ASSIGNED);
		changes[count++].aa_index = seed;
		naive->lmbs[i].flags ^= PDR_LMB_ASSIGNED;
		naive->lmbs[i].aa_index = seed;
	}
	return count;
}

/* A change, taken back, and made again: the last leaves the table changed. */
static void change(struct pdr_lmb_table *table, struct naive *naive, u8 seed)
{
	struct pdr_lmb_change *changes = malloc((naive->count + 1) * sizeof(*changes));
	u32 count = choose(naive, changes, seed), times;
	size_t room = pdr_lmb_size_max(table, count);

	for (times = 0; times < 3; times++)
		require(pdr_lmb_exchange(table, changes, count) == !!count, "no change");
	require(pdr_lmb_length(table) <= room, "%zu bytes in a room of %zu",
		pdr_lmb_length(table), room);
	same_lmbs(table, naive);
	free(changes);
}

static void look_at(struct pdr_lmb_table *table, struct naive *naive, const u8 *prop, size_t len,
		    u8 seed)
{
	size_t written;
	void *copy;

	same_lmbs(table, naive);
	look_up(table, naive, seed);
	read_back(table, naive, len);
	if (table->format == PDR_LMB_V1) {
		require(!lmb_write(table, &copy, &written), "it is not written");
		require(written == len && !memcmp(copy, prop, len), "v1 is written otherwise");
		pdr_free(copy);
	}
	change(table, naive, seed);
	/* Now each LMB may need a group of its own. */
	read_back(table, naive, 4 + naive->count * GROUP);
}

void fuzz(const u8 *data, size_t size)
{
	struct input input = { data, size };
	u8 flags = input_u8(&input);
	struct naive naive = { .format = flags & 1 ? PDR_LMB_V2 : PDR_LMB_V1 };
	struct pdr_lmb_table table;
	int error, right;
	u64 count;
	u8 *prop, seed;

	naive.lmb_size = read_size(&input);
	seed = input_u8(&input);
	count = count_lmbs(naive.format, input.next, input.left);
	if (count > LMBS_SOME && count <= PDR_LMB_COUNT_MAX)
		return;
	prop = exact_copy(input.next, input.left);
	right = naive_parse(&naive, prop, input.left, count);
	fail_allocation(flags >> 1 & 15);
	error = pdr_lmb_parse(&table, naive.format, prop, input.left, naive.lmb_size);
	require(count <= LMBS_SOME || !pdr_env_memory.made, "memory for a bad property");
	if (allocation_failed())
		right = -ENOMEM;
	require(error == right, "%d in place of %d", error, right);
	if (!error)
		look_at(&table, &naive, prop, input.left, seed);
	pdr_lmb_free(&table);
	naive_free(&naive);
	exact_free(prop, input.left);
}
