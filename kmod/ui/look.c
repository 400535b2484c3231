// SPDX-License-Identifier: GPL-2.0
/*
 * Looking at one LMB or connector: in the device tree, in Linux, on the platform.
 *
 * Sense is called once, without a lock of ours, and never repeated: the caller may
 * hold a lock of generic netlink. A busy platform shows as the status of the call.
 *
 * Includes fw, state, res and ui.
 */
#include "fw/rtas.h"
#include "res/lmbuse.h"
#include "state/drcs.h"
#include "state/tables.h"
#include "ui/look.h"

static void ask_platform(u32 drc_index, struct pdr_sense_view *sense)
{
	struct pdr_fault fault = { 0 };

	sense->asked = true;
	sense->known = !pdr_drc_sense_once(&pdr_rtas_platform, drc_index,
					   &sense->sense, &fault);
	sense->status = fault.status;
}

/* A reserved LMB is no connector and has no sense value. */
static bool has_connector(const struct pdr_lmb_view *view)
{
	return !(view->flags & (PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID));
}

static u32 usage_of(const struct pdr_lmb_view *view)
{
	if (!has_connector(view))
		return PSERIES_DR_USAGE_RESERVED;
	return view->attached || view->sense.known ?
	       pdr_drc_usage(view->attached, view->sense.sense) : PSERIES_DR_USAGE_UNKNOWN;
}

static void finish_lmb(struct pdr_lmb_view *view, bool may_ask)
{
	if (may_ask && has_connector(view))
		ask_platform(view->index, &view->sense);
	view->usage = usage_of(view);
}

/* Context: pdr_tables_lock held for reading. */
static void fill_lmb(const struct pdr_lmb_table *table,
		     const struct pdr_lmb *lmb, struct pdr_lmb_view *view)
{
	struct pdr_lmb_use use;

	pdr_memory_use(table, lmb, &use);
	*view = (struct pdr_lmb_view) {
		.index = lmb->drc_index,
		.address = pdr_lmb_base(table, lmb),
		.flags = lmb->flags,
		.aa_index = lmb->aa_index,
		.blocks = use.blocks,
		.blocks_online = use.blocks_online,
		.zone = use.zone,
		.attached = use.attached,
		.nid = use.nid,
	};
}

static void enter_table(const struct pdr_lmb_table *table,
			struct pdr_lmb_place *place)
{
	const struct pdr_lmb *last;

	if (place->generation == pdr_lmb_generation())
		return;
	last = place->number ? pdr_lmb_find_index(table, place->last) : NULL;
	if (last)
		place->number = last - table->lmbs + 1;
	place->generation = pdr_lmb_generation();
}

int pdr_look_next_lmb(struct pdr_lmb_place *place, bool may_ask,
		      struct pdr_lmb_view *view)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	int error = -ENOENT;

	down_read(&pdr_tables_lock);
	enter_table(table, place);
	if (place->number < table->count) {
		fill_lmb(table, &table->lmbs[place->number++], view);
		place->last = view->index;
		error = 0;
	}
	up_read(&pdr_tables_lock);
	if (!error)
		finish_lmb(view, may_ask);
	return error;
}

int pdr_look_lmb(u32 drc_index, bool may_ask, struct pdr_lmb_view *view)
{
	const struct pdr_lmb *lmb;

	down_read(&pdr_tables_lock);
	lmb = pdr_lmb_find_index(pdr_lmb_table(), drc_index);
	if (lmb)
		fill_lmb(pdr_lmb_table(), lmb, view);
	up_read(&pdr_tables_lock);
	if (!lmb)
		return -ENODEV;
	finish_lmb(view, may_ask);
	return 0;
}

/* Context: pdr_drcs_lock held for reading. */
static void fill_drc(const struct pdr_drc *drc, struct pdr_drc_view *view)
{
	*view = (struct pdr_drc_view) {
		.index = drc->index,
		.resource = drc->run->resource,
		.power_domain = drc->run->power_domain,
	};
	pdr_drc_run_name(drc->run, drc->ordinal, view->name,
			 sizeof(view->name));
	strscpy(view->type, drc->run->type, sizeof(view->type));
}

int pdr_look_next_drc(u64 *cursor, bool may_ask, struct pdr_drc_view *view)
{
	struct pdr_drc drc;
	int error;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_next(pdr_drcs(), cursor, &drc);
	if (!error)
		fill_drc(&drc, view);
	up_read(&pdr_drcs_lock);
	if (!error && may_ask)
		ask_platform(view->index, &view->sense);
	return error;
}

int pdr_look_drc(u32 drc_index, bool may_ask, struct pdr_drc_view *view)
{
	u64 cursor = drc_index;
	int error = pdr_look_next_drc(&cursor, false, view);

	if (error || view->index != drc_index)
		return -ENODEV;
	if (may_ask)
		ask_platform(drc_index, &view->sense);
	return 0;
}
