// SPDX-License-Identifier: GPL-2.0
/* Tests of LMB tables: read, looked up, changed and written. */

#include "unit.h"
#include "lib/lmbtable.h"

#include <core/parse/lmb.h>
#include <lmb_write.h>

#define SIZE		0x10000000ULL
#define NO_AA		PDR_LMB_NO_AA
#define ASSIGNED	(PDR_LMB_ASSIGNED | PDR_LMB_HOT_REMOVABLE)
/* No LMB has a number as large as this. */
#define END		(((u64)U32_MAX + 1) * SIZE)
#define BOOT		(PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID)

/* 1 GiB of boot memory, a DIMM of 1 GiB, room for 2 GiB, as QEMU 7.2 has it. */
static void qemu_v2(struct bytes *prop)
{
	bytes_u32(prop, 3);
	lmbtable_v2(prop, 4, 0, 0, NO_AA, BOOT);
	lmbtable_v2(prop, 4, 0x40000000, 0x80000004, 0, ASSIGNED);
	lmbtable_v2(prop, 8, 0x80000000, 0x80000008, NO_AA, 0);
}

/* The same at the end of the address space, where a changed count overflows. */
static void high_v2(struct bytes *prop)
{
	const u64 end = (u64)U32_MAX + 1;

	bytes_u32(prop, 3);
	lmbtable_v2(prop, 4, (end - 320) * SIZE, 0, NO_AA, BOOT);
	lmbtable_v2(prop, 4, (end - 316) * SIZE, 0x80000004, 0, ASSIGNED);
	lmbtable_v2(prop, 8, (end - 312) * SIZE, 0x80000008, NO_AA, 0);
}

static void qemu_v1(struct bytes *prop)
{
	u32 i;

	bytes_u32(prop, 16);
	for (i = 0; i < 4; i++)
		lmbtable_v1(prop, i * SIZE, i, 0, NO_AA, BOOT);
	for (i = 4; i < 8; i++)
		lmbtable_v1(prop, i * SIZE, 0x80000000 + i, 0, 0, ASSIGNED);
	for (i = 8; i < 16; i++)
		lmbtable_v1(prop, i * SIZE, 0x80000000 + i, 0, NO_AA, 0);
}

static int parse(struct pdr_lmb_table *table, enum pdr_lmb_format format,
		 const struct bytes *prop)
{
	return pdr_lmb_parse(table, format, prop->data, prop->len, SIZE);
}

static bool is_size(u64 size, size_t len, u64 block_size)
{
	u8 prop[sizeof(u64) + sizeof(u32)] = { 0 };
	u64 found = 0;
	int error;

	put_unaligned_be64(size, prop);
	error = pdr_lmb_read_size(prop, len, block_size, &found);
	assert_true(!error || error == -EBADMSG);
	if (!error)
		assert_int_equal(found, size);
	return !error;
}

static void an_lmb_has_whole_blocks(void **state)
{
	u64 size;

	(void)state;
	assert_true(is_size(SIZE, 8, SIZE));
	assert_true(is_size(SIZE, 8, SIZE / 16));
	assert_false(is_size(0, 8, SIZE));
	assert_false(is_size(SIZE, 8, 0));
	assert_false(is_size(SIZE / 4, 8, SIZE));
	assert_false(is_size(SIZE + SIZE / 4, 8, SIZE));
	assert_int_equal(pdr_lmb_read_size(NULL, 0, SIZE, &size), -EBADMSG);
}

static void an_lmb_has_no_more_blocks_than_a_step_can_name(void **state)
{
	const u64 block = 0x10000;

	(void)state;
	assert_true(is_size(PDR_LMB_BLOCKS_MAX * block, 8, block));
	assert_false(is_size((PDR_LMB_BLOCKS_MAX + 1) * block, 8, block));
	assert_false(is_size(1ULL << 63, 8, block));
	assert_true((size_t)PDR_LMB_BLOCKS_MAX < U16_MAX);
}

