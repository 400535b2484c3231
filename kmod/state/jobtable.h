/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_JOBTABLE_H
#define PDR_JOBTABLE_H

/*
 * The table of jobs, for job.c, joblane.c and jobanswer.c alone.
 *
 * Invariant: pdr_job_lock guards all of it but the locks of a lane.
 */

#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "state/job.h"

/**
 * struct pdr_lane_jobs - jobs that run one after the other
 * @queue: waiting jobs, in order of arrival
 * @at_work: the job that the worker runs, or NULL
 * @worker: the task of the worker
 * @last_event: jiffies of the last progress event of the job at work
 * @last_progress: jiffies of the last progress of the job at work
 * @locked_out_at: jiffies when the worker was last kept from the kernel's lock
 * @least_pages: fewest pages that the block going offline was seen to hold,
 *	U64_MAX before the first look
 * @kicked: the worker is to look at the queue; read without the lock
 * @arrived: the worker waits for jobs
 * @keeps_module: the job at work holds a reference of the module
 * @firmware: held over the calls to firmware of a step, and over an answer
 */
struct pdr_lane_jobs {
	struct list_head queue;
	struct pdr_job *at_work;
	struct task_struct *worker;
	unsigned long last_event;
	unsigned long last_progress;
	unsigned long locked_out_at;
	u64 least_pages;
	bool kicked;
	bool keeps_module;
	wait_queue_head_t arrived;
	struct mutex firmware; /* the connectors of the jobs of the lane */
};

/**
 * struct pdr_job_table - all jobs
 * @slots: PDR_JOBS jobs, so that submitting one needs no memory
 * @recent: all slots by their last event; unused slots come first
 * @lanes: by enum pdr_lane
 * @pending: jobs that are not final
 * @last_id: id of the newest job
 * @forgotten: newest event of a job whose slot was reused
 * @wanted: pending removals that the platform asked for
 * @closed: no more jobs are accepted
 */
struct pdr_job_table {
	struct pdr_job *slots;
	struct list_head recent;
	struct pdr_lane_jobs lanes[PDR_LANES];
	u32 pending;
	u64 last_id;
	u64 forgotten;
	u32 wanted;
	bool closed;
};

extern struct pdr_job_table pdr_jobs;

static inline struct pdr_lane_jobs *pdr_lane_of(const struct pdr_job *job)
{
	return &pdr_jobs.lanes[job->lane];
}

/*
 * Time beyond the stall timeout in which a worker that gives up answers by itself.
 */
#define PDR_ANSWER_GRACE msecs_to_jiffies(1000)

/* Jiffies for which a worker may make no progress. */
static inline unsigned long pdr_lane_patience(void)
{
	return PDR_ANSWER_GRACE +
	       msecs_to_jiffies(READ_ONCE(pdr_settings.stall_timeout_ms));
}

/* Jiffies when the job at work in a lane has made no progress for too long. */
static inline unsigned long pdr_lane_overdue(const struct pdr_lane_jobs *lane)
{
	return lane->last_progress + pdr_lane_patience();
}

/* Whether a job is undone, or past the point where it could be. */
static inline bool pdr_jobs_is_undone(const struct pdr_job *job)
{
	return job->view.state == PSERIES_DR_STATE_ROLLING_BACK ||
	       job->view.state == PSERIES_DR_STATE_COMPLETING;
}

/* Whether the platform asked for a removal, and waits for its end. */
static inline bool pdr_jobs_is_wanted(const struct pdr_job *job)
{
	return job->view.origin == PSERIES_DR_ORIGIN_PLATFORM &&
	       job->view.request.action == PSERIES_DR_ACTION_REMOVE;
}

/* Context of all of these: pdr_job_lock held. */
void pdr_jobs_publish(struct pdr_job *job, u8 type);
void pdr_jobs_set_state(struct pdr_job *job, u8 state);
void pdr_jobs_enqueue(struct pdr_job *job);
void pdr_jobs_kick(struct pdr_lane_jobs *lane);
void pdr_jobs_note_outcome(struct pdr_job *job,
			   const struct pdr_outcome *outcome);
void pdr_jobs_log_end(const struct pdr_job *job);

/*
 * Each unfinished removal keeps the module loaded, as only the module knows of it.
 * Return: false if the module is being unloaded already.
 */
bool pdr_jobs_keep_for_unfinished(struct pdr_job *job, bool unfinished);

/* End a queued job, which has nothing to undo, with an errno. */
void pdr_jobs_end_queued(struct pdr_job *job, u8 state, int error);

#endif /* PDR_JOBTABLE_H */
