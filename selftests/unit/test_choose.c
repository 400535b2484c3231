// SPDX-License-Identifier: GPL-2.0
/* Tests of the choice of targets, by index, by indexed-count and by count. */

#include "unit.h"

#include <core/engine/choose.h>

#define ADD	PSERIES_DR_ACTION_ADD
#define REMOVE	PSERIES_DR_ACTION_REMOVE
#define INDEX	PSERIES_DR_IDENTIFIER_INDEX
#define COUNT	PSERIES_DR_IDENTIFIER_COUNT
#define RANGE	PSERIES_DR_IDENTIFIER_INDEXED_COUNT

#define MEMORY	PSERIES_DR_RESOURCE_MEMORY
#define CPU	PSERIES_DR_RESOURCE_CPU

#define ABSENT		{ .resource = MEMORY }
#define IN_LINUX	{ .resource = MEMORY, .attached = true }
#define RESERVED	{ .resource = MEMORY, .reserved = true }
#define RESERVED_IN_LINUX { .resource = MEMORY, .reserved = true, .attached = true }
/* LMBs of a range that the platform waits for. */
#define GOING		{ .resource = MEMORY, .going = true }
#define GOING_IN_LINUX	{ .resource = MEMORY, .going = true, .attached = true }
/* Of nodes that nobody can be sure of. */
#define AMBIGUOUS	{ .resource = MEMORY, .ambiguous = true, .attached = true }
#define MALFORMED	{ .resource = MEMORY, .malformed = true, .attached = true }
#define CORE		{ .resource = CPU, .attached = true }

#define FIRST	0x80000004
#define MOST	300

/**
 * struct connectors - connectors that are made up
 * @all: of them, from DRC index FIRST on
 * @count: of them
 * @weights: of each
 * @looked: pages were worth counting
 * @weighed: how many were weighed
 */
struct connectors {
	struct pdr_candidate all[MOST];
	u32 count;
	u64 weights[MOST];
	bool looked;
	u32 weighed;
};

static bool find(void *context, u32 drc_index, struct pdr_candidate *candidate)
{
	const struct connectors *connectors = context;

	if (drc_index < FIRST || drc_index - FIRST >= connectors->count)
		return false;
	*candidate = connectors->all[drc_index - FIRST];
	candidate->number = drc_index - FIRST;
	return true;
}

static bool next(void *context, u64 *cursor, struct pdr_candidate *candidate)
{
	return find(context, FIRST + (*cursor)++, candidate);
}

static void weigh(void *context, struct pdr_order_entry *entry, bool look)
{
	struct connectors *connectors = context;

	connectors->looked = look;
	connectors->weighed++;
	entry->weight = connectors->weights[entry->number];
	entry->held = 7;
}

static const struct pdr_choose_ops ops = {
	.find = find, .next = next, .weigh = weigh,
};

static int choose(struct connectors *connectors, const struct pdr_request *request,
		  bool platform_asked, struct pdr_choice *choice)
{
	const struct pdr_connectors from = {
		.ops = &ops, .context = connectors, .most = MOST,
	};

	return pdr_choose(request, platform_asked, &from, choice);
}