static void a_size_has_two_cells(void **state)
{
	size_t len;

	(void)state;
	for (len = 0; len <= 12; len++)
		assert_int_equal(is_size(SIZE, len, SIZE), len == 8);
}

static void parse_well(struct pdr_lmb_table *table, enum pdr_lmb_format format,
		       const struct bytes *prop)
{
	assert_int_equal(parse(table, format, prop), 0);
}

static void is_qemu_table(const struct pdr_lmb_table *table)
{
	struct pdr_lmb *lmb;
	u32 i;

	assert_int_equal(table->count, 16);
	assert_null(table->reserved);
	for (i = 0; i < 16; i++)
		assert_true(pdr_lmb_base(table, &table->lmbs[i]) == i * SIZE);
	assert_null(pdr_lmb_find_index(table, 0));
	assert_null(pdr_lmb_find_index(table, 0x80000003));
	assert_null(pdr_lmb_find_index(table, 0x80000010));
	lmb = pdr_lmb_find_index(table, 0x80000006);
	assert_ptr_equal(lmb, &table->lmbs[6]);
	assert_int_equal(lmb->flags, ASSIGNED);
	assert_int_equal(lmb->aa_index, 0);
	assert_int_equal(table->lmbs[3].flags, BOOT);
}

static void the_tables_of_qemu_are_read(void **state)
{
	struct pdr_lmb_table table;
	struct bytes prop = { };

	(void)state;
	qemu_v2(&prop);
	parse_well(&table, PDR_LMB_V2, &prop);
	is_qemu_table(&table);
	assert_int_equal(table.by_index_count, 1);
	pdr_lmb_free(&table);
	bytes_free(&prop);

	qemu_v1(&prop);
	parse_well(&table, PDR_LMB_V1, &prop);
	is_qemu_table(&table);
	pdr_lmb_free(&table);
	bytes_free(&prop);
}

static void an_empty_table_has_no_lmbs(void **state)
{
	static const struct pdr_lmb_table zero;
	struct pdr_lmb_table table;
	struct bytes prop = { };
	enum pdr_lmb_format format;

	(void)state;
	assert_null(pdr_lmb_find_index(&zero, 0));
	bytes_u32(&prop, 0);
	for (format = PDR_LMB_V1; format <= PDR_LMB_V2; format++) {
		void *written;
		size_t len;

		parse_well(&table, format, &prop);
		assert_int_equal(table.count, 0);
		assert_null(pdr_lmb_find_index(&table, 0));
		assert_int_equal(lmb_write(&table, &written, &len), 0);
		assert_int_equal(len, 4);
		assert_memory_equal(written, "\0\0\0\0", 4);
		pdr_free(written);
		pdr_lmb_free(&table);
		assert_memory_equal(&table, &zero, sizeof(table));
	}
	bytes_free(&prop);
}

