// SPDX-License-Identifier: GPL-2.0
/* Laying out the steps of a job. Includes core/parse and core/engine. */
#include "core/engine/plan.h"
#include "core/parse/ccwork.h"

int pdr_plan_init(struct pdr_plan *plan, const struct pdr_request *request,
		  bool platform_asked, u32 capacity)
{
	memset(plan, 0, sizeof(*plan));
	plan->request = *request;
	plan->resource = pdr_resource_of(request->resource);
	if (!plan->resource)
		return -EOPNOTSUPP;
	plan->platform_asked = platform_asked;
	plan->targets = pdr_alloc((size_t)capacity * sizeof(*plan->targets));
	if (!plan->targets)
		return -ENOMEM;
	plan->capacity = capacity;
	return 0;
}

struct pdr_target *pdr_plan_add(struct pdr_plan *plan, u32 drc_index,
				bool attached, u16 parts, u64 handle)
{
	struct pdr_target *target;

	if (pdr_plan_is_full(plan))
		return NULL;
	target = &plan->targets[plan->target_count++];
	memset(target, 0, sizeof(*target));
	target->drc_index = drc_index;
	target->usage = PSERIES_DR_USAGE_UNKNOWN;
	target->attached = attached;
	target->listed = attached;
	target->parts = parts;
	target->last_step = PDR_STEP_FIRST;
	target->handle = handle;
	plan->parts = max(plan->parts, parts);
	return target;
}

static void lay_step(struct pdr_plan *plan, u32 slot, u8 what)
{
	struct pdr_step *step = &plan->steps[plan->step_count];

	memset(step, 0, sizeof(*step));
	step->what = what;
	step->slot = slot;
	step->before = plan->targets[slot].last_step;
	plan->targets[slot].last_step = plan->step_count++;
}

static void lay_parts(struct pdr_plan *plan, u32 slot, u8 what)
{
	u16 part;

	for (part = 0; part < plan->parts; part++) {
		lay_step(plan, slot, what);
		plan->steps[plan->step_count - 1].part = part;
	}
}

static void lay_single(struct pdr_plan *plan, u32 slot, u8 what)
{
	if (what == PSERIES_DR_STEP_OFFLINE || what == PSERIES_DR_STEP_ONLINE)
		lay_parts(plan, slot, what);
	else if (what)
		lay_step(plan, slot, what);
}

static bool takes_part(const struct pdr_phase *phase,
		       const struct pdr_target *target)
{
	u8 places = phase->places ?: BIT(PDR_PLACE_ASKED);

	return places & BIT(target->place);
}

static void lay_phase(struct pdr_plan *plan, u32 from, u32 to,
		      const struct pdr_phase *phase)
{
	u32 slot;
	u8 i;

	if (phase->steps[0] == PSERIES_DR_STEP_PUBLISH) {
		lay_step(plan, from, PSERIES_DR_STEP_PUBLISH);
		return;
	}
	for (slot = from; slot < to; slot++)
		for (i = 0; i < PDR_PHASE_STEPS; i++)
			if (takes_part(phase, &plan->targets[slot]))
				lay_single(plan, slot, phase->steps[i]);
}

static void lay_phases(struct pdr_plan *plan, u32 from, u32 to,
		       const struct pdr_phases *phases)
{
	u8 i;

	for (i = 0; from < to && i < phases->commit; i++)
		lay_phase(plan, from, to, &phases->phases[i]);
}

/* A platform that did not ask may refuse the first target, so the others wait for it. */
static bool is_first_alone(const struct pdr_plan *plan)
{
	return plan->request.action == PSERIES_DR_ACTION_REMOVE &&
	       !plan->platform_asked && !plan->joint;
}

u32 pdr_plan_publish_end(const struct pdr_plan *plan, u32 slot)
{
	return is_first_alone(plan) && !slot ? 1 : plan->slots;
}

static const struct pdr_phases *phases_of(const struct pdr_plan *plan)
{
	return plan->request.action == PSERIES_DR_ACTION_REMOVE ?
	       &plan->resource->remove : &plan->resource->add;
}