static const struct {
	const char *what;
	u8 action;
	u8 identifier;
	bool platform_asked;
	struct pdr_candidate candidate;
	int error;
	u8 reason;
} candidates[] = {
	{ "one that is there leaves", REMOVE, INDEX, false, IN_LINUX, 0, 0 },
	{ "one that is not there has left", REMOVE, INDEX, false, ABSENT, 0, 0 },
	{ "one that is there has come", ADD, RANGE, true, IN_LINUX, 0, 0 },
	{ "any, but of those that are there", REMOVE, COUNT, false, ABSENT, -ENOSPC, 0 },
	{ "any that are there", REMOVE, COUNT, false, IN_LINUX, 0, 0 },
	{ "any, but of those that are not there", ADD, COUNT, false, IN_LINUX, -ENOSPC, 0 },
	{ "any that are not there", ADD, COUNT, true, ABSENT, 0, 0 },
	{ "what is reserved stays", REMOVE, INDEX, false, RESERVED, -EBUSY, 0 },
	{ "what is reserved stays, for the platform too", REMOVE, RANGE, true, RESERVED,
	  -EBUSY, 0 },
	{ "what is reserved is not any", REMOVE, COUNT, true, RESERVED_IN_LINUX, -ENOSPC, 0 },
	{ "what the platform waits for, it may ask for", REMOVE, RANGE, true, GOING, 0, 0 },
	{ "what is going leaves by no other wish", REMOVE, INDEX, false, GOING_IN_LINUX,
	  -EBUSY, 0 },
	{ "what is going is not any", REMOVE, COUNT, false, GOING_IN_LINUX, -ENOSPC, 0 },
	{ "what is going does not come back", ADD, INDEX, false, GOING, -EBUSY, 0 },
	{ "nor does it when the platform wishes so", ADD, RANGE, true, GOING, -EBUSY, 0 },
	{ "what two nodes claim is not touched", REMOVE, INDEX, true, AMBIGUOUS, -EBUSY,
	  PSERIES_DR_REASON_AMBIGUOUS },
	{ "what two nodes claim is not any", REMOVE, COUNT, false, AMBIGUOUS, -ENOSPC, 0 },
	{ "what is malformed is not touched", REMOVE, INDEX, true, MALFORMED, -EBUSY,
	  PSERIES_DR_REASON_MALFORMED },
	{ "what is malformed is not any", REMOVE, COUNT, true, MALFORMED, -ENOSPC, 0 },
	{ "a core is no memory", REMOVE, INDEX, true, CORE, -ENODEV, 0 },
};

static void who_can_be_of_a_job(void **state)
{
	static struct connectors connectors = { .count = 1 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(candidates); i++) {
		const struct pdr_request request = {
			.resource = MEMORY, .action = candidates[i].action,
			.identifier = candidates[i].identifier,
			.index = FIRST, .count = 1,
		};
		struct pdr_choice choice;
		int error;

		connectors.all[0] = candidates[i].candidate;
		error = choose(&connectors, &request, candidates[i].platform_asked, &choice);
		expect(error == candidates[i].error && choice.reason == candidates[i].reason,
		       "%s: %d, reason %u", candidates[i].what, error, choice.reason);
		expect(error || (choice.count == 1 && choice.slots == 1),
		       "%s: %u of %u", candidates[i].what, choice.slots, choice.count);
		expect(error || choice.exact == (request.identifier != COUNT),
		       "%s: exact %d", candidates[i].what, choice.exact);
		pdr_choice_free(&choice);
	}
}

static const struct {
	const char *what;
	u8 resource;
	u8 identifier;
	u32 index;
	u32 count;
	int error;
} bounds[] = {
	{ "all of them", MEMORY, RANGE, FIRST, 3, 0 },
	{ "one more than there are", MEMORY, RANGE, FIRST, 4, -ENODEV },
	{ "one before the first", MEMORY, INDEX, FIRST - 1, 0, -ENODEV },
	{ "more than there can be", MEMORY, RANGE, FIRST, MOST + 1, -ENODEV },
	{ "as many as a number can say", MEMORY, RANGE, FIRST, U32_MAX, -ENODEV },
	{ "past the last DRC index", MEMORY, RANGE, U32_MAX - 1, 3, -ENODEV },
	{ "none of a range", MEMORY, RANGE, FIRST, 0, -ENODEV },
	{ "any three", MEMORY, COUNT, 0, 3, 0 },
	{ "any four", MEMORY, COUNT, 0, 4, -ENOSPC },
	{ "cores in a row", CPU, RANGE, FIRST, 1, -EOPNOTSUPP },
	{ "any bridge", PSERIES_DR_RESOURCE_PHB, COUNT, 0, 1, -EOPNOTSUPP },
	{ "what is of no resource", 0xff, INDEX, FIRST, 0, -EOPNOTSUPP },
};

static void what_is_named_has_to_be_there(void **state)
{
	static struct connectors connectors = {
		.all = { IN_LINUX, IN_LINUX, IN_LINUX }, .count = 3,
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bounds); i++) {
		const struct pdr_request request = {
			.resource = bounds[i].resource, .action = REMOVE,
			.identifier = bounds[i].identifier,
			.index = bounds[i].index, .count = bounds[i].count,
		};
		struct pdr_choice choice;
		int error = choose(&connectors, &request, false, &choice);

		expect(error == bounds[i].error, "%s: %d", bounds[i].what, error);
		pdr_choice_free(&choice);
	}
}

