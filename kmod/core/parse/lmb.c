// SPDX-License-Identifier: GPL-2.0
/* Reads, searches and writes the LMB table; see lmb.h. Includes core/parse. */

#include "core/parse/lmb.h"

#include "core/parse/reader.h"
#include "core/parse/search.h"

/* Bytes of a cell group; the same in v1 and v2, with other cells. */
#define GROUP_SIZE	24

/* Cells of a v1 group, or of a v2 group that stands for @count LMBs. */
struct group {
	u64 base;
	u32 drc_index;
	u32 aa_index;
	u32 flags;
	u32 reserved;
	u32 count;
};

static bool has_drc(const struct pdr_lmb *lmb)
{
	return !(lmb->flags & PDR_LMB_DRC_INVALID);
}

static void read_group(struct pdr_reader *reader, enum pdr_lmb_format format,
		       struct group *group)
{
	group->count = format == PDR_LMB_V2 ? pdr_reader_u32(reader) : 1;
	group->base = pdr_reader_u64(reader);
	group->drc_index = pdr_reader_u32(reader);
	group->reserved = format == PDR_LMB_V1 ? pdr_reader_u32(reader) : 0;
	group->aa_index = pdr_reader_u32(reader);
	group->flags = pdr_reader_u32(reader);
}

/* Numbers must not wrap, nor must valid DRC indexes. */
static bool group_is_valid(const struct pdr_lmb_table *table,
			   const struct group *group)
{
	u64 number = group->base / table->lmb_size;
	u64 end;

	if (group->base % table->lmb_size || number > (u64)U32_MAX + 1 ||
	    number + group->count > (u64)U32_MAX + 1 ||
	    check_mul_overflow(number + group->count, table->lmb_size, &end))
		return false;
	return group->flags & PDR_LMB_DRC_INVALID ||
	       (u64)group->drc_index + group->count <= (u64)U32_MAX + 1;
}

/* First pass: count the LMBs, so that nothing is allocated for a bad property. */
static int count_lmbs(struct pdr_lmb_table *table, struct pdr_reader reader,
		      bool *any_reserved)
{
	u32 groups = pdr_reader_u32(&reader);
	struct group group;

	if (reader.left % GROUP_SIZE || reader.left / GROUP_SIZE != groups)
		return -EBADMSG;
	while (reader.left) {
		read_group(&reader, table->format, &group);
		if (!group_is_valid(table, &group) ||
		    group.count > PDR_LMB_COUNT_MAX - table->count)
			return -EBADMSG;
		table->count += group.count;
		*any_reserved |= !!group.reserved;
	}
	return reader.bad ? -EBADMSG : 0;
}

static void expand_group(struct pdr_lmb_table *table, u32 at,
			 const struct group *group)
{
	u32 number = (u32)(group->base / table->lmb_size);
	u32 i;

	for (i = 0; i < group->count; i++)
		table->lmbs[at + i] = (struct pdr_lmb) {
			.drc_index = group->drc_index + i,
			.aa_index = group->aa_index,
			.flags = group->flags,
			.number = number + i,
		};
	if (table->reserved)
		table->reserved[at] = group->reserved;
}

static int read_lmbs(struct pdr_lmb_table *table, struct pdr_reader reader)
{
	bool any_reserved = false;
	struct group group;
	u32 at = 0;
	int error;

	error = count_lmbs(table, reader, &any_reserved);
	if (error)
		return error;
	table->lmbs = pdr_alloc_array(table->count, sizeof(*table->lmbs));
	if (!table->lmbs)
		return -ENOMEM;
	if (any_reserved) {
		table->reserved = pdr_alloc_array(table->count, sizeof(u32));
		if (!table->reserved)
			return -ENOMEM;
	}

	pdr_reader_u32(&reader);
	while (reader.left) {
		read_group(&reader, table->format, &group);
		expand_group(table, at, &group);
		at += group.count;
	}
	return 0;
}

/* Tell if address and DRC index of @lmb continue those of the one before it. */
static bool follows_lmb(const struct pdr_lmb *lmb)
{
	const struct pdr_lmb *before = lmb - 1;

	if (has_drc(lmb) != has_drc(before) ||
	    lmb->drc_index != before->drc_index + 1 ||
	    lmb->number != before->number + 1)
		return false;
	/* An invalid index may wrap, but 0 continues no run. */
	return lmb->number && (lmb->drc_index || !has_drc(lmb));
}

/*
 * Return the run that begins at @first. All LMBs of a run have a valid DRC, or
 * none has.
 */
