/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_GOING_H
#define PDR_GOING_H

/*
 * The connectors that the platform is to get by removals that wait, as a list of ranges.
 *
 * A request may have to be checked against each of a quarter of a million LMBs, while a
 * thousand removals wait. So the removals are sorted once, and each look is short.
 *
 * Invariant: once they are sorted, no two ranges overlap.
 *
 * Includes core/parse.
 */

#include "core/parse/request.h"

/** PDR_GOING_RANGES: ranges of one request, at most: its numbers may go on from 0 */
#define PDR_GOING_RANGES 2

/**
 * struct pdr_going_range - connectors of which the numbers follow one another
 * @first: lowest DRC index
 * @last: highest DRC index
 */
struct pdr_going_range {
	u32 first;
	u32 last;
};

/**
 * struct pdr_going - all ranges
 * @ranges: room for PDR_GOING_RANGES of each request that is added
 * @count: of the ranges in use; 0 begins anew
 */
struct pdr_going {
	struct pdr_going_range *ranges;
	u32 count;
};

/**
 * pdr_going_add() - Add the connectors that a request names.
 * @going: the ranges
 * @request: the request, with any values in its fields; see pdr_request_names()
 *
 * Context: any.
 */
void pdr_going_add(struct pdr_going *going, const struct pdr_request *request);

/**
 * pdr_going_sort() - Sort all that was added, to be called before a look.
 * @going: the ranges
 *
 * Context: any.
 */
void pdr_going_sort(struct pdr_going *going);

/**
 * pdr_going_has() - Tell if a connector was added.
 * @going: sorted ranges
 * @drc_index: the connector
 *
 * Context: any.
 * Return: true if one of the requests names it.
 */
bool pdr_going_has(const struct pdr_going *going, u32 drc_index);

#endif /* PDR_GOING_H */