static void what_does_not_exist_is_said_first(void **state)
{
	static struct connectors connectors = { .all = { RESERVED_IN_LINUX }, .count = 1 };
	const struct pdr_request request = {
		.resource = MEMORY, .action = REMOVE, .identifier = RANGE,
		.index = FIRST, .count = 2,
	};
	struct pdr_choice choice;

	(void)state;
	assert_int_equal(choose(&connectors, &request, false, &choice), -ENODEV);
	pdr_choice_free(&choice);
}

/* A count from anywhere takes no memory, and no index follows on the last one. */
static void a_range_has_bounds(void **state)
{
	static struct connectors connectors = { .count = 0 };
	struct pdr_request request = {
		.resource = MEMORY, .action = REMOVE, .identifier = RANGE,
		.index = 1, .count = MOST + 1,
	};
	struct pdr_choice choice;

	(void)state;
	pdr_env_memory_reset(0);
	assert_int_equal(choose(&connectors, &request, true, &choice), -ENODEV);
	request.index = U32_MAX;
	request.count = 2;
	assert_int_equal(choose(&connectors, &request, true, &choice), -ENODEV);
	assert_int_equal(pdr_env_memory.made, 0);
	pdr_choice_free(&choice);
}

/* Of those that are fit the lightest comes first; an add has no use for a weight. */
static void the_others_are_spare(void **state)
{
	static struct connectors connectors = {
		.all = { IN_LINUX, ABSENT, IN_LINUX, RESERVED, IN_LINUX, ABSENT },
		.count = 6, .weights = { 5, 0, 9, 0, 1, 0 },
	};
	struct pdr_request request = {
		.resource = MEMORY, .action = REMOVE, .identifier = COUNT, .count = 2,
	};
	struct pdr_choice choice;

	(void)state;
	assert_int_equal(choose(&connectors, &request, true, &choice), 0);
	assert_int_equal(choice.count, 3);
	assert_int_equal(choice.slots, 2);
	assert_int_equal(choice.entries[0].number, 4);
	assert_int_equal(choice.entries[1].number, 0);
	assert_int_equal(choice.entries[2].number, 2);
	assert_int_equal(choice.entries[2].held, 7);
	pdr_choice_free(&choice);

	connectors.weighed = 0;
	request.action = ADD;
	assert_int_equal(choose(&connectors, &request, true, &choice), 0);
	assert_int_equal(choice.count, 2);
	assert_int_equal(choice.entries[0].number, 1);
	assert_int_equal(choice.entries[1].number, 5);
	assert_int_equal(connectors.weighed, 0);
	pdr_choice_free(&choice);
}

static void pages_of_many_are_not_counted(void **state)
{
	static struct connectors connectors;
	const struct pdr_request request = {
		.resource = MEMORY, .action = REMOVE, .identifier = COUNT, .count = 1,
	};
	struct pdr_choice choice;
	u32 i;

	(void)state;
	for (i = 0; i < MOST; i++)
		connectors.all[i] = (struct pdr_candidate)IN_LINUX;
	for (i = PDR_ORDER_LOOKS; i <= PDR_ORDER_LOOKS + 1; i++) {
		connectors.count = i;
		assert_int_equal(choose(&connectors, &request, false, &choice), 0);
		assert_int_equal(connectors.looked, i == PDR_ORDER_LOOKS);
		pdr_choice_free(&choice);
	}
}

static int add_entry(void *context, const struct pdr_order_entry *entry)
{
	if (entry->number == 9)
		return -EIO;
	pdr_plan_add(context, FIRST + entry->number, true, 1, 0);
	return 0;
}

/* A connector that goes with the one that is asked for has a slot of its own. */
static void a_choice_becomes_targets(void **state)
{
	const struct pdr_request request = {
		.resource = MEMORY, .action = REMOVE, .identifier = COUNT, .count = 1,
	};
	struct pdr_order_entry entries[] = { { .number = 3 }, { .number = 2 } };
	const struct pdr_choice choice = { .entries = entries, .count = 2, .slots = 1 };
	struct pdr_plan plan;

	(void)state;
	assert_int_equal(pdr_plan_init(&plan, &request, true, 3), 0);
	pdr_plan_add(&plan, FIRST + 7, true, 1, 0);
	assert_int_equal(pdr_choice_lay(&plan, &choice, add_entry, &plan), 0);
	assert_int_equal(plan.target_count, 3);
	assert_int_equal(plan.slots, 2);
	assert_false(plan.exact);
	assert_int_equal(plan.targets[1].drc_index, FIRST + 3);
	pdr_plan_free(&plan);

	entries[1].number = 9;
	assert_int_equal(pdr_plan_init(&plan, &request, true, 3), 0);
	assert_int_equal(pdr_choice_lay(&plan, &choice, add_entry, &plan), -EIO);
	assert_null(plan.steps);
	pdr_plan_free(&plan);
}

