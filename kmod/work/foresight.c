// SPDX-License-Identifier: GPL-2.0
/*
 * Making plans for readers; see foresight.h. Includes core/parse, core/engine, fw, state, res
 * and work.
 */
#include <linux/atomic.h>
#include <linux/sched.h>

#include "core/engine/foresee.h"
#include "core/parse/ccwork.h"
#include "fw/rtas.h"
#include "res/resources.h"
#include "state/drcs.h"
#include "state/job.h"
#include "work/foresight.h"

/*
 * Plans that are kept at a time, until their readers have read them. A plan of all LMBs of a
 * large machine takes megabytes. Users leave some for administrators.
 */
#define KEPT_MAX 64
#define KEPT_OF_USERS 32

static atomic_t kept = ATOMIC_INIT(0);

/**
 * struct foreseen_run - a job that is only foreseen
 * @run: as the operations of the resource see it
 * @job: made up for them
 * @sight: the plan
 */
struct foreseen_run {
	struct pdr_run run;
	struct pdr_job_view job;
	struct pdr_foresight *sight;
};

/* Called before each step, of which a plan of a large machine has millions. */
static int foreseen_stop(void *context)
{
	struct foreseen_run *foreseen = container_of(context, struct foreseen_run, run);

	cond_resched();
	return pdr_errand_must_end(foreseen->run.lane, &foreseen->sight->errand) ?
	       -ECANCELED : 0;
}

static void foreseen_enter(void *context, u8 state)
{
}

static void foreseen_advance(void *context, u8 step, u32 drc_index, u32 moved)
{
}

/* Nothing is refused, undone, configured or tried again: the engine does not call the others. */
static const struct pdr_control_ops foreseen_control_ops = {
	.stop = foreseen_stop,
	.enter = foreseen_enter,
	.advance = foreseen_advance,
};

static void walk_plan(struct foreseen_run *foreseen, struct pdr_world *world)
{
	struct pdr_foresight *sight = foreseen->sight;
	struct pdr_plan *plan = &foreseen->run.plan;

	world->foreseen = pdr_alloc_array(plan->slots, sizeof(*sight->entries));
	sight->entries = world->foreseen;
	if (!sight->entries) {
		sight->errand.error = -ENOMEM;
		return;
	}
	sight->count = pdr_foresee_plan(world, plan, &sight->outcome);
}

static void foresee_run(struct foreseen_run *foreseen, struct pdr_world *world)
{
	const struct pdr_driver *driver = pdr_driver_of(foreseen->job.request.resource);
	const struct pdr_asked asked = { .request = &foreseen->job.request };
	struct pdr_run *run = &foreseen->run;
	int error = driver->plan(run);

	if (error)
		pdr_exec_fail(world, &asked, error, run->outcome);
	else
		walk_plan(foreseen, world);
	if (run->release)
		run->release(run);
	pdr_plan_free(&run->plan);
	pdr_free(run->resource);
}

static struct pdr_world world_of_foreseen(struct foreseen_run *foreseen,
					  struct pdr_answer *answer)
{
	pdr_answer_begin(answer, false);
	return (struct pdr_world){
		.platform = pdr_rtas_platform,
		.linux_ops = pdr_driver_of(foreseen->job.request.resource)->linux_ops,
		.control = &foreseen_control_ops,
		.context = &foreseen->run,
		.answer = answer,
		.refuse_by = PSERIES_DR_REFUSE_BY_OFF,
		.unasked = !foreseen->run.may_ask,
	};
}

/* A plan that ended early for a job that waits is none, also if it has met a fault before. */
static void drop_cut_plan(struct pdr_foresight *sight)
{
	if (!sight->errand.error)
		return;
	sight->count = 0;
	sight->outcome = (struct pdr_outcome){ 0 };
}

static void run_foresight(struct pdr_errand *errand)
{
	struct pdr_foresight *sight = container_of(errand, struct pdr_foresight, errand);
	struct foreseen_run foreseen = {
		.job = { .request = sight->request, .origin = PSERIES_DR_ORIGIN_NETLINK },
		.sight = sight,
	};
	struct pdr_run *run = &foreseen.run;
	struct pdr_answer answer;
	struct pdr_world world;

	run->job = &foreseen.job;
	run->lane = pdr_resource_of(sight->request.resource)->lane;
	run->foresees = true;
	run->may_ask = pdr_foresee_may_ask(&sight->request, sight->admin);
	run->outcome = &sight->outcome;
	world = world_of_foreseen(&foreseen, &answer);
	pdr_drcs_refresh();
	foresee_run(&foreseen, &world);
	drop_cut_plan(sight);
}

static void free_foresight(struct pdr_errand *errand)
{
	struct pdr_foresight *sight = container_of(errand, struct pdr_foresight, errand);

	pdr_free(sight->entries);
	pdr_free(sight);
	atomic_dec(&kept);
}

static bool may_keep_more(bool admin)
{
	if (atomic_inc_return(&kept) <= (admin ? KEPT_MAX : KEPT_OF_USERS))
		return true;
	atomic_dec(&kept);
	return false;
}

static struct pdr_foresight *new_foresight(const struct pdr_request *request, bool admin)
{
	struct pdr_foresight *sight = pdr_alloc(sizeof(*sight));

	if (!sight)
		return NULL;
	sight->errand.run = run_foresight;
	sight->errand.free = free_foresight;
	sight->request = *request;
	sight->admin = admin;
	pdr_errand_init(&sight->errand);
	return sight;
}

static int ask_worker(struct pdr_foresight *sight)
{
	int error = pdr_errand_send(pdr_resource_of(sight->request.resource)->lane,
				    &sight->errand);

	return error == -EBUSY ? 0 : error;
}

int pdr_foresight_make(const struct pdr_request *request, bool admin,
		       struct pdr_foresight **sight)
{
	int error;

	if (!pdr_driver_of(request->resource))
		return -EOPNOTSUPP;
	if (!may_keep_more(admin))
		return -EAGAIN;
	*sight = new_foresight(request, admin);
	if (!*sight) {
		atomic_dec(&kept);
		return -ENOMEM;
	}
	error = ask_worker(*sight);
	if (error)
		pdr_foresight_put(*sight);
	return error;
}

void pdr_foresight_put(struct pdr_foresight *sight)
{
	pdr_errand_put(&sight->errand);
}
