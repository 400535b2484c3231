/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_CONNECTOR_H
#define PDR_CONNECTOR_H

/*
 * The calls of a step on the connector of one target: sensing it to find its owner,
 * isolating it, and giving it back.
 *
 * Invariant: sense decides whether the guest or the platform owns a connector, also
 * after a failed call. Only step.c uses this header.
 *
 * Includes core/engine.
 */

#include "core/engine/ops.h"

/** PDR_NOT_CONFIGURED: isolate status -3: not configured, or no such connector */
#define PDR_NOT_CONFIGURED (-3)

/**
 * pdr_connector_set - make one transition of a target's connector
 * @world: to act on
 * @target: the target
 * @call: PDR_FW_ISOLATE to PDR_FW_ACQUIRE
 * @fault: filled on failure
 *
 * Return: 0 or negative errno.
 */
static inline int pdr_connector_set(const struct pdr_world *world,
				    const struct pdr_target *target,
				    enum pdr_fw_call call,
				    struct pdr_fault *fault)
{
	return pdr_drc_set(&world->platform, call, target->drc_index, fault);
}

/**
 * pdr_connector_isolate - isolate a target's connector
 * @world: to act on
 * @plan: of the target
 * @target: Linux does not have it any more
 * @fault: filled on failure
 *
 * Return: 0 or negative errno; -EBUSY without a firmware status if the platform
 * waits for the connector in another job.
 */
int pdr_connector_isolate(const struct pdr_world *world,
			  const struct pdr_plan *plan,
			  const struct pdr_target *target,
			  struct pdr_fault *fault);

/**
 * pdr_connector_resolve - find the owner of a target's connector
 * @world: to act on
 * @plan: of the target
 * @target: its usage, present and absent are set
 * @fault: filled on failure
 *
 * Return: 0 or negative errno; -ENODEV if the platform has nothing to add there.
 */
int pdr_connector_resolve(const struct pdr_world *world, struct pdr_plan *plan,
			  struct pdr_target *target, struct pdr_fault *fault);

/**
 * pdr_connector_assume - take a target's connector for the best that it can be
 * @plan: of the target, which is only foreseen
 * @target: its usage, present and absent are set
 *
 * For a reader that must not have the platform asked.
 */
void pdr_connector_assume(struct pdr_plan *plan, struct pdr_target *target);

/**
 * pdr_connector_give - give a target's connector to the platform
 * @world: to act on
 * @plan: of the target
 * @target: isolated, or physical; its present and absent are set
 * @fault: filled on failure
 *
 * Return: 0 or negative errno.
 */
int pdr_connector_give(const struct pdr_world *world, struct pdr_plan *plan,
		       struct pdr_target *target, struct pdr_fault *fault);

/**
 * pdr_connector_was_taken - tell if the platform has taken a function by itself
 * @world: to act on
 * @plan: of the target
 * @target: a target that could not be brought back
 *
 * A platform that has asked for a function takes it as soon as it is isolated.
 *
 * Return: true if it has.
 */
bool pdr_connector_was_taken(const struct pdr_world *world,
			     const struct pdr_plan *plan,
			     const struct pdr_target *target);

/**
 * pdr_connector_judge_own - judge a failure of a job of the module's own
 * @world: to act on
 * @plan: of the target
 * @target: in a slot whose power can be switched
 * @error: of the step, negative errno
 * @fault: of the step
 *
 * A slot without power gives no sense, so that an empty one is found only once it has
 * power. The module cancels its own job if the platform has taken what was lost.
 *
 * Return: -ECANCELED if the slot is empty, -ENODEV if it is gone, or @error.
 */
int pdr_connector_judge_own(const struct pdr_world *world, const struct pdr_plan *plan,
			    const struct pdr_target *target, int error,
			    struct pdr_fault *fault);

#endif /* PDR_CONNECTOR_H */