#define BELOW	PDR_PLACE_BELOW
#define BESIDE	PDR_PLACE_BESIDE

static const struct {
	const char *what;
	u8 resource;
	u8 action;
	bool platform_asked;
	u32 indexes[5];
} kin[] = {
	/* of 1 and 2 below, 2 again, 3 and 4 beside, of which Linux has 3 */
	{ "a bridge goes after all below it", PSERIES_DR_RESOURCE_PHB, REMOVE, true, { 2, 1 } },
	{ "whoever asks", PSERIES_DR_RESOURCE_PHB, REMOVE, false, { 2, 1 } },
	{ "a slot goes whole", PSERIES_DR_RESOURCE_PCI, REMOVE, true, { 3, 2, 1 } },
	{ "a function goes alone", PSERIES_DR_RESOURCE_PCI, REMOVE, false, { 2, 1 } },
	{ "what comes, comes alone", PSERIES_DR_RESOURCE_PHB, ADD, true, { 0 } },
	{ "also into a slot", PSERIES_DR_RESOURCE_PCI, ADD, true, { 0 } },
};

static void what_goes_with_the_one_that_is_asked_for(void **state)
{
	size_t i;
	u32 at, count;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(kin); i++) {
		struct pdr_relative relatives[] = {
			{ .drc_index = 1, .number = 1, .place = BELOW, .attached = true },
			{ .drc_index = 2, .number = 2, .place = BELOW },
			{ .drc_index = 2, .number = 9, .place = BELOW },
			{ .drc_index = 3, .number = 3, .place = BESIDE, .attached = true },
			{ .drc_index = 4, .number = 4, .place = BESIDE },
		};
		const struct pdr_request request = {
			.resource = kin[i].resource, .action = kin[i].action,
			.identifier = INDEX, .index = FIRST,
		};

		count = pdr_choose_relatives(&request, kin[i].platform_asked, relatives,
					     ARRAY_SIZE(relatives));
		for (at = 0; kin[i].indexes[at]; at++)
			expect(at < count && relatives[at].drc_index == kin[i].indexes[at] &&
			       relatives[at].number == kin[i].indexes[at],
			       "%s: not 0x%x", kin[i].what, kin[i].indexes[at]);
		expect(count == at, "%s: %u", kin[i].what, count);
	}
}

static int choose_and_free(void *connectors)
{
	const struct pdr_request *request;
	static const struct pdr_request requests[] = {
		{ .resource = MEMORY, .action = REMOVE, .identifier = COUNT, .count = 1 },
		{ .resource = MEMORY, .action = REMOVE, .identifier = INDEX, .index = FIRST },
	};
	struct pdr_choice choice;
	int error = 0;

	for (request = requests; !error && request < requests + 2; request++) {
		error = choose(connectors, request, true, &choice);
		pdr_choice_free(&choice);
	}
	return error;
}

static void a_choice_without_memory_is_none(void **state)
{
	static struct connectors connectors = { .all = { IN_LINUX }, .count = 1 };

	(void)state;
	assert_int_equal(each_allocation_fails(choose_and_free, &connectors), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_can_be_of_a_job),
		cmocka_unit_test(what_is_named_has_to_be_there),
		cmocka_unit_test(what_does_not_exist_is_said_first),
		cmocka_unit_test(a_range_has_bounds),
		cmocka_unit_test(the_others_are_spare),
		cmocka_unit_test(pages_of_many_are_not_counted),
		cmocka_unit_test(a_choice_becomes_targets),
		cmocka_unit_test(what_goes_with_the_one_that_is_asked_for),
		cmocka_unit_test(a_choice_without_memory_is_none),
	};

	return cmocka_run_group_tests_name("choose", tests, NULL, no_memory_lost);
}
