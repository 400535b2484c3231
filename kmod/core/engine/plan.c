// SPDX-License-Identifier: GPL-2.0
/* Laying out the steps of a job. */
#include "core/engine/plan.h"
#include "core/parse/ccwork.h"

int pdr_plan_check(const struct pdr_request *request, bool platform_asked,
		   const struct pdr_candidate *candidate)
{
	bool remove = request->action == PSERIES_DR_ACTION_REMOVE;

	if (candidate->reserved)
		return -EBUSY;
	if (candidate->going && !(remove && platform_asked))
		return -EBUSY;
	if (request->identifier != PSERIES_DR_IDENTIFIER_COUNT ||
	    candidate->attached == remove)
		return 0;
	return remove ? -ENODEV : -EBUSY;
}

int pdr_plan_init(struct pdr_plan *plan, const struct pdr_request *request,
		  bool platform_asked, u32 room)
{
	memset(plan, 0, sizeof(*plan));
	plan->request = *request;
	plan->platform_asked = platform_asked;
	plan->targets = pdr_alloc((size_t)room * sizeof(*plan->targets));
	return plan->targets ? 0 : -ENOMEM;
}

void pdr_plan_add(struct pdr_plan *plan, u32 drc_index, bool attached,
		  u16 parts, u64 handle)
{
	struct pdr_target *target = &plan->targets[plan->target_count++];

	memset(target, 0, sizeof(*target));
	target->drc_index = drc_index;
	target->usage = PSERIES_DR_USAGE_UNKNOWN;
	target->attached = attached;
	target->parts = parts;
	target->last_step = PDR_STEP_FIRST;
	target->handle = handle;
	plan->parts = max(plan->parts, parts);
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

static void lay_slots(struct pdr_plan *plan, u32 from, u8 what)
{
	u32 slot;

	for (slot = from; slot < plan->slots; slot++)
		if (what == PSERIES_DR_STEP_OFFLINE)
			lay_parts(plan, slot, what);
		else
			lay_step(plan, slot, what);
}

static void lay_remove(struct pdr_plan *plan)
{
	u32 from = 0;

	if (!plan->platform_asked) {
		lay_parts(plan, 0, PSERIES_DR_STEP_OFFLINE);
		lay_step(plan, 0, PSERIES_DR_STEP_DETACH);
		lay_step(plan, 0, PSERIES_DR_STEP_ISOLATE);
		from = 1;
	}
	lay_slots(plan, from, PSERIES_DR_STEP_OFFLINE);
	lay_slots(plan, from, PSERIES_DR_STEP_DETACH);
	lay_slots(plan, from, PSERIES_DR_STEP_ISOLATE);
	plan->commit = plan->step_count;
	lay_slots(plan, 0, PSERIES_DR_STEP_RELEASE);
	lay_step(plan, 0, PSERIES_DR_STEP_PUBLISH);
}

static void lay_add(struct pdr_plan *plan)
{
	u32 slot;

	lay_slots(plan, 0, PSERIES_DR_STEP_ACQUIRE);
	for (slot = 0; slot < plan->slots; slot++) {
		lay_step(plan, slot, PSERIES_DR_STEP_UNISOLATE);
		lay_step(plan, slot, PSERIES_DR_STEP_CONFIGURE);
	}
	for (slot = 0; slot < plan->slots; slot++) {
		lay_step(plan, slot, PSERIES_DR_STEP_ATTACH);
		lay_parts(plan, slot, PSERIES_DR_STEP_ONLINE);
	}
	lay_step(plan, 0, PSERIES_DR_STEP_PUBLISH);
	plan->commit = plan->step_count;
}

int pdr_plan_lay(struct pdr_plan *plan, u32 slots)
{
	/* resolve, four single steps and the parts; one publication in all */
	size_t room = (size_t)slots * (5 + plan->parts) + 1;

	plan->steps = pdr_alloc(room * sizeof(*plan->steps));
	if (!plan->steps)
		return -ENOMEM;
	plan->slots = slots;
	plan->next_spare = slots;
	lay_slots(plan, 0, PSERIES_DR_STEP_RESOLVE);
	if (plan->request.action == PSERIES_DR_ACTION_REMOVE)
		lay_remove(plan);
	else
		lay_add(plan);
	return 0;
}

bool pdr_plan_exchange(struct pdr_plan *plan, u32 at)
{
	u32 slot = plan->steps[at].slot;

	if (plan->next_spare >= plan->target_count)
		return false;
	pdr_plan_set_given(plan, &plan->targets[slot], false);
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

void pdr_plan_free(struct pdr_plan *plan)
{
	u32 i;

	for (i = 0; plan->targets && i < plan->target_count; i++)
		pdr_cc_node_free(plan->targets[i].tree);
	pdr_free(plan->targets);
	pdr_free(plan->steps);
	memset(plan, 0, sizeof(*plan));
}
