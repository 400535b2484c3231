// SPDX-License-Identifier: GPL-2.0
/* Walking back through the steps of a plan. Includes core/engine. */
#include "core/engine/undo.h"

void pdr_walk_enter(struct pdr_walk *walk, u8 state)
{
	walk->world->control->enter(walk->world->context, state);
}

void pdr_walk_hold(struct pdr_walk *walk, bool hold)
{
	walk->world->control->hold_firmware(walk->world->context, hold);
}

void pdr_walk_advance(struct pdr_walk *walk, const struct pdr_step *step)
{
	walk->world->control->advance(walk->world->context, step->what,
				     pdr_walk_target(walk, step)->drc_index,
				     walk->outcome->moved);
}

void pdr_walk_set_moved(struct pdr_walk *walk, struct pdr_target *target, bool moved)
{
	if (target->moved == moved)
		return;
	target->moved = moved;
	if (moved)
		walk->outcome->moved++;
	else
		walk->outcome->moved--;
}

static int undo_step_once(struct pdr_walk *walk, struct pdr_step *step)
{
	bool firmware = pdr_step_is_firmware(step->what);
	int error;

	if (firmware)
		pdr_walk_hold(walk, true);
	error = pdr_step_undo(walk->world, walk->plan, step);
	if (firmware)
		pdr_walk_hold(walk, false);
	return error;
}

static void mark_undo(const struct pdr_walk *walk, bool begins)
{
	walk->world->control->mark_undo(walk->world->context, begins);
}

/* -ESTALE: the device tree could not be read, or written, once more. */
static bool needs_memory(int error)
{
	return error == -ENOMEM || error == -ESTALE;
}

/*
 * A failed undo costs its owner the resource, so an undo outlasts failures that
 * pass, and a shortage of memory for far longer.
 */
static bool may_undo_again(const struct pdr_walk *walk, int error,
			   unsigned int *tries)
{
	const struct pdr_world *world = walk->world;

	if (pdr_drc_pause(&world->platform, error, tries))
		return true;
	*tries = 0;
	return needs_memory(error) && world->control->await_memory(world->context);
}

/*
 * An undo does not repeat a call that the platform has refused (-EPERM), or that must
 * not be made any more (-EALREADY). The reason of an attempt goes with the next one.
 */
static int undo_step_with_retries(struct pdr_walk *walk, struct pdr_step *step)
{
	struct pdr_target *target = pdr_walk_target(walk, step);
	u64 value = target->reason_value;
	u8 reason = target->reason;
	unsigned int tries = 0;
	int error;

	mark_undo(walk, true);
	do {
		target->reason = reason;
		target->reason_value = value;
		error = undo_step_once(walk, step);
		if (error == -EPERM || error == -EALREADY)
			break;
	} while (may_undo_again(walk, error, &tries));
	mark_undo(walk, false);
	return error;
}

static bool keeps_others(const struct pdr_plan *plan,
			 const struct pdr_target *target)
{
	return plan->request.action == PSERIES_DR_ACTION_ADD &&
	       plan->resource->ranged && target->attached;
}

/*
 * If one LMB of a failed add stays in Linux, the others are not given back: the
 * platform may ask for their range meanwhile, and would have it in part.
 */
static bool is_target_kept(const struct pdr_walk *walk,
			   const struct pdr_step *step,
			   const struct pdr_target *target)
{
	return walk->kept && step->what == PSERIES_DR_STEP_UNISOLATE &&
	       target->usage == PSERIES_DR_USAGE_ABSENT;
}

/* The undo takes back the results that were not as wanted, and gives reasons of its own. */
static void forget_reason(struct pdr_target *target)
{
	target->reason = PSERIES_DR_REASON_NONE;
	target->reason_value = 0;
}

static void forget_reasons(struct pdr_plan *plan)
{
	u32 slot;

	for (slot = 0; slot < plan->slots; slot++)
		forget_reason(&plan->targets[slot]);
}

static void note_undo_error(struct pdr_walk *walk, int error)
{
	walk->outcome->undo_failed++;
	if (!walk->outcome->undo_error)
		walk->outcome->undo_error = pdr_step_errno(error);
}

