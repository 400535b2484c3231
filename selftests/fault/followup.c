// SPDX-License-Identifier: GPL-2.0
/* Goes on after a run until the host has everything back; see follow.h. */

#include "check.h"
#include "end.h"
#include "followup.h"

#include <core/engine/lane.h>
#include <core/engine/retry.h>

/* A removal may be refused once for what an earlier failure left behind. */
#define ROUNDS 4

/* Both sides before a job; static, as it is large and there is only one. */
static struct both_sides before;

static const char *carry_job_out(struct world *world, const struct job *job)
{
	before = world->now;
	world_run(world, job, 0);
	return check_job(world, &before);
}

static const char *answer_host(struct world *world)
{
	struct model *model = &world->now.model;
	struct model_request request;
	const char *wrong = NULL;
	struct job job;

	while (!wrong && model_next_request(model, &request)) {
		if (request.action != PSERIES_DR_ACTION_REMOVE)
			continue;
		world_removal(world, &model->devices[request.device], &job);
		wrong = carry_job_out(world, &job);
	}
	return wrong;
}

/*
 * QEMU cannot be told, since it has a part of the range, and cannot be given
 * the rest, since a connector is in the middle of its configuration. Or it asks
 * for a core once in its life, and hears nothing.
 */
static bool is_stuck(const struct model *model,
		     const struct model_device *device)
{
	bool given = false, halfway = false;
	u8 i;

	if (model->drcs[device->first].resource == PSERIES_DR_RESOURCE_CPU &&
	    device->pending && !model->policy->asks_core_again)
		return true;
	for (i = device->first; i < device->first + device->count; i++) {
		given |= model->drcs[i].state == MODEL_UNUSABLE;
		halfway |= model->drcs[i].state == MODEL_UNISOLATE;
	}
	return device->pending && given && halfway;
}

/* The guest keeps a reserved connector, as often as the host asks. */
static bool is_reserved(const struct world *world,
			const struct model_device *device)
{
	u8 i;

	for (i = device->first; i < device->first + device->count; i++)
		if (world->now.units[i].reserved)
			return true;
	return false;
}

static bool is_any_reserved(const struct world *world)
{
	const struct model *model = &world->now.model;
	u8 i;

	for (i = 0; i < model->device_count; i++)
		if (model->devices[i].plugged && is_reserved(world, &model->devices[i]))
			return true;
	return false;
}

/*
 * A function cannot be refused, so that the host waits for it and asks no more; of a
 * bridge an older QEMU hears no refusal either, and NVDIMMs are never asked for.
 * Somebody in the guest then gives it by hand.
 */
static const char *give_by_hand(struct world *world, u8 number)
{
	const struct model_device *device = &world->now.model.devices[number];
	struct job job;

	world_removal(world, device, &job);
	job.asked = false;
	return device->plugged ? carry_job_out(world, &job) : NULL;
}

static bool is_given_by_hand(const struct model *model, u8 number)
{
	switch (model->drcs[model->devices[number].first].resource) {
	case PSERIES_DR_RESOURCE_PCI:
	case PSERIES_DR_RESOURCE_PHB:
	case PSERIES_DR_RESOURCE_PMEM:
		return true;
	default:
		return false;
	}
}

static const char *ask_for(struct world *world, u8 number)
{
	struct model *model = &world->now.model;
	const char *wrong;
	struct job job;

	switch (model_device_del(model, number)) {
	case 0:
		wrong = answer_host(world);
		return wrong || !is_given_by_hand(model, number) ? wrong :
		       give_by_hand(world, number);
	case -EOPNOTSUPP:
		return give_by_hand(world, number);
	case -EINPROGRESS:
		if (is_given_by_hand(model, number))
			return give_by_hand(world, number);
		/* unfinished: the guest tries again by itself, if it knows */
		world_removal(world, &model->devices[number], &job);
		job.asked = !world->forgotten;
		job.in_part = job.asked && world->outcome.in_part &&
			      world->job.count == job.count;
		return carry_job_out(world, &job);
	default:
		return "QEMU aborted when the host asked again";
	}
}

static const char *ask_for_all(struct world *world)
{
	struct model *model = &world->now.model;
	const char *wrong = NULL;
	u8 i = model->device_count;

	/* what is below a bridge was plugged after it */
	while (i-- && !wrong)
		if (model->devices[i].plugged &&
		    !is_stuck(model, &model->devices[i]))
			wrong = ask_for(world, i);
	return wrong;
}

