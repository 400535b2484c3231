/* SPDX-License-Identifier: GPL-2.0 */
/* Counts jobs and events since the start of the agent, and makes a text of the numbers. */

#ifndef PDRD_METRICS_H
#define PDRD_METRICS_H

#include "census.h"
#include "ends.h"
#include "follow.h"
#include "list.h"

/* Bounds of the durations, without the last one, which is none */
#define PDRD_BUCKETS	12

/**
 * enum pdrd_form - form of the text
 * @PDRD_FORM_OPENMETRICS: OpenMetrics 1.0
 * @PDRD_FORM_PROMETHEUS: the older form, which the textfile collector reads
 */
enum pdrd_form {
	PDRD_FORM_OPENMETRICS,
	PDRD_FORM_PROMETHEUS,
};

/**
 * struct pdrd_metrics - the numbers
 * @jobs: jobs that ended and how long they took, a series for each set of labels
 * @refusals: jobs that were refused, a series for each reason
 * @lost: events that the module had forgotten
 * @present: the module is there
 * @pending: ids of the jobs that have not ended
 * @pending_count: their number
 * @census: LMBs and cores by their owner
 * @stale: @census may have changed
 * @count_owned: takes the census; NULL where nobody can
 * @ctx: argument of @count_owned
 */
struct pdrd_metrics {
	struct dr_list jobs;
	struct dr_list refusals;
	uint64_t lost;
	bool present;
	uint64_t pending[PDRD_JOBS_MAX];
	unsigned int pending_count;
	struct pdrd_census census;
	bool stale;
	void (*count_owned)(void *ctx, struct pdrd_census *census);
	void *ctx;
};

/**
 * pdrd_metrics_open() - begin to count
 * @metrics: numbers, all zero
 */
void pdrd_metrics_open(struct pdrd_metrics *metrics);

/**
 * pdrd_metrics_note() - count a record
 * @metrics: numbers
 * @record: of the follower
 * @ended: result of pdrd_ends_take() for the record
 *
 * Return: true if a number may have changed.
 */
bool pdrd_metrics_note(struct pdrd_metrics *metrics, const struct dr_record *record,
		       const struct dr_job *ended);

/**
 * pdrd_metrics_text() - the numbers as text
 * @metrics: numbers
 * @form: form of the text
 * @len: result: its bytes
 *
 * Return: the text, to be freed; NULL when memory is short.
 */
char *pdrd_metrics_text(struct pdrd_metrics *metrics, enum pdrd_form form, size_t *len);

/**
 * pdrd_metrics_end() - nobody follows the module from now on
 * @metrics: numbers
 */
void pdrd_metrics_end(struct pdrd_metrics *metrics);

/**
 * pdrd_metrics_close() - free the numbers
 * @metrics: numbers
 */
void pdrd_metrics_close(struct pdrd_metrics *metrics);

#endif /* PDRD_METRICS_H */
