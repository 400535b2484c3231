/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One step of a plan, and its inverse.
 *
 * Invariant: a step that fails has done nothing, or is PDR_STEP_UNSURE; an
 * inverse takes back its own step and nothing else.
 *
 * Includes core/engine.
 */
#ifndef PDR_CORE_STEP_H
#define PDR_CORE_STEP_H

#include "core/engine/ops.h"

/**
 * pdr_step_target - the target that a step works on
 * @plan: laid out
 * @step: of it
 *
 * Return: the target that has the step's slot now.
 */
static inline struct pdr_target *pdr_step_target(const struct pdr_plan *plan,
						 const struct pdr_step *step)
{
	return &plan->targets[step->slot];
}

/**
 * pdr_step_is_firmware - tell if a step calls firmware
 * @what: enum pseries_dr_step
 *
 * Return: true if it or its inverse does, also where an operation of Linux makes the call.
 */
bool pdr_step_is_firmware(u8 what);

/**
 * pdr_step_gives - tell if a step gives a connector to the platform
 * @plan: laid out
 * @step: of it
 *
 * Return: true for the release of a logical connector, and for the isolation of
 * a physical one that is to be removed.
 */
bool pdr_step_gives(const struct pdr_plan *plan, const struct pdr_step *step);

/**
 * pdr_step_has_work - tell if there is anything to do
 * @plan: laid out
 * @step: of it
 *
 * Nothing is to be done on a target that is where the job wants it, and
 * nothing with firmware on a connector that the platform has already.
 *
 * Return: true if pdr_step_apply() would call anything.
 */
bool pdr_step_has_work(const struct pdr_plan *plan,
		       const struct pdr_step *step);

/**
 * pdr_step_apply - do a step
 * @world: to act on
 * @plan: laid out
 * @step: of it, with work to do; its state is set
 * @fault: filled on failure
 *
 * In a job that is only foreseen, the step changes nothing, so that nothing of it is ever
 * undone. It fails if it is known that it would.
 *
 * Return: 0 or negative errno.
 */
int pdr_step_apply(const struct pdr_world *world, struct pdr_plan *plan,
		   struct pdr_step *step, struct pdr_fault *fault);

/**
 * pdr_step_publish - publish the targets of a plan as they are to be listed
 * @world: to act on
 * @plan: laid out
 *
 * For an undo, apart from the steps of the plan.
 *
 * Return: 0 or negative errno; -ESTALE if the device tree is stale.
 */
int pdr_step_publish(const struct pdr_world *world, struct pdr_plan *plan);

/**
 * pdr_step_errno - choose the errno with which a job ends
 * @error: of a step, negative errno
 *
 * Return: @error, or -EIO for -ESTALE, which only the engine understands.
 */
int pdr_step_errno(int error);

/**
 * pdr_step_has_inverse - tell if undoing a step changes anything
 * @plan: laid out
 * @step: of it
 *
 * Return: true if it does.
 */
bool pdr_step_has_inverse(const struct pdr_plan *plan,
			  const struct pdr_step *step);

/**
 * pdr_step_undo - take a step back
 * @world: to act on
 * @plan: laid out
 * @step: of it, applied or unsure; its state is set
 *
 * Return: 0 or negative errno; -ESTALE if the device tree is stale.
 */
int pdr_step_undo(const struct pdr_world *world, struct pdr_plan *plan,
		  struct pdr_step *step);

#endif /* PDR_CORE_STEP_H */
