/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_END_H
#define PDR_FAULT_END_H

/*
 * A job that has ended, as its judges see it.
 * Invariant: nobody who judges changes anything.
 */

#include "world.h"

/**
 * struct end - a job that has ended
 * @world: after it
 * @before: both sides before it
 * @job: the job
 * @outcome: what the core says
 */
struct end {
	const struct world *world;
	const struct both_sides *before;
	const struct job *job;
	const struct pdr_outcome *outcome;
};

static inline bool is_remove(const struct end *end)
{
	return end->job->action == PSERIES_DR_ACTION_REMOVE;
}

static inline bool is_done(const struct end *end)
{
	return end->outcome->state == PSERIES_DR_STATE_DONE;
}

static inline const struct model_drc *drc_now(const struct end *end, u8 unit)
{
	return &end->world->now.model.drcs[unit];
}

static inline const struct unit *unit_now(const struct end *end, u8 unit)
{
	return &end->world->now.units[unit];
}

/**
 * end_check_fault() - Judge what a job says went wrong.
 * @end: the job
 *
 * Return: what is wrong, or NULL.
 */
const char *end_check_fault(const struct end *end);

#endif /* PDR_FAULT_END_H */
