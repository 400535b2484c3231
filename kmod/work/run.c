// SPDX-License-Identifier: GPL-2.0
/* Carrying out a job: what is the same for all resources. */
#include <linux/mm.h>
#include <linux/of.h>

#include "core/parse/ccwork.h"
#include "core/engine/refuse.h"
#include "res/expedite.h"
#include "state/drcs.h"
#include "state/job.h"
#include "res/lmbplan.h"
#include "state/ofnode.h"
#include "fw/rtas.h"
#include "work/run.h"
#include "stock/stock.h"
#include "state/tables.h"

/* Connectors of a range that are looked at when there is no plan for it. */
#define REFUSE_LIMIT 65536

static int run_stop(void *context)
{
	return pdr_job_stop();
}

static void run_enter(void *context, u8 state)
{
	struct pdr_run *run = context;

	run->undoing = state == PSERIES_DR_STATE_ROLLING_BACK;
	pdr_job_enter(state);
}

static void run_advance(void *context, u8 step, u32 drc_index, u32 moved)
{
	const struct pdr_run *run = context;
	u32 total = run->outcome->total;

	pdr_job_advance(step, drc_index, total ? total : run->plan.slots,
			moved);
}

static bool run_is_wanted(void *context, u32 drc_index)
{
	return pdr_job_is_going(drc_index);
}

static const struct pdr_control_ops run_control_ops = {
	.stop = run_stop,
	.enter = run_enter,
	.advance = run_advance,
	.is_wanted = run_is_wanted,
};

/* The platform as the worker has it: with a work area that is there already. */
static struct pdr_platform worker_platform(void)
{
	static u8 area[PDR_CC_AREA_SIZE];
	struct pdr_platform platform = pdr_rtas_platform;

	platform.area = area;
	return platform;
}

static bool must_refuse(const struct pdr_run *run)
{
	return run->job->origin == PSERIES_DR_ORIGIN_PLATFORM &&
	       run->job->request.action == PSERIES_DR_ACTION_REMOVE;
}

static bool has_lmb(void *context, u32 drc_index)
{
	return pdr_memory_has(drc_index);
}

static bool has_node(void *context, u32 drc_index)
{
	struct device_node *node = pdr_of_find_drc(drc_index);

	of_node_put(node);
	return node;
}

static struct pdr_range range_of(const struct pdr_request *request)
{
	return (struct pdr_range){
		.request = request,
		.limit = REFUSE_LIMIT,
		.refuse_by = READ_ONCE(pdr_settings.refuse_by),
		.attached = request->resource == PSERIES_DR_RESOURCE_MEMORY ?
			    has_lmb : has_node,
	};
}

/* A job that failed before it had a plan. */
static void fail(struct pdr_run *run, int error)
{
	const struct pdr_platform platform = worker_platform();
	struct pdr_range range = range_of(&run->job->request);
	struct pdr_outcome *outcome = run->outcome;

	outcome->fault.error = error;
	outcome->fault.step = PSERIES_DR_STEP_RESOLVE;
	outcome->fault.drc_index = run->job->request.index;
	if (run->job->outcome.in_part) {
		outcome->unfinished = true;
		outcome->in_part = true;
	} else if (must_refuse(run)) {
		pdr_refuse_range(&platform, &range);
		outcome->refusals = range.told;
		outcome->unfinished = range.unfinished;
		outcome->in_part = range.in_part;
	}
	outcome->state = outcome->refusals ? PSERIES_DR_STATE_REFUSED :
					     PSERIES_DR_STATE_FAILED;
}

static void carry_out(struct pdr_run *run, int (*plan)(struct pdr_run *run),
		      const struct pdr_linux_ops *linux_ops)
{
	const struct pdr_world world = {
		.platform = worker_platform(),
		.linux_ops = linux_ops,
		.control = &run_control_ops,
		.context = run,
		.refuse_by = READ_ONCE(pdr_settings.refuse_by),
	};
	int error = plan(run);

	run->plan.in_part = run->job->outcome.in_part;
	if (error)
		fail(run, error);
	else
		pdr_exec_run(&world, &run->plan, run->outcome);
	if (run->release)
		run->release(run);
	pdr_plan_free(&run->plan);
	kvfree(run->resource);
}

/* What only the stock kernel can do is left to it, where it can. */
static void delegate(struct pdr_run *run)
{
	int error;

	pdr_job_enter(PSERIES_DR_STATE_RUNNING);
	error = pdr_drcs_has(run->job->request.index) ?
		pdr_stock_carry_out(&run->job->request) : -ENODEV;
	if (error) {
		fail(run, error);
		run->outcome->fault.step = PSERIES_DR_STEP_NONE;
		return;
	}
	run->outcome->total = 1;
	run->outcome->moved = 1;
	run->outcome->state = PSERIES_DR_STATE_DONE;
}

static void run_job(const struct pdr_job_view *job, struct pdr_outcome *outcome)
{
	struct pdr_run run = { .job = job, .outcome = outcome };

	memset(outcome, 0, sizeof(*outcome));
	pdr_tables_refresh();
	pdr_drcs_refresh();
	switch (job->request.resource) {
	case PSERIES_DR_RESOURCE_MEMORY:
		carry_out(&run, pdr_memory_plan, &pdr_memory_ops);
		break;
	case PSERIES_DR_RESOURCE_CPU:
		carry_out(&run, pdr_cpu_plan, &pdr_cpu_ops);
		break;
	case PSERIES_DR_RESOURCE_PMEM:
		carry_out(&run, pdr_pmem_plan, &pdr_pmem_ops);
		break;
	case PSERIES_DR_RESOURCE_DT:
		delegate(&run);
		break;
	default:
		fail(&run, -EOPNOTSUPP);
		break;
	}
}

/*
 * Whoever changes the state of a block takes a semaphore that waits for a grace
 * period of RCU: 12 ms and more, where an expedited one takes less than 1 ms.
 */
void pdr_run(const struct pdr_job_view *job, struct pdr_outcome *outcome)
{
	rcu_expedite_gp();
	run_job(job, outcome);
	rcu_unexpedite_gp();
}

bool pdr_run_refuse(const struct pdr_request *request)
{
	struct pdr_range range = range_of(request);

	/* the worker may be at work on what Linux does not have */
	range.used_only = true;
	pdr_refuse_range(&pdr_rtas_platform, &range);
	return !range.unfinished;
}
