// SPDX-License-Identifier: GPL-2.0
/* Tests of LMB tables: how LMBs are listed is exchanged, and exchanged back. */

#include "unit.h"
#include "lib/lmbtable.h"

#include <core/parse/lmb.h>
#include <lmb_write.h>

#define SIZE		0x10000000ULL
#define NO_AA		PDR_LMB_NO_AA
#define ASSIGNED	(PDR_LMB_ASSIGNED | PDR_LMB_HOT_REMOVABLE)
#define BOOT		(PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID)

static void parse_well(struct pdr_lmb_table *table, const struct bytes *prop)
{
	assert_int_equal(pdr_lmb_parse(table, PDR_LMB_V2, prop->data, prop->len, SIZE), 0);
}

static bool same_lmbs(const struct pdr_lmb_table *a, const struct pdr_lmb_table *b)
{
	return a->count == b->count && !memcmp(a->lmbs, b->lmbs, a->count * sizeof(*a->lmbs));
}

/* The property that is written says what the table says. */
static void survives_writing(const struct pdr_lmb_table *table)
{
	struct pdr_lmb_table again;
	struct bytes prop = { };
	void *written;

	assert_int_equal(lmb_write(table, &written, &prop.len), 0);
	prop.data = written;
	parse_well(&again, &prop);
	assert_true(same_lmbs(table, &again));
	pdr_free(written);
	pdr_lmb_free(&again);
}

static void lists_as(const struct pdr_lmb_table *table, u32 drc_index, u32 flags, u32 aa_index)
{
	const struct pdr_lmb *lmb = pdr_lmb_find_index(table, drc_index);

	assert_non_null(lmb);
	assert_int_equal(lmb->flags, flags);
	assert_int_equal(lmb->aa_index, aa_index);
}

/* Two LMBs that Linux has, one that it has not, one of boot. */
static void some_v2(struct bytes *prop)
{
	bytes_u32(prop, 3);
	lmbtable_v2(prop, 1, 0, 1, NO_AA, BOOT);
	lmbtable_v2(prop, 2, SIZE, 10, 4, ASSIGNED | 0x8000);
	lmbtable_v2(prop, 1, 3 * SIZE, 12, NO_AA, 0);
}

static void a_change_is_undone_by_itself(void **state)
{
	struct pdr_lmb_change changes[] = { { 11, false, NO_AA }, { 12, true, 7 } };
	struct pdr_lmb_table table, before;
	struct bytes prop = { };

	(void)state;
	some_v2(&prop);
	parse_well(&table, &prop);
	parse_well(&before, &prop);
	assert_int_equal(pdr_lmb_exchange(&table, changes, 2), 1);
	lists_as(&table, 10, ASSIGNED | 0x8000, 4);
	lists_as(&table, 11, (ASSIGNED | 0x8000) & ~PDR_LMB_ASSIGNED, NO_AA);
	lists_as(&table, 12, PDR_LMB_ASSIGNED, 7);
	assert_true(changes[0].assigned && changes[0].aa_index == 4);
	assert_true(!changes[1].assigned && changes[1].aa_index == NO_AA);
	survives_writing(&table);

	assert_int_equal(pdr_lmb_exchange(&table, changes, 2), 1);
	assert_true(same_lmbs(&table, &before));
	assert_true(!changes[0].assigned && changes[1].assigned && changes[1].aa_index == 7);
	pdr_lmb_free(&table);
	pdr_lmb_free(&before);
	bytes_free(&prop);
}

static void a_change_to_what_there_is_says_so(void **state)
{
	struct pdr_lmb_change changes[] = {
		{ 10, true, 4 }, { 12, false, NO_AA }, { 99, false, 5 },
	};
	struct pdr_lmb_table table;
	struct bytes prop = { };

	(void)state;
	some_v2(&prop);
	parse_well(&table, &prop);
	assert_int_equal(pdr_lmb_exchange(&table, changes, 3), 0);
	assert_int_equal(pdr_lmb_exchange(&table, changes, 0), 0);
	changes[0].aa_index = 5;
	assert_int_equal(pdr_lmb_exchange(&table, changes, 3), 0);
	lists_as(&table, 10, ASSIGNED | 0x8000, 4);
	assert_int_equal(changes[0].aa_index, 5);
	pdr_lmb_free(&table);
	bytes_free(&prop);
}

/* Somebody else has taken LMB 99 out of the table; that of boot has no DRC. */
static void an_lmb_that_is_not_listed_is_not_assigned(void **state)
{
	struct pdr_lmb_change changes[] = { { 11, false, NO_AA }, { 0, true, 7 } };
	struct pdr_lmb_table table, before;
	struct bytes prop = { };
	u32 missing[] = { 99, 1 }, i;

	(void)state;
	some_v2(&prop);
	parse_well(&before, &prop);
	for (i = 0; i < ARRAY_SIZE(missing); i++) {
		parse_well(&table, &prop);
		changes[1].drc_index = missing[i];
		assert_int_equal(pdr_lmb_exchange(&table, changes, 2), -ENODEV);
		assert_true(same_lmbs(&table, &before));
		assert_true(!changes[0].assigned && changes[1].assigned);
		pdr_lmb_free(&table);
	}
	pdr_lmb_free(&before);
	bytes_free(&prop);
}

/* Every subset of eight LMBs changes: never longer than was said. */
static void there_is_room_for_any_change(void **state)
{
	unsigned int subset, i, count;

	(void)state;
	for (subset = 0; subset < 256; subset++) {
		struct pdr_lmb_change changes[8];
		struct pdr_lmb_table table;
		struct bytes prop = { };
		size_t room;

		bytes_u32(&prop, 2);
		lmbtable_v2(&prop, 5, 0, 10, 4, ASSIGNED);
		lmbtable_v2(&prop, 3, 5 * SIZE, 15, NO_AA, 0);
		parse_well(&table, &prop);
		for (i = 0, count = 0; i < 8; i++)
			if (subset & BIT(i))
				changes[count++] = (struct pdr_lmb_change){ 10 + i, i > 4, 3 };
		room = pdr_lmb_size_max(&table, count);
		assert_int_equal(pdr_lmb_exchange(&table, changes, count), !!subset);
		assert_true(pdr_lmb_length(&table) <= room && room <= 4 + 8 * 24);
		survives_writing(&table);
		pdr_lmb_free(&table);
		bytes_free(&prop);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_is_undone_by_itself),
		cmocka_unit_test(a_change_to_what_there_is_says_so),
		cmocka_unit_test(an_lmb_that_is_not_listed_is_not_assigned),
		cmocka_unit_test(there_is_room_for_any_change),
	};

	return cmocka_run_group_tests_name("lmbchange", tests, NULL, no_memory_lost);
}
