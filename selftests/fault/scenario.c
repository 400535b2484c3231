// SPDX-License-Identifier: GPL-2.0
/* Builds the world that a job begins in from a layout; see scenario.h. */

#include "bridge.h"
#include "scenario.h"

#define LMB_INDEX	0x80000004
#define CORE_INDEX	0x10000008
#define PMEM_INDEX	0x90000000
#define UNKNOWN_INDEX	0xdead0000

static bool is_memory(const struct scenario *scenario)
{
	return scenario->group->resource == PSERIES_DR_RESOURCE_MEMORY;
}

static u8 count_letters(const struct scenario *scenario, const char *letters)
{
	const char *letter;
	u8 count = 0;

	for (letter = scenario->layout; *letter; letter++)
		count += !!strchr(letters, *letter);
	return count;
}

static u8 zone_of_part(char letter, u8 part)
{
	switch (letter) {
	case 'k':
		return PART_KERNEL;
	case 'm':
		return part ? PART_MOVABLE : PART_KERNEL;
	case 'h':
		return part ? PART_OFFLINE : PART_MOVABLE;
	case 'o':
	case 'i':
	case 'u':
	case 'r':
	case 'R':
	case 'b':
	case 'p':
		return PART_MOVABLE;
	default:
		return PART_OFFLINE;
	}
}

static void make_unit(struct scenario *scenario, u8 number)
{
	struct unit *unit = &scenario->start.units[number];
	char letter = scenario->letters[number];
	u8 part;

	unit->drc_index = scenario->start.model.drcs[number].index;
	unit->attached = scenario_is_in_use(letter);
	unit->published = unit->attached;
	unit->reserved = letter == 'r' || letter == 'R';
	unit->used = letter == 'b';
	unit->driverless = letter == 'n';
	unit->powered = scenario->group->powered && number != BRIDGE;
	unit->power = !strchr("-A", letter);
	model_set_mapped(&scenario->start.model, unit->drc_index,
			 unit->attached);
	for (part = 0; part < scenario->parts; part++)
		unit->zone[part] = zone_of_part(letter, part);
}

static u8 state_of(char letter)
{
	switch (letter) {
	case 'A':
		return MODEL_AVAILABLE;
	case 'I':
	case 'i':
	case 'J':
		return MODEL_UNISOLATE;
	case '-':
	case 'u':
	case 'x':
	case '?':
	case 'r':
		return MODEL_UNUSABLE;
	case 'e':
		return MODEL_EXCHANGE;
	case 'v':
		return MODEL_RECOVERY;
	default:
		return MODEL_CONFIGURED;
	}
}

static void make_connector(struct scenario *scenario, u8 number)
{
	struct model *model = &scenario->start.model;
	u8 resource = scenario->group->resource;
	u32 index;

	switch (resource) {
	case PSERIES_DR_RESOURCE_MEMORY:
		index = LMB_INDEX + number;
		break;
	case PSERIES_DR_RESOURCE_PMEM:
		index = PMEM_INDEX + number;
		break;
	default:
		index = CORE_INDEX + 8 * number;
		break;
	}
	model_add_connector(model, resource, index);
}

/* One DIMM for a range; where any LMB will do, each is a DIMM of its own. */
static bool is_one_device(const struct scenario *scenario)
{
	return is_memory(scenario) &&
	       scenario->group->identifier != PSERIES_DR_IDENTIFIER_COUNT &&
	       !count_letters(scenario, "ux?rev");
}

static void plug_devices(struct scenario *scenario)
{
	struct model *model = &scenario->start.model;
	u8 unit, count = scenario->unit_count;

	if (is_one_device(scenario))
		model_device_add(model, 0, count);
	else
		for (unit = 0; unit < count; unit++)
			if (scenario_has_device(scenario->letters[unit]))
				model_device_add(model, unit, 1);
}

/* As the guest has left them. */
static void set_connectors(struct scenario *scenario)
{
	struct model *model = &scenario->start.model;
	u8 unit;

	for (unit = 0; unit < scenario->unit_count; unit++) {
		bool abandoned = scenario->letters[unit] == 'J';
		struct model_drc *drc = &model->drcs[unit];

		if (!scenario->letters[unit])
			continue;
		drc->state = model_is_physical(drc) ?
			     bridge_state_of(scenario->letters[unit]) :
			     state_of(scenario->letters[unit]);
		drc->made = abandoned;
		drc->cursor = abandoned ? 2 : 0;
		if (strchr("?r", scenario->letters[unit]))
			drc->index = UNKNOWN_INDEX + unit;
	}
	model->request_count = 0;
}

static void ask_guest(struct scenario *scenario)
{
	struct model *model = &scenario->start.model;
	u8 device;

	if (bridge_is_there(scenario)) {
		bridge_ask_guest(scenario);
		return;
	}
	for (device = 0; device < model->device_count; device++)
		model_device_del(model, device);
	model->request_count = 0;
}

