// SPDX-License-Identifier: GPL-2.0
/* Tests of plans for readers: the engine walks through a job and touches nothing. */

#include "unit.h"

#include <core/engine/foresee.h>

#define ADD	PSERIES_DR_ACTION_ADD
#define REMOVE	PSERIES_DR_ACTION_REMOVE
#define INDEX	PSERIES_DR_IDENTIFIER_INDEX
#define COUNT	PSERIES_DR_IDENTIFIER_COUNT
#define RANGE	PSERIES_DR_IDENTIFIER_INDEXED_COUNT

#define FIRST	0x80000004
#define MOST	8

/*
 * A letter for each LMB:
 *
 *	u  in use		k  in use, and certain to stay
 *	.  with the platform	s  spare: the guest's, and Linux does not use it
 *	e  an empty connector	x  its sense value cannot be read
 *	b  the platform is busy with it for ever
 *	n  with the platform, and Linux has no room for it
 */
struct scene {
	const char *lmbs;
	unsigned int senses;
	unsigned int stops;
	u32 swap_at;
};

static char letter_of(const struct scene *scene, u32 drc_index)
{
	return scene->lmbs[drc_index - FIRST];
}

static int look_sense(void *context, u32 drc_index, u32 *sense)
{
	struct scene *scene = context;

	scene->senses++;
	switch (letter_of(scene, drc_index)) {
	case 'x':
		return -1;
	case 'b':
		return -2;
	case 'e':
		*sense = PDR_SENSE_EMPTY;
		return 0;
	case '.':
	case 'n':
		*sense = PDR_SENSE_UNUSABLE;
		return 0;
	default:
		*sense = PDR_SENSE_PRESENT;
		return 0;
	}
}

static void wait_no_time(void *context, unsigned int ms)
{
	(void)context;
	(void)ms;
}

static u64 find_no_time(void *context)
{
	(void)context;
	return 0;
}

/* Whatever else of these were called would change something: there is nothing else. */
static const struct pdr_platform_ops platform_ops = {
	.sense = look_sense, .delay = wait_no_time, .now_ms = find_no_time,
};

static int look_at_leaving(void *context, struct pdr_target *target, u16 part)
{
	if (letter_of(context, target->drc_index) != 'k' || part != 1)
		return 0;
	target->reason = PSERIES_DR_REASON_BOOT_MEMORY;
	target->reason_value = 7;
	return -EBUSY;
}

static int look_at_coming(void *context, struct pdr_target *target)
{
	if (letter_of(context, target->drc_index) != 'n')
		return 0;
	target->reason = PSERIES_DR_REASON_NO_ROOM;
	return -ENOMEM;
}

static int look_at_users(void *context, struct pdr_target *target)
{
	if (letter_of(context, target->drc_index) != 'k')
		return 0;
	target->reason = PSERIES_DR_REASON_IN_USE;
	return -EBUSY;
}

/* The two from @swap_at on have changed places by then. */
static u32 choose_other(void *context, const struct pdr_plan *plan, u32 slot)
{
	const struct scene *scene = context;

	return scene->swap_at && slot == scene->swap_at && slot + 1 < plan->slots ? slot + 1 : slot;
}

static const struct pdr_linux_ops linux_ops = {
	.may_leave = look_at_leaving, .may_come = look_at_coming, .check = look_at_users,
	.next = choose_other,
};

static int stop_later(void *context)
{
	struct scene *scene = context;

	return scene->stops && !--scene->stops ? -ECANCELED : 0;
}

static void enter_state(void *context, u8 state)
{
	(void)context;
	(void)state;
}

static void advance(void *context, u8 step, u32 drc_index, u32 moved)
{
	(void)context;
	(void)step;
	(void)drc_index;
	(void)moved;
}

static const struct pdr_control_ops control_ops = {
	.stop = stop_later, .enter = enter_state, .advance = advance,
};

static void lay_plan(struct pdr_plan *plan, const struct pdr_request *request,
		     const char *lmbs, u32 slots)
{
	u32 i, count = strlen(lmbs);
	struct pdr_target *target;

	assert_int_equal(pdr_plan_init(plan, request, false, count), 0);
	for (i = 0; i < count; i++) {
		target = pdr_plan_add(plan, FIRST + i, strchr("ukxb", lmbs[i]), 2, 0);
		/* as an earlier job left it: nothing is to be published for it here */
		target->listed = !target->attached;
	}
	plan->exact = request->identifier != COUNT;
	assert_int_equal(pdr_plan_lay(plan, slots), 0);
}

