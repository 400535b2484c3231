/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A plan: the work of one job as data.
 *
 * A plan is an array of steps over an array of targets (LMBs, cores, bridges). It
 * has all that will be done, in order, and it is the only place where progress is
 * noted: the state of a step tells whether there is something to undo.
 *
 * Invariant: steps before @commit have an inverse and are undone in reverse
 * order; from @commit on there is no way back. Slot i works on targets[i];
 * targets from @slots on are spare candidates, exchanged into a slot whose
 * own target turned out not to be movable.
 *
 * Includes core, core/parse and core/engine.
 */
#ifndef PDR_CORE_PLAN_H
#define PDR_CORE_PLAN_H

#include <pdr_env.h>
#include "core/engine/resource.h"
#include "core/parse/request.h"

struct pdr_cc_node;

/**
 * enum pdr_step_state - how far a step is
 * @PDR_STEP_PENDING: not begun
 * @PDR_STEP_APPLIED: done, can be undone
 * @PDR_STEP_UNSURE: failed, but may have been done; undone as if it had been
 * @PDR_STEP_SETTLED: nothing to undo: there was nothing to do, or its inverse was called
 */
enum pdr_step_state {
	PDR_STEP_PENDING,
	PDR_STEP_APPLIED,
	PDR_STEP_UNSURE,
	PDR_STEP_SETTLED,
};

/**
 * struct pdr_step - one invertible entry of a plan
 * @what: the step (enum pseries_dr_step)
 * @state: enum pdr_step_state
 * @part: memory block of the LMB, or thread of the core
 * @slot: the slot whose target it works on
 * @was: value for the inverse, as the Linux operation gave it; 0 when the part was
 *	 not online before and is to be offline again
 * @before: the step before this one on the same slot, or PDR_STEP_FIRST
 */
struct pdr_step {
	u8 what;
	u8 state;
	u16 part;
	u32 slot;
	u32 was;
	u32 before;
};

/** PDR_STEP_FIRST: there is no step before this one on its slot */
#define PDR_STEP_FIRST 0xffffffffU

/*
 * The states of a target. RESOLVE finds it in one of the three. Its flags follow each
 * step.
 *
 *	ABSENT                  UNUSED                      IN USE
 *	the platform has it     present, Linux does         present, Linux has
 *	                        not have it                 it attached
 *	absent                  present                     present, attached
 *
 *	    --- ACQUIRE ----------> UNISOLATE, CONFIGURE
 *	                            ATTACH, ONLINE, BIND -------->
 *	    <-- RELEASE ----------- ISOLATE <---- OFFLINE, UNBIND, DETACH
 *
 *	physical: no ACQUIRE and no RELEASE; ISOLATE gives it, and "absent" is an
 *	empty slot
 *
 * moved   it is where the job wants it
 * listed  ibm,dynamic-memory has it as Linux's, or will by the next PUBLISH
 * stuck   an undo failed: its earlier steps are not undone, so that Linux never has
 *	   a target whose connector is not configured
 * absent  without sense: the platform may have it, so Linux must not use it
 */

/**
 * struct pdr_target - a connector that a job is to move
 * @drc_index: the connector
 * @place: enum pdr_place
 * @powered: the power of its slot can be switched
 * @power: that power is on
 * @usage: its owner, as resolved (enum pseries_dr_usage)
 * @present: the platform senses it present; its connector takes part in the job
 * @absent: the platform has it, or may have it: it senses unusable, or was
 *	   released by a call that failed and gives no sense
 * @attached: Linux has it
 * @moved: it is where the job wants it
 * @listed: the device tree lists it as Linux's, or is to by the next publication;
 *	    pdr_plan_add() assumes that it lists what Linux has
 * @stuck: an undo failed on it, nothing more is undone on it
 * @reason: enum pseries_dr_reason, written by the operations of Linux: why one
 *	    failed, or how its result differs from the request. The engine moves
 *	    the first kind to the fault, and keeps the second until the job ends
 * @reason_value: number that belongs to @reason
 * @parts: memory blocks of the LMB, or threads of the core, at most
 *	   pdr_plan.parts
 * @last_step: last step laid out for the slot of this number
 * @handle: the Linux side's own, opaque here
 * @tree: nodes from ibm,configure-connector, owned by the target, or NULL
 */
struct pdr_target {
	u32 drc_index;
	u8 place;
	bool powered;
	bool power;
	u8 usage;
	bool present;
	bool absent;
	bool attached;
	bool moved;
	bool listed;
	bool stuck;
	u8 reason;
	u16 parts;
	u32 last_step;
	u64 reason_value;
	u64 handle;
	struct pdr_cc_node *tree;
};