/* A count and up to two entries: those of v1 are sets of one, and the reserved cell is 0. */
static const struct {
	const char *why;
	enum pdr_lmb_format format;
	int error;
	u32 count;
	struct lmbtable_set sets[2];
	unsigned int entries;
} tables[] = {
	{ "count without a group", PDR_LMB_V1, -EBADMSG, 1, { }, 0 },
	{ "group without a count", PDR_LMB_V1, -EBADMSG, 0, { { 1, 0, 1, 0, 0 } }, 1 },
	{ "the largest count", PDR_LMB_V1, -EBADMSG, U32_MAX, { { 1, 0, 1, 0, 0 } }, 1 },
	{ "a count that is right modulo 2^32 bytes", PDR_LMB_V1, -EBADMSG, 0xaaaaaaac,
	  { { 1, 0, 1, 0, 0 } }, 1 },
	{ "one LMB", PDR_LMB_V1, 0, 1, { { 1, SIZE, 1, 0, 0 } }, 1 },
	{ "one set of one", PDR_LMB_V2, 0, 1, { { 1, SIZE, 1, 0, 0 } }, 1 },
	{ "a set of none", PDR_LMB_V2, 0, 1, { { 0, SIZE, 1, 0, 0 } }, 1 },
	{ "address between two LMBs", PDR_LMB_V1, -EBADMSG, 1, { { 1, SIZE + 1, 1, 0, 0 } }, 1 },
	{ "set between two LMBs", PDR_LMB_V2, -EBADMSG, 1, { { 1, SIZE * 3 / 2, 1, 0, 0 } }, 1 },
	{ "a high number", PDR_LMB_V1, 0, 1, { { 1, END - 17 * SIZE, 1, 0, 0 } }, 1 },
	{ "the highest number", PDR_LMB_V1, 0, 1, { { 1, END - SIZE, 1, 0, 0 } }, 1 },
	{ "a number past 32 bits", PDR_LMB_V1, -EBADMSG, 1, { { 1, END, 1, 0, 0 } }, 1 },
	{ "a set that ends at the highest number", PDR_LMB_V2, 0, 1,
	  { { 2, END - 2 * SIZE, 1, 0, 0 } }, 1 },
	{ "a set that ends past the highest number", PDR_LMB_V2, -EBADMSG, 1,
	  { { 3, END - 2 * SIZE, 1, 0, 0 } }, 1 },
	{ "a set that ends at the highest index", PDR_LMB_V2, 0, 1,
	  { { 2, 0, 0xfffffffe, 0, 0 } }, 1 },
	{ "a set that ends past the highest index", PDR_LMB_V2, -EBADMSG, 1,
	  { { 3, 0, 0xfffffffe, 0, 0 } }, 1 },
	{ "indexes that mean nothing and wrap", PDR_LMB_V2, 0, 1,
	  { { 3, 0, 0xfffffffe, 0, PDR_LMB_DRC_INVALID } }, 1 },
	{ "as many LMBs as there may be", PDR_LMB_V2, 0, 1,
	  { { PDR_LMB_COUNT_MAX, 0, 1, 0, 0 } }, 1 },
	{ "one LMB more", PDR_LMB_V2, -EBADMSG, 1,
	  { { PDR_LMB_COUNT_MAX + 1, 0, 1, 0, 0 } }, 1 },
	{ "one LMB more in two sets", PDR_LMB_V2, -EBADMSG, 2,
	  { { PDR_LMB_COUNT_MAX, 0, 1, 0, 0 }, { 1, 0x00100000ULL << 32, 0x80000000, 0, 0 } }, 2 },
	{ "2^32 - 1 LMBs", PDR_LMB_V2, -EBADMSG, 1, { { U32_MAX, 0, 1, 0, 0 } }, 1 },
	{ "two sets that fill each other up", PDR_LMB_V2, 0, 2,
	  { { 1, SIZE, 2, 0, 0 }, { 1, 0, 1, 0, 0 } }, 2 },
	{ "an address twice", PDR_LMB_V1, -EBADMSG, 2,
	  { { 1, SIZE, 1, 0, 0 }, { 1, SIZE, 2, 0, 0 } }, 2 },
	{ "an address twice, one with no DRC", PDR_LMB_V1, -EBADMSG, 2,
	  { { 1, SIZE, 1, 0, 0 }, { 1, SIZE, 2, 0, PDR_LMB_DRC_INVALID } }, 2 },
	{ "sets that overlap by one LMB", PDR_LMB_V2, -EBADMSG, 2,
	  { { 3, 0, 1, 0, 0 }, { 2, 2 * SIZE, 9, 0, 0 } }, 2 },
	{ "a set within a later one", PDR_LMB_V2, -EBADMSG, 2,
	  { { 1, 2 * SIZE, 9, 0, 0 }, { 5, 0, 1, 0, 0 } }, 2 },
	{ "an index twice", PDR_LMB_V1, -EBADMSG, 2,
	  { { 1, 0, 7, 0, 0 }, { 1, SIZE, 7, 0, 0 } }, 2 },
	{ "indexes that overlap by one", PDR_LMB_V2, -EBADMSG, 2,
	  { { 3, 0, 7, 0, 0 }, { 2, 8 * SIZE, 9, 0, 0 } }, 2 },
	{ "an index twice, one meaning nothing", PDR_LMB_V1, 0, 2,
	  { { 1, 0, 7, 0, PDR_LMB_DRC_INVALID }, { 1, SIZE, 7, 0, 0 } }, 2 },
	{ "an index twice, both meaning nothing", PDR_LMB_V1, 0, 2,
	  { { 1, 0, 7, 0, PDR_LMB_DRC_INVALID }, { 1, SIZE, 7, 0, PDR_LMB_DRC_INVALID } }, 2 },
	{ "all flags", PDR_LMB_V1, 0, 1, { { 1, 0, 7, U32_MAX, U32_MAX } }, 1 },
	{ "no format", 0, -EINVAL, 0, { }, 0 },
	{ "a later format", 3, -EINVAL, 0, { }, 0 },
};

