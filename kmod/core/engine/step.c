// SPDX-License-Identifier: GPL-2.0
/* What each step calls, and what its inverse does. */
#include "core/engine/refuse.h"
#include "core/engine/step.h"

/* Calls to isolate an LMB until "not asked for" is believed. */
#define ISOLATE_TRIES	3

/* Status of isolating what is not configured to the end (and of other things). */
#define NOT_CONFIGURED	(-3)

/* Status of isolating what the platform still has address translations for. */
#define STILL_MAPPED	(-9001)

static int set(const struct pdr_world *world, const struct pdr_target *target,
	       enum pdr_fw_call call, struct pdr_fault *fault)
{
	return pdr_drc_set(&world->platform, call, target->drc_index, fault);
}

/*
 * A hardware error does not tell whether the connector is isolated now, and of
 * an LMB it is also how QEMU says that it did not ask for it. What is isolated
 * can be isolated again, so an error that stays tells that it is not. Nor do
 * translations of what Linux has no more go at the very moment.
 */
static int isolate_patiently(const struct pdr_world *world,
			     const struct pdr_plan *plan,
			     const struct pdr_target *target,
			     struct pdr_fault *fault)
{
	unsigned int denied = 0, pauses = 0;
	int error;

	do {
		error = set(world, target, plan->resource->isolate_call, fault);
	} while ((error == -EPERM && ++denied < ISOLATE_TRIES) ||
		 (error == -EBUSY && fault->status == STILL_MAPPED &&
		  pdr_drc_pause(&world->platform, error, &pauses)));
	return error;
}

/* A connector that a configuration refuses is not configured to be removed. */
static bool may_configure(const struct pdr_plan *plan)
{
	return !(plan->resource->refused_by & PDR_REFUSED_BY_CONFIGURE) ||
	       plan->request.action != PSERIES_DR_ACTION_REMOVE ||
	       !plan->platform_asked;
}

/*
 * What the guest wants to give by itself, the platform may be waiting for since
 * a kernel before this one failed to give it, and said nothing. QEMU then takes
 * single LMBs of a DIMM, and aborts at its next request for it when another one
 * of it is kept in the end. So it is told first that the LMB is kept; it then
 * takes none, and can ask again. Whoever does not wait hears nothing by it.
 */
static bool may_be_waited_for(const struct pdr_world *world,
			      const struct pdr_plan *plan,
			      const struct pdr_target *target)
{
	return plan->resource->ranged &&
	       !plan->platform_asked && !plan->given &&
	       target->usage == PSERIES_DR_USAGE_IN_USE &&
	       world->refuse_by != PSERIES_DR_REFUSE_BY_OFF;
}

static void end_wait(const struct pdr_world *world,
		     const struct pdr_plan *plan,
		     const struct pdr_target *target)
{
	const struct pdr_refusal refusal = {
		.drc_index = target->drc_index,
		.resource = plan->resource,
		.attached = true,
		.refuse_by = world->refuse_by,
	};
	unsigned int tries = 0;

	pdr_refuse_connector(&world->platform, &refusal, &tries);
}

/*
 * A connector whose configuration was left unfinished, by an earlier job or
 * another kernel, cannot be isolated by some platforms. It is finished first.
 */
static int isolate(const struct pdr_world *world, const struct pdr_plan *plan,
		   const struct pdr_target *target, struct pdr_fault *fault)
{
	struct pdr_fault other = { 0 };
	int error;

	if (may_be_waited_for(world, plan, target)) {
		/* whoever waits since just now has a job that answers */
		if (world->control->is_wanted(world->context, target->drc_index))
			return -EBUSY;
		end_wait(world, plan, target);
	}
	error = isolate_patiently(world, plan, target, fault);
	if (!error || fault->status != NOT_CONFIGURED || !may_configure(plan))
		return error;
	pdr_drc_configure(&world->platform, target->drc_index, NULL, &other);
	if (!other.error)
		return isolate_patiently(world, plan, target, fault);
	if (other.error != -ETIMEDOUT)
		return error;
	*fault = other;
	return other.error;
}

