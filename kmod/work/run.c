// SPDX-License-Identifier: GPL-2.0
/*
 * Running a job: the part that is the same for all resources. Includes core/parse,
 * core/engine, fw, state, stock, res and work.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/sched/mm.h>

#include "core/engine/exec.h"
#include "core/engine/refuse.h"
#include "core/parse/ccwork.h"
#include "fw/rtas.h"
#include "res/resources.h"
#include "res/statefile.h"
#include "state/drcs.h"
#include "state/job.h"
#include "state/ofnode.h"
#include "state/tables.h"
#include "stock/stock.h"
#include "work/lost.h"
#include "work/run.h"

static int run_stop(void *context)
{
	const struct pdr_run *run = context;

	return pdr_job_stop_lane(run->lane);
}

static void run_enter(void *context, u8 state)
{
	const struct pdr_run *run = context;

	pdr_job_enter(run->lane, state);
}

static void run_advance(void *context, u8 step, u32 drc_index, u32 moved)
{
	const struct pdr_run *run = context;
	u32 total = run->outcome->total;

	pdr_job_advance(run->lane, step, drc_index,
			total ? total : run->plan.slots, moved);
}

static bool run_is_requested(void *context, u32 drc_index)
{
	return pdr_job_is_going(drc_index);
}

static void run_hold_firmware(void *context, bool hold)
{
	const struct pdr_run *run = context;

	pdr_job_hold_firmware(run->lane, hold);
}

static void run_mark_undo(void *context, bool begins)
{
	struct pdr_run *run = context;

	run->undoing = begins;
	run->memory_until = 0;
	if (!pdr_plan_takes_reserves(&run->plan))
		return;
	if (begins)
		run->saved_flags = memalloc_noreclaim_save();
	else
		memalloc_noreclaim_restore(run->saved_flags);
}

static bool run_await_memory(void *context)
{
	struct pdr_run *run = context;

	msleep(PDR_UNDO_PAUSE_MS);
	return pdr_undo_waits(&run->memory_until, pdr_now_ms());
}

static void run_blame(void *context, u32 drc_index,
		      const struct pdr_cctree_flaw *flaw)
{
	if (flaw->property)
		pr_warn("0x%08x: %s is not attached: its %s is malformed, missing or misplaced\n",
			drc_index, flaw->node, flaw->property);
	else
		pr_warn("0x%08x: %s is not attached: the connector brings too many nodes\n",
			drc_index, flaw->node);
}

static const struct pdr_control_ops run_control_ops = {
	.stop = run_stop,
	.enter = run_enter,
	.advance = run_advance,
	.is_requested = run_is_requested,
	.hold_firmware = run_hold_firmware,
	.mark_undo = run_mark_undo,
	.blame = run_blame,
	.await_memory = run_await_memory,
};

/* One for each lane; 0 where there is none, or firmware keeps it. */
static u32 kept_pages[PDR_LANES];

/* The platform, with a work area and a page of the lane, so that no call allocates one. */
static struct pdr_platform platform_of_lane(u8 lane)
{
	static u8 areas[PDR_LANES][PDR_CC_AREA_SIZE];
	struct pdr_platform platform = pdr_rtas_platform;

	platform.area = areas[lane];
	platform.page = &kept_pages[lane];
	return platform;
}

void pdr_run_keep_pages(void)
{
	u8 lane;

	for (lane = 0; lane < PDR_LANES; lane++)
		kept_pages[lane] = pdr_rtas_platform.ops->page_get(NULL);
}

void pdr_run_drop_pages(void)
{
	u8 lane;

	for (lane = 0; lane < PDR_LANES; lane++) {
		if (kept_pages[lane])
			pdr_rtas_platform.ops->page_put(NULL, kept_pages[lane], false);
		kept_pages[lane] = 0;
	}
}

static struct pdr_asked asked_of(const struct pdr_job_view *job)
{
	return (struct pdr_asked){
		.request = &job->request,
		.platform_asked = job->origin == PSERIES_DR_ORIGIN_PLATFORM,
		.in_part = job->outcome.in_part,
	};
}