static void put_entry(struct bytes *prop, enum pdr_lmb_format format,
		      const struct lmbtable_set *set)
{
	if (format == PDR_LMB_V1)
		lmbtable_v1(prop, set->base, set->index, 0, set->aa, set->flags);
	else
		lmbtable_v2(prop, set->count, set->base, set->index, set->aa, set->flags);
}

static void bad_tables_are_found_out(void **state)
{
	static const struct pdr_lmb_table zero;
	unsigned int i, entry;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(tables); i++) {
		struct pdr_lmb_table table;
		struct bytes prop = { };
		int error;

		bytes_u32(&prop, tables[i].count);
		for (entry = 0; entry < tables[i].entries; entry++)
			put_entry(&prop, tables[i].format, &tables[i].sets[entry]);
		error = parse(&table, tables[i].format, &prop);
		expect(error == tables[i].error, "%s: %d", tables[i].why, error);
		if (error)
			assert_memory_equal(&table, &zero, sizeof(table));
		pdr_lmb_free(&table);
		bytes_free(&prop);
	}
}

/* Up to a group more or less than the count says. */
static void a_table_of_another_length_is_refused(void **state)
{
	enum pdr_lmb_format format;
	struct pdr_lmb_table table;
	size_t len;

	(void)state;
	for (format = PDR_LMB_V1; format <= PDR_LMB_V2; format++)
		for (len = 0; len < LMBTABLE_HEAD + 2 * LMBTABLE_ENTRY; len++) {
			struct bytes prop = { };
			int error;

			bytes_u32(&prop, 1);
			put_entry(&prop, format, &(struct lmbtable_set){ 1, 0, 1, 0, 0 });
			bytes_zeros(&prop, LMBTABLE_ENTRY);
			error = pdr_lmb_parse(&table, format, prop.data, len, SIZE);
			expect(error == (len == LMBTABLE_HEAD + LMBTABLE_ENTRY ? 0 : -EBADMSG),
			       "%zu bytes: %d", len, error);
			pdr_lmb_free(&table);
			bytes_free(&prop);
		}
}

static void an_lmb_size_that_cannot_be_is_refused(void **state)
{
	struct pdr_lmb_table table;
	struct bytes v2 = { };

	(void)state;
	qemu_v2(&v2);
	assert_int_equal(pdr_lmb_parse(&table, PDR_LMB_V2, v2.data, v2.len, 0), -EINVAL);
	assert_int_equal(pdr_lmb_parse(&table, PDR_LMB_V2, v2.data, v2.len, U64_MAX), -EBADMSG);
	assert_int_equal(pdr_lmb_parse(&table, PDR_LMB_V2, v2.data, v2.len, 2 * SIZE), -EBADMSG);
	bytes_free(&v2);
	bytes_u32(&v2, 1);
	lmbtable_v2(&v2, 2, U64_MAX, 1, 0, 0);
	assert_int_equal(pdr_lmb_parse(&table, PDR_LMB_V2, v2.data, v2.len, 1), -EBADMSG);
	bytes_free(&v2);
}

