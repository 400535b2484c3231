/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Carrying out a plan: all of it, or nothing of it.
 *
 * Invariant: a step is applied only while all before it on its slot are
 * applied or had nothing to do; on a failure every applied step is undone in
 * reverse order, each target on its own, so that a target whose undo failed
 * stops there and the others are restored all the same. Once the platform
 * has taken the first connector, the others are tried until they go or their
 * time is up; of a range that it asked for, none is undone or refused then.
 */
#ifndef PDR_CORE_EXEC_H
#define PDR_CORE_EXEC_H

#include "core/engine/ops.h"

/** PDR_COMMIT_LIMIT_MS: how long a job insists past the point of no return, in all */
#define PDR_COMMIT_LIMIT_MS 30000

/**
 * pdr_exec_fail - end a job that has no plan
 * @world: to act on
 * @job: what was asked
 * @error: why there is no plan, negative errno
 * @outcome: filled
 *
 * The platform is told, where it asked for a removal; not so when it was given
 * part of the range before.
 */
void pdr_exec_fail(const struct pdr_world *world, const struct pdr_asked *job,
		   int error, struct pdr_outcome *outcome);

/**
 * pdr_exec_run - carry out a plan
 * @world: to act on
 * @plan: laid out
 * @outcome: filled
 *
 * Every failure is undone and, where the platform asked for a removal, refused
 * to it before this returns.
 */
void pdr_exec_run(const struct pdr_world *world, struct pdr_plan *plan,
		  struct pdr_outcome *outcome);

#endif /* PDR_CORE_EXEC_H */
