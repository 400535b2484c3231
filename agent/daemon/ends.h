/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tells of each job once that it has ended. Its last event says so. If that event is lost, the
 * follower asks for the job itself, perhaps several times, and the job says so.
 */

#ifndef PDRD_ENDS_H
#define PDRD_ENDS_H

#include "follow.h"

/* Gaps in a load; if there are more, the two oldest and the events between them become one */
#define PDRD_GAPS_MAX	16

/* As many jobs as the module keeps */
#define PDRD_JOBS_MAX	1024

/**
 * struct pdrd_gap - events that are lost
 * @from: the first
 * @to: the last
 */
struct pdrd_gap {
	uint64_t from;
	uint64_t to;
};

/**
 * struct pdrd_ends - the jobs whose end was told
 * @gap: lost events of this load
 * @gaps: their number
 * @told: last event of each job that was told, of the newest PDRD_JOBS_MAX
 * @count: how many were told in all
 */
struct pdrd_ends {
	struct pdrd_gap gap[PDRD_GAPS_MAX];
	unsigned int gaps;
	uint64_t told[PDRD_JOBS_MAX];
	unsigned int count;
};

/**
 * pdrd_ends_take() - find the job whose end a record is the first to tell
 * @ends: state, all zero at first; it has to see each record
 * @record: of the follower
 *
 * Jobs that had ended before the follower began are not told.
 *
 * Return: the job, or NULL.
 */
const struct dr_job *pdrd_ends_take(struct pdrd_ends *ends, const struct dr_record *record);

#endif /* PDRD_ENDS_H */
