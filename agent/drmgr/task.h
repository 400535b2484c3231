/* SPDX-License-Identifier: GPL-2.0 */
/* The bounds of a run of drmgr, and the jobs that it runs within them. */
#ifndef DRM_TASK_H
#define DRM_TASK_H

#include "client.h"
#include "options.h"

/**
 * struct drm_task - a run of drmgr
 * @options: the command line
 * @client: the module
 * @signals: file descriptor that reports INT, TERM and HUP
 * @stopped: such a signal has come, or the time is over
 * @deadline: end of the time, seconds of the monotonic clock; 0 for none
 * @lock: the lock file, -1 while it is not held
 * @met: errno by which the module tells of a named connector that there is nothing to do; 0 if
 *	that is a failure as any other
 */
struct drm_task {
	struct drm_options options;
	struct dr_client client;
	int signals;
	bool stopped;
	uint64_t deadline;
	int lock;
	int met;
};

/**
 * drm_task_open() - take signals from now on, and start the clock
 * @task: the run, with its options
 */
void drm_task_open(struct drm_task *task);

/**
 * drm_task_may_go_on() - tell if there is time, and nobody has asked to stop
 * @task: the run
 *
 * Return: true if so; false after a message.
 */
bool drm_task_may_go_on(struct drm_task *task);

/**
 * drm_task_rest() - wait a moment, for something outside of this program
 * @task: the run
 */
void drm_task_rest(struct drm_task *task);

/**
 * drm_task_lock() - take the lock of all programs that do dynamic reconfiguration
 * @task: the run
 *
 * Return: true, or false after a message.
 */
bool drm_task_lock(struct drm_task *task);

/**
 * drm_task_move() - have the module do a job, and wait for its end
 * @task: the run
 * @identifier: how the request names connectors
 * @resource: their kind
 * @index: a DRC index, with an identifier that needs one
 * @count: how many, with an identifier that needs it
 * @job: result: the job at its end
 *
 * A signal, and the end of the time, cancel the job; the module then undoes it. A second signal
 * leaves it to itself.
 *
 * Return: 0 if it is done, -EALREADY if it was met already, else a negative errno after a message
 * at DRM_ERROR.
 */
int drm_task_move(struct drm_task *task, uint32_t identifier, uint32_t resource, uint32_t index,
		  uint32_t count, struct dr_job *job);

/**
 * drm_task_close() - give up lock, signals and the module
 * @task: the run
 */
void drm_task_close(struct drm_task *task);

#endif /* DRM_TASK_H */