/* A physical connector that the platform has is empty; it has no other word. */
static bool is_given(const struct pdr_plan *plan,
		     const struct pdr_target *target, u32 sense)
{
	return sense == (pdr_plan_resource(plan, target)->physical ?
			 PDR_SENSE_EMPTY : PDR_SENSE_UNUSABLE);
}

/* Statuses of sense that ask for power, and for power and unisolation. */
#define NEEDS_UNISOLATE	(-9000)
#define NEEDS_POWER	(-9001)

/*
 * An isolated slot, or one without power, may have no sense. It is taken for
 * present: an add finds out later, and a removal isolates it once more.
 */
static bool may_be_present(const struct pdr_plan *plan,
			   const struct pdr_target *target,
			   const struct pdr_fault *fault, u32 *sense)
{
	if (!pdr_plan_resource(plan, target)->physical || target->attached ||
	    (fault->status != NEEDS_POWER && fault->status != NEEDS_UNISOLATE))
		return false;
	*sense = PDR_SENSE_PRESENT;
	return true;
}

/* The connectors below a bridge that has gone are not known any more. */
static int sense_below(const struct pdr_world *world,
		       const struct pdr_target *target, u32 *sense,
		       struct pdr_fault *fault)
{
	int error = pdr_drc_sense_surely(&world->platform, target->drc_index,
					 sense, fault);

	if (error != -ENODEV)
		return error;
	*sense = PDR_SENSE_EMPTY;
	return 0;
}

static int sense_target(const struct pdr_world *world,
			const struct pdr_plan *plan,
			const struct pdr_target *target, u32 *sense,
			struct pdr_fault *fault)
{
	struct pdr_fault other = { 0 };
	int error;

	if (target->place == PDR_PLACE_BELOW)
		error = sense_below(world, target, sense, &other);
	else
		error = pdr_drc_sense(&world->platform, target->drc_index,
				      sense, &other);
	if (!error || may_be_present(plan, target, &other, sense))
		return 0;
	*fault = other;
	return error;
}

/*
 * Who owns a connector is decided by its sense and by what Linux has. What the
 * platform offers in exchange, or for a recovery, is not there to be added.
 */
static int resolve(const struct pdr_world *world, struct pdr_plan *plan,
		   struct pdr_target *target, struct pdr_fault *fault)
{
	u32 sense;
	int error = sense_target(world, plan, target, &sense, fault);

	if (error)
		return error;
	target->present = sense == PDR_SENSE_PRESENT;
	pdr_plan_set_given(plan, target, is_given(plan, target, sense));
	if (target->attached)
		target->usage = PSERIES_DR_USAGE_IN_USE;
	else if (target->present)
		target->usage = PSERIES_DR_USAGE_UNUSED;
	else
		target->usage = PSERIES_DR_USAGE_ABSENT;
	if (target->usage != PSERIES_DR_USAGE_ABSENT ||
	    plan->request.action != PSERIES_DR_ACTION_ADD)
		return 0;
	return target->given && !plan->resource->physical ? 0 : -ENODEV;
}

/* LoPAR: a physical connector has no allocation state, its isolation is the end. */
static int release_connector(const struct pdr_world *world,
			     const struct pdr_plan *plan,
			     const struct pdr_target *target,
			     struct pdr_fault *fault)
{
	return plan->resource->physical ?
	       isolate(world, plan, target, fault) :
	       set(world, target, PDR_FW_RELEASE, fault);
}

/* Of what Linux did not use, it does not matter to Linux whether it was given. */
static bool matters_if_given(const struct pdr_plan *plan,
			     const struct pdr_target *target)
{
	return !plan->resource->physical ||
	       target->usage != PSERIES_DR_USAGE_UNUSED;
}

/*
 * Sense tells whether the platform has a connector after a call that failed: the
 * guest must not use it then. Without sense it may be either. A platform that was
 * busy for as long as a call may take is not asked again.
 */
static int give_back(const struct pdr_world *world, struct pdr_plan *plan,
		     struct pdr_target *target, struct pdr_fault *fault)
{
	u32 sense;
	struct pdr_fault other = { 0 };
	int error = release_connector(world, plan, target, fault);
	bool given = !error || matters_if_given(plan, target);

