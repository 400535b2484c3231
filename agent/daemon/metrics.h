/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counts jobs and events since the start of the agent, and writes the numbers to a file in which
 * node_exporter's textfile collector finds them.
 */

#ifndef PDRD_METRICS_H
#define PDRD_METRICS_H

#include "ends.h"
#include "follow.h"
#include "list.h"
#include "loop.h"

/* Bounds of the durations, without the last one, which is none */
#define PDRD_BUCKETS	12

/**
 * struct pdrd_metrics - the numbers
 * @path: the file
 * @temporary: file beside it that is renamed when it is whole
 * @timer: the file is not written again before it expires
 * @waiting: @timer was set
 * @changed: numbers changed since the file was written
 * @failed: the file could not be written, and stderr was told
 * @jobs: jobs that ended and how long they took, a series for each set of labels
 * @refusals: jobs that were refused, a series for each reason
 * @lost: events that the module had forgotten
 * @present: the module is there
 * @pending: ids of the jobs that have not ended
 * @pending_count: their number
 */
struct pdrd_metrics {
	const char *path;
	char *temporary;
	struct pdrd_watch timer;
	bool waiting;
	bool changed;
	bool failed;
	struct dr_list jobs;
	struct dr_list refusals;
	uint64_t lost;
	bool present;
	uint64_t pending[PDRD_JOBS_MAX];
	unsigned int pending_count;
};

/**
 * pdrd_metrics_open() - begin to count; nothing is written yet
 * @metrics: numbers, all zero
 * @loop: event loop, already open
 * @path: the file
 *
 * Return: 0 or a negative errno when memory or descriptors are short.
 */
int pdrd_metrics_open(struct pdrd_metrics *metrics, struct pdrd_loop *loop, const char *path);

/**
 * pdrd_metrics_show() - write the file at once, or a second after it was written last
 * @metrics: numbers
 *
 * If the file cannot be written, stderr is told once until it can be written again.
 */
void pdrd_metrics_show(struct pdrd_metrics *metrics);

/**
 * pdrd_metrics_note() - count a record, and write the file
 * @metrics: numbers
 * @record: of the follower
 * @ended: result of pdrd_ends_take() for the record
 */
void pdrd_metrics_note(struct pdrd_metrics *metrics, const struct dr_record *record,
		       const struct dr_job *ended);

/**
 * pdrd_metrics_close() - write the file a last time
 * @metrics: numbers
 * @loop: event loop
 */
void pdrd_metrics_close(struct pdrd_metrics *metrics, struct pdrd_loop *loop);

#endif /* PDRD_METRICS_H */