/**
 * struct pdr_plan - a job as data
 * @request: the request
 * @resource: of the request
 * @platform_asked: the platform asked; a removal that fails is refused to it
 * @in_part: an earlier try of the same job gave the platform part of the range
 * @own: the module asked for it, to bring back a connector that Linux has lost: it takes
 *	 only one that is present and unused
 * @exact: the request means all of @targets, there are no spare candidates
 * @joint: its targets are of several places, and pass each phase together
 * @parts: parts of each target
 * @slots: targets that are to be moved
 * @capacity: targets that @targets can take
 * @target_count: entries of @targets, at least @slots
 * @targets: those of the slots first, then the spare candidates in order
 * @next_spare: first spare candidate that was not tried yet
 * @absent: targets of the slots that are asked for, and absent
 * @step_count: entries of @steps
 * @commit: first step that has no way back; @step_count where there is none
 * @steps: in order of execution
 */
struct pdr_plan {
	struct pdr_request request;
	const struct pdr_resource *resource;
	bool platform_asked;
	bool in_part;
	bool own;
	bool exact;
	bool joint;
	u16 parts;
	u32 slots;
	u32 capacity;
	u32 target_count;
	struct pdr_target *targets;
	u32 next_spare;
	u32 absent;
	u32 step_count;
	u32 commit;
	struct pdr_step *steps;
};

/**
 * pdr_plan_init - make an empty plan with room for targets
 * @plan: to be filled
 * @request: the request
 * @platform_asked: the platform asked for it
 * @capacity: targets it can take, not 0
 *
 * Return: 0, -ENOMEM, or -EOPNOTSUPP when the request is of no resource that
 * pdr_resource_of() knows. The plan is to be freed by pdr_plan_free() in any case.
 */
int pdr_plan_init(struct pdr_plan *plan, const struct pdr_request *request,
		  bool platform_asked, u32 capacity);

/**
 * pdr_plan_is_full - tell if a plan can take no further target
 * @plan: the plan
 *
 * Return: true if pdr_plan_add() would fail.
 */
static inline bool pdr_plan_is_full(const struct pdr_plan *plan)
{
	return plan->target_count >= plan->capacity;
}

/**
 * pdr_plan_add - append a target
 * @plan: not laid out yet
 * @drc_index: the connector
 * @attached: Linux has it now
 * @parts: memory blocks or threads
 * @handle: the Linux side's own
 *
 * A target below another one is added before that one.
 *
 * Return: the target, until the plan is laid out; its place and its power may be
 * set. NULL if the plan is full.
 */
struct pdr_target *pdr_plan_add(struct pdr_plan *plan, u32 drc_index,
				bool attached, u16 parts, u64 handle);

/** PDR_NO_POWER_DOMAIN: the power domain of a connector whose power cannot be switched */
#define PDR_NO_POWER_DOMAIN 0xffffffffU

/**
 * pdr_power_is_switched - tell if the platform can switch a power domain
 * @domain: as a node says
 *
 * Return: false for domain 0, too, which nobody switches.
 */
static inline bool pdr_power_is_switched(u32 domain)
{
	return domain && domain != PDR_NO_POWER_DOMAIN;
}

/**
 * pdr_plan_set_power - note that the power of a target's slot can be switched
 * @target: the target
 * @error: 0 if the platform has told whether it is on
 * @on: it is on
 *
 * If the platform does not tell, a slot has power if Linux uses it.
 */
static inline void pdr_plan_set_power(struct pdr_target *target, int error, bool on)
{
	target->powered = true;
	target->power = error ? target->attached : on;
}

/**
 * pdr_plan_lay - lay out the steps, once all targets are known
 * @plan: with its targets
 * @slots: how many of the targets are to be moved, 1 to target_count
 *
 * A removal that the platform asked for goes phase by phase, so that nothing
 * is told to the firmware before every block is offline. One that only the
 * guest wants takes its first target through isolation before it touches the
 * second: a platform that does not take it back then costs one target. Targets
 * of several places always go phase by phase.
 *
 * Return: 0, or -ENOMEM.
 */
int pdr_plan_lay(struct pdr_plan *plan, u32 slots);

/**
 * pdr_plan_publish_end - find the end of the slots of a publication
 * @plan: laid out
 * @slot: slot of its step, the first of them
 *
 * Return: the slot after the last of them.
 */
