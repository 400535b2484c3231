/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Selecting LMBs and connectors by words of the command line: the one parser for all commands.
 *
 * Each option takes a list with commas. A row is selected if it is in each list that was given. An
 * item of a list that no row matches is an error of its own: a script that names an LMB that is not
 * there must hear of it.
 */
#ifndef CTL_SELECT_H
#define CTL_SELECT_H

#include "args.h"
#include "client.h"
#include "cores.h"

/* Letters of the options */
#define CTL_SELECT_INDEX	350
#define CTL_SELECT_NAME		351
#define CTL_SELECT_ADDRESS	352
#define CTL_SELECT_NODE		353
#define CTL_SELECT_ZONE		354

#define CTL_SELECT_OPTIONS \
	{ CTL_SELECT_INDEX, "index", "INDEXES", \
	  "these connectors: 0x80000004, ranges A-B, commas" }, \
	{ CTL_SELECT_NAME, "name", "NAMES", "those that the platform calls so" }, \
	{ CTL_SELECT_ADDRESS, "address", "ADDRESSES", \
	  "the memory at these addresses: 0x40000000, A-B" }, \
	{ CTL_SELECT_NODE, "node", "NODES", "those on these NUMA nodes: 0, 2-3" }, \
	{ CTL_SELECT_ZONE, "zone", "ZONES", "the memory in these zones: Movable, Normal" }

/* The lists, in the order of the letters above */
#define CTL_SELECT_KINDS	5

/**
 * struct ctl_select - the selection
 * @items: lists of items that are private to select.c, one for each letter
 * @given: bit N: list N was given
 */
struct ctl_select {
	struct dr_list items[CTL_SELECT_KINDS];
	unsigned int given;
};

/* Take the value of the option that was just scanned; false after a message */
bool ctl_select_take(struct ctl_select *select, struct ctl_args *args, int letter);

/* Was this list given? */
bool ctl_select_has(const struct ctl_select *select, int letter);

/*
 * If the index list is one index or one range, and nothing else was given: its first index and how
 * many there are. Return: false if not.
 */
bool ctl_select_one_range(const struct ctl_select *select, uint32_t *first, uint32_t *count);

/* Keep the rows of a list that are selected: struct dr_lmb, struct dr_drc, struct ctl_core */
void ctl_select_lmbs(struct ctl_select *select, struct dr_list *lmbs, uint64_t lmb_size);
void ctl_select_drcs(struct ctl_select *select, struct dr_list *drcs);
void ctl_select_cores(struct ctl_select *select, struct dr_list *cores);

/* Give names their indexes, as an LMB has no name of its own. Return: 0 or a negative errno */
int ctl_select_resolve(struct ctl_select *select, struct dr_client *client);

/*
 * Name each item that no row has matched; @left: rows that are selected. Return: CTL_DONE, or
 * CTL_NOT_FOUND after the messages.
 */
enum ctl_status ctl_select_tell(const struct ctl_select *select, size_t left);

void ctl_select_clear(struct ctl_select *select);

#endif /* CTL_SELECT_H */
