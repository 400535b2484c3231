/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From a job to a plan, and through the core to its outcome.
 */
#ifndef PDR_RUN_H
#define PDR_RUN_H

#include "state/pdr.h"

/**
 * struct pdr_run - the job at work, as the operations of a resource see it
 * @job: what was asked, and by whom
 * @plan: the steps
 * @outcome: so far
 * @undoing: it is rolled back
 * @resource: what the resource keeps for its targets, kvfree()d after the job
 * @release: frees what @resource refers to, may be NULL
 */
struct pdr_run {
	const struct pdr_job_view *job;
	struct pdr_plan plan;
	struct pdr_outcome *outcome;
	bool undoing;
	void *resource;
	void (*release)(struct pdr_run *run);
};

/**
 * pdr_run - carry out a job
 * @job: what was asked
 * @outcome: how it went
 *
 * Context: the worker.
 */
void pdr_run(const struct pdr_job_view *job, struct pdr_outcome *outcome);

/**
 * pdr_run_refuse - refuse a request that cannot be taken in
 * @request: of the platform
 *
 * Return: true, or false when it could not be told now, see
 * pdr_outcome.unfinished.
 */
bool pdr_run_refuse(const struct pdr_request *request);

/*
 * The resources. Each plan function resolves the request against the tables,
 * inits run->plan, adds the targets and lays the steps out; it returns 0 or a
 * negative errno: -ENODEV no such connector, -ENOSPC too few candidates, -EBUSY
 * not subject to dynamic reconfiguration.
 */
int pdr_memory_plan(struct pdr_run *run);
extern const struct pdr_linux_ops pdr_memory_ops;

int pdr_cpu_plan(struct pdr_run *run);
extern const struct pdr_linux_ops pdr_cpu_ops;

int pdr_pmem_plan(struct pdr_run *run);
extern const struct pdr_linux_ops pdr_pmem_ops;

#endif /* PDR_RUN_H */
