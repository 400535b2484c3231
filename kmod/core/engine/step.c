// SPDX-License-Identifier: GPL-2.0
/* The calls of each step, and of its inverse. Includes core/engine. */
#include "core/engine/connector.h"
#include "core/engine/step.h"

static bool is_unused(const struct pdr_plan *plan, const struct pdr_step *step)
{
	return pdr_step_target(plan, step)->usage == PSERIES_DR_USAGE_UNUSED;
}

static bool is_physical(const struct pdr_plan *plan, const struct pdr_step *step)
{
	return pdr_plan_resource(plan, pdr_step_target(plan, step))->physical;
}

/*
 * The device tree changes for targets that move, and for those that an earlier job
 * could not publish. A target that moves is published even if the tree says so
 * already: the undo of a failure starts from there.
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
 * The platform asks to add a function that Linux has: the function came in the tree
 * of its bridge, and its connector is still isolated. The platform would take such a
 * function away without asking, so unisolate and configure its connector.
 */
static bool came_with_bridge(const struct pdr_plan *plan,
			     const struct pdr_target *target)
{
	return plan->resource->physical && plan->platform_asked &&
	       target->present;
}

/* Only a slot that was given, or whose function has gone, loses its power. */
static bool has_power_to_change(const struct pdr_plan *plan,
				const struct pdr_target *target)
{
	bool in_use = target->usage == PSERIES_DR_USAGE_IN_USE;

	if (!target->powered)
		return false;
	if (plan->request.action == PSERIES_DR_ACTION_ADD)
		return !target->power && !in_use;
	return target->power && target->usage != PSERIES_DR_USAGE_ABSENT &&
	       (target->absent || !in_use);
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
		/* the platform has it: its users cannot keep it */
		return target->attached && !target->absent;
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

static struct pdr_cctree_limits limits_of(const struct pdr_world *world,
					  const struct pdr_target *target)
{
	return (struct pdr_cctree_limits){
		.threads = target->parts, .levels = world->levels,
	};
}

/* The nodes stay with the target: without them, the undo would configure it anew. */
static int configure_target(const struct pdr_world *world,
			    const struct pdr_plan *plan,
			    struct pdr_target *target, struct pdr_fault *fault)
{
	const struct pdr_cctree_limits limits = limits_of(world, target);
	struct pdr_cctree_flaw flaw;
	int error = pdr_drc_configure(&world->platform, target->drc_index,
				      &target->tree, fault);

	if (error || !pdr_cctree_check(target->tree,
				       &pdr_plan_resource(plan, target)->brings,
				       &limits, &flaw))
		return error;
	world->control->blame(world->context, target->drc_index, &flaw);
	fault->call = PDR_FW_CONFIGURE;
	fault->reason = PSERIES_DR_REASON_MALFORMED;
	return -EIO;
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
		return pdr_connector_resolve(world, plan, target, fault);
	case PSERIES_DR_STEP_ISOLATE:
		return pdr_step_gives(plan, step) ?
		       pdr_connector_give(world, plan, target, fault) :
		       pdr_connector_isolate(world, plan, target, fault);
	case PSERIES_DR_STEP_RELEASE:
		return pdr_connector_give(world, plan, target, fault);
	case PSERIES_DR_STEP_ACQUIRE:
		error = pdr_connector_set(world, target, PDR_FW_ACQUIRE, fault);
		target->present = error == 0;
		pdr_plan_set_absent(plan, target, error != 0);
		return error;
	case PSERIES_DR_STEP_UNISOLATE:
		return pdr_connector_set(world, target, PDR_FW_UNISOLATE, fault);
	case PSERIES_DR_STEP_CONFIGURE:
		return configure_target(world, plan, target, fault);
	default:
		return -EINVAL;
	}
}

