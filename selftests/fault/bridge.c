// SPDX-License-Identifier: GPL-2.0
/* Builds what is special where there is a bridge; see bridge.h. */
#include "bridge.h"

#define BRIDGE_INDEX	0x20000001
#define FUNCTION_INDEX	0x40010008

static bool is_of_bridge(const struct scenario *scenario)
{
	return scenario->group->resource == PSERIES_DR_RESOURCE_PHB;
}

static void give_letters(struct scenario *scenario)
{
	size_t functions = strlen(scenario->layout) - is_of_bridge(scenario);

	memcpy(scenario->letters, scenario->layout, functions);
	scenario->letters[BRIDGE] = is_of_bridge(scenario) ?
				    scenario->layout[functions] : 'o';
}

void bridge_make_connectors(struct scenario *scenario)
{
	struct model *model = &scenario->start.model;
	unsigned int function;

	give_letters(scenario);
	scenario->unit_count = UNITS;
	for (function = 0; function < FUNCTIONS; function++)
		model_add_function(model, BRIDGE, FUNCTION_INDEX + function);
	model_add_connector(model, PSERIES_DR_RESOURCE_PHB, BRIDGE_INDEX);
}

/* Function 0 is plugged last: with it the slot is complete. */
void bridge_plug_devices(struct scenario *scenario)
{
	struct model *model = &scenario->start.model;
	u8 unit = UNITS;

	while (unit--)
		if (scenario_has_device(scenario->letters[unit]))
			model_device_add(model, unit, 1);
}

u8 bridge_state_of(char letter)
{
	switch (letter) {
	case 'I':
	case 'i':
	case 'J':
		return MODEL_PHYSICAL_UNISOLATE;
	case 'A':
	case '-':
	case 'p':
	case 'x':
	case 'u':
	case '?':
		return MODEL_PHYSICAL_POWERON;
	default:
		return MODEL_PHYSICAL_CONFIGURED;
	}
}

u8 bridge_asked(const struct scenario *scenario)
{
	if (is_of_bridge(scenario))
		return BRIDGE;
	return scenario->group->first ? 0 : strlen(scenario->layout) - 1;
}

static void ask_for_unit(struct model *model, u8 unit)
{
	const struct model_device *device = model_device_of(model, unit);

	if (device && device->plugged)
		model_device_del(model, device - model->devices);
}

/* The event for what the job is about is the one that it was made of. */
static void drop_request(struct model *model, u8 unit)
{
	struct model_request *requests = model->requests;
	u16 i, kept = 0;

	for (i = 0; i < model->request_count; i++)
		if (requests[i].device != model->drcs[unit].device)
			requests[kept++] = requests[i];
	model->request_count = kept;
}

void bridge_ask_guest(struct scenario *scenario)
{
	struct model *model = &scenario->start.model;
	u8 asked = scenario->job.first;

	ask_for_unit(model, scenario->letters[0] && asked != BRIDGE ? 0 : asked);
	ask_for_unit(model, asked);
	drop_request(model, asked);
}

static bool has_letter(const struct scenario *scenario, u8 unit,
		       const char *letters)
{
	return scenario->letters[unit] &&
	       strchr(letters, scenario->letters[unit]);
}

/* Any that goes with it, or that the host asks for with it. */
static bool is_any_used(const struct scenario *scenario)
{
	bool others = is_of_bridge(scenario) || scenario->group->asked;
	u8 unit;

	for (unit = 0; unit < FUNCTIONS; unit++)
		if (has_letter(scenario, unit, "b") &&
		    (others || unit == scenario->job.first))
			return true;
	return has_letter(scenario, scenario->job.first, "b");
}

int bridge_expect_remove(const struct scenario *scenario)
{
	u8 asked = scenario->job.first;

	if (has_letter(scenario, asked, "?"))
		return -ENODEV;
	if (has_letter(scenario, asked, asked == BRIDGE ? "-xev" : "x"))
		return scenario->group->asked ? 0 : -ENODEV;
	return is_any_used(scenario) ? -EBUSY : 0;
}

int bridge_expect_add(const struct scenario *scenario)
{
	u8 asked = scenario->job.first;

	if (has_letter(scenario, asked, "?"))
		return -ENODEV;
	if (scenario_is_in_use(scenario->letters[asked]))
		return scenario->group->asked ? 0 : -EBUSY;
	return has_letter(scenario, asked, "xev") ? -ENODEV : 0;
}
