// SPDX-License-Identifier: GPL-2.0
/* Errands of the workers; see errand.h. Includes state. */
#include <linux/module.h>

#include "state/errand.h"
#include "state/event.h"
#include "state/jobtable.h"

void pdr_errand_init(struct pdr_errand *errand)
{
	INIT_LIST_HEAD(&errand->queue);
	kref_init(&errand->refs);
	init_completion(&errand->ended);
}

static void free_errand(struct kref *refs)
{
	struct pdr_errand *errand = container_of(refs, struct pdr_errand, refs);

	errand->free(errand);
}

void pdr_errand_put(struct pdr_errand *errand)
{
	kref_put(&errand->refs, free_errand);
}

static int queue_errand(struct pdr_lane_jobs *lane, struct pdr_errand *errand)
{
	lockdep_assert_held(&pdr_job_lock);
	if (pdr_jobs.closed)
		return -ESHUTDOWN;
	if (lane->at_work) {
		errand->job = lane->at_work->view.id;
		errand->error = -EBUSY;
		return -EBUSY;
	}
	kref_get(&errand->refs);
	list_add_tail(&errand->queue, &lane->errands);
	pdr_jobs_kick(lane);
	return 0;
}

/* The sender still has its reference, so nothing is freed with pdr_job_lock held. */
static void end_queued_errand(struct pdr_errand *errand, int error, u64 job)
{
	lockdep_assert_held(&pdr_job_lock);
	list_del_init(&errand->queue);
	errand->error = error;
	errand->job = job;
	complete(&errand->ended);
	pdr_errand_put(errand);
}

/* Return: the error of an errand that has ended meanwhile, else @error. */
static int leave_errand(struct pdr_errand *errand, int error)
{
	mutex_lock(&pdr_job_lock);
	if (!list_empty(&errand->queue))
		end_queued_errand(errand, error, 0);
	if (completion_done(&errand->ended))
		error = errand->error;
	else
		WRITE_ONCE(errand->left, true);
	mutex_unlock(&pdr_job_lock);
	return error;
}

int pdr_errand_send(u8 lane, struct pdr_errand *errand)
{
	long wait = msecs_to_jiffies(PDR_ERRAND_LIMIT_MS);
	int error;

	mutex_lock(&pdr_job_lock);
	error = queue_errand(&pdr_jobs.lanes[lane], errand);
	mutex_unlock(&pdr_job_lock);
	if (error)
		return error;
	wait = wait_for_completion_killable_timeout(&errand->ended, wait);
	if (wait > 0)
		return errand->error;
	return leave_errand(errand, wait ? -EINTR : -ETIMEDOUT);
}

/*
 * An errand may wait for a lock or for firmware that does not come back. So it has the pace
 * of a job, for the answerer, and keeps the module as a job does.
 */
static bool begin_errand(struct pdr_lane_jobs *lane, struct pdr_errand *errand)
{
	lockdep_assert_held(&pdr_job_lock);
	if (!try_module_get(THIS_MODULE)) {
		end_queued_errand(errand, -ESHUTDOWN, 0);
		return false;
	}
	list_del_init(&errand->queue);
	pdr_pace_begin(&lane->pace, pdr_now_ms());
	return true;
}

static struct pdr_errand *take_errand(struct pdr_lane_jobs *lane)
{
	struct pdr_errand *errand;

	mutex_lock(&pdr_job_lock);
	errand = list_first_entry_or_null(&lane->errands, struct pdr_errand, queue);
	if (errand && !begin_errand(lane, errand))
		errand = NULL;
	mutex_unlock(&pdr_job_lock);
	return errand;
}

static void end_errand(struct pdr_lane_jobs *lane, struct pdr_errand *errand)
{
	mutex_lock(&pdr_job_lock);
	pdr_pace_end(&lane->pace);
	mutex_unlock(&pdr_job_lock);
	module_put(THIS_MODULE);
	complete(&errand->ended);
	pdr_errand_put(errand);
}

bool pdr_errand_run(u8 number)
{
	struct pdr_lane_jobs *lane = &pdr_jobs.lanes[number];
	struct pdr_errand *errand = take_errand(lane);

	if (!errand)
		return false;
	errand->run(errand);
	end_errand(lane, errand);
	return true;
}

void pdr_jobs_end_errands(struct pdr_lane_jobs *lane, int error, u64 job)
{
	struct pdr_errand *errand, *next;

	list_for_each_entry_safe(errand, next, &lane->errands, queue)
		end_queued_errand(errand, error, job);
}

/* pdr_job_close() was before, so no more come. */
void pdr_errand_close(u8 lane)
{
	mutex_lock(&pdr_job_lock);
	pdr_jobs_end_errands(&pdr_jobs.lanes[lane], -ESHUTDOWN, 0);
	mutex_unlock(&pdr_job_lock);
}

bool pdr_errand_must_end(u8 lane, struct pdr_errand *errand)
{
	u64 job = pdr_job_waiting(lane);

	if (job) {
		errand->error = -EBUSY;
		errand->job = job;
	}
	return job || READ_ONCE(errand->left);
}
