/* SPDX-License-Identifier: GPL-2.0 */
/* Writes the metrics to a file in which node_exporter's textfile collector finds them. */

#ifndef PDRD_PROMFILE_H
#define PDRD_PROMFILE_H

#include "loop.h"
#include "metrics.h"

/**
 * struct pdrd_promfile - the file
 * @metrics: the numbers
 * @path: the file
 * @temporary: file beside it that is renamed when it is whole
 * @timer: the file is not written again before it expires
 * @waiting: @timer was set
 * @changed: numbers changed since the file was written
 * @failed: the file could not be written, and stderr was told
 */
struct pdrd_promfile {
	struct pdrd_metrics *metrics;
	const char *path;
	char *temporary;
	struct pdrd_watch timer;
	bool waiting;
	bool changed;
	bool failed;
};

/**
 * pdrd_promfile_open() - prepare for writing; nothing is written yet
 * @file: file, all zero
 * @loop: event loop, already open
 * @metrics: the numbers
 * @path: its name
 *
 * Return: 0 or a negative errno when memory or descriptors are short.
 */
int pdrd_promfile_open(struct pdrd_promfile *file, struct pdrd_loop *loop,
		       struct pdrd_metrics *metrics, const char *path);

/**
 * pdrd_promfile_show() - have the loop write the file, at most once a second
 * @file: file
 *
 * The module is asked for numbers then, which cannot be done in the middle of another request.
 */
void pdrd_promfile_show(struct pdrd_promfile *file);

/**
 * pdrd_promfile_write() - write the file
 * @file: file
 *
 * If the file cannot be written, stderr is told once until it can be written again.
 */
void pdrd_promfile_write(struct pdrd_promfile *file);

/**
 * pdrd_promfile_close() - write the file a last time
 * @file: file
 * @loop: event loop
 */
void pdrd_promfile_close(struct pdrd_promfile *file, struct pdrd_loop *loop);

#endif /* PDRD_PROMFILE_H */