static void make_scenario_job(struct scenario *scenario)
{
	const struct group *group = scenario->group;
	struct job *job = &scenario->job;

	job->action = group->action;
	job->resource = group->resource;
	job->identifier = group->identifier;
	job->asked = group->asked;
	job->planless = group->planless;
	job->queue_full = group->queue_full;
	job->exact = group->identifier != PSERIES_DR_IDENTIFIER_COUNT;
	job->first = 0;
	job->count = scenario->unit_count;
	if (bridge_is_there(scenario)) {
		job->first = bridge_asked(scenario);
		job->count = 1;
	}
	job->slots = job->count - group->spares;
}

/*
 * An LMB that is in the middle of being configured can only be kept, and one
 * that nobody asked for is not taken.
 */
static int expect_remove(const struct scenario *scenario)
{
	const struct group *group = scenario->group;
	u8 present = scenario->unit_count - count_letters(scenario, "u-x?rRev");
	u8 movable = scenario->unit_count - count_letters(scenario, "-x?rRev");
	bool picky = is_memory(scenario) && !group->asked &&
		     !group->policy->takes_unasked;

	if (group->planless)
		return -ENOMEM;
	if (bridge_is_there(scenario))
		return bridge_expect_remove(scenario);
	if (scenario->job.exact && count_letters(scenario, "rR"))
		return -EBUSY;
	if (count_letters(scenario, "?"))
		return -ENODEV;
	if (!scenario->job.exact && movable < scenario->job.slots)
		return -ENOSPC;
	if (!movable)
		return group->asked ? 0 : -ENODEV;
	if (count_letters(scenario, "b"))
		return -EBUSY;
	if (is_memory(scenario) && group->asked &&
	    !group->policy->step_back && count_letters(scenario, "IJi"))
		return -EIO;
	if (picky && present > count_letters(scenario, "A"))
		return -EPERM;
	return 0;
}

static int expect_add(const struct scenario *scenario)
{
	u8 in_use = count_letters(scenario, "okmhfiurRb");
	u8 nothing = count_letters(scenario, "xev");

	if (bridge_is_there(scenario))
		return bridge_expect_add(scenario);
	if (scenario->job.exact && count_letters(scenario, "rR"))
		return -EBUSY;
	if (count_letters(scenario, "?"))
		return -ENODEV;
	if (!scenario->job.exact)
		return scenario->unit_count - in_use - nothing <
		       scenario->job.slots ? -ENOSPC : 0;
	if (nothing)
		return -ENODEV;
	return in_use == scenario->unit_count && !scenario->group->asked ?
	       -EBUSY : 0;
}

static void make_connectors(struct scenario *scenario)
{
	u8 unit;

	memset(scenario->letters, 0, sizeof(scenario->letters));
	if (bridge_is_there(scenario)) {
		bridge_make_connectors(scenario);
		return;
	}
	scenario->unit_count = strlen(scenario->layout);
	memcpy(scenario->letters, scenario->layout, scenario->unit_count);
	for (unit = 0; unit < scenario->unit_count; unit++)
		make_connector(scenario, unit);
}

void scenario_make(struct scenario *scenario)
{
	u8 unit;

	memset(&scenario->start, 0, sizeof(scenario->start));
	scenario->start.version = 1;
	model_init(&scenario->start.model, scenario->group->policy);
	make_connectors(scenario);
	for (unit = 0; unit < scenario->unit_count; unit++)
		if (scenario->letters[unit])
			make_unit(scenario, unit);
	if (bridge_is_there(scenario))
		bridge_plug_devices(scenario);
	else
		plug_devices(scenario);
	set_connectors(scenario);
	make_scenario_job(scenario);
	if (scenario->group->action == PSERIES_DR_ACTION_REMOVE) {
		scenario->expected = expect_remove(scenario);
		if (scenario->group->asked || scenario->group->waited)
			ask_guest(scenario);
	} else {
		scenario->expected = expect_add(scenario);
	}
}

void scenario_begin(const struct scenario *scenario, struct world *world)
{
	world->now = scenario->start;
	world->unit_count = scenario->unit_count;
	world->parts = scenario->parts;
	world->refuse_by = scenario->refuse_by;
	world->auto_online = scenario->auto_online;
	world->forgotten = false;
	world->asks_meanwhile = scenario->group->asks_meanwhile;
}

void scenario_print(const struct scenario *scenario)
{
	static const char *const words[] = { "unisolate", "configure", "nothing" };

	printf("  %s: \"%s\", %u part%s, refused by %s%s\n",
	       scenario->group->sentence, scenario->layout, scenario->parts,
	       scenario->parts > 1 ? "s" : "", words[scenario->refuse_by],
	       scenario->auto_online ? ", automatic online" : "");
}