static void a_bad_table_costs_no_memory(void **state)
{
	struct pdr_lmb_table table;
	struct bytes prop = { };

	(void)state;
	bytes_u32(&prop, 2);
	lmbtable_v2(&prop, PDR_LMB_COUNT_MAX, 0, 1, 0, 0);
	lmbtable_v2(&prop, 0xffffffff, 0, 1, 0, 0);
	pdr_env_memory_reset(0);
	assert_int_equal(parse(&table, PDR_LMB_V2, &prop), -EBADMSG);
	assert_int_equal(pdr_env_memory.made, 0);
	bytes_free(&prop);
}

static bool same_lmbs(const struct pdr_lmb_table *a, const struct pdr_lmb_table *b)
{
	return a->count == b->count && a->lmb_size == b->lmb_size &&
	       !memcmp(a->lmbs, b->lmbs, a->count * sizeof(*a->lmbs)) &&
	       !a->reserved == !b->reserved &&
	       (!a->reserved || !memcmp(a->reserved, b->reserved, a->count * sizeof(u32)));
}

/* Check that parse(write(x)) is x, and that the runs of both are the same. */
static void survives_writing(const struct pdr_lmb_table *table)
{
	struct pdr_lmb_table again;
	void *prop, *prop_again;
	size_t len, len_again;

	assert_int_equal(lmb_write(table, &prop, &len), 0);
	assert_int_equal(pdr_lmb_parse(&again, table->format, prop, len, table->lmb_size), 0);
	assert_true(same_lmbs(table, &again));
	assert_int_equal(lmb_write(&again, &prop_again, &len_again), 0);
	assert_int_equal(len, len_again);
	assert_memory_equal(prop, prop_again, len);
	pdr_free(prop_again);
	pdr_free(prop);
	pdr_lmb_free(&again);
}

static void what_is_written_is_what_was_read(void **state)
{
	struct pdr_lmb_table table;
	struct bytes prop = { };
	void *written;
	size_t len;

	(void)state;
	qemu_v2(&prop);
	parse_well(&table, PDR_LMB_V2, &prop);
	assert_int_equal(lmb_write(&table, &written, &len), 0);
	assert_int_equal(len, prop.len);
	assert_memory_equal(written, prop.data, len);
	pdr_free(written);
	survives_writing(&table);

	/* Acquiring an LMB splits its set, and releasing it joins the set again. */
	table.lmbs[10].flags = ASSIGNED;
	table.lmbs[10].aa_index = 3;
	survives_writing(&table);
	assert_int_equal(lmb_write(&table, &written, &len), 0);
	assert_int_equal(len, 4 + 5 * 24);
	pdr_free(written);
	table.lmbs[10].flags = 0;
	table.lmbs[10].aa_index = NO_AA;
	assert_int_equal(lmb_write(&table, &written, &len), 0);
	assert_memory_equal(written, prop.data, len);
	pdr_free(written);
	pdr_lmb_free(&table);
	bytes_free(&prop);
}

static void v1_is_written_as_it_was(void **state)
{
	struct pdr_lmb_table table;
	struct bytes prop = { };
	u32 reserved;

	(void)state;
	for (reserved = 0; reserved <= 0x1234; reserved += 0x1234) {
		void *written;
		size_t len;

		bytes_u32(&prop, 3);
		lmbtable_v1(&prop, 2 * SIZE, 9, 0, 1, 8);
		lmbtable_v1(&prop, 0 * SIZE, 4, reserved, NO_AA, 0);
		lmbtable_v1(&prop, 1 * SIZE, 5, 0, NO_AA, 0x80000000);
		parse_well(&table, PDR_LMB_V1, &prop);
		assert_true(!table.reserved == !reserved);
		survives_writing(&table);
		assert_int_equal(lmb_write(&table, &written, &len), 0);
		assert_int_equal(len, prop.len);
		assert_memory_equal(written, prop.data, len);
		pdr_free(written);
		pdr_lmb_free(&table);
		bytes_free(&prop);
	}
}

