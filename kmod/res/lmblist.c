// SPDX-License-Identifier: GPL-2.0
/*
 * Publishing how the LMBs of a job are listed. Includes core/parse, core/engine, state, stock
 * and res.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "core/engine/joberror.h"
#include "core/parse/ccwork.h"
#include "res/lmblist.h"
#include "res/lmbplan.h"
#include "res/resources.h"
#include "stock/stock.h"
#include "state/ofnode.h"
#include "state/tables.h"

static int read_place(const struct pdr_target *target,
		      struct pdr_lmb_state *state)
{
	const u8 *value;
	u32 len;
	int nid;

	value = pdr_cc_property(target->tree, "ibm,associativity", &len);
	nid = pdr_of_nid(value, len);
	if (nid < 0)
		return nid;
	state->nid = nid;
	return pdr_tables_associativity(value, len, &state->aa_index);
}

static int place_lmb(struct pdr_target *target)
{
	struct pdr_lmb_state *state = pdr_lmb_state_of(target);
	int error;

	if (state->placed || !target->tree)
		return 0;
	error = read_place(target, state);
	if (error == -EBADMSG)
		pr_err("drc index %x: its associativity cannot be listed, so it is not added\n",
		       target->drc_index);
	state->placed = !error;
	return error;
}

static int place_new(struct pdr_plan *plan)
{
	u32 slot;
	int error = 0;

	for (slot = 0; slot < plan->slots && !error; slot++)
		if (plan->targets[slot].listed)
			error = place_lmb(&plan->targets[slot]);
	return error;
}

static void fill_changes(const struct pdr_plan *plan, struct pdr_lmb_change *changes)
{
	u32 slot;

	for (slot = 0; slot < plan->slots; slot++) {
		const struct pdr_target *target = &plan->targets[slot];

		changes[slot] = (struct pdr_lmb_change){
			.drc_index = target->drc_index,
			.assigned = target->listed,
			.aa_index = target->listed ? pdr_lmb_state_of(target)->aa_index :
						     PDR_LMB_NO_AA,
		};
	}
}

/* @before: how each LMB was listed before the publication */
static void note_change(const struct pdr_plan *plan,
			const struct pdr_lmb_change *before)
{
	u32 slot;

	for (slot = 0; slot < plan->slots; slot++) {
		const struct pdr_target *target = &plan->targets[slot];

		if (before[slot].assigned == target->listed)
			continue;
		if (before[slot].assigned) {
			pdr_lmb_state_of(target)->aa_index = before[slot].aa_index;
			pdr_lmb_state_of(target)->placed = true;
		}
		pdr_stock_set(target->drc_index, before[slot].assigned);
	}
}

static int publish_changes(struct pdr_plan *plan, bool undoing)
{
	struct pdr_lmb_change *changes;
	int error = place_new(plan);

	if (error)
		return error;
	changes = pdr_alloc_array(plan->slots, sizeof(*changes));
	if (!changes)
		return -ENOMEM;
	fill_changes(plan, changes);
	error = pdr_tables_publish(changes, plan->slots, undoing);
	if (!error)
		note_change(plan, changes);
	pdr_free(changes);
	return error;
}

int pdr_lmblist_publish(struct pdr_run *run, bool undoing)
{
	int error = publish_changes(&run->plan, undoing);

	if (error == -EBADMSG || (error && pdr_tables_malformed()))
		run->outcome->reason = PSERIES_DR_REASON_MALFORMED;
	return pdr_publish_errno(error);
}
