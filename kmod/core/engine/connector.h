/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_CONNECTOR_H
#define PDR_CONNECTOR_H

/*
 * What a step does with the connector of one target: sense it and tell who owns it,
 * isolate it, and give it back.
 *
 * Invariant: sense decides who owns a connector, also after a call that failed.
 * For the steps alone.
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
 * pdr_connector_resolve - tell who owns a target's connector
 * @world: to act on
 * @plan: of the target
 * @target: its usage, present and given are set
 * @fault: filled on failure
 *
 * Return: 0 or negative errno; -ENODEV if the platform has nothing to add there.
 */
int pdr_connector_resolve(const struct pdr_world *world, struct pdr_plan *plan,
			  struct pdr_target *target, struct pdr_fault *fault);

/**
 * pdr_connector_give - give a target's connector to the platform
 * @world: to act on
 * @plan: of the target
 * @target: isolated, or physical; its present and given are set
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
 * @target: it could not be brought back
 *
 * The platform takes a function as soon as it is isolated, if it asked for the
 * function besides.
 *
 * Return: true if it has.
 */
bool pdr_connector_was_taken(const struct pdr_world *world,
			     const struct pdr_plan *plan,
			     const struct pdr_target *target);

#endif /* PDR_CONNECTOR_H */