/* The host never hears that an NVDIMM was given, nor takes it. */
static bool is_kept(const struct model *model, u8 number)
{
	const struct model_drc *drc = &model->drcs[model->devices[number].first];

	return drc->resource == PSERIES_DR_RESOURCE_PMEM &&
	       drc->state == MODEL_UNUSABLE;
}

static bool is_anything_left(const struct world *world)
{
	const struct model *model = &world->now.model;
	u8 i;

	for (i = 0; i < model->device_count; i++)
		if (model->devices[i].plugged &&
		    !is_kept(model, i) &&
		    !is_reserved(world, &model->devices[i]) &&
		    !is_stuck(model, &model->devices[i]))
			return true;
	return false;
}

/* QEMU takes an LMB unasked only as long as it is isolated. */
static bool depends_on_isolation(const struct scenario *scenario)
{
	return scenario->group->resource == PSERIES_DR_RESOURCE_MEMORY &&
	       scenario->group->action == PSERIES_DR_ACTION_REMOVE &&
	       !scenario->group->policy->takes_unasked;
}

/* A step that could not be undone in Linux is not to be done again. */
static bool is_stuck_in_linux(const struct world *world,
			      const struct scenario *scenario)
{
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++)
		if (world->now.units[unit].attached !=
		    scenario->start.units[unit].attached)
			return true;
	return false;
}

/* It had worked, but nobody could tell. */
static bool is_nothing_to_do(const struct world *world)
{
	const struct pdr_outcome *outcome = &world->outcome;

	return !outcome->total && outcome->fault.call == PDR_FW_ANY &&
	       outcome->fault.step == PSERIES_DR_STEP_RESOLVE;
}

/* The host has asked for it: what it does not get at once, it asks for again. */
static bool is_wanted_back(const struct world *world,
			   const struct scenario *scenario)
{
	u8 i;

	if (scenario->job.asked &&
	    scenario->job.action == PSERIES_DR_ACTION_REMOVE)
		return true;
	for (i = 0; i < world->now.model.drc_count; i++)
		if (world->now.model.drcs[i].unplug)
			return true;
	return false;
}

/* The host can take a connector that the guest has not taken without asking. */
static bool is_taken_back(const struct world *world,
			  const struct scenario *scenario)
{
	return scenario->job.action == PSERIES_DR_ACTION_ADD &&
	       is_empty(&world->now, scenario->job.first) &&
	       !world->now.model.drcs[scenario->job.first].dev;
}

/* A job that failed at first succeeds now, where it could at all. */
static const char *try_again(struct world *world,
			     const struct scenario *scenario)
{
	bool must_work = world->outcome.state != PSERIES_DR_STATE_DONE &&
			 !world->outcome.moved && !scenario->expected &&
			 !depends_on_isolation(scenario) &&
			 !is_wanted_back(world, scenario) &&
			 !is_taken_back(world, scenario) &&
			 !is_stuck_in_linux(world, scenario);
	const char *wrong = carry_job_out(world, &scenario->job);

	if (wrong || !must_work || is_nothing_to_do(world))
		return wrong;
	return world->outcome.state == PSERIES_DR_STATE_DONE ? NULL :
	       "the same job does not work when nothing fails any more";
}

static bool is_any_stuck(const struct world *world)
{
	const struct model *model = &world->now.model;
	bool stuck = false;
	u8 i;

	for (i = 0; i < model->device_count; i++)
		stuck |= model->devices[i].plugged &&
			 is_stuck(model, &model->devices[i]);
	return stuck;
}

/* A stuck connector is free at the next reset at the latest. */
static const char *reset_stuck(struct world *world)
{
	if (!is_any_stuck(world))
		return NULL;
	model_reset(&world->now.model);
	world->forgotten = false;
	world_restart(world);
	return ask_for_all(world);
}

static const char *take_back(struct world *world)
{
	const char *wrong = NULL;
	int round;

	for (round = 0; round < ROUNDS && !wrong; round++) {
		if (!is_anything_left(world))
			break;
		wrong = ask_for_all(world);
	}
	if (!wrong)
		wrong = reset_stuck(world);
	if (!wrong && is_anything_left(world))
		wrong = "something is lost: the host never gets it back";
	return wrong;
}

