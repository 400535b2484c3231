/* SPDX-License-Identifier: GPL-2.0 */
/* The actions of drmgr on each kind of connector. Functions return drmgr's exit status. */
#ifndef DRM_KINDS_H
#define DRM_KINDS_H

#include "task.h"

/* Exit statuses that scripts know; the rest of failures is DRM_FAILED */
enum {
	DRM_DONE = 0,
	DRM_NONEXISTENT = 3,
	DRM_DONT_OWN = 4,
	DRM_ALREADY_OWN = 5,
	DRM_LINUX_HAS_IT = 6,
	DRM_FAILED = 255,
};

int drm_mem(struct drm_task *task);
int drm_cpu(struct drm_task *task);
int drm_io(struct drm_task *task);

/* The line of -C */
int drm_capabilities(const struct dr_info *info);

/**
 * drm_find() - find the connector that -s names
 * @task: the run
 * @resource: its kind
 * @other: another kind that will do
 * @drc: result
 *
 * Return: true, or false after a message.
 */
bool drm_find(struct drm_task *task, uint32_t resource, uint32_t other, struct dr_drc *drc);

/**
 * drm_hand_on() - become the system's own program
 * @program: where it is
 * @argv: the words of the command line
 * @why: why this one cannot do it, with the name of this one
 *
 * Return: DRM_FAILED after a message, if there is none.
 */
int drm_hand_on(const char *program, char **argv, const char *why);

#endif /* DRM_KINDS_H */
