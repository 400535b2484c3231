// SPDX-License-Identifier: GPL-2.0
/* Refusing connectors, with a plan and without. Includes core/parse and core/engine. */
#include "core/engine/refuse.h"

#include "core/parse/fwstatus.h"
#include "core/parse/lmb.h"

/*
 * If this many connectors could not be refused or sensed, each of the others gets one
 * call alone: retries on thousands of connectors would take minutes.
 */
#define RETRIED_CONNECTORS 16

/*
 * The calls that sense what Linux has share the time of one call, and so do the calls that
 * tell: a refusal holds the firmware of its lane, in which other requests wait for their
 * answers. After half of that time a connector that Linux has counts as present.
 */
#define SENSE_LIMIT_MS (PDR_BUSY_LIMIT_MS / 2)

static bool is_refusable(const struct pdr_resource *resource)
{
	return resource && resource->refused_by;
}

bool pdr_refuse_can_tell(const struct pdr_resource *resource, u8 refuse_by)
{
	return is_refusable(resource) && refuse_by != PSERIES_DR_REFUSE_BY_OFF;
}

static int unisolate_connector(const struct pdr_platform *platform, u32 drc_index)
{
	struct pdr_fault fault;

	return pdr_drc_set(platform, PDR_FW_UNISOLATE, drc_index, &fault);
}

static void finish_configuration(const struct pdr_platform *platform, u32 drc_index)
{
	struct pdr_fault fault;
	unsigned int tries = 0;
	int error;

	do {
		error = pdr_drc_configure(platform, drc_index, NULL, &fault);
	} while (pdr_drc_pause(platform, error, &tries));
}

/*
 * A connector that Linux does not have may be isolated. Unisolating it is then a step
 * forward and no refusal. ibm,configure-connector then refuses an LMB; a second unisolate
 * refuses any other connector, and has done so even if the connector cannot be configured
 * after that.
 */
static int refuse_unused(const struct pdr_platform *platform,
			 const struct pdr_refusal *refusal)
{
	struct pdr_fault fault;
	int error;

	if (refusal->resource->refused_by & PDR_REFUSED_BY_CONFIGURE)
		return pdr_drc_reclaim(platform, refusal->drc_index, &fault);
	error = unisolate_connector(platform, refusal->drc_index);
	if (error)
		return error;
	error = unisolate_connector(platform, refusal->drc_index);
	finish_configuration(platform, refusal->drc_index);
	return error;
}

static bool is_by_configure(const struct pdr_refusal *refusal)
{
	return refusal->refuse_by == PSERIES_DR_REFUSE_BY_CONFIGURE &&
	       (refusal->resource->refused_by & PDR_REFUSED_BY_CONFIGURE) &&
	       refusal->attached;
}

static int refuse_once(const struct pdr_platform *platform,
		       const struct pdr_refusal *refusal)
{
	struct pdr_fault fault;

	if (!refusal->attached)
		return refuse_unused(platform, refusal);
	if (is_by_configure(refusal))
		return pdr_drc_configure(platform, refusal->drc_index, NULL,
					 &fault);
	return unisolate_connector(platform, refusal->drc_index);
}

int pdr_refuse_connector(const struct pdr_platform *platform,
			 const struct pdr_refusal *refusal,
			 unsigned int *tries)
{
	int error;

	do {
		error = refuse_once(platform, refusal);
	} while (pdr_drc_pause(platform, error, tries));
	/* a refusal by unisolate is better than none */
	if (error && is_by_configure(refusal))
		error = unisolate_connector(platform, refusal->drc_index);
	return error;
}

/**
 * struct refusing - a removal that is refused
 * @world: to act on
 * @plan: of it, or NULL
 * @request: the request
 * @resource: of the request, or NULL
 * @answer: of the job in whose place it is refused, or NULL
 * @before: of the job at work that may hold the same connectors, or NULL
 * @senses: the platform of @world, with one bound for all calls that sense
 * @tells: the same for all calls that tell
 * @sense_ms: for how long those of @senses found it busy
 * @tell_ms: for how long those of @tells did
 * @count: connectors
 * @unsensed: senses that failed so far
 * @told: connectors on which the platform was told
 * @in_part: the platform has one of them
 */