/* Of the steps that call firmware, the one that asks for the sense value changes nothing. */
static int foresee_in_firmware(const struct pdr_world *world, struct pdr_plan *plan,
			       const struct pdr_step *step, struct pdr_fault *fault)
{
	struct pdr_target *target = pdr_step_target(plan, step);

	if (step->what != PSERIES_DR_STEP_RESOLVE)
		return 0;
	if (!world->unasked)
		return pdr_connector_resolve(world, plan, target, fault);
	pdr_connector_assume(plan, target);
	return 0;
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

static int foresee_in_linux(const struct pdr_world *world, struct pdr_plan *plan,
			    const struct pdr_step *step)
{
	const struct pdr_linux_ops *linux_ops = world->linux_ops;
	struct pdr_target *target = pdr_step_target(plan, step);

	switch (step->what) {
	case PSERIES_DR_STEP_OFFLINE:
		return linux_ops->may_leave ?
		       linux_ops->may_leave(world->context, target, step->part) : 0;
	case PSERIES_DR_STEP_ATTACH:
		return linux_ops->may_come ?
		       linux_ops->may_come(world->context, target) : 0;
	case PSERIES_DR_STEP_CHECK:
		return linux_ops->check(world->context, target);
	default:
		return 0;
	}
}

static bool is_of_connector(u8 what)
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

/* Linux calls firmware to switch power. */
bool pdr_step_is_firmware(u8 what)
{
	return is_of_connector(what) || what == PSERIES_DR_STEP_POWER;
}

/*
 * A call that failed may have changed its connector all the same, unless its
 * status says otherwise: "still in use" (-9000, -9001), and "not asked for"
 * where the platform did not ask or cannot be told. An unused LMB or core may stay
 * isolated, but not half configured; an unused slot may stay as it is.
 */
static bool may_be_done(const struct pdr_plan *plan,
			const struct pdr_step *step,
			const struct pdr_fault *fault, int error)
{
	switch (step->what) {
	case PSERIES_DR_STEP_ISOLATE:
		if (is_unused(plan, step))
			return fault->status == PDR_NOT_CONFIGURED &&
			       !is_physical(plan, step);
		if (error == -EPERM)
			return plan->platform_asked &&
			       !pdr_plan_forward_only(plan);
		return error != -EBUSY;
	case PSERIES_DR_STEP_ACQUIRE:
	case PSERIES_DR_STEP_UNISOLATE:
		return true;
	case PSERIES_DR_STEP_PUBLISH:
		return error == -ESTALE;
	default:
		return false;
	}
}

/* -ESTALE stays within the engine: for a job the publication has failed. */
int pdr_step_errno(int error)
{
	return error == -ESTALE ? -EIO : error;
}

/*
 * The fault gets the reason of a failure; the target keeps the reason that an
 * earlier operation gave when it worked.
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
	error = world->foreseen ? foresee_in_linux(world, plan, step) :
				  apply_to_linux(world, plan, step);
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

int pdr_step_publish(const struct pdr_world *world, struct pdr_plan *plan)
{
	return world->linux_ops->publish(world->context, plan);
}

static int foresee_step(const struct pdr_world *world, struct pdr_plan *plan,
			struct pdr_step *step, struct pdr_fault *fault)
{
	step->state = PDR_STEP_SETTLED;
	return is_of_connector(step->what) ?
	       foresee_in_firmware(world, plan, step, fault) :
	       apply_with_reason(world, plan, step, fault);
}

int pdr_step_apply(const struct pdr_world *world, struct pdr_plan *plan,
		   struct pdr_step *step, struct pdr_fault *fault)
{
	const struct pdr_target *target = pdr_step_target(plan, step);
	int error;

	if (world->foreseen)
		return foresee_step(world, plan, step, fault);
	if (is_of_connector(step->what))
		error = apply_to_firmware(world, plan, step, fault);
	else
		error = apply_with_reason(world, plan, step, fault);
	if (error && plan->own && target->powered && pdr_step_is_firmware(step->what))
		error = pdr_connector_judge_own(world, plan, target, error, fault);
	if (!error)
		step->state = PDR_STEP_APPLIED;
	else
		step->state = may_be_done(plan, step, fault, error) ?
			      PDR_STEP_UNSURE : PDR_STEP_PENDING;
	return pdr_step_errno(error);
}

/*
 * Undoing an add isolates the connectors that it took from the platform, and slots
 * that nobody used before.
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
 * An unused connector can stay isolated: it is present as before, and can be given
 * back or taken into use just as well.
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
		return pdr_connector_isolate(world, plan, target, &fault);
	if (target->tree)
		return 0;
	return pdr_drc_configure(&world->platform, target->drc_index, NULL,
				 &fault);
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
		error = pdr_connector_give(world, plan, target, &fault);
		break;
	case PSERIES_DR_STEP_UNISOLATE:
		error = undo_unisolate(world, plan, step);
		break;
	default:
		break;
	}
	return error && pdr_connector_was_taken(world, plan, target) ? -EALREADY : error;
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

	if (is_of_connector(step->what))
		error = undo_in_firmware(world, plan, step);
	else
		error = undo_in_linux(world, plan, step);
	step->state = PDR_STEP_SETTLED;
	return error;
}
