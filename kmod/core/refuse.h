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

#include "drcstate.h"
#include "request.h"

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
 * pdr_refuse_range - refuse a removal by index or indexed-count
 * @platform: that asked
 * @request: what it asked; nothing is done for other identifiers
 * @limit: connectors of the range to look at, at most
 * @unfinished: whether the platform is to be told later, see
 *		pdr_outcome.unfinished
 *
 * For a removal of which not even a plan could be made: no memory, an unknown
 * connector in the range, no room in the queue. Needs no memory itself, so a
 * range of which Linux has nothing and every connector is isolated stays silent.
 *
 * Return: the number of connectors on which the platform was told.
 */
u32 pdr_refuse_range(const struct pdr_platform *platform,
		     const struct pdr_request *request, u32 limit,
		     bool *unfinished);

#endif /* PDR_CORE_REFUSE_H */
