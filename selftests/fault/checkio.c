// SPDX-License-Identifier: GPL-2.0
/* Checks the promises that are special to bridges, functions and drivers. */
#include "check.h"
#include "end.h"

bool end_has_followed(const struct end *end, u8 unit)
{
	const struct model_drc *drc = drc_now(end, unit);

	return !unit_now(end, unit)->attached &&
	       (!drc->dev || is_isolated(drc));
}

bool end_was_taken(const struct end *end, u8 unit)
{
	return world_is_member(end->world, unit) &&
	       model_is_physical(drc_now(end, unit)) && !is_done(end) &&
	       end->before->model.drcs[unit].dev && !drc_now(end, unit)->dev;
}

u32 end_count_taken(const struct end *end)
{
	u32 count = 0;
	u8 unit;

	for (unit = 0; unit < FUNCTIONS; unit++)
		count += end_was_taken(end, unit);
	return count;
}

static bool end_has_bridge(const struct end *end)
{
	return end->job->resource == PSERIES_DR_RESOURCE_PHB ||
	       end->job->resource == PSERIES_DR_RESOURCE_PCI;
}

/* The host has it, when it asked and hears that the job is done. */
static const char *check_taken(const struct end *end)
{
	const struct model_drc *was = &end->before->model.drcs[end->job->first];

	if (!is_done(end) || !is_remove(end) || !was->unplug)
		return NULL;
	return drc_now(end, end->job->first)->dev ?
	       "done, but the host has not got it" : NULL;
}

/* LoPAR has no word by which a physical connector is refused. */
static const char *check_untold(const struct end *end)
{
	if (!world_is_physical(end->job))
		return NULL;
	if (end->outcome->unfinished &&
	    end->world->states[1] != PSERIES_DR_STATE_COMPLETING)
		return "a function waits for a refusal";
	return end->outcome->refusals ? "a function was refused" : NULL;
}

/* A function that its bridge brought can be taken without asking, until then. */
static const char *check_brought(const struct end *end)
{
	u8 unit = end->job->first;

	if (is_remove(end) || !is_done(end) || !world_is_physical(end->job) ||
	    !end->job->asked || is_empty(&end->world->now, unit))
		return NULL;
	return is_configured(drc_now(end, unit)) ? NULL :
	       "a function that is in use was left isolated";
}

/* Neither the platform nor Linux had anything there, and the platform said so. */
static bool was_empty(const struct end *end, u8 unit)
{
	return is_empty(end->before, unit) && !end->before->units[unit].attached &&
	       end->before->units[unit].power;
}

/* Power is what it is to be, or was; what cannot be undone keeps it. */
static const char *check_end_power(const struct end *end)
{
	u8 unit = end->job->first;
	bool was = end->before->units[unit].power;
	bool is = unit_now(end, unit)->power;

	if (!unit_now(end, unit)->powered ||
	    end_fails_for_ever(end, CALL_POWER, unit))
		return NULL;
	if (was_empty(end, unit))
		return was == is || end->world->script.reached ? NULL :
		       "power was taken from what is not there";
	if (!is_done(end))
		return was == is || end->outcome->undo_failed ||
		       end->world->states[1] == PSERIES_DR_STATE_COMPLETING ?
		       NULL : "the power of a slot was left changed";
	if (end->before->units[unit].attached && !is_remove(end))
		return NULL;
	return is == !is_remove(end) ? NULL :
	       "the power of a slot is not what it should be";
}

/* The guest cannot have a slot that the host has taken, and does not ask for it again and again. */
static const char *check_asked_back(const struct end *end)
{
	const struct pdr_outcome *outcome = end->outcome;

	if (!outcome->undo_failed ||
	    outcome->undo_failed != end_count_taken(end))
		return NULL;
	return outcome->undo_error == -EALREADY ? NULL :
	       "what the host has taken was to be had back";
}

/* The job says why it does not go. */
static const char *check_users(const struct end *end)
{
	const struct pdr_outcome *outcome = end->outcome;
	u8 unit = world_unit(end->world, outcome->fault.drc_index);

	if (outcome->fault.step != PSERIES_DR_STEP_CHECK || unit == NO_UNIT ||
	    outcome->fault.error != -EBUSY || end->world->script.reached ||
	    outcome->reason == PSERIES_DR_REASON_IN_USE)
		return NULL;
	return "what is in use was kept, but it is not said why";
}

const char *end_check_io(const struct end *end)
{
	const char *wrong = check_users(end);

	if (wrong || !end_has_bridge(end))
		return wrong;
	return check_taken(end) ?: check_untold(end) ?: check_brought(end) ?:
	       check_end_power(end) ?: check_asked_back(end);
}