static struct pdr_lmb_run run_from(const struct pdr_lmb_table *table, u32 first)
{
	const struct pdr_lmb *start = &table->lmbs[first];
	struct pdr_lmb_run run = {
		.drc_index = start->drc_index,
		.number = start->number,
		.first = first,
		.count = 1,
	};

	while (first + run.count < table->count && follows_lmb(start + run.count))
		run.count++;
	return run;
}

static int compare_numbers(const void *a, const void *b)
{
	const struct pdr_lmb_run *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static int compare_indexes(const void *a, const void *b)
{
	const struct pdr_lmb_run *x = a, *y = b;

	return x->drc_index < y->drc_index ? -1 : x->drc_index > y->drc_index;
}

static u32 count_runs(const struct pdr_lmb_table *table)
{
	u32 count = 0, at;

	for (at = 0; at < table->count; at += run_from(table, at).count)
		count++;
	return count;
}

static void fill_runs(const struct pdr_lmb_table *table, struct pdr_lmb_run *runs)
{
	u32 at;

	for (at = 0; at < table->count; at += runs++->count)
		*runs = run_from(table, at);
}

/* A table in order, the usual one, is not sorted again. */
static void sort_runs(struct pdr_lmb_run *runs, u32 count,
		      int (*cmp)(const void *a, const void *b))
{
	u32 i;

	for (i = 1; i < count; i++)
		if (cmp(&runs[i - 1], &runs[i]) > 0)
			break;
	if (i < count)
		sort(runs, count, sizeof(*runs), cmp, NULL);
}

static bool numbers_are_disjoint(struct pdr_lmb_run *runs, u32 count)
{
	u32 i;

	sort_runs(runs, count, compare_numbers);
	for (i = 1; i < count; i++)
		if (runs[i].number - runs[i - 1].number < runs[i - 1].count)
			return false;
	return true;
}

static bool indexes_are_disjoint(struct pdr_lmb_run *runs, u32 count)
{
	u32 i;

	sort_runs(runs, count, compare_indexes);
	for (i = 1; i < count; i++)
		if (runs[i].drc_index - runs[i - 1].drc_index < runs[i - 1].count)
			return false;
	return true;
}

/* Runs without a valid DRC leave the list. Return: how many stay. */
static u32 keep_runs_with_drc(const struct pdr_lmb_table *table,
			      struct pdr_lmb_run *runs, u32 count)
{
	u32 i, kept = 0;

	for (i = 0; i < count; i++)
		if (has_drc(&table->lmbs[runs[i].first]))
			runs[kept++] = runs[i];
	return kept;
}

static int order_lmbs(struct pdr_lmb_table *table)
{
	u32 count = count_runs(table);

	table->by_index = pdr_alloc_array(count, sizeof(*table->by_index));
	if (!table->by_index)
		return -ENOMEM;
	fill_runs(table, table->by_index);
	if (!numbers_are_disjoint(table->by_index, count))
		return -EBADMSG;
	table->by_index_count = keep_runs_with_drc(table, table->by_index, count);
	return indexes_are_disjoint(table->by_index, table->by_index_count) ?
	       0 : -EBADMSG;
}

int pdr_lmb_read_size(const void *prop, size_t len, u64 block_size, u64 *lmb_size)
{
	struct pdr_reader reader = { .next = prop, .left = prop ? len : 0 };

	*lmb_size = pdr_reader_u64(&reader);
	if (reader.bad || reader.left || !*lmb_size || !block_size ||
	    *lmb_size % block_size || *lmb_size / block_size > PDR_LMB_BLOCKS_MAX)
		return -EBADMSG;
	return 0;
}

int pdr_lmb_parse(struct pdr_lmb_table *table, enum pdr_lmb_format format,
		  const void *prop, size_t len, u64 lmb_size)
{
	struct pdr_reader reader = { .next = prop, .left = len };
	int error;

	memset(table, 0, sizeof(*table));
	if (!lmb_size || (format != PDR_LMB_V1 && format != PDR_LMB_V2))
		return -EINVAL;
	table->format = format;
	table->lmb_size = lmb_size;
	error = read_lmbs(table, reader);
	if (!error)
		error = order_lmbs(table);
	if (error)
		pdr_lmb_free(table);
	return error;
}

void pdr_lmb_free(struct pdr_lmb_table *table)
{
	pdr_free(table->lmbs);
	pdr_free(table->reserved);
	pdr_free(table->by_index);
	memset(table, 0, sizeof(*table));
}

/* Length of the v2 set that begins at @first; 1 in v1. */
static u32 set_from(const struct pdr_lmb_table *table, u32 first)
{
	const struct pdr_lmb *start = &table->lmbs[first];
	u32 count = 1;

	if (table->format == PDR_LMB_V1)
		return count;
	for (; first + count < table->count; count++) {
		const struct pdr_lmb *lmb = start + count;

		if (lmb->aa_index != start->aa_index ||
		    lmb->flags != start->flags || !follows_lmb(lmb))
			break;
	}
	return count;
}

static u8 *write_u32(u8 *to, u32 value)
{
	put_unaligned_be32(value, to);
	return to + sizeof(value);
}

static u8 *write_group(const struct pdr_lmb_table *table, u8 *to, u32 first,
		       u32 count)
{
	const struct pdr_lmb *lmb = &table->lmbs[first];

	if (table->format == PDR_LMB_V2)
		to = write_u32(to, count);
	put_unaligned_be64(pdr_lmb_base(table, lmb), to);
	to = write_u32(to + sizeof(u64), lmb->drc_index);
	if (table->format == PDR_LMB_V1)
		to = write_u32(to, table->reserved ? table->reserved[first] : 0);
	to = write_u32(to, lmb->aa_index);
	return write_u32(to, lmb->flags);
}

size_t pdr_lmb_length(const struct pdr_lmb_table *table)
{
	u32 groups = 0, at;

	for (at = 0; at < table->count; at += set_from(table, at))
		groups++;
	return sizeof(u32) + (size_t)groups * GROUP_SIZE;
}

void pdr_lmb_fill(const struct pdr_lmb_table *table, void *prop, size_t len)
{
	u8 *to = write_u32(prop, (len - sizeof(u32)) / GROUP_SIZE);
	u32 at, count;

	for (at = 0; at < table->count; at += count) {
		count = set_from(table, at);
		to = write_group(table, to, at, count);
	}
}

size_t pdr_lmb_size_max(const struct pdr_lmb_table *table, u32 count)
{
	size_t most = sizeof(u32) + (size_t)table->count * GROUP_SIZE;
	size_t grown = pdr_lmb_length(table) + (size_t)count * 2 * GROUP_SIZE;

	return min(most, grown);
}

/* An LMB that the platform no longer lists is not listed as ours either. */
static bool can_exchange(const struct pdr_lmb_table *table,
			 const struct pdr_lmb_change *changes, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (changes[i].assigned &&
		    !pdr_lmb_find_index(table, changes[i].drc_index))
			return false;
	return true;
}

/* Return: true if the LMB is listed otherwise than before. */
static bool exchange_one(struct pdr_lmb *lmb, struct pdr_lmb_change *change)
{
	const struct pdr_lmb was = *lmb;
	bool was_assigned = was.flags & PDR_LMB_ASSIGNED;

	if (change->assigned == was_assigned)
		return false;
	lmb->flags ^= PDR_LMB_ASSIGNED;
	lmb->aa_index = change->aa_index;
	change->assigned = was_assigned;
	change->aa_index = was.aa_index;
	return true;
}

int pdr_lmb_exchange(struct pdr_lmb_table *table,
		     struct pdr_lmb_change *changes, u32 count)
{
	struct pdr_lmb *lmb;
	int differed = 0;
	u32 i;

	if (!can_exchange(table, changes, count))
		return -ENODEV;
	for (i = 0; i < count; i++) {
		lmb = pdr_lmb_find_index(table, changes[i].drc_index);
		if (lmb && exchange_one(lmb, &changes[i]))
			differed = 1;
	}
	return differed;
}

static u32 index_of_run(const void *runs, u32 at)
{
	return ((const struct pdr_lmb_run *)runs)[at].drc_index;
}

/* The last run that begins at or before a DRC index. */
static const struct pdr_lmb_run *run_before(const struct pdr_lmb_table *table,
					    u32 drc_index)
{
	u32 begun = pdr_search(table->by_index, table->by_index_count, index_of_run, drc_index);

	return begun ? &table->by_index[begun - 1] : NULL;
}

struct pdr_lmb *pdr_lmb_find_index(const struct pdr_lmb_table *table,
				   u32 drc_index)
{
	const struct pdr_lmb_run *run = run_before(table, drc_index);

	if (!run || drc_index - run->drc_index >= run->count)
		return NULL;
	return &table->lmbs[run->first + (drc_index - run->drc_index)];
}
