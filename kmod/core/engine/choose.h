/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Choosing the targets of a request: those that it names, or the easiest of those that it
 * may take.
 *
 * The Linux side tells what it knows of each connector (struct pdr_candidate). It judges
 * none of them.
 *
 * Invariant: a choice has no connector that must not be touched. It has all that the
 * request means, or there is no choice.
 *
 * Includes core/engine.
 */
#ifndef PDR_CORE_CHOOSE_H
#define PDR_CORE_CHOOSE_H

#include "core/engine/order.h"
#include "core/engine/plan.h"

/**
 * PDR_CHOOSE_MOST: connectors of a kind other than memory from which a request by count
 * chooses, at most: more than Linux has CPUs
 */
#define PDR_CHOOSE_MOST 4096

/**
 * struct pdr_candidate - the state of a connector that may become a target
 * @number: the Linux side's own; of two candidates alike, it decides on the order
 * @resource: enum pseries_dr_resource of the connector
 * @attached: Linux has it
 * @reserved: the tables say that it is not subject to dynamic reconfiguration
 * @going: it is of a range that the platform waits for, and may have in part
 * @ambiguous: several nodes claim it; one of them belongs to another connector, which
 *	       Linux may still use
 * @malformed: its node lacks what a job needs to know
 */
struct pdr_candidate {
	u32 number;
	u8 resource;
	bool attached;
	bool reserved;
	bool going;
	bool ambiguous;
	bool malformed;
};

/**
 * struct pdr_choose_ops - what the Linux side knows of connectors
 * @find: fill @candidate for a DRC index; false if there is no such connector
 * @next: fill @candidate for the next connector of the resource; @cursor is 0 for the
 *	  first; false after the last
 * @weigh: set weight and held of an entry that is to be removed; @look if its pages are
 *	   worth counting. NULL if all weigh the same
 */
struct pdr_choose_ops {
	bool (*find)(void *context, u32 drc_index, struct pdr_candidate *candidate);
	bool (*next)(void *context, u64 *cursor, struct pdr_candidate *candidate);
	void (*weigh)(void *context, struct pdr_order_entry *entry, bool look);
};

/**
 * struct pdr_connectors - the connectors of a resource, as the Linux side knows them
 * @ops: for them
 * @context: given to @ops
 * @most: as many as there can be, or as are worth a look
 */
struct pdr_connectors {
	const struct pdr_choose_ops *ops;
	void *context;
	u32 most;
};

/**
 * struct pdr_choice - the targets of a request
 * @entries: in the order in which they are tried
 * @count: of them
 * @slots: so many are to be moved; the others are spare
 * @exact: the request means all of them
 * @reason: enum pseries_dr_reason, if there is no choice
 */
struct pdr_choice {
	struct pdr_order_entry *entries;
	u32 count;
	u32 slots;
	bool exact;
	u8 reason;
};

/**
 * struct pdr_relative - a connector that may have to go with the one that is asked for
 * @drc_index: the connector
 * @number: the Linux side's own
 * @place: enum pdr_place, PDR_PLACE_BELOW or PDR_PLACE_BESIDE
 * @attached: Linux has it
 */
struct pdr_relative {
	u32 drc_index;
	u32 number;
	u8 place;
	bool attached;
};

/**
 * pdr_choose - choose the targets of a request
 * @request: a request
 * @platform_asked: the platform asked for it
 * @from: the connectors
 * @choice: filled; to be freed by pdr_choice_free() in any case
 *
 * By index and by indexed-count, each connector that is named has to be fit for the
 * job. A connector that the platform waits for can only be removed, by a request of the
 * platform. By count, those that are not fit are passed over, and so is each that is in
 * place already.
 *
 * Return: 0; -EOPNOTSUPP if the resource takes no such identifier; -ENODEV if one that is
 * named is no connector of the resource; -EBUSY if it must not be touched; -ENOSPC if
 * there are too few; -ENOMEM.
 */
int pdr_choose(const struct pdr_request *request, bool platform_asked,
	       const struct pdr_connectors *from, struct pdr_choice *choice);

/**
 * pdr_choose_relatives - choose what goes with the connector that is asked for
 * @request: a request by index
 * @platform_asked: the platform asked for it
 * @relatives: connectors below, those further up first, then those beside it; one may be
 *	       there several times. Reduced to those that go, in the order in which they
 *	       become targets, which is before the one that is asked for
 * @count: of @relatives
 *
 * All below a connector leave with it. A platform that asks for one function of a slot
 * takes the whole slot, so nobody may use the others; a guest gives up one function alone.
 * An add brings no other connector.
 *
 * Return: how many of @relatives go.
 */
u32 pdr_choose_relatives(const struct pdr_request *request, bool platform_asked,
			 struct pdr_relative *relatives, u32 count);

/**
 * pdr_choice_lay - make targets of a choice, and lay out the steps
 * @plan: with room for @choice->count targets more
 * @choice: the choice
 * @add: adds an entry to the plan; 0 or negative errno
 * @context: given to @add
 *
 * Targets that @plan has already go with those of the choice.
 *
 * Return: 0, the error of @add, or -ENOMEM.
 */
int pdr_choice_lay(struct pdr_plan *plan, const struct pdr_choice *choice,
		   int (*add)(void *context, const struct pdr_order_entry *entry),
		   void *context);

/**
 * pdr_choice_free - free what a choice has, not the choice itself
 * @choice: as pdr_choose() left it
 */
void pdr_choice_free(struct pdr_choice *choice);

#endif /* PDR_CORE_CHOOSE_H */