/* A user of a device stops one day. */
static void end_users(struct world *world)
{
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++)
		world->now.units[unit].used = false;
}

static const char *carry_out_add(struct world *world, u8 unit, bool own)
{
	const struct job job = {
		.action = PSERIES_DR_ACTION_ADD,
		.resource = world->now.model.drcs[unit].resource,
		.identifier = PSERIES_DR_IDENTIFIER_INDEX, .exact = true, .own = own,
		.first = unit, .count = 1, .slots = 1,
	};

	return carry_job_out(world, &job);
}

static const char *add_unit(struct world *world, u8 unit, bool own)
{
	const struct model_drc *drc = &world->now.model.drcs[unit];
	const char *wrong;

	if (!drc->dev || world->now.units[unit].attached)
		return NULL;
	wrong = carry_out_add(world, unit, own);
	if (wrong)
		return wrong;
	return is_configured(drc) &&
	       world->now.units[unit].attached ? NULL :
	       "nobody has it, also after an add";
}

static bool has_given(const struct world *world, u8 unit)
{
	const struct model_drc *drc = &world->now.model.drcs[unit];

	return !drc->dev || drc->state == MODEL_UNUSABLE ||
	       drc->state == MODEL_PHYSICAL_POWERON;
}

/*
 * Linux had it, and neither has it now nor has given it. What a request by count could
 * not give, the host can still ask for, and anybody can add.
 */
static bool is_nobodys(const struct world *world,
		       const struct scenario *scenario, u8 unit)
{
	return scenario->group->action == PSERIES_DR_ACTION_REMOVE &&
	       scenario->job.exact && !has_given(world, unit) &&
	       scenario->start.units[unit].attached &&
	       !world->now.units[unit].attached;
}

/* By itself, as soon as the platform lets it, and unless a later try has given it. */
static const char *bring_host_back(struct world *world,
				   const struct scenario *scenario, u16 lost)
{
	const char *wrong = NULL;
	u8 unit = world->unit_count;

	/* a bridge before what is below it */
	while (unit-- && !wrong)
		if ((lost & BIT(unit)) && !has_given(world, unit))
			wrong = add_unit(world, unit, true);
		else if (is_nobodys(world, scenario, unit))
			wrong = "nobody has it, and nobody knows";
	return wrong;
}

static enum pdr_cancel_how cancel_world_job(const struct job *job, u8 state, bool in_part)
{
	const struct pdr_request request = { .action = job->action };
	const struct pdr_turn turn = {
		.request = &request, .state = state, .in_part = in_part,
		.origin = job->asked ? PSERIES_DR_ORIGIN_PLATFORM : PSERIES_DR_ORIGIN_NETLINK,
	};

	return pdr_lane_cancel(&turn, 0).how;
}

/* Somebody cancels a job right before its end, and again while it waits for another try. */
static const char *judge_world_job(const struct world *world, const struct job *job, bool cancels,
				   struct pdr_retry *retry)
{
	bool cancelled = cancels && cancel_world_job(job, world_state(world), job->in_part) !=
				    PDR_CANCEL_TOO_LATE;
	enum pdr_cancel_how how;

	*retry = pdr_retry_judge(&world->outcome, 1, cancelled, false, false);
	if (!cancels || !retry->again)
		return NULL;
	how = cancel_world_job(job, PSERIES_DR_STATE_QUEUED, world->outcome.in_part);
	retry->cancelled |= how == PDR_CANCEL_STOP;
	return how == PDR_CANCEL_END ? "a cancel ends what the platform waits for" : NULL;
}

/*
 * As the module does it, by itself. A job that is cancelled ends as soon as the platform
 * has its answer; the rest of what it has in part goes to it all the same.
 */
static const char *retry_unfinished(struct world *world, struct job job, bool cancels,
				    u16 *lost)
{
	struct pdr_retry retry;
	unsigned int tries = 1;
	const char *wrong = judge_world_job(world, &job, cancels, &retry);

	job.planless = false;
	job.queue_full = false;
	while (!wrong && retry.again && tries <= ROUNDS) {
		job.in_part = world->outcome.in_part;
		world->cancelled = retry.cancelled;
		wrong = carry_job_out(world, &job);
		*lost |= world->lost;
		world->cancelled = false;
		retry = pdr_retry_judge(&world->outcome, ++tries, retry.cancelled, false, false);
	}
	if (wrong || retry.again != world->outcome.unfinished)
		return wrong ?: "the module does not try again what is unfinished";
	return !retry.again || is_any_stuck(world) || is_any_reserved(world) ? NULL :
	       "the same job is tried again for ever";
}