/* If a part stays offline, or a target stays listed, the other steps are still undone. */
static bool is_stuck_by(const struct pdr_step *step)
{
	return step->what != PSERIES_DR_STEP_OFFLINE &&
	       step->what != PSERIES_DR_STEP_PUBLISH;
}

static void undo_step(struct pdr_walk *walk, struct pdr_step *step)
{
	struct pdr_target *target = pdr_walk_target(walk, step);
	bool sure = step->state == PDR_STEP_APPLIED;
	int error;

	if ((!sure && step->state != PDR_STEP_UNSURE) || target->stuck)
		return;
	/* tells the answerer that the jobs behind this one are not overdue */
	pdr_walk_advance(walk, step);
	error = is_target_kept(walk, step, target) ? walk->outcome->undo_error :
					     undo_step_with_retries(walk, step);
	if (error) {
		target->stuck = is_stuck_by(step);
		walk->kept |= keeps_others(walk->plan, target);
		note_undo_error(walk, error);
		return;
	}
	if (!pdr_step_has_inverse(walk->plan, step))
		return;
	pdr_walk_set_moved(walk, target, false);
	if (sure)
		walk->outcome->undone++;
}

static int publish_with_retries(struct pdr_walk *walk)
{
	unsigned int tries = 0;
	int error;

	mark_undo(walk, true);
	do {
		error = pdr_step_publish(walk->world, walk->plan);
	} while (may_undo_again(walk, error, &tries));
	mark_undo(walk, false);
	return error;
}

static void list_target(struct pdr_walk *walk, struct pdr_target *target, bool listed)
{
	int error;

	if (target->listed == listed ||
	    target->usage == PSERIES_DR_USAGE_UNKNOWN)
		return;
	target->listed = listed;
	error = publish_with_retries(walk);
	if (error)
		note_undo_error(walk, error);
}

/* A target that comes back alone is listed before Linux has it. */
void pdr_undo_slot(struct pdr_walk *walk, u32 at)
{
	struct pdr_step *steps = walk->plan->steps;
	struct pdr_target *target = pdr_walk_target(walk, &steps[at]);

	forget_reason(target);
	list_target(walk, target, target->usage == PSERIES_DR_USAGE_IN_USE);
	for (; at != PDR_STEP_FIRST; at = steps[at].before)
		if (steps[at].what != PSERIES_DR_STEP_PUBLISH)
			undo_step(walk, &steps[at]);
	if (target->stuck)
		list_target(walk, target, target->attached);
}

/*
 * The publications are undone before all else: a listener that hears of a block that
 * comes back, or leaves again, reads the device tree and must find it true.
 */
static void undo_publications(struct pdr_walk *walk, u32 failed)
{
	struct pdr_step *steps = walk->plan->steps;
	u32 left = failed + 1;

	while (left > 0)
		if (steps[--left].what == PSERIES_DR_STEP_PUBLISH)
			undo_step(walk, &steps[left]);
}

/* If an undo failed, the device tree must list the targets as Linux has them now. */
static void publish_as_it_is(struct pdr_walk *walk)
{
	struct pdr_plan *plan = walk->plan;
	bool differs = false;
	u32 slot;

	for (slot = 0; slot < plan->slots; slot++) {
		struct pdr_target *target = &plan->targets[slot];

		differs |= target->listed != target->attached;
		target->listed = target->attached;
	}
	if ((differs || walk->outcome->undo_failed) &&
	    walk->world->linux_ops->publish)
		publish_with_retries(walk);
}

void pdr_undo_all(struct pdr_walk *walk, u32 failed)
{
	u32 left = failed + 1;

	pdr_walk_enter(walk, PSERIES_DR_STATE_ROLLING_BACK);
	forget_reasons(walk->plan);
	undo_publications(walk, failed);
	while (left > 0)
		undo_step(walk, &walk->plan->steps[--left]);
	if (walk->outcome->undo_failed)
		publish_as_it_is(walk);
}
