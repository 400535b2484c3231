// SPDX-License-Identifier: GPL-2.0
/* Tells of each job once that it has ended; see ends.h. */

#include <string.h>

#include "ends.h"

static void forget_load(struct pdrd_ends *ends)
{
	ends->gaps = 0;
	ends->count = 0;
}

static void merge_oldest(struct pdrd_ends *ends)
{
	ends->gap[1].from = ends->gap[0].from;
	ends->gaps--;
	memmove(ends->gap, ends->gap + 1, ends->gaps * sizeof(*ends->gap));
}

static void add_gap(struct pdrd_ends *ends, const struct dr_record *record)
{
	/* The load has gone, so its jobs cannot be asked for any more */
	if (!record->to)
		return;
	if (ends->gaps == PDRD_GAPS_MAX)
		merge_oldest(ends);
	ends->gap[ends->gaps].from = record->from;
	ends->gap[ends->gaps++].to = record->to;
}

static bool in_gap(const struct pdrd_ends *ends, uint64_t seq)
{
	unsigned int i;

	for (i = 0; i < ends->gaps; i++) {
		if (ends->gap[i].from <= seq && seq <= ends->gap[i].to)
			return true;
	}
	return false;
}

static bool was_told(const struct pdrd_ends *ends, uint64_t seq)
{
	unsigned int i;

	for (i = 0; i < ends->count && i < PDRD_JOBS_MAX; i++) {
		if (ends->told[i] == seq)
			return true;
	}
	return false;
}

/* The module has forgotten a job before its number is overwritten here */
static const struct dr_job *tell_end(struct pdrd_ends *ends, const struct dr_job *job)
{
	ends->told[ends->count++ % PDRD_JOBS_MAX] = job->seq;
	return job;
}

/* The number of a job is that of its last event */
static const struct dr_job *end_of_job(struct pdrd_ends *ends, const struct dr_job *job)
{
	if (!dr_job_is_final(job) || !in_gap(ends, job->seq) || was_told(ends, job->seq))
		return NULL;
	return tell_end(ends, job);
}

static const struct dr_job *end_of_event(struct pdrd_ends *ends, const struct dr_event *event)
{
	if (event->event_type != PSERIES_DR_EVENT_TYPE_STATE || !dr_job_is_final(&event->job))
		return NULL;
	return tell_end(ends, &event->job);
}

const struct dr_job *pdrd_ends_take(struct pdrd_ends *ends, const struct dr_record *record)
{
	switch (record->type) {
	case DR_RECORD_MODULE:
		forget_load(ends);
		return NULL;
	case DR_RECORD_LOST:
		add_gap(ends, record);
		return NULL;
	case DR_RECORD_JOB:
		return end_of_job(ends, &record->event->job);
	case DR_RECORD_EVENT:
		return end_of_event(ends, record->event);
	default:
		return NULL;
	}
}
