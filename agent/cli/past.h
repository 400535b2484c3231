/* SPDX-License-Identifier: GPL-2.0 */
/* The history as pdrctl reads it: jobs of all loads of the module, and gaps. */
#ifndef CTL_PAST_H
#define CTL_PAST_H

#include "status.h"
#include "store.h"

/**
 * typedef ctl_past_fn - takes one entry of the history
 * @ctx: as passed
 * @entry: a job, as it was last, or a gap
 */
typedef void ctl_past_fn(void *ctx, const struct dr_entry *entry);

/**
 * ctl_past_read() - read the jobs that changed since a point in time, and the gaps since then
 * @path: file of the history
 * @since: the point in time, nanoseconds since the epoch
 * @fn: called for each, in the order of their last change
 * @ctx: its first argument
 *
 * The file is only read: neither the module nor pdrd need be there.
 *
 * Return: exit status, after a message if it is not CTL_DONE.
 */
enum ctl_status ctl_past_read(const char *path, uint64_t since, ctl_past_fn *fn, void *ctx);

/**
 * ctl_past_held() - read who held the pages of the LMB in which a job failed
 * @path: file of the history
 * @boot_id: load of the module that the job belongs to
 * @job: its number
 *
 * Return: the line of JSON, to be freed; NULL if there is none, or if the file cannot be read.
 */
char *ctl_past_held(const char *path, uint64_t boot_id, uint64_t job);

#endif /* CTL_PAST_H */
