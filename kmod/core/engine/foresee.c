// SPDX-License-Identifier: GPL-2.0
/* What a job would do if it began now; see foresee.h. Includes core/engine. */
#include "core/engine/foresee.h"

bool pdr_foresee_may_ask(const struct pdr_request *request, bool admin)
{
	return admin && request->count <= PDR_FORESEE_ASKS;
}

/* What is below a connector leaves with it; what is beside it stays. */
static bool counts_as_taken(const struct pdr_plan *plan, const struct pdr_target *target)
{
	if (target->place == PDR_PLACE_BELOW)
		return target->attached;
	return pdr_plan_is_work(plan, target);
}

static u32 collect_taken(const struct pdr_plan *plan, struct pdr_fault *foreseen)
{
	u32 slot, count = 0;

	for (slot = 0; slot < plan->slots; slot++) {
		const struct pdr_target *target = &plan->targets[slot];

		if (!foreseen[slot].error && !counts_as_taken(plan, target))
			continue;
		foreseen[count] = foreseen[slot];
		foreseen[count++].drc_index = target->drc_index;
	}
	return count;
}

u32 pdr_foresee_plan(const struct pdr_world *world, struct pdr_plan *plan,
		     struct pdr_outcome *outcome)
{
	pdr_exec_run(world, plan, outcome);
	return collect_taken(plan, world->foreseen);
}