	if (error && !pdr_drc_sense_surely(&world->platform, target->drc_index,
					   &sense, &other)) {
		given = is_given(plan, target, sense);
		error = given ? 0 : error;
	}
	if (other.error == -ETIMEDOUT) {
		*fault = other;
		error = other.error;
	}
	target->present = error != 0;
	pdr_plan_set_given(plan, target, given);
	return error;
}

static bool is_unused(const struct pdr_plan *plan, const struct pdr_step *step)
{
	return pdr_step_target(plan, step)->usage == PSERIES_DR_USAGE_UNUSED;
}

static bool is_physical(const struct pdr_plan *plan, const struct pdr_step *step)
{
	return pdr_plan_resource(plan, pdr_step_target(plan, step))->physical;
}

/*
 * The device tree changes for what moves, and where an earlier job could not
 * change it. What moves is published even if the tree says so already: a failure
 * has to be undone from there.
 */
static bool is_list_to_change(const struct pdr_plan *plan, u32 slot)
{
	bool remove = plan->request.action == PSERIES_DR_ACTION_REMOVE;
	u32 end = pdr_plan_publish_end(plan, slot);

	for (; slot < end; slot++)
		if (plan->targets[slot].attached == remove ||
		    plan->targets[slot].listed == remove)
			return true;
	return false;
}

bool pdr_step_gives(const struct pdr_plan *plan, const struct pdr_step *step)
{
	if (step->what != PSERIES_DR_STEP_ISOLATE)
		return step->what == PSERIES_DR_STEP_RELEASE;
	return plan->resource->physical &&
	       pdr_step_target(plan, step)->place == PDR_PLACE_ASKED;
}

/*
 * A function that was there before its bridge came in the bridge's tree, and its
 * connector is isolated still: the platform takes such a one away without asking.
 * That the platform tells of a function that Linux has, is how this is seen.
 */
static bool came_with_bridge(const struct pdr_plan *plan,
			     const struct pdr_target *target)
{
	return plan->resource->physical && plan->platform_asked &&
	       target->present;
}

/* Power is taken from what was given, or was gone, and from nothing else. */
static bool has_power_to_change(const struct pdr_plan *plan,
				const struct pdr_target *target)
{
	bool in_use = target->usage == PSERIES_DR_USAGE_IN_USE;

	if (!target->powered)
		return false;
	if (plan->request.action == PSERIES_DR_ACTION_ADD)
		return !target->power && !in_use;
	return target->power && target->usage != PSERIES_DR_USAGE_ABSENT &&
	       (target->given || !in_use);
}

bool pdr_step_has_work(const struct pdr_plan *plan, const struct pdr_step *step)
{
	const struct pdr_target *target = pdr_step_target(plan, step);

	switch (step->what) {
	case PSERIES_DR_STEP_RESOLVE:
		return target->place != PDR_PLACE_BESIDE;
	case PSERIES_DR_STEP_OFFLINE:
		return target->attached && step->part < target->parts;
	case PSERIES_DR_STEP_CHECK:
		/* users of what the platform has already do not keep it */
		return target->attached && !target->given;
	case PSERIES_DR_STEP_DETACH:
	case PSERIES_DR_STEP_UNBIND:
		return target->attached;
	case PSERIES_DR_STEP_ISOLATE:
	case PSERIES_DR_STEP_RELEASE:
		return target->present;
	case PSERIES_DR_STEP_ACQUIRE:
		return target->usage == PSERIES_DR_USAGE_ABSENT;
	case PSERIES_DR_STEP_UNISOLATE:
	case PSERIES_DR_STEP_CONFIGURE:
		return target->usage != PSERIES_DR_USAGE_IN_USE ||
		       came_with_bridge(plan, target);
	case PSERIES_DR_STEP_ATTACH:
	case PSERIES_DR_STEP_BIND:
		return target->usage != PSERIES_DR_USAGE_IN_USE;
	case PSERIES_DR_STEP_POWER:
		return has_power_to_change(plan, target);
	case PSERIES_DR_STEP_PUBLISH:
		return is_list_to_change(plan, step->slot);
	case PSERIES_DR_STEP_ONLINE:
		return target->usage != PSERIES_DR_USAGE_IN_USE &&
		       step->part < target->parts;
	default:
		return true;
	}
}

