/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Telling the platform that a removal it asked for will not happen.
 *
 * Invariant: the platform is told nothing when any connector of the range
 * senses unusable, or may do so: QEMU aborts at its next request for a range
 * that was given in part and then refused. A call that fails is made again.
 */
#ifndef PDR_CORE_REFUSE_H
#define PDR_CORE_REFUSE_H

#include "core/engine/drcstate.h"
#include "core/parse/request.h"

/**
 * struct pdr_refusal - how a connector is refused
 * @drc_index: the connector, senses present
 * @lmb: it is an LMB's
 * @attached: Linux has it, so that it is configured
 * @by_configure: by configure-connector, where that says anything
 */
struct pdr_refusal {
	u32 drc_index;
	bool lmb;
	bool attached;
	bool by_configure;
};

/**
 * pdr_refuse_connector - tell the platform that the guest keeps a connector
 * @platform: that asked for it
 * @refusal: how
 *
 * Return: 0 or negative errno.
 */
int pdr_refuse_connector(const struct pdr_platform *platform,
			 const struct pdr_refusal *refusal);

/**
 * struct pdr_range - a removal that is refused without a plan
 * @request: what the platform asked, by index or indexed-count; nothing is done
 *	     for other identifiers
 * @limit: connectors of the range to look at, at most
 * @refuse_by: enum pseries_dr_refuse_by
 * @used_only: what Linux does not have is left alone, as somebody else may be at
 *	       work on it
 * @attached: tells if Linux has what a connector is of
 * @context: given to it
 * @told: set to the number of connectors on which the platform was told
 * @unfinished: set, see pdr_outcome.unfinished
 * @in_part: set, see pdr_outcome.in_part
 */
struct pdr_range {
	const struct pdr_request *request;
	u32 limit;
	u8 refuse_by;
	bool used_only;
	bool (*attached)(void *context, u32 drc_index);
	void *context;
	u32 told;
	bool unfinished;
	bool in_part;
};

/**
 * pdr_refuse_range - refuse a removal
 * @platform: that asked
 * @range: what it asked
 *
 * For a removal of which not even a plan could be made: no memory, an unknown
 * connector in the range, no room in the queue. Needs no memory itself, but
 * the work area of @platform where Linux has nothing of the range.
 */
void pdr_refuse_range(const struct pdr_platform *platform,
		      struct pdr_range *range);

#endif /* PDR_CORE_REFUSE_H */