/* Neighbours that differ in one field, and the number of sets that they make. */
static const struct {
	const char *what;
	struct lmbtable_set sets[2];
	u32 count;
} neighbours[] = {
	{ "all continues", { { 1, 0, 1, 5, 8 }, { 1, SIZE, 2, 5, 8 } }, 1 },
	{ "a hole between the addresses", { { 1, 0, 1, 5, 8 }, { 1, 2 * SIZE, 2, 5, 8 } }, 2 },
	{ "a hole between the indexes", { { 1, 0, 1, 5, 8 }, { 1, SIZE, 3, 5, 8 } }, 2 },
	{ "another node", { { 1, 0, 1, 5, 8 }, { 1, SIZE, 2, 6, 8 } }, 2 },
	{ "another flag", { { 1, 0, 1, 5, 8 }, { 1, SIZE, 2, 5, 9 } }, 2 },
	{ "addresses go down", { { 1, SIZE, 1, 5, 8 }, { 1, 0, 2, 5, 8 } }, 2 },
	{ "indexes go down", { { 1, 0, 2, 5, 8 }, { 1, SIZE, 1, 5, 8 } }, 2 },
	{ "index 0 after the highest", { { 1, 0, U32_MAX, 5, 8 }, { 1, SIZE, 0, 5, 8 } }, 2 },
	{ "the same, meaning nothing", { { 1, 0, U32_MAX, 5, 0x28 }, { 1, SIZE, 0, 5, 0x28 } }, 1 },
	{ "address 0 after the highest", { { 1, END - SIZE, 1, 5, 8 }, { 1, 0, 2, 5, 8 } }, 2 },
};

static void only_what_continues_shares_a_set(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(neighbours); i++) {
		struct pdr_lmb_table table;
		struct bytes prop = { };
		void *written;
		size_t len;

		bytes_u32(&prop, 2);
		put_entry(&prop, PDR_LMB_V2, &neighbours[i].sets[0]);
		put_entry(&prop, PDR_LMB_V2, &neighbours[i].sets[1]);
		parse_well(&table, PDR_LMB_V2, &prop);
		survives_writing(&table);
		assert_int_equal(lmb_write(&table, &written, &len), 0);
		expect(get_unaligned_be32(written) == neighbours[i].count, "%s: %u sets",
		       neighbours[i].what, get_unaligned_be32(written));
		pdr_free(written);
		pdr_lmb_free(&table);
		bytes_free(&prop);
	}
}

static void an_index_finds_its_lmb_wherever_it_lies(void **state)
{
	struct pdr_lmb_table table;
	struct bytes prop = { };

	(void)state;
	/* Indexes 10 to 13 lie backwards and apart; 15 is next to 13 in memory. */
	bytes_u32(&prop, 5);
	lmbtable_v2(&prop, 2, 8 * SIZE, 12, NO_AA, 0);
	lmbtable_v2(&prop, 1, 10 * SIZE, 15, NO_AA, 0);
	lmbtable_v2(&prop, 1, 3 * SIZE, 11, NO_AA, 0);
	lmbtable_v2(&prop, 1, 2 * SIZE, 10, NO_AA, 0);
	lmbtable_v2(&prop, 1, 11 * SIZE, 14, NO_AA, PDR_LMB_DRC_INVALID);
	parse_well(&table, PDR_LMB_V2, &prop);

	assert_ptr_equal(pdr_lmb_find_index(&table, 10), &table.lmbs[4]);
	assert_ptr_equal(pdr_lmb_find_index(&table, 11), &table.lmbs[3]);
	assert_ptr_equal(pdr_lmb_find_index(&table, 12), &table.lmbs[0]);
	assert_ptr_equal(pdr_lmb_find_index(&table, 13), &table.lmbs[1]);
	assert_ptr_equal(pdr_lmb_find_index(&table, 15), &table.lmbs[2]);
	assert_null(pdr_lmb_find_index(&table, 9));
	assert_null(pdr_lmb_find_index(&table, 14));
	assert_null(pdr_lmb_find_index(&table, 16));
	assert_null(pdr_lmb_find_index(&table, U32_MAX));
	pdr_lmb_free(&table);
	bytes_free(&prop);
}

