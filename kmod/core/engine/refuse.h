/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_CORE_REFUSE_H
#define PDR_CORE_REFUSE_H

/*
 * Telling the platform that a removal it asked for will not happen: with a plan,
 * without one, and in the place of a job.
 *
 * Invariant: the platform is told nothing when any connector of the range
 * senses unusable, or may do so: QEMU aborts at its next request for a range
 * that was given in part and then refused. A call that fails is made again.
 *
 * Includes core/engine.
 */

#include "core/engine/ops.h"

/**
 * pdr_refuse_is_due - tell if the platform waits to hear that a request has failed
 * @action: enum pseries_dr_action
 * @platform_asked: the platform asked for it
 *
 * An add that fails needs no answer, and nobody but the platform gets one.
 *
 * Return: true for a removal that the platform asked for.
 */
static inline bool pdr_refuse_is_due(u8 action, bool platform_asked)
{
	return platform_asked && action == PSERIES_DR_ACTION_REMOVE;
}

/**
 * pdr_refuse_can_tell - tell if the platform can be told that the guest keeps a resource
 * @resource: the resource, or NULL
 * @refuse_by: enum pseries_dr_refuse_by
 *
 * Return: true if there is a call for it, and it may be made.
 */
bool pdr_refuse_can_tell(const struct pdr_resource *resource, u8 refuse_by);

/**
 * struct pdr_refusal - how a connector is refused
 * @drc_index: the connector, senses present
 * @resource: of the connector; its removal can be refused
 * @attached: Linux has it, so that it is configured
 * @refuse_by: enum pseries_dr_refuse_by
 */
struct pdr_refusal {
	u32 drc_index;
	const struct pdr_resource *resource;
	bool attached;
	u8 refuse_by;
};

/**
 * pdr_refuse_connector - tell the platform that the guest keeps a connector
 * @platform: the platform that asked for it
 * @refusal: how
 * @tries: 0, or UINT_MAX where a failure is to be believed at once
 *
 * Return: 0 or negative errno.
 */
int pdr_refuse_connector(const struct pdr_platform *platform,
			 const struct pdr_refusal *refusal,
			 unsigned int *tries);

/**
 * struct pdr_refused - the result of a refusal
 * @told: connectors on which the platform was told
 * @unfinished: see pdr_outcome.unfinished
 * @in_part: see pdr_outcome.in_part
 */
struct pdr_refused {
	u32 told;
	bool unfinished;
	bool in_part;
};

/**
 * pdr_refuse_range - refuse a removal without a plan
 * @world: to act on
 * @asked: the request; nothing is done for one that is not due an answer, or for a
 *	   removal by count
 * @answer: of the job that the answerer refuses; its word, and that of the job before it,
 *	    are taken as soon as it is known that the removal may be refused. NULL if there
 *	    is no such job
 * @refused: filled; unfinished also if one of these jobs has committed
 *
 * For a removal that could not even be planned: no memory, an unknown connector in the
 * range, no room in the queue. Allocates no memory itself. If Linux has nothing of the
 * range, it needs the work area of the platform.
 */
void pdr_refuse_range(const struct pdr_world *world,
		      const struct pdr_asked *asked, struct pdr_answer *answer,
		      struct pdr_refused *refused);

/**
 * pdr_refuse_in_place - refuse a removal in the place of its job
 * @world: that the job acts on; its context for has() and knows()
 * @job: a job that the answerer has to answer, see pdr_overdue_judge()
 *
 * Does nothing if the job or the one before it has committed since then, if the platform
 * has part of the range, or if the request names no connectors.
 *
 * Context: may sleep; the caller holds the job's calls to firmware.
 * Return: true if the platform was told.
 */
bool pdr_refuse_in_place(const struct pdr_world *world, const struct pdr_asked *job);

/**
 * pdr_refuse_failed - conclude a job that failed
 * @world: to act on
 * @plan: undone; NULL if there was none
 * @asked: the request of the job
 * @outcome: of the job; gets the result of the refusal
 *
 * If the platform waits for an answer and the answerer has not given one, the platform is
 * told. From then on the answerer leaves the job alone.
 */
void pdr_refuse_failed(const struct pdr_world *world, struct pdr_plan *plan,
		       const struct pdr_asked *asked, struct pdr_outcome *outcome);

#endif /* PDR_CORE_REFUSE_H */
