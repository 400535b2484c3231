// SPDX-License-Identifier: GPL-2.0
/* Tests of the targets of a plan, and of what is left when there is none or it has ended. */

#include "unit.h"

#include <core/engine/exec.h>
#include <core/engine/plan.h>
#include <core/engine/refuse.h>

#define ADD	PSERIES_DR_ACTION_ADD
#define REMOVE	PSERIES_DR_ACTION_REMOVE
#define INDEX	PSERIES_DR_IDENTIFIER_INDEX
#define COUNT	PSERIES_DR_IDENTIFIER_COUNT
#define RANGE	PSERIES_DR_IDENTIFIER_INDEXED_COUNT

static int count_sense(void *context, u32 drc_index, u32 *sense)
{
	(void)drc_index;
	*sense = PDR_SENSE_PRESENT;
	++*(unsigned int *)context;
	return 0;
}

static int count_indicator(void *context, u32 indicator, u32 drc_index, u32 value)
{
	(void)indicator;
	(void)drc_index;
	(void)value;
	++*(unsigned int *)context;
	return 0;
}

static bool is_in_linux(void *context, u32 drc_index)
{
	(void)context;
	(void)drc_index;
	return true;
}

static const struct pdr_linux_ops linux_ops = {
	.has = is_in_linux, .knows = is_in_linux,
};

static const struct {
	const char *what;
	u8 action;
	u8 identifier;
	u32 told;
	unsigned int calls;
} refused[] = {
	/* twice each: may it be refused, is it there; and the refusal itself */
	{ "a range", REMOVE, RANGE, 2, 6 },
	{ "one of it", REMOVE, INDEX, 1, 3 },
	{ "any: nobody can say of which", REMOVE, COUNT, 0, 0 },
	{ "what comes", ADD, RANGE, 0, 0 },
};

static void what_is_refused_without_a_plan(void **state)
{
	static const struct pdr_platform_ops ops = {
		.sense = count_sense, .set_indicator = count_indicator,
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		const struct pdr_request request = {
			.resource = PSERIES_DR_RESOURCE_MEMORY, .action = refused[i].action,
			.identifier = refused[i].identifier, .index = 0x80000004, .count = 2,
		};
		unsigned int calls = 0;
		const struct pdr_world world = {
			.platform = { .ops = &ops, .context = &calls },
			.linux_ops = &linux_ops,
			.refuse_by = PSERIES_DR_REFUSE_BY_UNISOLATE,
		};
		const struct pdr_asked asked = { .request = &request, .platform_asked = true };
		struct pdr_refused told;

		pdr_refuse_range(&world, &asked, NULL, &told);
		expect(told.told == refused[i].told && calls == refused[i].calls,
		       "%s: told of %u in %u calls", refused[i].what, told.told, calls);
	}
}

/* A row of the table is no driver: who has none does not know what Linux has. */
static void without_a_driver_nothing_is_refused(void **state)
{
	static const struct pdr_platform_ops ops = {
		.sense = count_sense, .set_indicator = count_indicator,
	};
	const struct pdr_request request = {
		.resource = PSERIES_DR_RESOURCE_PHB,
		.action = REMOVE, .identifier = INDEX, .index = 0x20000001,
	};
	unsigned int calls = 0;
	const struct pdr_world world = {
		.platform = { .ops = &ops, .context = &calls },
		.refuse_by = PSERIES_DR_REFUSE_BY_UNISOLATE,
	};
	const struct pdr_asked asked = { .request = &request, .platform_asked = true };
	struct pdr_refused told;

	(void)state;
	pdr_refuse_range(&world, &asked, NULL, &told);
	expect(!told.told && !told.unfinished && !calls, "told of %u in %u calls",
	       told.told, calls);
}

/* The memory after the targets is the guard of the sanitizer. */
static void a_full_plan_takes_no_target(void **state)
{
	const struct pdr_request request = {
		.resource = PSERIES_DR_RESOURCE_PCI,
		.action = REMOVE, .identifier = INDEX, .index = 0x40000001,
	};
	struct pdr_plan plan;
	u32 i;

	(void)state;
	expect(!pdr_plan_init(&plan, &request, true, 9), "no plan");
	for (i = 0; i < 9; i++)
		expect(pdr_plan_add(&plan, i, true, 1, 0), "no target %u", i);
	expect(pdr_plan_is_full(&plan), "it is not full");
	expect(!pdr_plan_add(&plan, i, true, 1, 0), "a target more");
	expect(plan.target_count == 9, "%u targets", plan.target_count);
	pdr_plan_free(&plan);
}

