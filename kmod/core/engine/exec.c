// SPDX-License-Identifier: GPL-2.0
/* Walking through the steps of a plan, forth and back. */
#include "core/engine/exec.h"
#include "core/engine/refuse.h"
#include "core/engine/step.h"

/**
 * struct run - a plan at work
 * @world: to act on
 * @plan: at work
 * @outcome: so far
 * @released: the platform has taken a connector; there is no way back
 * @kept: of an add that is undone, an LMB stays in Linux
 * @insisted_ms: time that the job has insisted for
 * @gave_up: the platform was busy with a release for as long as a call may take
 */
struct run {
	const struct pdr_world *world;
	struct pdr_plan *plan;
	struct pdr_outcome *outcome;
	bool released;
	bool kept;
	unsigned int insisted_ms;
	bool gave_up;
};

static struct pdr_target *target_of(struct run *run, const struct pdr_step *step)
{
	return pdr_step_target(run->plan, step);
}

static void note_reason(struct run *run, const struct pdr_target *target)
{
	run->outcome->reason = target->reason;
	run->outcome->reason_value = target->reason_value;
}

static void note_fault(struct run *run, const struct pdr_step *step, int error,
		       const struct pdr_fault *fault)
{
	struct pdr_fault *first = &run->outcome->fault;

	if (first->error)
		return;
	*first = *fault;
	first->error = error;
	first->step = step->what;
	first->drc_index = target_of(run, step)->drc_index;
	note_reason(run, target_of(run, step));
}

/*
 * The last step of a target that can fail decides whether it has moved, also
 * where that step finds nothing left to do.
 */
static bool ends_target(struct run *run, const struct pdr_step *step)
{
	const struct pdr_target *target = target_of(run, step);

	if (step->what == PSERIES_DR_STEP_ONLINE)
		return step->part + 1 == target->parts &&
		       target->usage != PSERIES_DR_USAGE_IN_USE;
	return step->what == PSERIES_DR_STEP_RELEASE &&
	       target->usage != PSERIES_DR_USAGE_ABSENT;
}

static void set_moved(struct run *run, struct pdr_target *target, bool moved)
{
	if (target->moved == moved)
		return;
	target->moved = moved;
	if (moved)
		run->outcome->moved++;
	else
		run->outcome->moved--;
}

static void advance(struct run *run, const struct pdr_step *step)
{
	run->world->control->advance(run->world->context, step->what,
				     target_of(run, step)->drc_index,
				     run->outcome->moved);
}

static int apply(struct run *run, struct pdr_step *step)
{
	struct pdr_fault fault = { 0 };
	int error;

	step->state = PDR_STEP_SKIPPED;
	if (pdr_step_has_work(run->plan, step)) {
		advance(run, step);
		error = pdr_step_apply(run->world, run->plan, step, &fault);
		if (error) {
			note_fault(run, step, error, &fault);
			return error;
		}
	}
	if (ends_target(run, step)) {
		set_moved(run, target_of(run, step), true);
		advance(run, step);
	}
	return 0;
}

/*
 * What cannot be undone is lost to its owner, so a failure that passes is no
 * reason. That the platform does not take an LMB, or must not hear, stays.
 */
static int undo_patiently(struct run *run, struct pdr_step *step)
{
	unsigned int tries = 0;
	int error;

	do {
		error = pdr_step_undo(run->world, run->plan, step);
		if (error == -EPERM || error == -EALREADY)
			break;
	} while (pdr_drc_pause(&run->world->platform, error, &tries));
	return error;
}

static bool keeps_others(const struct pdr_plan *plan,
			 const struct pdr_target *target)
{
	return plan->request.action == PSERIES_DR_ACTION_ADD &&
	       plan->request.resource == PSERIES_DR_RESOURCE_MEMORY &&
	       target->attached;
}

/*
 * An LMB that stays in Linux keeps the others that were added with it present:
 * if the platform wants their range back meanwhile, it would have it in part.
 */
static bool is_kept(const struct run *run, const struct pdr_step *step,
		    const struct pdr_target *target)
{
	return run->kept && step->what == PSERIES_DR_STEP_UNISOLATE &&
	       target->usage == PSERIES_DR_USAGE_ABSENT;
}

