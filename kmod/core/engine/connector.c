// SPDX-License-Identifier: GPL-2.0
/* Sensing, isolating and giving the connector of one target. Includes core/engine. */
#include "core/engine/connector.h"
#include "core/engine/refuse.h"

/* Calls to isolate an LMB until "not asked for" is believed. */
#define ISOLATE_TRIES	3

/* Status of isolating a resource that the platform has address translations for. */
#define STILL_MAPPED	(-9001)

/* Statuses of sense: the slot needs power and unisolation, or power alone. */
#define NEEDS_UNISOLATE	(-9000)
#define NEEDS_POWER	(-9001)

/*
 * A hardware error does not tell whether the connector is isolated now, and QEMU
 * gives the same status for an LMB that it did not ask for. A connector can be
 * isolated twice, so an error that stays tells that it is not isolated. Address
 * translations go some time after Linux has detached the memory.
 */
static int isolate_with_retries(const struct pdr_world *world,
				const struct pdr_plan *plan,
				const struct pdr_target *target,
				struct pdr_fault *fault)
{
	enum pdr_fw_call call = plan->resource->isolate_call;
	unsigned int denied = 0, pauses = 0;
	int error;

	do {
		error = pdr_connector_set(world, target, call, fault);
	} while ((error == -EPERM && ++denied < ISOLATE_TRIES) ||
		 (error == -EBUSY && fault->status == STILL_MAPPED &&
		  pdr_drc_pause(&world->platform, error, &pauses)));
	return error;
}

/* If ibm,configure-connector refuses the removal, it must not be a step of the removal. */
static bool may_configure(const struct pdr_plan *plan)
{
	return !(plan->resource->refused_by & PDR_REFUSED_BY_CONFIGURE) ||
	       !pdr_refuse_is_due(plan->request.action, plan->platform_asked);
}

/*
 * The platform may still wait for an LMB that the guest gives by itself: an earlier
 * kernel failed to give it and did not say so. QEMU then takes single LMBs of a
 * DIMM, and aborts at its next request for the DIMM if one of them was kept. So the
 * guest first says that it keeps the LMB; QEMU then takes none, and can ask again.
 * A platform with no pending unplug ignores it.
 */