static int apply_to_firmware(const struct pdr_world *world,
			     struct pdr_plan *plan,
			     const struct pdr_step *step,
			     struct pdr_fault *fault)
{
	struct pdr_target *target = pdr_step_target(plan, step);
	int error;

	switch (step->what) {
	case PSERIES_DR_STEP_RESOLVE:
		return resolve(world, plan, target, fault);
	case PSERIES_DR_STEP_ISOLATE:
		return pdr_step_gives(plan, step) ?
		       give_back(world, plan, target, fault) :
		       isolate(world, plan, target, fault);
	case PSERIES_DR_STEP_RELEASE:
		return give_back(world, plan, target, fault);
	case PSERIES_DR_STEP_ACQUIRE:
		error = set(world, target, PDR_FW_ACQUIRE, fault);
		target->present = error == 0;
		pdr_plan_set_given(plan, target, error != 0);
		return error;
	case PSERIES_DR_STEP_UNISOLATE:
		return set(world, target, PDR_FW_UNISOLATE, fault);
	case PSERIES_DR_STEP_CONFIGURE:
		return pdr_drc_configure(&world->platform, target->drc_index,
					 &target->tree, fault);
	default:
		return -EINVAL;
	}
}

static void set_listed(struct pdr_plan *plan, u32 slot, bool listed)
{
	u32 end = pdr_plan_publish_end(plan, slot);

	for (; slot < end; slot++)
		plan->targets[slot].listed = listed;
}

static void set_listed_before(struct pdr_plan *plan, u32 slot)
{
	u32 end = pdr_plan_publish_end(plan, slot);

	for (; slot < end; slot++)
		plan->targets[slot].listed =
			plan->targets[slot].usage == PSERIES_DR_USAGE_IN_USE;
}

static int publish_planned(const struct pdr_world *world,
			   struct pdr_plan *plan, u32 slot)
{
	int error;

	set_listed(plan, slot, plan->request.action == PSERIES_DR_ACTION_ADD);
	error = world->linux_ops->publish(world->context, plan);
	if (error)
		set_listed_before(plan, slot);
	return error;
}

static int switch_power(const struct pdr_world *world,
			struct pdr_target *target, bool on)
{
	int error = world->linux_ops->power(world->context, target, on);

	if (!error)
		target->power = on;
	return error;
}

static int apply_to_linux(const struct pdr_world *world, struct pdr_plan *plan,
			  struct pdr_step *step)
{
	const struct pdr_linux_ops *linux_ops = world->linux_ops;
	struct pdr_target *target = pdr_step_target(plan, step);
	int error;

	switch (step->what) {
	case PSERIES_DR_STEP_OFFLINE:
		return linux_ops->offline(world->context, target, step->part,
					  &step->was);
	case PSERIES_DR_STEP_DETACH:
		error = linux_ops->detach(world->context, target);
		target->attached = error != 0;
		return error;
	case PSERIES_DR_STEP_ATTACH:
		error = linux_ops->attach(world->context, target);
		target->attached = error == 0;
		return error;
	case PSERIES_DR_STEP_ONLINE:
		return linux_ops->online(world->context, target, step->part,
					 PDR_ONLINE_NEW);
	case PSERIES_DR_STEP_PUBLISH:
		return publish_planned(world, plan, step->slot);
	case PSERIES_DR_STEP_CHECK:
		return linux_ops->check(world->context, target);
	case PSERIES_DR_STEP_UNBIND:
		return linux_ops->unbind(world->context, target);
	case PSERIES_DR_STEP_BIND:
		return linux_ops->bind(world->context, target);
	case PSERIES_DR_STEP_POWER:
		return switch_power(world, target, plan->request.action ==
						   PSERIES_DR_ACTION_ADD);
	default:
		return -EINVAL;
	}
}

