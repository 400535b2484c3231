/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_UNDO_H
#define PDR_UNDO_H

/*
 * Walking back through the steps of a plan.
 *
 * Invariant: every applied step is undone in reverse order, each target on its
 * own: a target whose undo failed stops there, and the others are restored all the
 * same. The device tree is put right before Linux is, so that every uevent finds
 * it true. For the engine alone.
 *
 * Includes core/engine.
 */

#include "core/engine/step.h"
#include "core/engine/ops.h"

/**
 * struct pdr_walk - a plan at work
 * @world: to act on
 * @plan: at work
 * @outcome: so far
 * @committed: the job has the word, see answer.h
 * @released: the platform has taken a connector; there is no way back
 * @kept: while an add is undone, an LMB of it stays in Linux
 * @insisted_ms: time spent on retries past the point of no return
 * @gave_up: the platform was busy with a release for as long as a call may take
 */
struct pdr_walk {
	const struct pdr_world *world;
	struct pdr_plan *plan;
	struct pdr_outcome *outcome;
	bool committed;
	bool released;
	bool kept;
	unsigned int insisted_ms;
	bool gave_up;
};

static inline struct pdr_target *pdr_walk_target(struct pdr_walk *walk,
						 const struct pdr_step *step)
{
	return pdr_step_target(walk->plan, step);
}

/**
 * pdr_walk_enter - the job enters a state
 * @walk: at work
 * @state: enum pseries_dr_state
 */
void pdr_walk_enter(struct pdr_walk *walk, u8 state);

/**
 * pdr_walk_hold - keep others from answering while firmware is called
 * @walk: at work
 * @hold: begin or end
 */
void pdr_walk_hold(struct pdr_walk *walk, bool hold);

/**
 * pdr_walk_advance - the job makes progress
 * @walk: at work
 * @step: of it, which begins or is undone, or has moved its target
 */
void pdr_walk_advance(struct pdr_walk *walk, const struct pdr_step *step);

/**
 * pdr_walk_set_moved - note and count whether a target is where the job wants it
 * @walk: at work
 * @target: of it
 * @moved: it is
 */
void pdr_walk_set_moved(struct pdr_walk *walk, struct pdr_target *target,
			bool moved);

/**
 * pdr_undo_slot - undo the steps of one slot
 * @walk: at work
 * @at: last step of the slot that may have been done
 */
void pdr_undo_slot(struct pdr_walk *walk, u32 at);

/**
 * pdr_undo_all - undo all that was done
 * @walk: at work
 * @failed: last step that may have been done
 */
void pdr_undo_all(struct pdr_walk *walk, u32 failed);

#endif /* PDR_UNDO_H */
