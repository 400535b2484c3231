/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FORESEE_H
#define PDR_FORESEE_H

/*
 * What a job would do if it began now. The engine itself walks through the plan
 * (pdr_world.foreseen), so that what it foresees is what it would do.
 *
 * Invariant: a job that is foreseen calls firmware only for sense values and power levels, and
 * Linux only by operations that look.
 *
 * Includes core/engine.
 */

#include "core/engine/exec.h"

/**
 * PDR_FORESEE_ASKS: connectors in a request for which the platform is asked, at most. In the
 * place of one that cannot be taken it is asked for another.
 */
#define PDR_FORESEE_ASKS 4096

/**
 * pdr_foresee_may_ask() - Tell if the platform may be asked for the sense values of a plan.
 * @request: the request
 * @admin: the reader may make the guest call firmware
 *
 * A reader waits for the plan, and the next job of the lane does, too.
 *
 * Context: any.
 * Return: true if it may.
 */
bool pdr_foresee_may_ask(const struct pdr_request *request, bool admin);

/**
 * pdr_foresee_plan() - Foresee how a plan would be carried out.
 * @world: to look at, with an entry of @foreseen for each slot of the plan
 * @plan: laid out; its targets change places as in the job
 * @outcome: filled: the number of connectors that would be moved, and the first failure
 *
 * The entries of the connectors that the job would take come to the front, in the order of
 * the job. Each has its connector, and an error if something stands in the way.
 *
 * Context: that of the operations.
 * Return: the number of these entries.
 */
u32 pdr_foresee_plan(const struct pdr_world *world, struct pdr_plan *plan,
		     struct pdr_outcome *outcome);

#endif /* PDR_FORESEE_H */