static void undo(struct run *run, struct pdr_step *step)
{
	struct pdr_target *target = target_of(run, step);
	bool sure = step->state == PDR_STEP_APPLIED;
	int error;

	if ((!sure && step->state != PDR_STEP_UNSURE) || target->stuck)
		return;
	error = is_kept(run, step, target) ? run->outcome->undo_error :
					     undo_patiently(run, step);
	if (error) {
		/* one part that stays offline does not keep the others so */
		target->stuck = step->what != PSERIES_DR_STEP_OFFLINE;
		run->kept |= keeps_others(run->plan, target);
		run->outcome->undo_failed++;
		if (!run->outcome->undo_error)
			run->outcome->undo_error = error;
		return;
	}
	if (!pdr_step_has_inverse(run->plan, step))
		return;
	set_moved(run, target, false);
	if (sure)
		run->outcome->undone++;
}

static void undo_slot(struct run *run, u32 at)
{
	struct pdr_step *steps = run->plan->steps;

	for (; at != PDR_STEP_FIRST; at = steps[at].before)
		undo(run, &steps[at]);
}

static void enter(struct run *run, u8 state)
{
	run->world->control->enter(run->world->context, state);
}

/*
 * Where a target could not be restored, the tables have to say so; where that
 * fails too, the next job's publication says it.
 */
static void undo_all(struct run *run, u32 failed)
{
	const struct pdr_linux_ops *linux_ops = run->world->linux_ops;
	u32 left = failed + 1;

	enter(run, PSERIES_DR_STATE_ROLLING_BACK);
	while (left > 0)
		undo(run, &run->plan->steps[--left]);
	if (run->outcome->undo_failed && linux_ops->publish)
		linux_ops->publish(run->world->context, run->plan);
}

/*
 * Only what concerns one candidate alone makes another one worth trying. A
 * platform that refuses to isolate one LMB refuses all of them.
 */
static bool may_exchange(struct run *run, const struct pdr_step *step, int error)
{
	if (run->plan->exact || error == -ECANCELED)
		return false;
	switch (step->what) {
	case PSERIES_DR_STEP_RESOLVE:
	case PSERIES_DR_STEP_OFFLINE:
	case PSERIES_DR_STEP_ACQUIRE:
	case PSERIES_DR_STEP_UNISOLATE:
	case PSERIES_DR_STEP_CONFIGURE:
		return true;
	default:
		return false;
	}
}

/* The last candidate was none: there are fewer than were asked for. */
static bool is_shortage(const struct run *run, const struct pdr_step *step)
{
	if (step->what == PSERIES_DR_STEP_RESOLVE)
		return run->outcome->fault.call == PDR_FW_ANY;
	return step->what == PSERIES_DR_STEP_ACQUIRE;
}

/*
 * The failed candidate is left as it was found; what went wrong with it no
 * longer matters once another one takes its place.
 */
static bool exchange(struct run *run, u32 at, int error)
{
	struct pdr_step *step = &run->plan->steps[at];

	if (!may_exchange(run, step, error))
		return false;
	undo_slot(run, at);
	if (run->outcome->undo_failed)
		return false;
	if (!pdr_plan_exchange(run->plan, at)) {
		if (is_shortage(run, step))
			run->outcome->fault.error = -ENOSPC;
		return false;
	}
	run->outcome->fault = (struct pdr_fault){ 0 };
	return true;
}

static int stop(struct run *run, u32 at)
{
	const struct pdr_fault none = { 0 };
	int error = run->world->control->stop(run->world->context);

	if (error)
		note_fault(run, &run->plan->steps[at], error, &none);
	return error;
}

/*
 * Past the point of no return, and where nothing but memory can be lacking, a
 * failure is met by trying again, for a time that all steps of the job have
 * together: a platform that takes no more is found out once and not for each
 * connector. The first fault is forgotten once a later try succeeds. A platform
 * that was busy until the call gave up has had its time, for all of them.
 */
static int insist(struct run *run, struct pdr_step *step)
{
	struct pdr_fault before = run->outcome->fault;
	unsigned int ms = 10;
	int error;

	while ((error = apply(run, step)) && error != -ETIMEDOUT &&
	       run->insisted_ms < PDR_COMMIT_LIMIT_MS) {
		run->world->platform.ops->delay(run->world->platform.context,
						ms);
		run->insisted_ms += ms;
		ms = min(2 * ms, 5000U);
	}
	if (!error)
		run->outcome->fault = before;
	return error;
}