static void an_lmb_may_have_the_highest_index(void **state)
{
	struct pdr_lmb_table table;
	struct bytes prop = { };

	(void)state;
	bytes_u32(&prop, 1);
	lmbtable_v2(&prop, 2, 0, 0xfffffffe, NO_AA, 0);
	parse_well(&table, PDR_LMB_V2, &prop);
	assert_ptr_equal(pdr_lmb_find_index(&table, U32_MAX), &table.lmbs[1]);
	assert_null(pdr_lmb_find_index(&table, 0));
	pdr_lmb_free(&table);
	bytes_free(&prop);
}

/* Search every LMB: the answers must be the same. */
static struct pdr_lmb *naive_index(const struct pdr_lmb_table *table, u32 drc_index)
{
	u32 i;

	for (i = 0; i < table->count; i++)
		if (table->lmbs[i].drc_index == drc_index &&
		    !(table->lmbs[i].flags & PDR_LMB_DRC_INVALID))
			return &table->lmbs[i];
	return NULL;
}

static bool naive_table_is_valid(const struct pdr_lmb *lmbs, u32 count)
{
	u32 i, j;

	for (i = 0; i < count; i++)
		for (j = 0; j < i; j++)
			if (lmbs[i].number == lmbs[j].number ||
			    (lmbs[i].drc_index == lmbs[j].drc_index &&
			     !((lmbs[i].flags | lmbs[j].flags) & PDR_LMB_DRC_INVALID)))
				return false;
	return true;
}

/* Sets that mostly continue, so that there are runs, and now and then collide. */
static u32 random_sets(struct bytes *prop, struct pdr_lmb *lmbs)
{
	u32 sets = 1 + random_below(6), count = 0, set, i;
	u32 drc = random_below(4), number = random_below(4);

	bytes_u32(prop, sets);
	for (set = 0; set < sets; set++) {
		u32 len = random_below(4), flags = random_below(5) ? 0 : PDR_LMB_DRC_INVALID;

		if (random_below(2))
			drc = random_below(24);
		if (random_below(2))
			number = random_below(24);
		lmbtable_v2(prop, len, number * SIZE, drc, set, flags);
		for (i = 0; i < len; i++)
			lmbs[count++] = (struct pdr_lmb) { drc++, set, flags, number++ };
	}
	return count;
}

static void agree_with_naive(const struct pdr_lmb_table *table)
{
	u32 index;

	for (index = 0; index < 48; index++)
		assert_ptr_equal(pdr_lmb_find_index(table, index), naive_index(table, index));
}

static void random_tables_agree_with_a_naive_search(void **state)
{
	unsigned int run, valid = 0;

	(void)state;
	random_start();
	for (run = 0; run < 30000; run++) {
		struct pdr_lmb_table table;
		struct pdr_lmb lmbs[32];
		struct bytes prop = { };
		u32 count = random_sets(&prop, lmbs);
		bool good = naive_table_is_valid(lmbs, count);

		assert_int_equal(parse(&table, PDR_LMB_V2, &prop), good ? 0 : -EBADMSG);
		if (good) {
			assert_int_equal(table.count, count);
			assert_memory_equal(table.lmbs, lmbs, count * sizeof(*lmbs));
			agree_with_naive(&table);
			survives_writing(&table);
			valid++;
		}
		pdr_lmb_free(&table);
		bytes_free(&prop);
	}
	/* Both kinds must have occurred often enough. */
	assert_in_range(valid, 5000, 25000);
}

struct as {
	enum pdr_lmb_format format;
	bool cut;
};

static void try_prop(const struct bytes *prop, void *arg)
{
	const struct as *as = arg;
	struct pdr_lmb_table table;
	int error = parse(&table, as->format, prop);

	if (!error && table.count < 1000)
		survives_writing(&table);
	if (as->cut)
		assert_int_equal(error, -EBADMSG);
	else
		expect(!error || error == -EBADMSG, "%d", error);
	pdr_lmb_free(&table);
}