static u32 foresee(struct scene *scene, const struct pdr_request *request, u32 slots,
		   bool unasked, struct pdr_outcome *outcome, struct pdr_fault *foreseen)
{
	struct pdr_answer answer;
	const struct pdr_world world = {
		.platform = { .ops = &platform_ops, .context = scene },
		.linux_ops = &linux_ops,
		.control = &control_ops,
		.context = scene,
		.answer = &answer,
		.unasked = unasked,
		.foreseen = foreseen,
	};
	struct pdr_plan plan;
	u32 count;

	pdr_answer_begin(&answer, false);
	lay_plan(&plan, request, scene->lmbs, slots);
	count = pdr_foresee_plan(&world, &plan, outcome);
	pdr_plan_free(&plan);
	return count;
}

static const struct {
	const char *what;
	u8 resource;
	u8 action;
	u8 identifier;
	const char *lmbs;
	u32 slots;
	bool unasked;
	/* a digit for each connector that is taken, and ! behind one in whose way something is */
	const char *taken;
	int error;
	u8 step;
	u32 place;
	u8 reason;
} plans[] = {
	{ "all of a range go", PSERIES_DR_RESOURCE_MEMORY, REMOVE, RANGE, "uuu", 3, false,
	  "012", 0, 0, 0, 0 },
	{ "each that stays is shown, and the first one fails the job",
	  PSERIES_DR_RESOURCE_MEMORY, REMOVE, RANGE, "ukuk", 4, false,
	  "01!23!", -EBUSY, PSERIES_DR_STEP_OFFLINE, 1, PSERIES_DR_REASON_BOOT_MEMORY },
	{ "any others will do for one that stays", PSERIES_DR_RESOURCE_MEMORY, REMOVE, COUNT,
	  "kukuu", 3, false, "314", 0, 0, 0, 0 },
	{ "too many stay", PSERIES_DR_RESOURCE_MEMORY, REMOVE, COUNT, "kukk", 2, false,
	  "3!1", -EBUSY, PSERIES_DR_STEP_OFFLINE, 3, PSERIES_DR_REASON_BOOT_MEMORY },
	{ "one that is with the platform already is not taken", PSERIES_DR_RESOURCE_MEMORY,
	  REMOVE, RANGE, "u.s", 3, false, "02", 0, 0, 0, 0 },
	{ "nothing is left to be removed", PSERIES_DR_RESOURCE_MEMORY, REMOVE, INDEX, ".", 1,
	  false, "", -ENODEV, PSERIES_DR_STEP_RESOLVE, 0, 0 },
	{ "nobody may ask whether something is left", PSERIES_DR_RESOURCE_MEMORY, REMOVE, INDEX,
	  ".", 1, true, "0", 0, 0, 0, 0 },
	{ "a sense value cannot be read", PSERIES_DR_RESOURCE_MEMORY, REMOVE, RANGE, "uxk", 3,
	  false, "01!2!", -EIO, PSERIES_DR_STEP_RESOLVE, 1, 0 },
	{ "a busy platform is asked no more", PSERIES_DR_RESOURCE_MEMORY, REMOVE, RANGE, "ubk", 3,
	  false, "01!2", -ETIMEDOUT, PSERIES_DR_STEP_RESOLVE, 1, 0 },
	{ "what comes", PSERIES_DR_RESOURCE_MEMORY, ADD, RANGE, ".s.", 3, false, "012", 0, 0, 0,
	  0 },
	{ "some of it is here", PSERIES_DR_RESOURCE_MEMORY, ADD, RANGE, ".u.", 3, false, "02", 0, 0,
	  0, 0 },
	{ "all of it is here", PSERIES_DR_RESOURCE_MEMORY, ADD, INDEX, "u", 1, false, "", -EBUSY,
	  PSERIES_DR_STEP_RESOLVE, 0, 0 },
	{ "an empty connector is passed over", PSERIES_DR_RESOURCE_MEMORY, ADD, COUNT, "e..", 2,
	  false, "21", 0, 0, 0, 0 },
	{ "only empty connectors are left", PSERIES_DR_RESOURCE_MEMORY, ADD, COUNT, "ee.", 2,
	  false, "21!", -ENOSPC, PSERIES_DR_STEP_RESOLVE, 1, 0 },
	{ "nobody may ask whether a connector is empty", PSERIES_DR_RESOURCE_MEMORY, ADD, COUNT,
	  "e..", 2, true, "01", 0, 0, 0, 0 },
	{ "Linux has no room", PSERIES_DR_RESOURCE_MEMORY, ADD, RANGE, ".n", 2, false, "01!",
	  -ENOMEM, PSERIES_DR_STEP_ATTACH, 1, PSERIES_DR_REASON_NO_ROOM },
	{ "a function is in use", PSERIES_DR_RESOURCE_PCI, REMOVE, INDEX, "k", 1, false, "0!",
	  -EBUSY, PSERIES_DR_STEP_CHECK, 0, PSERIES_DR_REASON_IN_USE },
	{ "a slot is empty", PSERIES_DR_RESOURCE_PCI, ADD, INDEX, "e", 1, false, "0!", -ENODEV,
	  PSERIES_DR_STEP_RESOLVE, 0, 0 },
	{ "nobody may ask whether a slot is empty", PSERIES_DR_RESOURCE_PCI, ADD, INDEX, "e", 1,
	  true, "0", 0, 0, 0, 0 },
};