static int apply_or_insist(struct run *run, struct pdr_step *step)
{
	return step->what == PSERIES_DR_STEP_PUBLISH ? insist(run, step) :
						       apply(run, step);
}

/* Bring the slot of a step up to it, exchanging its target where it may be. */
static int apply_slot(struct run *run, u32 at)
{
	u32 next;
	int error;

	do {
		next = pdr_plan_first_pending(run->plan, at);
		error = stop(run, next);
		if (error)
			return error;
		error = apply_or_insist(run, &run->plan->steps[next]);
		if (error && !exchange(run, next, error))
			return error;
	} while (error || next != at);
	return 0;
}

static u32 count_work(struct run *run)
{
	const struct pdr_plan *plan = run->plan;
	bool remove = plan->request.action == PSERIES_DR_ACTION_REMOVE;
	u32 slot, work = 0;

	for (slot = 0; slot < plan->slots; slot++) {
		u8 usage = plan->targets[slot].usage;

		work += remove ? usage != PSERIES_DR_USAGE_ABSENT :
				 usage != PSERIES_DR_USAGE_IN_USE;
	}
	return work;
}

/*
 * A request of the platform that finds everything in place is an old one and
 * done. Somebody who asks for what cannot happen is told.
 */
static int check_work(struct run *run)
{
	const struct pdr_plan *plan = run->plan;
	struct pdr_fault *fault = &run->outcome->fault;

	run->outcome->total = count_work(run);
	if (run->outcome->total || plan->platform_asked)
		return 0;
	fault->error = plan->request.action == PSERIES_DR_ACTION_REMOVE ?
		       -ENODEV : -EBUSY;
	fault->step = PSERIES_DR_STEP_RESOLVE;
	fault->drc_index = plan->targets[0].drc_index;
	return fault->error;
}

/*
 * Taking one target offline can change how hard the others are to move, so who
 * comes next is asked anew each time where all of them have to go.
 */
static void choose_next(struct run *run, u32 at)
{
	const struct pdr_linux_ops *linux_ops = run->world->linux_ops;
	const struct pdr_step *step = &run->plan->steps[at];
	u32 next;

	if (step->what != PSERIES_DR_STEP_OFFLINE || step->part ||
	    !run->plan->exact || !linux_ops->next)
		return;
	next = linux_ops->next(run->world->context, run->plan, step->slot);
	if (next != step->slot)
		pdr_plan_swap(run->plan, step->slot, next);
}

static int apply_reversible(struct run *run)
{
	int error = 0;
	u32 at;

	for (at = 0; at < run->plan->commit; at++) {
		if (at == run->plan->slots) {
			error = check_work(run);
			if (error)
				return error;
		}
		choose_next(run, at);
		error = apply_slot(run, at);
		if (error)
			break;
	}
	if (error)
		undo_all(run, at);
	return error;
}

static bool may_go_back(const struct run *run)
{
	return !run->released && !pdr_plan_forward_only(run->plan);
}

static void pass_return(struct run *run)
{
	if (run->released)
		return;
	run->released = true;
	enter(run, PSERIES_DR_STATE_COMPLETING);
}

/*
 * The first connector given back is the point of no return, also if nobody can
 * tell whether it was.
 */
static int release(struct run *run, struct pdr_step *step)
{
	const struct pdr_target *target = target_of(run, step);
	struct pdr_fault before = run->outcome->fault;
	int error;

	error = may_go_back(run) ? apply(run, step) : insist(run, step);
	if (error && !run->released && target->given) {
		run->outcome->fault = before;
		error = insist(run, step);
	}
	if (step->state == PDR_STEP_APPLIED || target->given)
		pass_return(run);
	return error;
}

/*
 * Return: 0; or the error of a release before which nothing was given back,
 * so that everything can still be undone. Any other failure only stays noted
 * in the outcome: what was given back is gone. What the platform does not take
 * of it later is its own to ask for again, or else goes back into use.
 */
static int commit(struct run *run)
{
	u32 at;
	int error;

	for (at = run->plan->commit; at < run->plan->step_count; at++) {
		struct pdr_step *step = &run->plan->steps[at];

		if (step->what == PSERIES_DR_STEP_PUBLISH) {
			insist(run, step);
			continue;
		}
		error = may_go_back(run) ? stop(run, at) : 0;
		if (!error)
			error = run->gave_up ? -ETIMEDOUT : release(run, step);
		if (!error)
			continue;
		if (may_go_back(run)) {
			undo_all(run, at);
			return error;
		}
		/* what the platform has in part is not taken into use again */
		if (error == -ETIMEDOUT) {
			run->gave_up = true;
			pass_return(run);
		}
		if (run->plan->platform_asked)
			run->outcome->unfinished = true;
		else
			undo_slot(run, at);
	}
	return 0;
}