static bool has_acquired(const struct world *world)
{
	u32 i;

	for (i = 0; i < min(world->script.calls, SCRIPT_LOG); i++)
		if (world->script.log[i].kind == CALL_ACQUIRE)
			return true;
	return false;
}

/* The host has taken what was lost, or somebody else has brought it back. */
static const char *bring_back_late(struct world *world, u16 lost)
{
	const char *wrong = NULL;
	u8 unit;

	for (unit = 0; unit < world->unit_count && !wrong; unit++) {
		if (!(lost & BIT(unit)))
			continue;
		wrong = carry_out_add(world, unit, true);
		if (!wrong && has_acquired(world))
			wrong = "the module takes again what the host has taken";
		if (!wrong && pdr_retry_judge(&world->outcome, PDR_RETRY_UNKNOWN_TRIES, false,
					      false, true).again)
			wrong = "the module brings back for ever what is not lost any more";
	}
	return wrong;
}

const char *follow_up(struct world *world, const struct scenario *scenario,
		      enum follow_up how)
{
	const char *wrong = NULL;
	u16 lost = world->lost;

	world->asks_meanwhile = false;
	end_users(world);
	if (how != FOLLOW_AGAIN)
		wrong = retry_unfinished(world, scenario->job, how == FOLLOW_CANCEL, &lost);
	/* what the platform waits for is brought back after that (struct pdr_candidate, @going) */
	if (world->outcome.unfinished)
		lost = 0;
	else
		wrong = wrong ?: bring_host_back(world, scenario, lost);
	wrong = wrong ?: answer_host(world);
	if (!wrong && how == FOLLOW_AGAIN)
		wrong = try_again(world, scenario);
	return wrong ?: bring_back_late(world, lost) ?: take_back(world) ?:
	       bring_back_late(world, lost);
}

/*
 * A new kernel does not know that a device's removal is pending. The next reset
 * ends the removal at the latest.
 */
static bool is_pending(const struct world *world)
{
	const struct model *model = &world->now.model;
	u8 i;

	for (i = 0; i < model->device_count; i++)
		if (model->devices[i].plugged && model->devices[i].pending)
			return true;
	return false;
}

static const char *add_all(struct world *world)
{
	const char *wrong = NULL;
	u8 unit = world->unit_count;

	/* a bridge before what is below it */
	while (unit-- && !wrong)
		wrong = add_unit(world, unit, false);
	return wrong;
}

const char *follow_restart(struct world *world, bool add)
{
	const char *wrong;

	end_users(world);
	world_restart(world);
	wrong = answer_host(world);
	if (!wrong && add && !is_pending(world))
		wrong = add_all(world);
	return wrong ?: take_back(world);
}

static const char *carry_on(struct world *world, struct job job)
{
	before = world->now;
	world_run(world, &job, 0);
	return check_resurrected(world, &before);
}

/* As the module does it, with what it knows from before. */
static const char *retry(struct world *world, struct job job)
{
	job.in_part = world->outcome.in_part;
	return carry_on(world, job);
}

static const char *answer_again(struct world *world)
{
	struct model *model = &world->now.model;
	struct model_request request;
	const char *wrong = NULL;
	struct job job;

	while (!wrong && model_next_request(model, &request)) {
		world_removal(world, &model->devices[request.device], &job);
		wrong = carry_on(world, job);
	}
	return wrong;
}

const char *follow_resurrection(struct world *world,
				const struct scenario *scenario)
{
	struct model *model = &world->now.model;
	const char *wrong = NULL;
	int round;
	u8 i;

	for (round = 0; round < ROUNDS && !wrong; round++) {
		if (pdr_retry_judge(&world->outcome, 1, false, false, false).again)
			wrong = retry(world, scenario->job);
		for (i = 0; i < model->device_count && !wrong; i++)
			model_device_del(model, i);
		if (model->fatal)
			return "QEMU aborted when the host asked again";
		if (!wrong)
			wrong = answer_again(world);
	}
	return wrong;
}
