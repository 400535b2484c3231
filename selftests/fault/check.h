/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_CHECK_H
#define PDR_FAULT_CHECK_H

/*
 * The promises, checked after a job.
 * Invariant: judged by both sides and by the record of calls; of the core's own
 * account only the outcome is read, and held against these.
 */

#include "world.h"

/* One job may be held up so long, whatever the platform does. */
#define CHECK_LIMIT_MS	190000

/* "Not asked for" is believed after three calls, and once more when configured. */
#define CHECK_NOT_ASKED	6

/* Status of ibm,configure-connector: a page more. */
#define CHECK_MORE_MEMORY 5

/* Lowest of the statuses that ask for a delay. */
#define CHECK_DELAY_MIN	9900

/**
 * check_job() - Judge a job.
 * @world: after it
 * @before: both sides before it
 *
 * Return: what is wrong, or NULL.
 */
const char *check_job(const struct world *world,
		      const struct both_sides *before);

/**
 * check_resurrected() - Judge a job that was migrated after its first release.
 * @world: after it
 * @before: both sides before it
 *
 * Its connectors are back then, behind its back, so that what it says of them is
 * not held against the platform.
 *
 * Return: what is wrong, or NULL.
 */
const char *check_resurrected(const struct world *world,
			      const struct both_sides *before);

/**
 * check_economy() - Judge a job in which nothing went wrong by its calls.
 * @world: after it
 * @before: both sides before it
 *
 * Return: what is wrong, or NULL.
 */
const char *check_economy(const struct world *world,
			  const struct both_sides *before);

/**
 * check_stopped() - Judge whether a job that was told to stop has done so.
 * @world: after it
 *
 * Return: what is wrong, or NULL.
 */
const char *check_stopped(const struct world *world);

/**
 * check_has_worked() - Tell if a call did its work.
 * @world: with the record
 * @at: number of the call in it, from 0 on
 * @end: calls to look at
 *
 * A release counts as well when the platform says so right afterwards.
 *
 * Return: true if it did.
 */
bool check_has_worked(const struct world *world, u32 at, u32 end);

/**
 * check_gives() - Tell if a call gives what the job is about to the platform.
 * @world: where
 * @record: the call
 *
 * Return: true for a release, and for the isolation of a physical connector.
 */
bool check_gives(const struct world *world, const struct record *record);

/**
 * check_drained() - Judge whether each configuration was brought to its end.
 * @world: after it
 *
 * Return: what is wrong, or NULL.
 */
const char *check_drained(const struct world *world);

/**
 * check_is_said_before() - Tell if a call is made whatever comes of it.
 * @world: where
 * @record: the call
 *
 * A guest that gives an LMB by itself says before that it keeps it, to a platform
 * that may wait for it.
 *
 * Return: true if it is.
 */
bool check_is_said_before(const struct world *world,
			  const struct record *record);

/**
 * check_wait_ended() - Judge what a guest's own job made of a request of the
 *			host that nobody remembers.
 * @world: after it
 * @before: both sides before it
 *
 * It must not give part of it in vain, as the rest can only go the same way.
 *
 * Return: what is wrong, or NULL.
 */
const char *check_wait_ended(const struct world *world,
			     const struct both_sides *before);

/**
 * check_answered() - Judge a job in whose place somebody answered.
 * @world: after it
 *
 * Return: what is wrong, or NULL.
 */
const char *check_answered(const struct world *world);

/**
 * check_final_answers() - Judge whether a final answer was taken for one.
 * @world: after it
 *
 * Return: what is wrong, or NULL.
 */
const char *check_final_answers(const struct world *world);

/**
 * check_undone() - Count by the record what a job took back.
 * @world: after it
 *
 * Return: what is wrong, or NULL.
 */
const char *check_undone(const struct world *world);

/**
 * check_found() - Judge whether an add left alone what the platform had given before.
 * @world: after it
 * @before: it
 *
 * Return: what is wrong, or NULL.
 */
const char *check_found(const struct world *world,
			const struct both_sides *before);

#endif /* PDR_FAULT_CHECK_H */
