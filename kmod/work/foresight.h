/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plans for readers: what a job would do if it began now.
 *
 * Invariant: a plan is made by the code of a job, in the worker of its lane while no job is
 * at work there. It changes nothing, and no job waits for more than one plan.
 *
 * Includes state.
 */
#ifndef PDR_FORESIGHT_H
#define PDR_FORESIGHT_H

#include "state/errand.h"
#include "state/pdr.h"

/**
 * struct pdr_foresight - a plan
 * @errand: makes it
 * @request: the request
 * @admin: the reader may make the guest call firmware
 * @outcome: how the job would end, as far as it is known
 * @entries: one for each connector that it would take, in order
 * @count: of @entries
 */
struct pdr_foresight {
	struct pdr_errand errand;
	struct pdr_request request;
	bool admin;
	struct pdr_outcome outcome;
	struct pdr_fault *entries;
	u32 count;
};

/**
 * pdr_foresight_make - make a plan
 * @request: accepted by pdr_accept_request()
 * @admin: the reader may make the guest call firmware
 * @sight: the plan, to be given to pdr_foresight_put(); set only if 0 is returned
 *
 * Context: may sleep, for PDR_ERRAND_LIMIT_MS at most.
 * Return: 0, also if a job is in the way, whose id is in @sight->errand.job; -EOPNOTSUPP if
 * the module itself does not carry out such requests; -EAGAIN if readers keep too many plans;
 * or as pdr_errand_send().
 */
int pdr_foresight_make(const struct pdr_request *request, bool admin,
		       struct pdr_foresight **sight);

/* Free a plan, once its worker does not need it any more. */
void pdr_foresight_put(struct pdr_foresight *sight);

#endif /* PDR_FORESIGHT_H */
