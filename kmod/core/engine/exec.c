// SPDX-License-Identifier: GPL-2.0
/* Walking forth through the steps of a plan, and concluding a job. Includes core/engine. */
#include "core/engine/exec.h"

#include "core/engine/refuse.h"
#include "core/engine/step.h"
#include "core/engine/undo.h"

static void keep_first(struct pdr_fault *first, const struct pdr_fault *fault)
{
	if (!first->error)
		*first = *fault;
}

static void note_fault(struct pdr_walk *walk, const struct pdr_step *step, int error,
		       const struct pdr_fault *fault)
{
	struct pdr_fault noted = *fault;

	noted.error = error;
	noted.step = step->what;
	noted.drc_index = pdr_walk_target(walk, step)->drc_index;
	keep_first(&walk->outcome->fault, &noted);
	if (walk->world->foreseen)
		keep_first(&walk->world->foreseen[step->slot], &noted);
}

static u8 last_step_of_add(const struct pdr_resource *resource)
{
	const struct pdr_phase *last =
		&resource->add.phases[resource->add.count - 1];
	u8 i = PDR_PHASE_STEPS;

	while (i > 1 && !last->steps[i - 1])
		i--;
	return last->steps[i - 1];
}

/*
 * A target has moved once its last fallible step is done, even if that step had nothing
 * to do.
 */
static bool ends_target(struct pdr_walk *walk, const struct pdr_step *step)
{
	const struct pdr_target *target = pdr_walk_target(walk, step);
	const struct pdr_plan *plan = walk->plan;

	if (plan->request.action == PSERIES_DR_ACTION_REMOVE)
		return pdr_step_gives(plan, step) &&
		       target->usage != PSERIES_DR_USAGE_ABSENT;
	if (step->what != last_step_of_add(plan->resource) ||
	    target->usage == PSERIES_DR_USAGE_IN_USE)
		return false;
	return step->what != PSERIES_DR_STEP_ONLINE ||
	       step->part + 1 == target->parts;
}

/* Commit as soon as the platform has part of the range, so that nobody refuses it. */
static void keep_word(struct pdr_walk *walk)
{
	walk->plan->in_part |= walk->world->answer->in_part;
	if (!walk->committed && pdr_plan_forward_only(walk->plan))
		walk->committed = pdr_answer_commit(walk->world->answer);
}

static int apply_step_once(struct pdr_walk *walk, struct pdr_step *step,
			   struct pdr_fault *fault)
{
	bool firmware = pdr_step_is_firmware(step->what);
	int error;

	if (walk->world->foreseen)
		return pdr_step_apply(walk->world, walk->plan, step, fault);

	if (firmware)
		pdr_walk_hold(walk, true);
	error = pdr_step_apply(walk->world, walk->plan, step, fault);
	keep_word(walk);
	if (firmware)
		pdr_walk_hold(walk, false);
	return error;
}

/* A target that is foreseen to stay takes no further step, but the others show their own. */
static bool is_foreseen_to_stay(const struct pdr_walk *walk, const struct pdr_step *step)
{
	return walk->world->foreseen && walk->world->foreseen[step->slot].error;
}

static int apply_step(struct pdr_walk *walk, struct pdr_step *step)
{
	struct pdr_fault fault = { 0 };
	int error;

	step->state = PDR_STEP_SETTLED;
	if (is_foreseen_to_stay(walk, step))
		return 0;
	if (pdr_step_has_work(walk->plan, step)) {
		pdr_walk_advance(walk, step);
		error = apply_step_once(walk, step, &fault);
		if (error) {
			note_fault(walk, step, error, &fault);
			return error;
		}
	}
	if (ends_target(walk, step)) {
		pdr_walk_set_moved(walk, pdr_walk_target(walk, step), true);
		pdr_walk_advance(walk, step);
	}
	return 0;
}

/*
 * Another candidate is worth trying if the failure concerns one candidate alone. A
 * platform that refuses to isolate one LMB refuses all of them, and all need the lock.
 */
