/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_JOBTABLE_H
#define PDR_JOBTABLE_H

/*
 * The table of jobs, for job.c, joblane.c, jobanswer.c and errand.c alone.
 *
 * Invariant: pdr_job_lock guards all of it but the locks of a lane.
 *
 * Includes core/engine and state.
 */

#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "core/engine/going.h"
#include "core/engine/lane.h"
#include "core/engine/pace.h"
#include "state/job.h"

/**
 * struct pdr_lane_jobs - jobs that run one after the other
 * @queue: waiting jobs, in order of arrival
 * @errands: waiting errands, likewise
 * @at_work: the job that the worker runs, or NULL
 * @worker: the task of the worker
 * @pace: how the job at work gets on, by pdr_now_ms()
 * @kicked: the worker is to look at the queue; read without the lock
 * @arrived: the worker waits for jobs
 * @keeps_module: the job at work holds a reference of the module
 * @firmware: held over the calls to firmware of a step, and over an answer
 */
struct pdr_lane_jobs {
	struct list_head queue;
	struct list_head errands;
	struct pdr_job *at_work;
	struct task_struct *worker;
	struct pdr_pace pace;
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
 * @awaited: pending removals that the platform asked for
 * @going: connectors of those that wait in a queue
 * @going_is_old: the queues have changed since @going was made
 * @closed: no more jobs are accepted
 */
struct pdr_job_table {
	struct pdr_job *slots;
	struct list_head recent;
	struct pdr_lane_jobs lanes[PDR_LANES];
	u32 pending;
	u64 last_id;
	u64 forgotten;
	u32 awaited;
	struct pdr_going going;
	bool going_is_old;
	bool closed;
};

extern struct pdr_job_table pdr_jobs;

static inline struct pdr_lane_jobs *pdr_lane_of(const struct pdr_job *job)
{
	return &pdr_jobs.lanes[job->lane];
}

/* A job as the rules of its lane see it. */
static inline struct pdr_turn pdr_jobs_turn(const struct pdr_job *job)
{
	return (struct pdr_turn){
		.request = &job->view.request,
		.origin = job->view.origin,
		.state = job->view.state,
		.at_work = pdr_lane_of(job)->at_work == job,
		.in_part = job->view.outcome.in_part,
		.cancelled = job->cancelled,
		.being_answered = job->being_answered,
		.ready_at = job->ready_at,
		.deadline = job->deadline,
	};
}

static inline bool pdr_jobs_is_awaited(const struct pdr_job *job)
{
	return pdr_lane_is_awaited(job->view.origin, &job->view.request);
}

/* Jiffies until a time by pdr_now_ms(); U64_MAX never comes. */
static inline unsigned long pdr_jobs_wait(u64 until)
{
	u64 now = pdr_now_ms();

	if (until == U64_MAX)
		return MAX_SCHEDULE_TIMEOUT;
	return until > now ? msecs_to_jiffies(min_t(u64, until - now, INT_MAX)) : 0;
}

/* Context of all of these: pdr_job_lock held. */
void pdr_jobs_publish(struct pdr_job *job, u8 type);
void pdr_jobs_set_state(struct pdr_job *job, u8 state);
void pdr_jobs_enqueue(struct pdr_job *job);
void pdr_jobs_dequeue(struct pdr_job *job);
void pdr_jobs_cancel(struct pdr_job *job);
void pdr_jobs_kick(struct pdr_lane_jobs *lane);
void pdr_jobs_note_outcome(struct pdr_job *job,
			   const struct pdr_outcome *outcome);
void pdr_jobs_log_end(const struct pdr_job *job);
void pdr_jobs_end_errands(struct pdr_lane_jobs *lane, int error, u64 job);

/*
 * Each unfinished removal keeps the module loaded, as only the module knows of it.
 * Return: false if the module is being unloaded already.
 */
bool pdr_jobs_keep_for_unfinished(struct pdr_job *job, bool unfinished);

/* End a queued job, which has nothing to undo. */
void pdr_jobs_end_queued(struct pdr_job *job, enum pdr_lane_end end);

#endif /* PDR_JOBTABLE_H */
