// SPDX-License-Identifier: GPL-2.0
/*
 * drmgr -c mem. Management consoles read one line of stdout, DR_TOTAL_RESOURCES=N, in success and
 * in failure: N is the number of LMBs that were moved, even if the request was for more.
 *
 * Without an index the module first moves all LMBs at once. If that fails, drmgr moves as many as
 * possible one by one, and its exit status tells that these are not all.
 */
#include <errno.h>
#include <stdio.h>

#include "candidates.h"
#include "kinds.h"
#include "paths.h"
#include "say.h"

static int finish(uint32_t moved, uint32_t count)
{
	printf("DR_TOTAL_RESOURCES=%u\n", moved);
	if (moved && moved < count)
		drm_say(DRM_ERROR, "%u of %u LMBs were moved.", moved, count);
	return moved == count ? DRM_DONE : DRM_FAILED;
}

/* If the end of a job is unknown, count nothing: the job may still be undone */
static uint32_t moved_by(const struct dr_job *job)
{
	return dr_job_is_final(job) ? job->moved : 0;
}

static bool list_used(struct drm_task *task, struct dr_list *lmbs)
{
	int err = dr_client_lmbs(&task->client, lmbs);

	if (err) {
		drm_say(DRM_ERROR, "Cannot list the LMBs: %s.",
			dr_client_words(&task->client, err));
		return false;
	}
	dr_candidates_choose(lmbs, PSERIES_DR_ACTION_REMOVE, DRM_SYSFS);
	return true;
}

/* If an LMB stays, try the next one; if the platform takes none, stop */
static uint32_t remove_singly(struct drm_task *task, uint32_t count)
{
	struct dr_list lmbs = DR_LIST_INIT(struct dr_lmb);
	uint32_t moved = 0;
	struct dr_job job;
	size_t i;
	int err;

	if (!list_used(task, &lmbs))
		return 0;
	for (i = 0; i < lmbs.n && moved < count && drm_task_may_go_on(task); i++) {
		const struct dr_lmb *lmb = dr_list_at(&lmbs, i);

		err = drm_task_move(task, PSERIES_DR_IDENTIFIER_INDEX, PSERIES_DR_RESOURCE_MEMORY,
				    lmb->index, 0, &job);
		moved += moved_by(&job);
		if (err && err != -EBUSY && err != -ETIMEDOUT)
			break;
	}
	dr_list_clear(&lmbs);
	return moved;
}

static uint32_t add_singly(struct drm_task *task, uint32_t count)
{
	uint32_t moved = 0;
	struct dr_job job;

	while (moved < count && drm_task_may_go_on(task) &&
	       !drm_task_move(task, PSERIES_DR_IDENTIFIER_COUNT, PSERIES_DR_RESOURCE_MEMORY, 0, 1,
			      &job) && job.moved)
		moved += job.moved;
	return moved;
}

static int move_lmb_count(struct drm_task *task, uint32_t count)
{
	struct dr_job job;
	uint32_t moved;
	int err = drm_task_move(task, PSERIES_DR_IDENTIFIER_COUNT, PSERIES_DR_RESOURCE_MEMORY, 0,
				count, &job);

	moved = moved_by(&job);
	if (err && count > 1 && !task->stopped && dr_candidates_fewer(-err)) {
		drm_say(DRM_WARN, "Not all can be moved at once: trying them one by one.");
		moved += task->options.action == 'a' ? add_singly(task, count - moved) :
						       remove_singly(task, count - moved);
	}
	return finish(moved, count);
}

static int move_named_lmb(struct drm_task *task, uint32_t count)
{
	struct dr_drc drc;
	struct dr_job job;

	if (!drm_find(task, PSERIES_DR_RESOURCE_MEMORY, PSERIES_DR_RESOURCE_MEMORY, &drc))
		return finish(0, count);
	drm_task_move(task, task->options.count ? PSERIES_DR_IDENTIFIER_INDEXED_COUNT :
		      PSERIES_DR_IDENTIFIER_INDEX, PSERIES_DR_RESOURCE_MEMORY, drc.index, count,
		      &job);
	return finish(moved_by(&job), count);
}

int drm_mem(struct drm_task *task)
{
	uint32_t count = task->options.count ? task->options.count : 1;

	if (task->options.name || task->options.has_index)
		return move_named_lmb(task, count);
	return move_lmb_count(task, count);
}