static void a_slot_has_power_if_linux_uses_it(void **state)
{
	struct pdr_target used = { .attached = true }, unused = { .attached = false };

	(void)state;
	assert_false(pdr_power_is_switched(0));
	assert_false(pdr_power_is_switched(PDR_NO_POWER_DOMAIN));
	assert_true(pdr_power_is_switched(1));
	pdr_plan_set_power(&used, -EIO, false);
	pdr_plan_set_power(&unused, -EIO, true);
	assert_true(used.powered && used.power);
	assert_true(unused.powered && !unused.power);
	/* unless the platform knows better */
	pdr_plan_set_power(&used, 0, false);
	pdr_plan_set_power(&unused, 0, true);
	assert_false(used.power);
	assert_true(unused.power);
}

static void enter_nothing(void *context, u8 state)
{
	(void)context;
	(void)state;
}

/* The last one comes first: the bridge before its function, each as what it is. */
static void lost_targets_are_brought_back(void **state)
{
	struct pdr_target targets[] = {
		{ .drc_index = 0x40000001, .place = PDR_PLACE_BELOW },
		{ .drc_index = 0x40000002, .place = PDR_PLACE_BELOW, .attached = true },
		{ .drc_index = 0x40000003, .place = PDR_PLACE_BELOW, .absent = true },
		{ .drc_index = 0x20000001 },
		{ .drc_index = 0x20000002 },
	};
	struct pdr_plan plan = {
		.request.action = REMOVE, .targets = targets, .slots = 4,
		.resource = pdr_resource_of(PSERIES_DR_RESOURCE_PHB),
	};
	u32 slot = plan.slots;
	struct pdr_request request;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(targets); i++) {
		targets[i].usage = PSERIES_DR_USAGE_IN_USE;
		targets[i].stuck = true;
		targets[i].present = true;
	}
	expect(pdr_plan_next_lost(&plan, &slot, &request), "no bridge");
	expect(request.resource == PSERIES_DR_RESOURCE_PHB && request.index == 0x20000001,
	       "%u 0x%x is no bridge", request.resource, request.index);
	expect(request.action == ADD && request.identifier == INDEX, "no add by index");
	expect(pdr_plan_next_lost(&plan, &slot, &request), "no function");
	expect(request.resource == PSERIES_DR_RESOURCE_PCI && request.index == 0x40000001,
	       "%u 0x%x is no function", request.resource, request.index);
	expect(!pdr_plan_next_lost(&plan, &slot, &request), "0x%x, too", request.index);
}

static void an_undo_that_frees_memory_takes_reserves(void **state)
{
	struct pdr_plan plan;
	u8 resource, action;

	(void)state;
	for (resource = 1; pdr_resource_of(resource); resource++) {
		for (action = ADD; action <= REMOVE; action++) {
			plan.resource = pdr_resource_of(resource);
			plan.request.action = action;
			expect(pdr_plan_takes_reserves(&plan) ==
			       (resource == PSERIES_DR_RESOURCE_MEMORY && action == REMOVE),
			       "resource %u action %u", resource, action);
		}
	}
}

static void a_job_without_a_plan_keeps_its_reason(void **state)
{
	const struct pdr_control_ops control = { .enter = enter_nothing };
	const struct pdr_world world = { .control = &control };
	const struct pdr_request request = {
		.resource = PSERIES_DR_RESOURCE_MEMORY,
		.action = ADD, .identifier = INDEX, .index = 0x80000004,
	};
	const struct pdr_asked asked = { .request = &request };
	struct pdr_outcome outcome = {
		.reason = PSERIES_DR_REASON_MALFORMED, .reason_value = 7, .moved = 3,
	};

	(void)state;
	pdr_exec_fail(&world, &asked, -EINVAL, &outcome);
	expect(outcome.reason == PSERIES_DR_REASON_MALFORMED && outcome.reason_value == 7,
	       "reason %u", outcome.reason);
	expect(outcome.fault.error == -EINVAL && !outcome.moved, "error %d, %u moved",
	       outcome.fault.error, outcome.moved);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_refused_without_a_plan),
		cmocka_unit_test(without_a_driver_nothing_is_refused),
		cmocka_unit_test(a_full_plan_takes_no_target),
		cmocka_unit_test(a_slot_has_power_if_linux_uses_it),
		cmocka_unit_test(lost_targets_are_brought_back),
		cmocka_unit_test(an_undo_that_frees_memory_takes_reserves),
		cmocka_unit_test(a_job_without_a_plan_keeps_its_reason),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
