// SPDX-License-Identifier: GPL-2.0
/*
 * Answering the platform in the place of a worker that does not come back. Includes state and
 * work.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>

#include "state/job.h"
#include "work/answerer.h"
#include "work/run.h"

/* The answerer sees a new job, or one without progress, within this time. */
#define TICK msecs_to_jiffies(250)

static struct task_struct *answerer;

/* With access to the memory reserves: reclaim may wait for the disk that hangs the worker. */
static bool answer_without_reclaim(struct pdr_job *job)
{
	unsigned int saved = memalloc_noreclaim_save();
	bool told = pdr_run_answer(job);

	memalloc_noreclaim_restore(saved);
	return told;
}

static void answer_job(struct pdr_job *job)
{
	bool told = answer_without_reclaim(job);

	if (told)
		pr_warn("job %llu makes no progress: refused to the platform in its place\n",
			job->view.id);
	pdr_job_end_answer(job, told);
}

static int answer_jobs(void *unused)
{
	struct pdr_job *job;
	unsigned long wait;

	while (!kthread_should_stop()) {
		pdr_job_await_any();
		job = pdr_job_begin_answer(&wait);
		if (job)
			answer_job(job);
		else
			schedule_timeout_idle(min(wait, TICK));
	}
	return 0;
}

int pdr_answerer_start(void)
{
	struct task_struct *task = kthread_run(answer_jobs, NULL, "pdr_answer");

	if (IS_ERR(task))
		return PTR_ERR(task);
	answerer = task;
	return 0;
}

void pdr_answerer_stop(void)
{
	kthread_stop(answerer);
}