static void lay_all(struct pdr_plan *plan)
{
	static const struct pdr_phase resolve = {
		.steps = { PSERIES_DR_STEP_RESOLVE },
		.places = U8_MAX,
	};
	const struct pdr_phases *phases = phases_of(plan);
	u32 first = is_first_alone(plan) ? 1 : 0;
	u8 i;

	lay_phase(plan, 0, plan->slots, &resolve);
	lay_phases(plan, 0, first, phases);
	lay_phases(plan, first, plan->slots, phases);
	plan->commit = plan->step_count;
	for (i = phases->commit; i < phases->count; i++)
		lay_phase(plan, 0, plan->slots, &phases->phases[i]);
}

/* At most: RESOLVE, each step of each phase, one step for each part, two publications. */
static size_t count_steps(const struct pdr_plan *plan, u32 slots)
{
	size_t each = 1 + PDR_PHASE_STEPS * (size_t)phases_of(plan)->count;

	return slots * (each + plan->parts) + 2;
}

static bool is_joint(const struct pdr_plan *plan, u32 slots)
{
	u32 slot;

	for (slot = 0; slot < slots; slot++)
		if (plan->targets[slot].place != PDR_PLACE_ASKED)
			return true;
	return false;
}

int pdr_plan_lay(struct pdr_plan *plan, u32 slots)
{
	plan->steps = pdr_alloc_array(count_steps(plan, slots),
				      sizeof(*plan->steps));
	if (!plan->steps)
		return -ENOMEM;
	plan->slots = slots;
	plan->next_spare = slots;
	plan->joint = is_joint(plan, slots);
	lay_all(plan);
	return 0;
}

bool pdr_plan_exchange(struct pdr_plan *plan, u32 at)
{
	u32 slot = plan->steps[at].slot;

	if (plan->next_spare >= plan->target_count)
		return false;
	pdr_plan_set_absent(plan, &plan->targets[slot], false);
	swap(plan->targets[slot], plan->targets[plan->next_spare]);
	plan->next_spare++;
	for (; at != PDR_STEP_FIRST; at = plan->steps[at].before)
		plan->steps[at].state = PDR_STEP_PENDING;
	return true;
}

/* The first step of slot i is step i of the plan. */
void pdr_plan_swap(struct pdr_plan *plan, u32 one, u32 other)
{
	swap(plan->targets[one], plan->targets[other]);
	swap(plan->steps[one].state, plan->steps[other].state);
}

u32 pdr_plan_first_pending(const struct pdr_plan *plan, u32 at)
{
	u32 before = plan->steps[at].before;

	while (before != PDR_STEP_FIRST &&
	       plan->steps[before].state == PDR_STEP_PENDING) {
		at = before;
		before = plan->steps[at].before;
	}
	return at;
}

bool pdr_plan_is_work(const struct pdr_plan *plan, const struct pdr_target *target)
{
	if (target->place != PDR_PLACE_ASKED)
		return false;
	if (plan->own)
		return target->usage == PSERIES_DR_USAGE_UNUSED;
	return target->usage != (plan->request.action == PSERIES_DR_ACTION_REMOVE ?
				 PSERIES_DR_USAGE_ABSENT : PSERIES_DR_USAGE_IN_USE);
}

bool pdr_plan_next_lost(const struct pdr_plan *plan, u32 *slot,
			struct pdr_request *request)
{
	const struct pdr_target *target;

	while (*slot) {
		target = &plan->targets[--*slot];
		if (!pdr_plan_is_lost(plan, target))
			continue;
		*request = (struct pdr_request){
			.resource = pdr_plan_resource(plan, target)->resource,
			.action = PSERIES_DR_ACTION_ADD,
			.identifier = PSERIES_DR_IDENTIFIER_INDEX,
			.index = target->drc_index,
		};
		return true;
	}
	return false;
}

void pdr_plan_free(struct pdr_plan *plan)
{
	u32 i;

	for (i = 0; plan->targets && i < plan->target_count; i++)
		pdr_cc_node_free(plan->targets[i].tree);
	pdr_free(plan->targets);
	pdr_free(plan->steps);
	memset(plan, 0, sizeof(*plan));
}