static void format_taken(const struct pdr_fault *foreseen, u32 count, char *text)
{
	u32 i;

	for (i = 0; i < count; i++) {
		*text++ = '0' + foreseen[i].drc_index - FIRST;
		if (foreseen[i].error)
			*text++ = '!';
	}
	*text = '\0';
}

static void each_plan_is_what_the_job_would_do(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(plans); i++) {
		const struct pdr_request request = {
			.resource = plans[i].resource, .action = plans[i].action,
			.identifier = plans[i].identifier, .index = FIRST,
			.count = plans[i].slots,
		};
		struct scene scene = { .lmbs = plans[i].lmbs };
		struct pdr_fault foreseen[MOST] = { 0 };
		struct pdr_outcome outcome = { 0 };
		char taken[2 * MOST + 1];
		u32 count = foresee(&scene, &request, plans[i].slots, plans[i].unasked,
				    &outcome, foreseen);

		format_taken(foreseen, count, taken);
		expect(!strcmp(taken, plans[i].taken), "%s: %s", plans[i].what, taken);
		expect(outcome.fault.error == plans[i].error &&
		       outcome.reason == plans[i].reason, "%s: %d, reason %u", plans[i].what,
		       outcome.fault.error, outcome.reason);
		expect(!outcome.fault.error ||
		       (outcome.fault.step == plans[i].step &&
			outcome.fault.drc_index == FIRST + plans[i].place),
		       "%s: step %u of 0x%x", plans[i].what, outcome.fault.step,
		       outcome.fault.drc_index);
		expect(!plans[i].unasked || !scene.senses, "%s: asked", plans[i].what);
	}
}

static const struct pdr_request range = {
	.resource = PSERIES_DR_RESOURCE_MEMORY, .action = REMOVE, .identifier = RANGE,
	.index = FIRST, .count = 4,
};

/* What was noted of a slot goes with its target. */
static void a_target_that_changes_places_takes_its_obstacle_along(void **state)
{
	struct scene scene = { .lmbs = "uxuu", .swap_at = 1 };
	struct pdr_fault foreseen[MOST] = { 0 };
	struct pdr_outcome outcome = { 0 };
	char taken[2 * MOST + 1];

	(void)state;
	format_taken(foreseen, foresee(&scene, &range, 4, false, &outcome, foreseen), taken);
	assert_string_equal(taken, "021!3");
}

static void a_plan_ends_when_nobody_wants_it(void **state)
{
	struct scene scene = { .lmbs = "uuuu", .stops = 3 };
	struct pdr_fault foreseen[MOST] = { 0 };
	struct pdr_outcome outcome = { 0 };

	(void)state;
	foresee(&scene, &range, 4, false, &outcome, foreseen);
	assert_int_equal(outcome.fault.error, -ECANCELED);
	assert_int_equal(scene.senses, 2);
}

static void large_plans_and_users_ask_nothing(void **state)
{
	struct pdr_request request = range;

	(void)state;
	assert_true(pdr_foresee_may_ask(&request, true));
	assert_false(pdr_foresee_may_ask(&request, false));
	request.count = PDR_FORESEE_ASKS;
	assert_true(pdr_foresee_may_ask(&request, true));
	request.count++;
	assert_false(pdr_foresee_may_ask(&request, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_plan_is_what_the_job_would_do),
		cmocka_unit_test(a_target_that_changes_places_takes_its_obstacle_along),
		cmocka_unit_test(a_plan_ends_when_nobody_wants_it),
		cmocka_unit_test(large_plans_and_users_ask_nothing),
	};

	return cmocka_run_group_tests_name("foresee", tests, NULL, no_memory_lost);
}