static void tables_cut_or_changed_at_any_byte_do_no_harm(void **state)
{
	struct as as = { PDR_LMB_V2, false };
	struct bytes prop = { };

	(void)state;
	high_v2(&prop);
	each_mutation(&prop, try_prop, &as);
	as.cut = true;
	each_cut(&prop, try_prop, &as);
	bytes_free(&prop);

	as = (struct as) { PDR_LMB_V1, false };
	qemu_v1(&prop);
	each_mutation(&prop, try_prop, &as);
	as.cut = true;
	each_cut(&prop, try_prop, &as);
	bytes_free(&prop);
}

static int parse_and_write(void *arg)
{
	const struct bytes *prop = arg;
	struct pdr_lmb_table table;
	void *written;
	size_t len;
	int error;

	error = parse(&table, PDR_LMB_V1, prop);
	if (error)
		return error;
	error = lmb_write(&table, &written, &len);
	if (!error)
		pdr_free(written);
	pdr_lmb_free(&table);
	return error;
}

static void nothing_is_lost_when_memory_runs_out(void **state)
{
	struct bytes prop = { };

	(void)state;
	bytes_u32(&prop, 2);
	lmbtable_v1(&prop, 2 * SIZE, 9, 0, 1, 8);
	lmbtable_v1(&prop, 0 * SIZE, 4, 0xff, NO_AA, 0);
	assert_int_equal(each_allocation_fails(parse_and_write, &prop), 4);
	bytes_free(&prop);
}

/* 64 TiB of LMBs in the worst order: everything apart, and backwards. */
static void a_large_table_is_not_slow(void **state)
{
	enum { COUNT = 262144 };
	struct bytes prop = { };
	struct pdr_lmb_table table;
	u32 i;

	(void)state;
	bytes_u32(&prop, COUNT);
	for (i = 0; i < COUNT; i++)
		lmbtable_v1(&prop, (u64)(COUNT - i) * 2 * SIZE,
			    0x80000000 + (i * 40503) % COUNT, 0, i, 8);
	pdr_env_memory_reset(0);
	parse_well(&table, PDR_LMB_V1, &prop);
	assert_int_equal(pdr_env_memory.largest, COUNT * sizeof(struct pdr_lmb));
	for (i = 0; i < COUNT; i++)
		assert_ptr_equal(pdr_lmb_find_index(&table, table.lmbs[i].drc_index),
				 &table.lmbs[i]);
	assert_null(pdr_lmb_find_index(&table, 0x80000000 + COUNT));
	survives_writing(&table);
	pdr_lmb_free(&table);
	bytes_free(&prop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_lmb_has_whole_blocks),
		cmocka_unit_test(an_lmb_has_no_more_blocks_than_a_step_can_name),
		cmocka_unit_test(a_size_has_two_cells),
		cmocka_unit_test(the_tables_of_qemu_are_read),
		cmocka_unit_test(an_empty_table_has_no_lmbs),
		cmocka_unit_test(bad_tables_are_found_out),
		cmocka_unit_test(a_table_of_another_length_is_refused),
		cmocka_unit_test(an_lmb_size_that_cannot_be_is_refused),
		cmocka_unit_test(a_bad_table_costs_no_memory),
		cmocka_unit_test(what_is_written_is_what_was_read),
		cmocka_unit_test(v1_is_written_as_it_was),
		cmocka_unit_test(only_what_continues_shares_a_set),
		cmocka_unit_test(an_index_finds_its_lmb_wherever_it_lies),
		cmocka_unit_test(an_lmb_may_have_the_highest_index),
		cmocka_unit_test(random_tables_agree_with_a_naive_search),
		cmocka_unit_test(tables_cut_or_changed_at_any_byte_do_no_harm),
		cmocka_unit_test(nothing_is_lost_when_memory_runs_out),
		cmocka_unit_test(a_large_table_is_not_slow),
	};

	return cmocka_run_group_tests_name("lmb", tests, NULL, no_memory_lost);
}