bool pdr_step_is_firmware(u8 what)
{
	switch (what) {
	case PSERIES_DR_STEP_RESOLVE:
	case PSERIES_DR_STEP_ISOLATE:
	case PSERIES_DR_STEP_RELEASE:
	case PSERIES_DR_STEP_ACQUIRE:
	case PSERIES_DR_STEP_UNISOLATE:
	case PSERIES_DR_STEP_CONFIGURE:
		return true;
	default:
		return false;
	}
}

/*
 * A call that failed may have changed its connector all the same, unless its
 * status says otherwise: "still in use" (-9000, -9001), and "not asked for"
 * where the platform did not ask or cannot be told. What nobody uses may be
 * isolated as well as not, but not half configured; a slot that nobody uses is
 * not configured for that.
 */
static bool may_be_done(const struct pdr_plan *plan,
			const struct pdr_step *step,
			const struct pdr_fault *fault, int error)
{
	switch (step->what) {
	case PSERIES_DR_STEP_ISOLATE:
		if (is_unused(plan, step))
			return fault->status == NOT_CONFIGURED &&
			       !is_physical(plan, step);
		if (error == -EPERM)
			return plan->platform_asked &&
			       !pdr_plan_forward_only(plan);
		return error != -EBUSY;
	case PSERIES_DR_STEP_ACQUIRE:
	case PSERIES_DR_STEP_UNISOLATE:
		return true;
	default:
		return false;
	}
}

/*
 * The reason of a failure belongs to the fault; one that a target has had before
 * stays with the target.
 */
static int apply_with_reason(const struct pdr_world *world,
			     struct pdr_plan *plan, struct pdr_step *step,
			     struct pdr_fault *fault)
{
	struct pdr_target *target = pdr_step_target(plan, step);
	u64 value = target->reason_value;
	u8 reason = target->reason;
	int error;

	target->reason = PSERIES_DR_REASON_NONE;
	error = apply_to_linux(world, plan, step);
	if (error) {
		fault->reason = target->reason;
		fault->reason_value = target->reason_value;
	}
	if (error || !target->reason) {
		target->reason = reason;
		target->reason_value = value;
	}
	return error;
}

int pdr_step_apply(const struct pdr_world *world, struct pdr_plan *plan,
		   struct pdr_step *step, struct pdr_fault *fault)
{
	int error;

	if (pdr_step_is_firmware(step->what))
		error = apply_to_firmware(world, plan, step, fault);
	else
		error = apply_with_reason(world, plan, step, fault);
	if (!error)
		step->state = PDR_STEP_APPLIED;
	else
		step->state = may_be_done(plan, step, fault, error) ?
			      PDR_STEP_UNSURE : PDR_STEP_PENDING;
	return error;
}

/*
 * Undoing an add isolates what it unisolated: what the platform had, and any
 * physical connector, but for one that Linux had before.
 */
static bool has_to_be_isolated(const struct pdr_plan *plan,
			       const struct pdr_target *target)
{
	return target->usage == PSERIES_DR_USAGE_ABSENT ||
	       (plan->resource->physical &&
		target->usage == PSERIES_DR_USAGE_UNUSED);
}

bool pdr_step_has_inverse(const struct pdr_plan *plan,
			  const struct pdr_step *step)
{
	switch (step->what) {
	case PSERIES_DR_STEP_RESOLVE:
	case PSERIES_DR_STEP_CONFIGURE:
	case PSERIES_DR_STEP_CHECK:
		return false;
	case PSERIES_DR_STEP_ISOLATE:
		return !is_unused(plan, step);
	case PSERIES_DR_STEP_UNISOLATE:
		return has_to_be_isolated(plan, pdr_step_target(plan, step));
	default:
		return true;
	}
}

/*
 * What nobody used can stay isolated: it is present as before, and is given back
 * or taken into use just as well.
 */
