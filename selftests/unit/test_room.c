// SPDX-License-Identifier: GPL-2.0
/* Tests of the judgement whether there is room for memory. */

#include "unit.h"

#include <core/engine/room.h>

static u64 missing(const struct pdr_room *room, u64 pages, u64 huge)
{
	const struct pdr_room_need need = { .pages = pages, .huge = huge };

	return pdr_room_missing(room, &need);
}

static void a_zone_gives_what_is_above_its_watermark(void **state)
{
	struct pdr_room room = { 0 };

	(void)state;
	pdr_room_add_zone(&room, &(struct pdr_room_zone){
		.free = 1000, .high = 100, .kept = 50, .low = 80 }, false);
	assert_int_equal(room.free, 850);
	assert_int_equal(room.low, 80);
	/* a zone that is short of memory takes none from the others */
	pdr_room_add_zone(&room, &(struct pdr_room_zone){
		.free = 10, .high = 100, .low = 80, .file = 7, .anon = 9 }, false);
	assert_int_equal(room.free, 850);
	assert_int_equal(room.low, 160);
	assert_int_equal(room.file, 7);
	assert_int_equal(room.anon, 9);
	pdr_room_add_zone(&room, &(struct pdr_room_zone){ .free = 150, .high = 150 }, false);
	assert_int_equal(room.free, 850);
}

static void what_fits_exactly_fits(void **state)
{
	const struct pdr_room room = { .free = 4096 };

	(void)state;
	assert_int_equal(missing(&room, 0, 0), 0);
	assert_int_equal(missing(&room, 4096, 0), 0);
	assert_int_equal(missing(&room, 4097, 0), 1);
	assert_int_equal(missing(&room, U64_MAX, 0), U64_MAX - 4096);
}

static void page_cache_makes_room(void **state)
{
	const struct pdr_room full = { .file = 100000, .low = 500 };
	const struct pdr_room little = { .file = 600, .low = 500 };

	(void)state;
	assert_int_equal(missing(&full, 99500, 0), 0);
	assert_int_equal(missing(&full, 99501, 0), 1);
	/* of little cache half is in use */
	assert_int_equal(missing(&little, 301, 0), 1);
}

static void slab_makes_room_as_cache_does(void **state)
{
	const struct pdr_room room = { .slab = 2000, .low = 500 };

	(void)state;
	assert_int_equal(missing(&room, 1500, 0), 0);
	assert_int_equal(missing(&room, 1501, 0), 1);
}

static void anonymous_memory_makes_room_where_there_is_swap(void **state)
{
	struct pdr_room room = { .anon = 1000 };

	(void)state;
	assert_int_equal(missing(&room, 1, 0), 1);
	room.swap = 400;
	assert_int_equal(missing(&room, 400, 0), 0);
	assert_int_equal(missing(&room, 401, 0), 1);
	room.swap = 5000;
	assert_int_equal(missing(&room, 1000, 0), 0);
	assert_int_equal(missing(&room, 1001, 0), 1);
}

static void huge_pages_move_into_the_pool(void **state)
{
	const struct pdr_room room = { .free = 100, .huge = 512 };

	(void)state;
	assert_int_equal(missing(&room, 612, 512), 0);
	assert_int_equal(missing(&room, 612, 1024), 0);
	/* other pages do not */
	assert_int_equal(missing(&room, 612, 0), 512);
	assert_int_equal(missing(&room, 612, 256), 256);
}

static void a_zone_keeps_less_as_movable_memory_leaves(void **state)
{
	(void)state;
	assert_int_equal(pdr_room_kept(8192, 262144, 0), 8192);
	assert_int_equal(pdr_room_kept(8192, 262144, 65536), 6144);
	assert_int_equal(pdr_room_kept(8192, 262144, 262144), 0);
	assert_int_equal(pdr_room_kept(8192, 262144, 300000), 0);
	/* without movable memory nothing that leaves changes it */
	assert_int_equal(pdr_room_kept(100, 0, 50), 100);
	/* 64 TiB of 4 KiB pages */
	assert_int_equal(pdr_room_kept(1ULL << 29, 1ULL << 34, 1ULL << 33),
			 1ULL << 28);
}

static void mebibytes_are_rounded_up(void **state)
{
	(void)state;
	assert_int_equal(pdr_room_mib(0, 4096), 0);
	assert_int_equal(pdr_room_mib(1, 4096), 1);
	assert_int_equal(pdr_room_mib(256, 4096), 1);
	assert_int_equal(pdr_room_mib(257, 4096), 2);
	assert_int_equal(pdr_room_mib(16, 65536), 1);
}

static void pages_that_move_already_may_use_more(void **state)
{
	const struct pdr_room_zone zone = {
		.free = 100, .min = 10, .low = 20, .high = 30, .kept = 5,
	};
	struct pdr_room room = { 0 };

	(void)state;
	pdr_room_add_zone(&room, &zone, false);
	assert_int_equal(room.free, 65);
	pdr_room_add_zone(&room, &zone, true);
	assert_int_equal(room.free, 65 + 85);
}

static void new_memory_needs_room_for_its_page_structures(void **state)
{
	(void)state;
	assert_int_equal(pdr_room_memmap(7, 5, true), 35);
	assert_int_equal(pdr_room_memmap(7, 5, false), 7);
	assert_int_equal(pdr_room_memmap(0, 5, true), 0);
	assert_int_equal(pdr_room_short(7, 0, false), 0);
	assert_int_equal(pdr_room_short(7, 3, true), 3);
	assert_int_equal(pdr_room_short(7, 0, true), 1);
	assert_int_equal(pdr_room_short(0, 3, true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_that_move_already_may_use_more),
		cmocka_unit_test(new_memory_needs_room_for_its_page_structures),
		cmocka_unit_test(a_zone_gives_what_is_above_its_watermark),
		cmocka_unit_test(what_fits_exactly_fits),
		cmocka_unit_test(page_cache_makes_room),
		cmocka_unit_test(slab_makes_room_as_cache_does),
		cmocka_unit_test(anonymous_memory_makes_room_where_there_is_swap),
		cmocka_unit_test(huge_pages_move_into_the_pool),
		cmocka_unit_test(a_zone_keeps_less_as_movable_memory_leaves),
		cmocka_unit_test(mebibytes_are_rounded_up),
	};

	return cmocka_run_group_tests_name("room", tests, NULL, NULL);
}