static bool may_exchange(struct pdr_walk *walk, const struct pdr_step *step, int error)
{
	if (walk->plan->exact || error == -ECANCELED ||
	    walk->outcome->fault.reason == PSERIES_DR_REASON_LOCK_HELD)
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

/* The last candidate could not be taken, so there are fewer than the request asks for. */
static bool is_shortage(const struct pdr_walk *walk, const struct pdr_step *step)
{
	if (step->what == PSERIES_DR_STEP_RESOLVE)
		return walk->outcome->fault.call == PDR_FW_ANY;
	return step->what == PSERIES_DR_STEP_ACQUIRE;
}

static void note_shortage(struct pdr_walk *walk, const struct pdr_step *step)
{
	walk->outcome->fault.error = -ENOSPC;
	if (walk->world->foreseen)
		walk->world->foreseen[step->slot].error = -ENOSPC;
}

static void forget_fault(struct pdr_walk *walk, const struct pdr_step *step)
{
	walk->outcome->fault = (struct pdr_fault){ 0 };
	if (walk->world->foreseen)
		walk->world->foreseen[step->slot] = (struct pdr_fault){ 0 };
}

/*
 * The failed candidate is left as it was found. Its fault is forgotten once another
 * one takes its place.
 */
static bool exchange_target(struct pdr_walk *walk, u32 at, int error)
{
	struct pdr_step *step = &walk->plan->steps[at];

	if (!may_exchange(walk, step, error))
		return false;
	if (!walk->world->foreseen)
		pdr_undo_slot(walk, at);
	if (walk->outcome->undo_failed)
		return false;
	if (!pdr_plan_exchange(walk->plan, at)) {
		if (is_shortage(walk, step))
			note_shortage(walk, step);
		return false;
	}
	forget_fault(walk, step);
	return true;
}

static void note_stop(struct pdr_walk *walk, u32 at, int error, bool answered)
{
	const struct pdr_fault none = { 0 };

	note_fault(walk, &walk->plan->steps[at], error, &none);
	if (answered)
		walk->outcome->reason = PSERIES_DR_REASON_ANSWERED;
}

static int look_whether_to_stop(struct pdr_walk *walk, u32 at)
{
	int error = walk->world->control->stop(walk->world->context);
	bool answered = !error && pdr_answer_is_answered(walk->world->answer);

	if (answered)
		error = -ETIMEDOUT;
	if (error)
		note_stop(walk, at, error, answered);
	return error;
}

/*
 * Past the point of no return a failed step is tried again. All steps of the job
 * share one time limit for it: a platform that takes nothing more is not waited for
 * at each connector. The fault is forgotten once a later try succeeds. After a busy
 * timeout no step is tried again.
 */
static int insist_on_step(struct pdr_walk *walk, struct pdr_step *step)
{
	struct pdr_fault before = walk->outcome->fault;
	unsigned int ms = 10;
	int error;

	while ((error = apply_step(walk, step)) && error != -ETIMEDOUT &&
	       walk->insisted_ms < PDR_COMMIT_LIMIT_MS) {
		walk->world->platform.ops->delay(walk->world->platform.context,
						ms);
		walk->insisted_ms += ms;
		ms = min(2 * ms, 5000U);
	}
	if (!error)
		walk->outcome->fault = before;
	return error;
}

/* Apply the steps of a slot up to @at. A failed target is exchanged if that is allowed. */
static int apply_slot(struct pdr_walk *walk, u32 at)
{
	u32 next;
	int error;

	do {
		next = pdr_plan_first_pending(walk->plan, at);
		error = look_whether_to_stop(walk, next);
		if (error)
			return error;
		error = apply_step(walk, &walk->plan->steps[next]);
		if (error && !exchange_target(walk, next, error))
			return error;
	} while (error || next != at);
	return 0;
}

static u32 count_work(const struct pdr_plan *plan)
{
	u32 slot, work = 0;

	for (slot = 0; slot < plan->slots; slot++)
		work += pdr_plan_is_work(plan, &plan->targets[slot]);
	return work;
}

/* The targets below and beside a connector come before its own. */
static u32 find_asked(const struct pdr_plan *plan)
{
	u32 slot = 0;

	while (slot + 1 < plan->slots &&
	       plan->targets[slot].place != PDR_PLACE_ASKED)
		slot++;
	return slot;
}

/* The module cancels its own job if nothing is lost any more. */
static int missing_work(const struct pdr_plan *plan)
{
	if (plan->own)
		return -ECANCELED;
	return plan->request.action == PSERIES_DR_ACTION_REMOVE ? -ENODEV : -EBUSY;
}

/*
 * A request of the platform that finds everything in place is an old one, and done.
 * Anybody else asked for something impossible, and gets an error.
 */
static int check_work(struct pdr_walk *walk)
{
	const struct pdr_plan *plan = walk->plan;
	struct pdr_fault *fault = &walk->outcome->fault;

	walk->outcome->total = count_work(plan);
	if (walk->outcome->total || plan->platform_asked)
		return 0;
	/* a plan goes on after a fault, and then tells that one as the job would */
	if (fault->error)
		return fault->error;
	fault->error = missing_work(plan);
	fault->step = PSERIES_DR_STEP_RESOLVE;
	fault->drc_index = plan->targets[find_asked(plan)].drc_index;
	return fault->error;
}

/*
 * Taking one target offline can change how hard the others are to move. If all of
 * them have to go, the next one is chosen anew each time.
 */
static void choose_next(struct pdr_walk *walk, u32 at)
{
	const struct pdr_linux_ops *linux_ops = walk->world->linux_ops;
	const struct pdr_step *step = &walk->plan->steps[at];
	u32 next;

	if (step->what != PSERIES_DR_STEP_OFFLINE || step->part ||
	    !walk->plan->exact || !linux_ops->next)
		return;
	next = linux_ops->next(walk->world->context, walk->plan, step->slot);
	if (next == step->slot)
		return;
	pdr_plan_swap(walk->plan, step->slot, next);
	if (walk->world->foreseen)
		swap(walk->world->foreseen[step->slot], walk->world->foreseen[next]);
}

/* A busy platform is not asked about the others, too. */
static bool foresees_more(const struct pdr_walk *walk, int error)
{
	return walk->world->foreseen && error != -ETIMEDOUT && error != -ECANCELED;
}

static int apply_reversible(struct pdr_walk *walk)
{
	int error = 0;
	u32 at;

	for (at = 0; at < walk->plan->commit; at++) {
		if (at == walk->plan->slots) {
			error = check_work(walk);
			if (error)
				return error;
		}
		choose_next(walk, at);
		error = apply_slot(walk, at);
		if (error && !foresees_more(walk, error))
			break;
	}
	if (walk->world->foreseen)
		return walk->outcome->fault.error;
	if (error)
		pdr_undo_all(walk, at);
	return error;
}

static bool may_go_back(const struct pdr_walk *walk)
{
	return !walk->released && !pdr_plan_forward_only(walk->plan);
}

static void pass_point_of_no_return(struct pdr_walk *walk)
{
	if (walk->released)
		return;
	walk->released = true;
	pdr_walk_enter(walk, PSERIES_DR_STATE_COMPLETING);
}

/*
 * The first release of a connector is the point of no return, also if sense cannot
 * tell whether the release worked.
 */
static int release_target(struct pdr_walk *walk, struct pdr_step *step)
{
	const struct pdr_target *target = pdr_walk_target(walk, step);
	struct pdr_fault before = walk->outcome->fault;
	int error;

	error = may_go_back(walk) ? apply_step(walk, step) : insist_on_step(walk, step);
	if (error && !walk->released && target->absent) {
		walk->outcome->fault = before;
		error = insist_on_step(walk, step);
	}
	if (step->state == PDR_STEP_APPLIED || target->absent)
		pass_point_of_no_return(walk);
	return error;
}

/*
 * Right before the first call that cannot be taken back. A job that found a connector
 * released already has made no such call.
 */
static int take_word(struct pdr_walk *walk, u32 at)
{
	if (walk->committed || pdr_plan_forward_only(walk->plan) ||
	    !pdr_step_has_work(walk->plan, &walk->plan->steps[at]))
		return 0;
	walk->committed = pdr_answer_commit(walk->world->answer);
	if (walk->committed)
		return 0;
	note_stop(walk, at, -ETIMEDOUT, true);
	return -ETIMEDOUT;
}

static void give_word_back(struct pdr_walk *walk)
{
	if (walk->committed)
		pdr_answer_reopen(walk->world->answer);
	walk->committed = false;
}

static int release_or_stop(struct pdr_walk *walk, u32 at)
{
	int error = may_go_back(walk) ? look_whether_to_stop(walk, at) : 0;

	if (!error)
		error = take_word(walk, at);
	if (error)
		return error;
	return walk->gave_up ? -ETIMEDOUT :
			      release_target(walk, &walk->plan->steps[at]);
}

/* A range of which the platform has a part is not taken into use again. */
static void note_unfinished(struct pdr_walk *walk, u32 at, int error)
{
	if (error == -ETIMEDOUT) {
		walk->gave_up = true;
		pass_point_of_no_return(walk);
	}
	if (walk->plan->platform_asked)
		walk->outcome->unfinished = true;
	else
		pdr_undo_slot(walk, at);
}

/* The resource is gone, so a failure after the release does not fail the job. */
static void finish_step(struct pdr_walk *walk, struct pdr_step *step)
{
	struct pdr_fault before = walk->outcome->fault;

	if (insist_on_step(walk, step))
		walk->outcome->fault = before;
}

/*
 * Released connectors are gone. If the platform asked and does not take the others, a
 * later try gives them. If it did not ask, Linux uses them again.
 *
 * Return: 0; or the error of a release before which nothing was released, so that
 * everything can still be undone. Any other failure is noted in the outcome alone.
 */
static int commit_plan(struct pdr_walk *walk)
{
	const struct pdr_plan *plan = walk->plan;
	u32 at;
	int error;

	for (at = plan->commit; at < plan->step_count; at++) {
		if (!pdr_step_gives(plan, &plan->steps[at])) {
			finish_step(walk, &walk->plan->steps[at]);
			continue;
		}
		error = release_or_stop(walk, at);
		if (!error)
			continue;
		if (may_go_back(walk)) {
			give_word_back(walk);
			pdr_undo_all(walk, at);
			return error;
		}
		note_unfinished(walk, at, error);
	}
	return 0;
}

/*
 * The reason of the first fault counts. If it has none, or if there is no fault, the
 * job gives the reason of an operation that worked with a result other than requested.
 */
static void conclude_reason(const struct pdr_walk *walk)
{
	struct pdr_outcome *outcome = walk->outcome;
	const struct pdr_target *target = walk->plan->targets;
	const struct pdr_target *end = target + walk->plan->slots;

	if (outcome->fault.reason) {
		outcome->reason = outcome->fault.reason;
		outcome->reason_value = outcome->fault.reason_value;
	}
	for (; !outcome->reason && target < end; target++) {
		outcome->reason = target->reason;
		outcome->reason_value = target->reason_value;
	}
}

static u8 final_state(const struct pdr_walk *walk)
{
	const struct pdr_outcome *outcome = walk->outcome;

	if (!outcome->fault.error)
		return PSERIES_DR_STATE_DONE;
	if (outcome->refusals)
		return PSERIES_DR_STATE_REFUSED;
	return outcome->fault.error == -ECANCELED ? PSERIES_DR_STATE_CANCELLED :
						    PSERIES_DR_STATE_FAILED;
}

/* Any LMBs will do for a request by count, so it has no rest that only it could give. */
static bool may_be_planned_later(const struct pdr_request *request, int error)
{
	return pdr_request_names(request, request->index) ||
	       (error != -ENOSPC && error != -ENODEV);
}

void pdr_exec_fail(const struct pdr_world *world, const struct pdr_asked *job,
		   int error, struct pdr_outcome *outcome)
{
	struct pdr_walk walk = { .world = world, .outcome = outcome };

	*outcome = (struct pdr_outcome){
		.reason = outcome->reason,
		.reason_value = outcome->reason_value,
	};
	pdr_walk_enter(&walk, PSERIES_DR_STATE_RUNNING);
	outcome->fault.error = error;
	outcome->fault.step = PSERIES_DR_STEP_RESOLVE;
	outcome->fault.drc_index = job->request->index;
	if (job->in_part && may_be_planned_later(job->request, error)) {
		outcome->unfinished = true;
		outcome->in_part = true;
	} else {
		pdr_refuse_failed(world, NULL, job, outcome);
	}
	outcome->state = final_state(&walk);
}

void pdr_exec_run(const struct pdr_world *world, struct pdr_plan *plan,
		  struct pdr_outcome *outcome)
{
	struct pdr_walk walk = { .world = world, .plan = plan, .outcome = outcome };
	const struct pdr_asked asked = {
		.request = &plan->request, .platform_asked = plan->platform_asked,
	};
	int error;

	memset(outcome, 0, sizeof(*outcome));
	pdr_walk_enter(&walk, PSERIES_DR_STATE_RUNNING);
	error = apply_reversible(&walk);
	if (!error && !world->foreseen)
		error = commit_plan(&walk);
	if (error)
		pdr_refuse_failed(world, plan, &asked, outcome);
	conclude_reason(&walk);
	outcome->in_part = outcome->unfinished && pdr_plan_forward_only(plan);
	outcome->state = final_state(&walk);
}