struct refusing {
	const struct pdr_world *world;
	struct pdr_plan *plan;
	const struct pdr_request *request;
	const struct pdr_resource *resource;
	struct pdr_answer *answer;
	struct pdr_answer *before;
	struct pdr_platform senses;
	struct pdr_platform tells;
	u64 sense_ms;
	u64 tell_ms;
	u32 count;
	u32 unsensed;
	u32 told;
	bool in_part;
};

/**
 * struct asked_for - one connector of the range
 * @drc_index: the connector
 * @attached: Linux has it
 * @target: of the plan, or NULL
 */
struct asked_for {
	u32 drc_index;
	bool attached;
	struct pdr_target *target;
};

/* Return: false when there is no such connector, or it is not asked for. */
static bool get_connector(const struct refusing *refusing, u32 i,
			  struct asked_for *connector)
{
	const struct pdr_world *world = refusing->world;

	if (refusing->plan) {
		connector->target = &refusing->plan->targets[i];
		if (connector->target->place != PDR_PLACE_ASKED)
			return false;
		connector->drc_index = connector->target->drc_index;
		connector->attached = connector->target->attached;
		return true;
	}
	connector->target = NULL;
	connector->drc_index = refusing->request->index + i;
	if (!world->linux_ops->knows(world->context, connector->drc_index))
		return false;
	connector->attached = world->linux_ops->has(world->context,
						    connector->drc_index);
	return true;
}

/*
 * A connector that does not exist is empty. If sense fails, or takes too long, but Linux
 * has the resource attached, the connector cannot have been released.
 */
static int sense_connector(struct refusing *refusing,
			   const struct asked_for *connector, u32 *sense)
{
	const struct pdr_platform *platform =
		connector->attached ? &refusing->senses :
		&refusing->world->platform;
	struct pdr_fault fault;
	int error;

	*sense = PDR_SENSE_PRESENT;
	if (connector->attached && refusing->sense_ms >= SENSE_LIMIT_MS)
		return 0;
	if (refusing->unsensed < RETRIED_CONNECTORS)
		error = pdr_drc_sense_surely(platform, connector->drc_index,
					     sense, &fault);
	else
		error = pdr_drc_sense(platform, connector->drc_index, sense, &fault);
	if (!error || error == -ETIMEDOUT)
		return error;
	refusing->unsensed++;
	*sense = PDR_SENSE_EMPTY;
	if (error == -ENODEV)
		return 0;
	if (!connector->attached)
		return error;
	*sense = PDR_SENSE_PRESENT;
	return 0;
}

static void note_sense(struct refusing *refusing,
		       const struct asked_for *connector, u32 sense)
{
	refusing->in_part = sense == PDR_SENSE_UNUSABLE;
	if (!refusing->plan)
		return;
	pdr_plan_set_absent(refusing->plan, connector->target,
			    refusing->in_part);
	connector->target->present = sense == PDR_SENSE_PRESENT;
}

/* Sense each connector again, as another job may have failed halfway. */
static bool may_refuse(struct refusing *refusing)
{
	struct asked_for connector;
	u32 i, sense;

	for (i = 0; i < refusing->count; i++) {
		if (!get_connector(refusing, i, &connector))
			continue;
		if (sense_connector(refusing, &connector, &sense))
			return false;
		note_sense(refusing, &connector, sense);
		if (refusing->in_part)
			return false;
	}
	return true;
}

/* Return: 1 when the connector senses present, 0 when not, or negative errno. */
static int is_present(struct refusing *refusing,
		      const struct asked_for *connector)
{
	u32 sense;
	int error;

	if (connector->target)
		return connector->target->present;
	error = sense_connector(refusing, connector, &sense);
	return error ?: sense == PDR_SENSE_PRESENT;
}

static int refuse_those(struct refusing *refusing, bool attached)
{
	struct pdr_refusal refusal = {
		.resource = refusing->resource,
		.attached = attached,
		.refuse_by = refusing->world->refuse_by,
	};
	struct asked_for connector;
	unsigned int tries;
	int error = 0, present;
	u32 i, failed = 0;

	for (i = 0; i < refusing->count && error != -ETIMEDOUT; i++) {
		if (!get_connector(refusing, i, &connector) ||
		    connector.attached != attached)
			continue;
		present = is_present(refusing, &connector);
		if (!present)
			continue;
		refusal.drc_index = connector.drc_index;
		tries = failed < RETRIED_CONNECTORS ? 0 : UINT_MAX;
		error = present < 0 ? present :
			pdr_refuse_connector(&refusing->tells, &refusal,
					     &tries);
		refusing->told += !error;
		failed += error != 0;
		if (!error && !attached)
			break;
	}
	return error;
}

