// SPDX-License-Identifier: GPL-2.0
/*
 * As many LMBs as can be had; see best.h. Each job is done whole or not at all, so the count is
 * true whatever happens in between: first one job for all, then a job for each LMB.
 */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "best.h"
#include "brief.h"
#include "candidates.h"
#include "outcome.h"
#include "text.h"

#define MS_PER_SEC	1000
#define NS_PER_MS	1000000

/**
 * struct effort - how far it is
 * @best: the request
 * @attend: the job at work; between two jobs a signal waits for the next one
 * @begin: when it began, milliseconds
 * @moved: LMBs moved so far
 * @status: of the last job
 * @stop: no other job makes sense, or is wanted
 */
struct effort {
	const struct ctl_best *best;
	struct ctl_attend attend;
	uint64_t begin;
	uint32_t moved;
	enum ctl_status status;
	bool stop;
};

static uint64_t clock_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * MS_PER_SEC + time.tv_nsec / NS_PER_MS;
}

/* The deadline is that of all jobs; false once it has passed */
static bool set_deadline(const struct effort *effort, struct dr_job *request)
{
	uint64_t elapsed = clock_ms() - effort->begin;

	if (!effort->best->request.timeout_ms)
		return true;
	if (elapsed >= effort->best->request.timeout_ms)
		return false;
	request->timeout_ms = effort->best->request.timeout_ms - elapsed;
	return true;
}

static void say_stays(const struct dr_job *job)
{
	char request[64], why[64];

	dr_brief_request(request, sizeof(request), job, 0);
	fprintf(stderr, "pdrctl: job %llu, %s: %s\n", (unsigned long long)job->id, request,
		dr_brief_why(why, sizeof(why), job));
}

/* The errors after which another LMB may still go */
static bool may_go_on(const struct dr_job *job)
{
	return job->state == PSERIES_DR_STATE_DONE ||
	       (!job->undo_failed && (dr_candidates_fewer(job->error) || job->error == ENODEV));
}

static void take_end(struct effort *effort)
{
	struct ctl_attend *attend = &effort->attend;
	const struct dr_job *job = &attend->wait.job;

	effort->moved += job->moved;
	effort->status = attend->expired ? CTL_TIMEOUT : ctl_status_of_job(job);
	effort->stop = attend->interrupts || attend->expired || !may_go_on(job);
	if (effort->best->json)
		ctl_outcome_json("job", job, dr_describe_job_text(job, ctl_attend_scene(attend)));
	else if (job->state != PSERIES_DR_STATE_DONE)
		say_stays(job);
}

static enum ctl_status submit_part(struct effort *effort, const struct dr_job *request,
				   uint64_t *id)
{
	int err = dr_client_submit(effort->best->client, request, id);

	return err ? ctl_module_fail(effort->best->client, err, "submit the job") : CTL_DONE;
}

/* One job, to its end */
static void move_part(struct effort *effort, struct dr_job *request)
{
	uint64_t id;

	effort->stop = true;
	effort->status = CTL_TIMEOUT;
	if (!set_deadline(effort, request))
		return;
	effort->status = submit_part(effort, request, &id);
	if (effort->status != CTL_DONE)
		return;
	effort->attend.timeout_ms = request->timeout_ms;
	effort->attend.expired = false;
	effort->status = ctl_attend_run(&effort->attend, id);
	if (effort->status == CTL_DONE)
		take_end(effort);
}

static struct dr_job make_single(const struct ctl_best *best, uint32_t index)
{
	struct dr_job request = best->request;

	request.has &= ~(1ULL << PSERIES_DR_A_JOB_INDEX | 1ULL << PSERIES_DR_A_JOB_COUNT);
	if (best->lmbs) {
		request.identifier = PSERIES_DR_IDENTIFIER_INDEX;
		request.index = index;
		dr_mark(&request, PSERIES_DR_A_JOB_INDEX);
		return request;
	}
	request.identifier = PSERIES_DR_IDENTIFIER_COUNT;
	request.count = 1;
	dr_mark(&request, PSERIES_DR_A_JOB_COUNT);
	return request;
}

static void move_singly(struct effort *effort)
{
	const struct ctl_best *best = effort->best;
	struct dr_job request;
	size_t i;

	for (i = 0; effort->moved < best->count && !effort->stop; i++) {
		if (best->lmbs && i == best->lmbs->n)
			return;
		request = make_single(best, best->lmbs ?
				      ((struct dr_lmb *)dr_list_at(best->lmbs, i))->index : 0);
		move_part(effort, &request);
		/* The module chooses: if it finds none now, it finds none the next time */
		if (!best->lmbs && effort->status != CTL_DONE)
			return;
	}
}

static enum ctl_status tell_effort(const struct effort *effort)
{
	const struct ctl_best *best = effort->best;
	uint64_t size = best->client->info.lmb_size;
	bool all = effort->moved >= best->count;
	char part[32], whole[32];

	if (!best->json || !all)
		fprintf(all ? stdout : stderr, "%s%u of %u LMBs (%s of %s) were %s\n",
			all ? "" : "pdrctl: ", effort->moved, best->count,
			dr_text_size(part, sizeof(part), size * effort->moved),
			dr_text_size(whole, sizeof(whole), size * best->count),
			best->request.action == PSERIES_DR_ACTION_ADD ? "added" : "removed");
	if (all)
		return CTL_DONE;
	/* Left alone, it may still move some */
	if (effort->status == CTL_LEFT)
		return CTL_LEFT;
	if (effort->moved && effort->status != CTL_PARTIAL)
		return CTL_PARTIAL;
	fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(effort->status));
	return effort->status;
}

enum ctl_status ctl_best_move(const struct ctl_best *best)
{
	struct effort effort = { .best = best, .begin = clock_ms() };
	struct dr_job whole = best->request;
	enum ctl_status status;

	status = ctl_attend_open(&effort.attend, best->client, !best->json);
	if (status == CTL_DONE && best->whole)
		move_part(&effort, &whole);
	if (status == CTL_DONE && !effort.stop)
		move_singly(&effort);
	ctl_attend_close(&effort.attend);
	return status == CTL_DONE ? tell_effort(&effort) : status;
}
