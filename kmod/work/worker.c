// SPDX-License-Identifier: GPL-2.0
/* The worker of each lane. Includes state and work. */
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/sched/signal.h>

#include "state/errand.h"
#include "state/job.h"
#include "work/answerer.h"
#include "work/lost.h"
#include "work/run.h"
#include "work/worker.h"

/* Pause before another look whether there is room for jobs that bring back what is lost. */
#define LOST_AGAIN msecs_to_jiffies(1000)

static struct task_struct *workers[PDR_LANES];

static const char *const names[PDR_LANES] = {
	[PDR_LANE_MEMORY] = "pdr_memory",
	[PDR_LANE_CPU] = "pdr_cpu",
	[PDR_LANE_IO] = "pdr_io",
};

static void carry_out_job(struct pdr_job *job)
{
	struct pdr_outcome outcome;

	pdr_run(job, &outcome);
	pdr_job_end(job, &outcome);
}

static int work_in_lane(void *data)
{
	u8 lane = (uintptr_t)data;
	struct pdr_job *job;
	unsigned long wait;
	bool kept;

	/*
	 * Only a fatal signal makes a kthread leave offline_pages(). One that a program
	 * sends must not.
	 */
	allow_kernel_signal(SIGKILL);
	for (;;) {
		kept = pdr_lost_look(lane);
		job = pdr_job_begin(lane, &wait);
		if (!job && kthread_should_stop())
			break;
		if (job)
			carry_out_job(job);
		else if (!pdr_errand_run(lane))
			pdr_job_wait(lane, kept ? min(wait, LOST_AGAIN) : wait);
	}
	/* no more jobs are taken, so that nothing is kept */
	pdr_lost_look(lane);
	pdr_errand_close(lane);
	return 0;
}

static void stop_lanes(void)
{
	u8 lane;

	for (lane = 0; lane < PDR_LANES; lane++) {
		if (workers[lane])
			kthread_stop(workers[lane]);
		workers[lane] = NULL;
	}
	pdr_run_drop_pages();
}

int pdr_workers_start(void)
{
	struct task_struct *worker;
	int error;
	u8 lane;

	pdr_run_keep_pages();
	for (lane = 0; lane < PDR_LANES; lane++) {
		worker = kthread_run(work_in_lane, (void *)(uintptr_t)lane,
				     "%s", names[lane]);
		error = PTR_ERR_OR_ZERO(worker);
		if (error)
			goto stop_workers;
		workers[lane] = worker;
	}
	error = pdr_answerer_start();
	if (error)
		goto stop_workers;
	return 0;

stop_workers:
	stop_lanes();
	return error;
}

void pdr_workers_stop(void)
{
	pdr_answerer_stop();
	stop_lanes();
}
