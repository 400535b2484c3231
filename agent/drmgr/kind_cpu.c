// SPDX-License-Identifier: GPL-2.0
/*
 * drmgr -c cpu. The name of each CPU goes to stdout as soon as it has been moved: management
 * consoles and tests count these lines.
 *
 * CPUs go one at a time. The module chooses each, because it senses the connectors first, so that
 * none is tried in vain.
 */
#include <stdio.h>

#include "kinds.h"
#include "say.h"

static void print_name(struct drm_task *task, uint32_t index)
{
	struct dr_drc drc;

	if (dr_client_drc(&task->client, index, &drc) || !*drc.name)
		printf("0x%08x\n", index);
	else
		printf("%s\n", drc.name);
	fflush(stdout);
}

static bool cpu_was_moved(const struct dr_drc *drc, const struct dr_list *before)
{
	const struct dr_drc *old;
	size_t i;

	for (i = 0; i < before->n; i++) {
		old = dr_list_at(before, i);
		if (old->index == drc->index)
			return old->sense != drc->sense;
	}
	return false;
}

/* A job by count does not name its connector: find the one whose sense has changed */
static uint32_t find_moved(struct drm_task *task, const struct dr_list *before)
{
	struct dr_list after = DR_LIST_INIT(struct dr_drc);
	const struct dr_drc *drc;
	uint32_t index = 0;
	size_t i;

	if (dr_client_drcs(&task->client, &after))
		after.n = 0;
	for (i = 0; i < after.n && !index; i++) {
		drc = dr_list_at(&after, i);
		if (drc->resource == PSERIES_DR_RESOURCE_CPU && cpu_was_moved(drc, before))
			index = drc->index;
	}
	dr_list_clear(&after);
	return index;
}

static bool move_any(struct drm_task *task)
{
	struct dr_list before = DR_LIST_INIT(struct dr_drc);
	struct dr_job job;
	bool moved = false;

	if (dr_client_drcs(&task->client, &before))
		before.n = 0;
	if (!drm_task_move(task, PSERIES_DR_IDENTIFIER_COUNT, PSERIES_DR_RESOURCE_CPU, 0, 1,
			   &job) && job.moved) {
		moved = true;
		print_name(task, find_moved(task, &before));
	}
	dr_list_clear(&before);
	return moved;
}

static int move_cpu_count(struct drm_task *task, uint32_t count)
{
	uint32_t moved = 0;

	while (moved < count && drm_task_may_go_on(task) && move_any(task))
		moved++;
	if (moved && moved < count)
		drm_say(DRM_ERROR, "%u of %u CPUs were moved.", moved, count);
	return moved == count ? DRM_DONE : DRM_FAILED;
}

static int move_named_cpu(struct drm_task *task)
{
	struct dr_drc drc;
	struct dr_job job;

	if (!drm_find(task, PSERIES_DR_RESOURCE_CPU, PSERIES_DR_RESOURCE_CPU, &drc) ||
	    drm_task_move(task, PSERIES_DR_IDENTIFIER_INDEX, PSERIES_DR_RESOURCE_CPU, drc.index, 0,
			  &job))
		return DRM_FAILED;
	if (job.moved)
		print_name(task, drc.index);
	else
		drm_say(DRM_INFO, "%s needed no change.", drc.name);
	return DRM_DONE;
}

int drm_cpu(struct drm_task *task)
{
	if (task->options.name || task->options.has_index)
		return move_named_cpu(task);
	return move_cpu_count(task, task->options.count ? task->options.count : 1);
}
