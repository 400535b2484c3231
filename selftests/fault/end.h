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

/* The platform has nothing on it, or has it back. */
static inline bool is_empty(const struct both_sides *sides, u8 unit)
{
	const struct model_drc *drc = &sides->model.drcs[unit];

	switch (drc->state) {
	case MODEL_UNUSABLE:
	case MODEL_EXCHANGE:
	case MODEL_RECOVERY:
		return true;
	default:
		return model_is_physical(drc) && !drc->dev;
	}
}

static inline bool is_isolated(const struct model_drc *drc)
{
	return drc->state == MODEL_AVAILABLE ||
	       drc->state == MODEL_PHYSICAL_POWERON;
}

static inline bool is_configured(const struct model_drc *drc)
{
	return drc->state == MODEL_CONFIGURED ||
	       drc->state == MODEL_PHYSICAL_CONFIGURED;
}

/**
 * end_check_io() - Judge what is special to bridges, functions and drivers.
 * @end: the job
 *
 * Return: what is wrong, or NULL.
 */
const char *end_check_io(const struct end *end);

/**
 * end_has_followed() - Tell if what is below a bridge went with it.
 * @end: the job
 * @unit: a unit below what the job is about
 *
 * Return: true if it did, and nothing of it was left behind.
 */
bool end_has_followed(const struct end *end, u8 unit);

/**
 * end_was_taken() - Tell if the host has taken what a job has not given.
 * @end: the job
 * @unit: a unit of any place
 *
 * Return: true if it asked for it, and got it as soon as it was isolated.
 */
bool end_was_taken(const struct end *end, u8 unit);

/**
 * end_count_taken() - Count what the host has taken besides.
 * @end: the job
 *
 * Return: functions.
 */
u32 end_count_taken(const struct end *end);

/**
 * end_fails_for_ever() - Tell if calls of a kind fail for ever for a unit.
 * @end: the job
 * @kind: enum call_kind
 * @unit: number of the unit
 *
 * Return: true if the script says so.
 */
bool end_fails_for_ever(const struct end *end, u8 kind, u8 unit);

/**
 * end_check_fault() - Judge what a job says went wrong.
 * @end: the job
 *
 * Return: what is wrong, or NULL.
 */
const char *end_check_fault(const struct end *end);

/**
 * end_check_reason() - Judge the reason that a job gives.
 * @end: the job
 *
 * Return: what is wrong, or NULL.
 */
const char *end_check_reason(const struct end *end);

/**
 * end_is_told_unseen() - Tell if the host heard a refusal that the outcome does not have.
 * @end: of a job
 * @device: that the host asked for
 *
 * Return: true if it did.
 */
bool end_is_told_unseen(const struct end *end, u8 device);

#endif /* PDR_FAULT_END_H */