/*
 * Whether the platform has part of the range is asked anew, unless it is known:
 * a refusal then makes QEMU abort at its next request for the range. Of what
 * gives no sense, that Linux has it says that the platform has not.
 */
static bool may_refuse(struct run *run)
{
	struct pdr_plan *plan = run->plan;
	struct pdr_fault fault;
	u32 i, sense;
	int error;

	if (pdr_plan_forward_only(plan))
		return false;
	for (i = 0; i < plan->slots; i++) {
		struct pdr_target *target = &plan->targets[i];

		error = pdr_drc_sense_surely(&run->world->platform,
					     target->drc_index, &sense, &fault);
		if (error == -ENODEV)
			sense = PDR_SENSE_EMPTY;
		else if (error == -ETIMEDOUT || (error && !target->attached))
			return false;
		else if (error)
			sense = PDR_SENSE_PRESENT;
		pdr_plan_set_given(plan, target, sense == PDR_SENSE_UNUSABLE);
		if (target->given)
			return false;
		target->present = sense == PDR_SENSE_PRESENT;
	}
	return true;
}

static int refuse_target(struct run *run, const struct pdr_target *target)
{
	const struct pdr_refusal refusal = {
		.drc_index = target->drc_index,
		.lmb = run->plan->request.resource ==
		       PSERIES_DR_RESOURCE_MEMORY,
		.attached = target->attached,
		.by_configure = run->world->refuse_by ==
				PSERIES_DR_REFUSE_BY_CONFIGURE,
	};
	int error = pdr_refuse_connector(&run->world->platform, &refusal);

	if (!error)
		run->outcome->refusals++;
	return error;
}

static int refuse_those(struct run *run, bool attached)
{
	struct pdr_plan *plan = run->plan;
	int error = 0;
	u32 i;

	for (i = 0; i < plan->slots && error != -ETIMEDOUT; i++) {
		if (!plan->targets[i].present ||
		    plan->targets[i].attached != attached)
			continue;
		error = refuse_target(run, &plan->targets[i]);
		if (!error && !attached)
			break;
	}
	return error;
}

/*
 * A word is enough for what Linux has. What nobody uses has to be configured to
 * say anything by it, so that is done to one only, and where Linux has nothing.
 * A platform that could not be told, for whatever reason, is told later.
 */
static void refuse(struct run *run)
{
	struct pdr_outcome *outcome = run->outcome;
	int error;

	if (!may_refuse(run)) {
		outcome->unfinished = true;
		return;
	}
	if (run->world->refuse_by == PSERIES_DR_REFUSE_BY_OFF)
		return;
	error = refuse_those(run, true);
	if (!outcome->refusals && error != -ETIMEDOUT)
		error = refuse_those(run, false) ?: error;
	outcome->unfinished = error && !outcome->refusals;
}

static u8 final_state(const struct run *run)
{
	const struct pdr_outcome *outcome = run->outcome;

	if (!outcome->fault.error)
		return PSERIES_DR_STATE_DONE;
	if (outcome->refusals)
		return PSERIES_DR_STATE_REFUSED;
	return outcome->fault.error == -ECANCELED ? PSERIES_DR_STATE_CANCELLED :
						    PSERIES_DR_STATE_FAILED;
}

static void conclude_failure(struct run *run)
{
	const struct pdr_plan *plan = run->plan;

	if (plan->request.action == PSERIES_DR_ACTION_REMOVE &&
	    plan->platform_asked)
		refuse(run);
}

void pdr_exec_run(const struct pdr_world *world, struct pdr_plan *plan,
		  struct pdr_outcome *outcome)
{
	struct run run = { .world = world, .plan = plan, .outcome = outcome };
	int error;

	memset(outcome, 0, sizeof(*outcome));
	enter(&run, PSERIES_DR_STATE_RUNNING);
	error = apply_reversible(&run);
	if (!error)
		error = commit(&run);
	if (error)
		conclude_failure(&run);
	outcome->in_part = outcome->unfinished && pdr_plan_forward_only(plan);
	outcome->state = final_state(&run);
}