u32 pdr_plan_publish_end(const struct pdr_plan *plan, u32 slot);

/**
 * pdr_plan_set_absent - note whether the platform has a target
 * @plan: laid out
 * @target: of a slot
 * @absent: it has
 */
static inline void pdr_plan_set_absent(struct pdr_plan *plan,
				       struct pdr_target *target, bool absent)
{
	if (target->place == PDR_PLACE_ASKED)
		plan->absent += absent - target->absent;
	target->absent = absent;
}

/**
 * pdr_plan_is_work - tell if a target counts among those that the job moves
 * @plan: laid out
 * @target: of a slot, resolved
 *
 * Return: true if the request asks for it and it is not where the job wants it.
 */
bool pdr_plan_is_work(const struct pdr_plan *plan, const struct pdr_target *target);

/**
 * pdr_plan_is_lost - tell if an undo has left a target without an owner
 * @plan: of a job that has ended
 * @target: of a slot
 *
 * Return: true if Linux has detached it and cannot have it back now, and the platform
 * was not given it.
 */
static inline bool pdr_plan_is_lost(const struct pdr_plan *plan,
				    const struct pdr_target *target)
{
	return plan->request.action == PSERIES_DR_ACTION_REMOVE &&
	       target->usage == PSERIES_DR_USAGE_IN_USE && target->stuck &&
	       target->present && !target->absent && !target->attached;
}

/**
 * pdr_plan_next_lost - go through the requests that bring lost targets back
 * @plan: of a job that has ended
 * @slot: @slots of the plan at first, then as the call before left it
 * @request: filled
 *
 * In a plan a host bridge comes after its functions, but it has to be back before them:
 * the last target comes first.
 *
 * Return: true, or false when there is no further one.
 */
bool pdr_plan_next_lost(const struct pdr_plan *plan, u32 *slot,
			struct pdr_request *request);

/**
 * pdr_plan_takes_reserves - tell if an undo may take memory of the kernel's reserves
 * @plan: of the job
 *
 * Return: true while a removal is undone whose resource brings memory back.
 */
static inline bool pdr_plan_takes_reserves(const struct pdr_plan *plan)
{
	return plan->resource->undo_frees &&
	       plan->request.action == PSERIES_DR_ACTION_REMOVE;
}

/**
 * pdr_plan_forward_only - tell if nothing of a plan may be refused any more
 * @plan: laid out
 *
 * The platform asked, and has part of the range already: the guest must not tell it
 * that it keeps the rest. QEMU aborts at its next request for a range that it was
 * given in part. If all of the range is present again, the guest was migrated, and
 * QEMU has forgotten its request: it aborts at once.
 *
 * Return: true if the job may only go forward.
 */
static inline bool pdr_plan_forward_only(const struct pdr_plan *plan)
{
	return plan->platform_asked && (plan->absent || plan->in_part) &&
	       plan->request.action == PSERIES_DR_ACTION_REMOVE;
}

/**
 * pdr_plan_exchange - give a slot the next spare candidate
 * @plan: laid out
 * @at: the step that failed; it and those before it on its slot are pending
 *	again afterwards, none of them may be left applied
 *
 * Return: true, or false when there is no spare candidate left.
 */
bool pdr_plan_exchange(struct pdr_plan *plan, u32 at);

/**
 * pdr_plan_swap - exchange the targets of two slots
 * @plan: laid out
 * @one: a slot with no step applied but its first
 * @other: another such slot
 */
void pdr_plan_swap(struct pdr_plan *plan, u32 one, u32 other);

/**
 * pdr_plan_first_pending - where a slot goes on
 * @plan: laid out
 * @at: a pending step
 *
 * Return: the first pending step of the slot of @at, at most @at.
 */
u32 pdr_plan_first_pending(const struct pdr_plan *plan, u32 at);

/**
 * pdr_plan_resource - the resource of a target
 * @plan: of it
 * @target: the target
 *
 * Return: that of the plan, or the one below it.
 */
static inline const struct pdr_resource *
pdr_plan_resource(const struct pdr_plan *plan, const struct pdr_target *target)
{
	return target->place == PDR_PLACE_BELOW ?
	       pdr_resource_of(plan->resource->below) : plan->resource;
}

/**
 * pdr_plan_free - free the arrays of a plan, not the plan itself
 * @plan: as pdr_plan_init() left it or later
 */
void pdr_plan_free(struct pdr_plan *plan);

#endif /* PDR_CORE_PLAN_H */