/* A job without a driver has no connectors, so nothing to refuse either. */
static struct pdr_world world_of(struct pdr_run *run, struct pdr_job *job)
{
	const struct pdr_driver *driver =
		pdr_driver_of(job->view.request.resource);

	return (struct pdr_world){
		.platform = platform_of_lane(job->lane),
		.linux_ops = driver ? driver->linux_ops : NULL,
		.control = &run_control_ops,
		.context = run,
		.answer = &job->answer,
		.refuse_by = READ_ONCE(pdr_settings.refuse_by),
	};
}

static void fail_job(const struct pdr_world *world, const struct pdr_run *run,
		     int error)
{
	const struct pdr_asked asked = asked_of(run->job);

	pdr_exec_fail(world, &asked, error, run->outcome);
}

/*
 * If the platform does not let an undo end, the undo leaves a connector present and
 * unused. A job of its own brings it back as soon as the platform lets it. If the removal
 * is to be tried again, only this try knows what Linux has lost: the next one finds it
 * unused.
 */
static void carry_out_plan(struct pdr_run *run, const struct pdr_world *world,
			   const struct pdr_driver *driver)
{
	struct pdr_lost *lost = pdr_lost_new();
	int error = lost ? driver->plan(run) : -ENOMEM;

	run->plan.in_part = run->job->outcome.in_part;
	run->plan.own = run->job->origin == PSERIES_DR_ORIGIN_MODULE;
	if (error)
		fail_job(world, run, error);
	else
		pdr_exec_run(world, &run->plan, run->outcome);
	if (run->release)
		run->release(run);
	if (lost)
		pdr_lost_bring_back(lost, run->lane, &run->plan);
	pdr_plan_free(&run->plan);
	pdr_free(run->resource);
}

/* The stock kernel makes the nodes of connectors of other kinds, such as virtual I/O. */
static void delegate_job(struct pdr_run *run, const struct pdr_world *world)
{
	int error;

	pdr_job_enter(run->lane, PSERIES_DR_STATE_RUNNING);
	error = pdr_stock_carry_out(&run->job->request);
	if (error) {
		fail_job(world, run, error);
		run->outcome->fault.step = PSERIES_DR_STEP_NONE;
		return;
	}
	memset(run->outcome, 0, sizeof(*run->outcome));
	run->outcome->total = 1;
	run->outcome->moved = 1;
	run->outcome->state = PSERIES_DR_STATE_DONE;
}

void pdr_run(struct pdr_job *job, struct pdr_outcome *outcome)
{
	const struct pdr_driver *driver =
		pdr_driver_of(job->view.request.resource);
	struct pdr_run run = {
		.job = &job->view, .lane = job->lane, .outcome = outcome,
	};
	struct pdr_world world = world_of(&run, job);

	world.levels = pdr_of_levels();
	memset(outcome, 0, sizeof(*outcome));
	pdr_drcs_refresh();
	if (driver)
		carry_out_plan(&run, &world, driver);
	else if (pdr_resource_of(job->view.request.resource)->by_stock)
		delegate_job(&run, &world);
	else
		fail_job(&world, &run, -EOPNOTSUPP);
}

bool pdr_run_answer(struct pdr_job *job)
{
	const struct pdr_world world = world_of(NULL, job);
	struct pdr_asked asked = asked_of(&job->view);

	if (job->before)
		asked.before = &job->before->answer;
	return pdr_refuse_in_place(&world, &asked);
}

bool pdr_run_refuse(const struct pdr_request *request)
{
	const struct pdr_driver *driver = pdr_driver_of(request->resource);
	u8 lane = pdr_resource_of(request->resource)->lane;
	const struct pdr_world world = {
		.platform = platform_of_lane(lane),
		.linux_ops = driver->linux_ops,
		.refuse_by = READ_ONCE(pdr_settings.refuse_by),
	};
	struct pdr_asked asked = { .request = request, .platform_asked = true };
	struct pdr_refused refused;
	struct pdr_job *before;

	pdr_job_hold_firmware(lane, true);
	before = pdr_job_pin_before(lane, request);
	if (before)
		asked.before = &before->answer;
	pdr_refuse_range(&world, &asked, NULL, &refused);
	pdr_job_unpin(before);
	pdr_job_hold_firmware(lane, false);
	return refused.told;
}