static bool take_words(const struct refusing *refusing)
{
	return (!refusing->before || pdr_answer_take(refusing->before)) &&
	       (!refusing->answer || pdr_answer_take(refusing->answer));
}

/*
 * Unisolate each connector that Linux has. If Linux has none, configure one connector
 * that nobody uses: one refusal is enough. If no call worked, the job is unfinished and
 * tries again.
 */
static void refuse_connectors(struct refusing *refusing, struct pdr_refused *refused)
{
	int error;

	refusing->senses = refusing->world->platform;
	refusing->senses.busy_ms = &refusing->sense_ms;
	refusing->tells = refusing->world->platform;
	refusing->tells.busy_ms = &refusing->tell_ms;
	refused->unfinished = !may_refuse(refusing);
	if (refused->unfinished ||
	    !pdr_refuse_can_tell(refusing->resource, refusing->world->refuse_by))
		goto out;
	refused->unfinished = !take_words(refusing);
	if (refused->unfinished)
		goto out;
	error = refuse_those(refusing, true);
	if (!refusing->told && error != -ETIMEDOUT)
		error = refuse_those(refusing, false) ?: error;
	refused->unfinished = error && !refusing->told;
out:
	refused->told = refusing->told;
	refused->in_part = refusing->in_part;
}

/*
 * Without a driver nobody can tell which connectors Linux uses. If the platform must not
 * be told, it matters all the same whether it has part of the range.
 */
static bool can_be_judged(const struct refusing *refusing)
{
	return is_refusable(refusing->resource) && refusing->world->linux_ops;
}

void pdr_refuse_range(const struct pdr_world *world,
		      const struct pdr_asked *asked, struct pdr_answer *answer,
		      struct pdr_refused *refused)
{
	struct refusing refusing = {
		.world = world,
		.request = asked->request,
		.resource = pdr_resource_of(asked->request->resource),
		.answer = answer,
		.before = asked->before,
		/* no table has more LMBs, and no request can mean more */
		.count = min(pdr_request_span(asked->request), (u32)PDR_LMB_COUNT_MAX),
	};

	memset(refused, 0, sizeof(*refused));
	if (pdr_refuse_is_due(asked->request->action, asked->platform_asked) &&
	    refusing.count && can_be_judged(&refusing))
		refuse_connectors(&refusing, refused);
}

bool pdr_refuse_in_place(const struct pdr_world *world, const struct pdr_asked *job)
{
	struct pdr_refused refused;

	pdr_refuse_range(world, job, world->answer, &refused);
	world->answer->told = refused.told;
	world->answer->in_part = refused.in_part;
	return refused.told;
}

static void refuse_plan(const struct pdr_world *world, struct pdr_plan *plan,
			struct pdr_refused *refused)
{
	struct refusing refusing = {
		.world = world,
		.plan = plan,
		.request = &plan->request,
		.resource = plan->resource,
		.count = plan->slots,
	};

	memset(refused, 0, sizeof(*refused));
	if (!can_be_judged(&refusing))
		return;
	if (pdr_plan_forward_only(plan))
		refused->unfinished = true;
	else
		refuse_connectors(&refusing, refused);
}

/* The answerer may have refused already: then the job does not refuse once more. */
static void refuse_unless_told(const struct pdr_world *world, struct pdr_plan *plan,
			       const struct pdr_asked *asked, struct pdr_outcome *outcome)
{
	struct pdr_refused refused = { .told = world->answer->told };

	if (!refused.told && plan)
		refuse_plan(world, plan, &refused);
	else if (!refused.told)
		pdr_refuse_range(world, asked, NULL, &refused);
	outcome->refusals = refused.told;
	outcome->unfinished = refused.unfinished;
	outcome->in_part = refused.in_part;
}

void pdr_refuse_failed(const struct pdr_world *world, struct pdr_plan *plan,
		       const struct pdr_asked *asked, struct pdr_outcome *outcome)
{
	if (!pdr_refuse_is_due(asked->request->action, asked->platform_asked))
		return;
	world->control->hold_firmware(world->context, true);
	refuse_unless_told(world, plan, asked, outcome);
	pdr_answer_end(world->answer);
	world->control->hold_firmware(world->context, false);
}