static int undo_isolate(const struct pdr_world *world,
			const struct pdr_plan *plan,
			const struct pdr_step *step)
{
	const struct pdr_target *target = pdr_step_target(plan, step);
	struct pdr_fault fault = { 0 };

	if (is_unused(plan, step) && step->state == PDR_STEP_APPLIED)
		return 0;
	if (pdr_plan_forward_only(plan))
		return -EALREADY;
	return pdr_drc_reclaim(&world->platform, target->drc_index, &fault);
}

/*
 * A connector that an add found present is left present: it was the guest's
 * before. But it is not left in the middle of its configuration.
 */
static int undo_unisolate(const struct pdr_world *world,
			  const struct pdr_plan *plan,
			  const struct pdr_step *step)
{
	const struct pdr_target *target = pdr_step_target(plan, step);
	bool in_use = target->usage == PSERIES_DR_USAGE_IN_USE;
	struct pdr_fault fault = { 0 };

	if (in_use && step->state != PDR_STEP_APPLIED)
		return 0;
	if (has_to_be_isolated(plan, target))
		return isolate(world, plan, target, &fault);
	if (target->tree)
		return 0;
	return pdr_drc_configure(&world->platform, target->drc_index, NULL,
				 &fault);
}

/* The platform takes a function once it is isolated, if it asked for it besides. */
static bool was_taken(const struct pdr_world *world, const struct pdr_plan *plan,
		      const struct pdr_step *step)
{
	const struct pdr_target *target = pdr_step_target(plan, step);
	struct pdr_fault fault = { 0 };
	u32 sense;

	return is_physical(plan, step) &&
	       !pdr_drc_sense(&world->platform, target->drc_index, &sense,
			      &fault) &&
	       is_given(plan, target, sense);
}

static int undo_in_firmware(const struct pdr_world *world,
			    struct pdr_plan *plan,
			    const struct pdr_step *step)
{
	struct pdr_target *target = pdr_step_target(plan, step);
	struct pdr_fault fault = { 0 };
	int error = 0;

	switch (step->what) {
	case PSERIES_DR_STEP_ISOLATE:
		error = undo_isolate(world, plan, step);
		break;
	case PSERIES_DR_STEP_ACQUIRE:
		error = give_back(world, plan, target, &fault);
		break;
	case PSERIES_DR_STEP_UNISOLATE:
		error = undo_unisolate(world, plan, step);
		break;
	default:
		break;
	}
	return error && was_taken(world, plan, step) ? -EALREADY : error;
}

static int undo_in_linux(const struct pdr_world *world,
			 struct pdr_plan *plan,
			 const struct pdr_step *step)
{
	const struct pdr_linux_ops *linux_ops = world->linux_ops;
	struct pdr_target *target = pdr_step_target(plan, step);
	u32 was;
	int error;

	switch (step->what) {
	case PSERIES_DR_STEP_OFFLINE:
		return linux_ops->online(world->context, target, step->part,
					 step->was);
	case PSERIES_DR_STEP_DETACH:
		error = linux_ops->attach(world->context, target);
		target->attached = error == 0;
		return error;
	case PSERIES_DR_STEP_ATTACH:
		error = linux_ops->detach(world->context, target);
		target->attached = error != 0;
		return error;
	case PSERIES_DR_STEP_ONLINE:
		return linux_ops->offline(world->context, target, step->part, &was);
	case PSERIES_DR_STEP_PUBLISH:
		set_listed_before(plan, step->slot);
		return linux_ops->publish(world->context, plan);
	case PSERIES_DR_STEP_UNBIND:
		return linux_ops->bind(world->context, target);
	case PSERIES_DR_STEP_BIND:
		return linux_ops->unbind(world->context, target);
	case PSERIES_DR_STEP_POWER:
		return switch_power(world, target, false);
	default:
		return 0;
	}
}

int pdr_step_undo(const struct pdr_world *world, struct pdr_plan *plan,
		  struct pdr_step *step)
{
	int error;

	if (pdr_step_is_firmware(step->what))
		error = undo_in_firmware(world, plan, step);
	else
		error = undo_in_linux(world, plan, step);
	step->state = error ? PDR_STEP_STUCK : PDR_STEP_UNDONE;
	return error;
}
