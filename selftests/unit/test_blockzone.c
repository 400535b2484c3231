// SPDX-License-Identifier: GPL-2.0
/* Tests of the zone in which a memory block is to be. */

#include "unit.h"

#include <core/engine/blockzone.h>

#define OFFLINE	PDR_ZONE_KIND_OFFLINE
#define KERNEL	PDR_ZONE_KIND_KERNEL
#define MOVABLE	PDR_ZONE_KIND_MOVABLE

static const struct {
	const char *what;
	u8 online_type;
	const char *auto_online;
	struct pdr_zone_wish wish;
} wishes[] = {
	{ "movable", PSERIES_DR_ONLINE_TYPE_MOVABLE, "online_kernel", { MOVABLE, true } },
	{ "kernel", PSERIES_DR_ONLINE_TYPE_KERNEL, "online_movable", { KERNEL, true } },
	{ "auto, movable", PSERIES_DR_ONLINE_TYPE_AUTO, "online_movable", { MOVABLE, false } },
	{ "auto, kernel", PSERIES_DR_ONLINE_TYPE_AUTO, "online_kernel", { KERNEL, false } },
	{ "auto, any zone", PSERIES_DR_ONLINE_TYPE_AUTO, "online", { OFFLINE, false } },
	{ "auto, offline", PSERIES_DR_ONLINE_TYPE_AUTO, "offline", { OFFLINE, false } },
	{ "auto, unknown", PSERIES_DR_ONLINE_TYPE_AUTO, "", { OFFLINE, false } },
};

static void the_administrator_comes_first(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(wishes); i++) {
		struct pdr_zone_wish wish = pdr_zone_wish_of(wishes[i].online_type,
							     wishes[i].auto_online);

		expect(wish.zone == wishes[i].wish.zone &&
		       wish.is_set == wishes[i].wish.is_set, "%s: zone %u, set %d",
		       wishes[i].what, wish.zone, wish.is_set);
	}
}

static const struct {
	const char *what;
	u8 wish;
	struct pdr_zone_pages pages;
	enum pdr_zone_kind zone;
} zones[] = {
	{ "three times as much with the block", OFFLINE, { 2900, 1000 }, MOVABLE },
	{ "a page more", OFFLINE, { 2901, 1000 }, KERNEL },
	{ "no movable memory yet", OFFLINE, { 0, 1000 }, MOVABLE },
	{ "a block larger than the ratio", OFFLINE, { 0, 33 }, KERNEL },
	{ "a wish for movable memory", MOVABLE, { 9000, 1000 }, MOVABLE },
	{ "a wish for the kernel's", KERNEL, { 0, 1000 }, KERNEL },
};

static void without_a_wish_the_ratio_decides(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(zones); i++) {
		const struct pdr_zone_wish wish = { .zone = zones[i].wish };
		enum pdr_zone_kind zone = pdr_zone_of_new(&wish, &zones[i].pages, 100);

		expect(zone == zones[i].zone, "%s: zone %d", zones[i].what, zone);
	}
}

static const struct {
	const char *what;
	enum pdr_zone_kind wanted;
	enum pdr_zone_kind now;
	int error;
	int end;
	u8 reason;
} ends[] = {
	{ "where it was wanted", MOVABLE, MOVABLE, 0, 0, 0 },
	{ "where others have put it", MOVABLE, KERNEL, 0, 0, PSERIES_DR_REASON_OTHER_ZONE },
	{ "where others keep it", MOVABLE, KERNEL, -EBUSY, 0, PSERIES_DR_REASON_OTHER_ZONE },
	{ "where others have put it at last", KERNEL, KERNEL, -EBUSY, 0, 0 },
	{ "nowhere", MOVABLE, OFFLINE, -EBUSY, -EBUSY, 0 },
	{ "elsewhere when the job is cancelled", MOVABLE, KERNEL, -ECANCELED, -ECANCELED, 0 },
};

static void a_new_block_that_is_online_is_of_use(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		u8 reason = 0;
		int end = pdr_zone_end_new(ends[i].wanted, ends[i].now, ends[i].error,
					   &reason);

		expect(end == ends[i].end && reason == ends[i].reason, "%s: %d, reason %u",
		       ends[i].what, end, reason);
	}
}

static void an_undo_leaves_what_the_job_has_not_touched(void **state)
{
	(void)state;
	assert_true(pdr_zone_is_left(OFFLINE, false));
	assert_false(pdr_zone_is_left(OFFLINE, true));
	assert_false(pdr_zone_is_left(MOVABLE, false));
	assert_false(pdr_zone_is_left(KERNEL, true));
}

static void any_zone_is_no_place_offline(void **state)
{
	(void)state;
	assert_true(pdr_zone_suffices(MOVABLE, MOVABLE, false));
	assert_false(pdr_zone_suffices(MOVABLE, KERNEL, false));
	assert_true(pdr_zone_suffices(MOVABLE, KERNEL, true));
	assert_false(pdr_zone_suffices(MOVABLE, OFFLINE, true));
	assert_true(pdr_zone_suffices(OFFLINE, OFFLINE, false));
	assert_false(pdr_zone_suffices(OFFLINE, KERNEL, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_administrator_comes_first),
		cmocka_unit_test(without_a_wish_the_ratio_decides),
		cmocka_unit_test(a_new_block_that_is_online_is_of_use),
		cmocka_unit_test(an_undo_leaves_what_the_job_has_not_touched),
		cmocka_unit_test(any_zone_is_no_place_offline),
	};

	return cmocka_run_group_tests_name("blockzone", tests, NULL, NULL);
}