static bool may_be_waited_for(const struct pdr_world *world,
			      const struct pdr_plan *plan,
			      const struct pdr_target *target)
{
	return plan->resource->ranged &&
	       !plan->platform_asked && !plan->absent &&
	       target->usage == PSERIES_DR_USAGE_IN_USE &&
	       pdr_refuse_can_tell(plan->resource, world->refuse_by);
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
 * An earlier job or another kernel may have left a configuration unfinished. Some
 * platforms do not isolate such a connector, so the configuration is finished.
 */
int pdr_connector_isolate(const struct pdr_world *world,
			  const struct pdr_plan *plan,
			  const struct pdr_target *target,
			  struct pdr_fault *fault)
{
	struct pdr_fault other = { 0 };
	int error;

	if (may_be_waited_for(world, plan, target)) {
		/* the platform has just asked: the job of that request answers */
		if (world->control->is_requested(world->context, target->drc_index))
			return -EBUSY;
		end_wait(world, plan, target);
	}
	error = isolate_with_retries(world, plan, target, fault);
	if (!error || fault->status != PDR_NOT_CONFIGURED || !may_configure(plan))
		return error;
	pdr_drc_configure(&world->platform, target->drc_index, NULL, &other);
	if (!other.error)
		return isolate_with_retries(world, plan, target, fault);
	if (other.error != -ETIMEDOUT)
		return error;
	*fault = other;
	return other.error;
}

/* LoPAR has no sense value "unusable" for a physical connector: it is empty. */
static bool is_absent(const struct pdr_plan *plan,
		      const struct pdr_target *target, u32 sense)
{
	return sense == (pdr_plan_resource(plan, target)->physical ?
			 PDR_SENSE_EMPTY : PDR_SENSE_UNUSABLE);
}

/*
 * A slot that is isolated or has no power may give no sense. It is taken for
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

/* A bridge that has gone took the connectors below it along. */
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

static void note_sensed(struct pdr_plan *plan, struct pdr_target *target, u32 sense)
{
	target->present = sense == PDR_SENSE_PRESENT;
	pdr_plan_set_absent(plan, target, is_absent(plan, target, sense));
	target->usage = pdr_drc_usage(target->attached, sense);
}

/* A spare that senses "exchange" or "recovery" cannot be added. */
int pdr_connector_resolve(const struct pdr_world *world, struct pdr_plan *plan,
			  struct pdr_target *target, struct pdr_fault *fault)
{
	u32 sense;
	int error = sense_target(world, plan, target, &sense, fault);

	if (error)
		return error;
	note_sensed(plan, target, sense);
	if (target->usage != PSERIES_DR_USAGE_ABSENT ||
	    plan->request.action != PSERIES_DR_ACTION_ADD)
		return 0;
	return plan->own || (target->absent && !plan->resource->physical) ? 0 : -ENODEV;
}

/* What a logical add takes is with the platform; a function to be added is in its slot. */
void pdr_connector_assume(struct pdr_plan *plan, struct pdr_target *target)
{
	bool given = plan->request.action == PSERIES_DR_ACTION_ADD && !target->attached &&
		     !plan->resource->physical;

	note_sensed(plan, target, given ? PDR_SENSE_UNUSABLE : PDR_SENSE_PRESENT);
}

/* LoPAR: a physical connector has no allocation state, so isolating it gives it back. */
static int release_connector(const struct pdr_world *world,
			     const struct pdr_plan *plan,
			     const struct pdr_target *target,
			     struct pdr_fault *fault)
{
	return plan->resource->physical ?
	       pdr_connector_isolate(world, plan, target, fault) :
	       pdr_connector_set(world, target, PDR_FW_RELEASE, fault);
}

/* If Linux did not use a function, it does not matter whether the platform has it. */
static bool matters_if_absent(const struct pdr_plan *plan,
			      const struct pdr_target *target)
{
	return !plan->resource->physical ||
	       target->usage != PSERIES_DR_USAGE_UNUSED;
}

/*
 * The guest must not use a connector that the platform may have. After a failed call,
 * sense tells whether the platform has it. If sense fails, too, the platform may have it.
 * After a busy timeout, do not call the platform again.
 */
int pdr_connector_give(const struct pdr_world *world, struct pdr_plan *plan,
		       struct pdr_target *target, struct pdr_fault *fault)
{
	u32 sense;
	struct pdr_fault other = { 0 };
	int error = release_connector(world, plan, target, fault);
	bool absent = !error || matters_if_absent(plan, target);

	if (error && !pdr_drc_sense_surely(&world->platform, target->drc_index,
					   &sense, &other)) {
		absent = is_absent(plan, target, sense);
		error = absent ? 0 : error;
	}
	if (other.error == -ETIMEDOUT) {
		*fault = other;
		error = other.error;
	}
	target->present = error != 0;
	pdr_plan_set_absent(plan, target, absent);
	return error;
}

bool pdr_connector_was_taken(const struct pdr_world *world,
			     const struct pdr_plan *plan,
			     const struct pdr_target *target)
{
	struct pdr_fault fault = { 0 };
	u32 sense;

	return pdr_plan_resource(plan, target)->physical &&
	       !pdr_drc_sense(&world->platform, target->drc_index, &sense,
			      &fault) &&
	       is_absent(plan, target, sense);
}

int pdr_connector_judge_own(const struct pdr_world *world, const struct pdr_plan *plan,
			    const struct pdr_target *target, int error,
			    struct pdr_fault *fault)
{
	struct pdr_fault other = { 0 };
	u32 sense;
	int unsensed;

	if (error == -ETIMEDOUT)
		return error;
	unsensed = pdr_drc_sense(&world->platform, target->drc_index, &sense, &other);
	if (unsensed ? unsensed != -ENODEV : !is_absent(plan, target, sense))
		return error;
	*fault = other;
	return unsensed ?: -ECANCELED;
}
