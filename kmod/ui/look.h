/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Looking at one LMB or connector: in the device tree, in Linux, and on the platform
 * for those that may make the guest call firmware.
 *
 * Includes state.
 */
#ifndef PDR_LOOK_H
#define PDR_LOOK_H

#include "state/view.h"

/**
 * struct pdr_lmb_place - how far a walk over the LMBs has come
 * @number: place of the next LMB in the table
 * @generation: number of that table
 * @last: DRC index of the LMB before it
 */
struct pdr_lmb_place {
	u32 number;
	u32 generation;
	u32 last;
};

/**
 * pdr_look_next_lmb - look at the next LMB of a walk
 * @place: where the walk is, zeroed at its begin; moved behind the LMB
 * @may_ask: call sense, too
 * @view: filled
 *
 * If the table was read again since, the walk goes on behind the LMB that it saw
 * last, or at the same place if that one is gone. @place->generation then differs.
 *
 * Context: may sleep. Takes pdr_tables_lock.
 * Return: 0, or -ENOENT behind the last.
 */
int pdr_look_next_lmb(struct pdr_lmb_place *place, bool may_ask,
		      struct pdr_lmb_view *view);

/**
 * pdr_look_lmb - look at one LMB
 * @drc_index: its DRC index
 * @may_ask: call sense, too
 * @view: filled
 *
 * Context: may sleep. Takes pdr_tables_lock.
 * Return: 0, or -ENODEV when no LMB has the index.
 */
int pdr_look_lmb(u32 drc_index, bool may_ask, struct pdr_lmb_view *view);

/**
 * pdr_look_next_drc - look at the next connector of a walk
 * @cursor: lowest DRC index to come, 0 at the begin; moved behind the connector
 * @may_ask: call sense, too
 * @view: filled
 *
 * Context: may sleep. Takes pdr_drcs_lock.
 * Return: 0, or -ENOENT behind the last.
 */
int pdr_look_next_drc(u64 *cursor, bool may_ask, struct pdr_drc_view *view);

/**
 * pdr_look_drc - look at one connector
 * @drc_index: its DRC index
 * @may_ask: call sense, too
 * @view: filled
 *
 * Context: may sleep. Takes pdr_drcs_lock.
 * Return: 0, or -ENODEV when no connector has the index.
 */
int pdr_look_drc(u32 drc_index, bool may_ask, struct pdr_drc_view *view);

#endif /* PDR_LOOK_H */
