// SPDX-License-Identifier: GPL-2.0
/* Tells of each job once that it has ended; see ends.h. */

#include <string.h>

#include "ends.h"

static void forget_gaps(struct pdrd_ends *ends)
{
	ends->gaps = 0;
	ends->count = 0;
	ends->asked = false;
}

static void add_gap(struct pdrd_ends *ends, const struct dr_record *record)
{
	/* The answer to the gap before has told all that is known of it */
	if (ends->asked)
		forget_gaps(ends);
	/* The load has gone, and nobody can be asked for its jobs */
	if (!record->to)
		return;
	if (ends->gaps == PDRD_GAPS_MAX) {
		ends->gaps--;
		memmove(ends->gap, ends->gap + 1, ends->gaps * sizeof(*ends->gap));
	}
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

	for (i = 0; i < ends->count; i++) {
		if (ends->told[i] == seq)
			return true;
	}
	return false;
}

/* The number of a job is that of its last event */
static const struct dr_job *take_job(struct pdrd_ends *ends, const struct dr_job *job)
{
	ends->asked = true;
	if (!dr_job_is_final(job) || !in_gap(ends, job->seq) || was_told(ends, job->seq) ||
	    ends->count == PDRD_JOBS_MAX)
		return NULL;
	ends->told[ends->count++] = job->seq;
	return job;
}

static const struct dr_job *take_event(const struct dr_event *event)
{
	if (event->event_type != PSERIES_DR_EVENT_TYPE_STATE || !dr_job_is_final(&event->job))
		return NULL;
	return &event->job;
}

const struct dr_job *pdrd_ends_take(struct pdrd_ends *ends, const struct dr_record *record)
{
	switch (record->type) {
	case DR_RECORD_MODULE:
		forget_gaps(ends);
		return NULL;
	case DR_RECORD_LOST:
		add_gap(ends, record);
		return NULL;
	case DR_RECORD_JOB:
		return take_job(ends, &record->event->job);
	case DR_RECORD_EVENT:
		return take_event(record->event);
	default:
		return NULL;
	}
}
