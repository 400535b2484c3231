/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Looking at one LMB or connector: the device tree, Linux, and the platform for
 * whoever may make the guest call it.
 */
#ifndef PDR_LOOK_H
#define PDR_LOOK_H

#include "state/view.h"

/**
 * struct pdr_lmb_place - how far a walk over the LMBs has come
 * @number: place in the table of the LMB to come
 * @generation: of the table that @number is a place in
 * @last: DRC index of the LMB before it
 */
struct pdr_lmb_place {
	u32 number;
	u32 generation;
	u32 last;
};

/**
 * pdr_look_next_lmb - look at the LMB that a walk comes to
 * @place: where the walk is, all 0 at its begin; moved behind the LMB
 * @may_ask: ask the platform, too
 * @view: filled
 *
 * A table that was read anew meanwhile is entered behind the last LMB that was
 * looked at, or at the same place where that one is gone; the generation says so.
 *
 * Context: may sleep. Takes pdr_tables_lock.
 * Return: 0, or -ENOENT behind the last.
 */
int pdr_look_next_lmb(struct pdr_lmb_place *place, bool may_ask,
		      struct pdr_lmb_view *view);

/**
 * pdr_look_lmb - look at one LMB
 * @drc_index: its DRC index
 * @may_ask: ask the platform, too
 * @view: filled
 *
 * Context: may sleep. Takes pdr_tables_lock.
 * Return: 0, or -ENODEV when no LMB has the index.
 */
int pdr_look_lmb(u32 drc_index, bool may_ask, struct pdr_lmb_view *view);

/**
 * pdr_look_next_drc - look at the connector that a walk comes to
 * @cursor: lowest DRC index to come, 0 at its begin; moved behind the connector
 * @may_ask: ask the platform, too
 * @view: filled
 *
 * Context: may sleep. Takes pdr_drcs_lock.
 * Return: 0, or -ENOENT behind the last.
 */
int pdr_look_next_drc(u64 *cursor, bool may_ask, struct pdr_drc_view *view);

/**
 * pdr_look_drc - look at one connector
 * @drc_index: its DRC index
 * @may_ask: ask the platform, too
 * @view: filled
 *
 * Context: may sleep. Takes pdr_drcs_lock.
 * Return: 0, or -ENODEV when no connector has the index.
 */
int pdr_look_drc(u32 drc_index, bool may_ask, struct pdr_drc_view *view);

#endif /* PDR_LOOK_H */
