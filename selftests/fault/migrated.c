// SPDX-License-Identifier: GPL-2.0
/* Tells what only a migration explains; see migrated.h. */

#include "migrated.h"

/* Number of a call that is never made. */
#define NEVER	U32_MAX

/* It does what it is to do, but does not say so, or not yet. */
static bool works_unheard(const struct script *script, unsigned int at)
{
	unsigned int i;

	for (i = 0; i < script->reached; i++)
		if (script->points[i].at == at)
			return script->points[i].way->mode == WAY_AFTER ||
			       script->points[i].way->mode == WAY_BUSY_DONE;
	return false;
}

/* Number of the first call by which a connector is given, or that says so. */
static unsigned int first_given(const struct script *script)
{
	const struct record *record = script->log;
	unsigned int at;

	for (at = 1; at <= min(script->calls, SCRIPT_LOG); at++, record++)
		if (script_says_given(record) ||
		    (record->kind == CALL_RELEASE && works_unheard(script, at)))
			return at;
	return NEVER;
}

bool migrated_brings_back(const struct world *world,
			  const struct scenario *scenario)
{
	const struct script *script = &world->script;
	unsigned int given = first_given(script), i;

	if (world->job.action != PSERIES_DR_ACTION_REMOVE)
		return false;
	for (i = 0; i < script->reached; i++)
		if (script->points[i].way->mode == WAY_MIGRATE &&
		    (script->points[i].at > given ||
		     strchr(scenario->layout, '-')))
			return true;
	return false;
}

static bool was_migrated(const struct script *script)
{
	unsigned int i;

	for (i = 0; i < script->reached; i++)
		if (script->points[i].way->mode == WAY_MIGRATE)
			return true;
	return false;
}

/*
 * A guest that says in time and place that it keeps a thing, or takes one into use,
 * may meet A2 or A3. A guest that knows that part was given may not.
 */
bool migrated_is_forgotten(const struct world *where, const struct script *run)
{
	u8 fatal = where->now.model.fatal;

	return (fatal == MODEL_A2 || fatal == MODEL_A3) && was_migrated(run) &&
	       !where->complaint && !where->job.in_part &&
	       !script_knows_given(&where->script);
}
