/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The order in which LMBs are removed, and cores that can be chosen.
 *
 * Invariant: an order only depends on the weights and numbers that it is given,
 * and holds each of them exactly once.
 *
 * Includes core/parse.
 */
#ifndef PDR_CORE_ORDER_H
#define PDR_CORE_ORDER_H

#include "core/parse/request.h"

/** PDR_ORDER_ENDS: LMBs of a range that are tried before the emptiest one */
#define PDR_ORDER_ENDS 3

/** PDR_ORDER_LOOKS: most LMBs whose pages are worth counting */
#define PDR_ORDER_LOOKS 256

/**
 * struct pdr_order_entry - an LMB or a core that is meant, or can be chosen
 * @number: its place in the LMB table; a core's DRC index
 * @weight: how hard it is to move, by pdr_order_weight() or pdr_order_core()
 * @held: pages that an LMB holds or has free, carried along
 */
struct pdr_order_entry {
	u32 number;
	u64 weight;
	u64 held;
};

/**
 * pdr_order_weight - tell how hard an LMB is to move
 * @busy: pages that it holds
 * @movable: its zone holds movable pages alone
 *
 * Return: a weight; memory of the kernel weighs more than any number of pages.
 */
u64 pdr_order_weight(u64 busy, bool movable);

/**
 * pdr_order_core - tell how much is lost with a core
 * @online: it has a thread online
 * @has_memory: there is memory on its node, which its threads are close to
 *
 * Return: a weight; a core that nobody uses weighs nothing.
 */
u64 pdr_order_core(bool online, bool has_memory);

/**
 * pdr_order_looks - tell if the pages of LMBs are to be counted, which takes time
 * @count: LMBs
 *
 * Return: true if they are few enough.
 */
static inline bool pdr_order_looks(u32 count)
{
	return count <= PDR_ORDER_LOOKS;
}

/**
 * pdr_order_easiest - put the easiest to move first
 * @entries: LMBs, or cores, of which some can be chosen
 * @count: of them
 *
 * Of equal weights the highest number comes first.
 */
void pdr_order_easiest(struct pdr_order_entry *entries, u32 count);

/**
 * pdr_order_range - order LMBs that all have to go
 * @entries: the LMBs
 * @count: of them
 *
 * The hardest one comes first, so that a range that cannot go is found out
 * early. The ends of the range follow, as Linux begins to fill new memory at an
 * end. Then the emptiest come first: pages move to blocks that are still
 * online, and from the fullest block on they would move once for each block.
 *
 * The lowest of the others comes last. The kernel looks through a zone from its
 * start to its first hole each time a block leaves, and that look is short
 * while a block is left below.
 */
void pdr_order_range(struct pdr_order_entry *entries, u32 count);

/**
 * pdr_order_request - order the LMBs of a request
 * @request: the request
 * @platform_asked: the platform asked for it
 * @entries: the LMBs, with their weights
 * @count: of them
 *
 * A range that the platform asks for has to go whole, so its hardest LMB comes first.
 * In any other removal the easiest one does: a platform that did not ask may refuse
 * the very first LMB, which then has cost little. An add keeps its order.
 */
void pdr_order_request(const struct pdr_request *request, bool platform_asked,
		       struct pdr_order_entry *entries, u32 count);

/**
 * pdr_order_next - choose between two neighbours that may change places
 * @place: of the first of them
 * @weight: how hard it is to move now
 * @next_weight: how hard the one after it is to move now
 *
 * Return: place of the LMB that goes first.
 */
u32 pdr_order_next(u32 place, u64 weight, u64 next_weight);

/**
 * pdr_order_may_swap - tell if two neighbours of a range may change places
 * @place: of the first of them
 * @count: LMBs of the range
 *
 * Pages can have moved to the next LMB since the range was ordered. That LMB
 * then waits until the one after it has gone.
 *
 * Return: true between the ends that come first and the LMB that comes last, if the
 * pages are to be counted.
 */
bool pdr_order_may_swap(u32 place, u32 count);

#endif /* PDR_CORE_ORDER_H */
