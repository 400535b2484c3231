/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Refusing a removal of which not even a plan could be made: no memory, an
 * unknown connector in the range, no room in the queue.
 *
 * Invariant: needs no memory; tells the platform nothing when any connector of
 * the range senses unusable.
 */
#ifndef PDR_CORE_REFUSE_H
#define PDR_CORE_REFUSE_H

#include "drcstate.h"
#include "request.h"

/**
 * pdr_refuse_range - refuse a removal by index or indexed-count
 * @platform: that asked
 * @request: what it asked; nothing is done for other identifiers
 * @limit: connectors of the range to look at, at most
 * @unfinished: set when a refusal was not allowed, see pdr_outcome.unfinished
 *
 * Return: the number of connectors on which the platform was told.
 */
u32 pdr_refuse_range(const struct pdr_platform *platform,
		     const struct pdr_request *request, u32 limit,
		     bool *unfinished);

#endif /* PDR_CORE_REFUSE_H */
