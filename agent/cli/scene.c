// SPDX-License-Identifier: GPL-2.0
/*
 * What is known beside a job, asked of the module: one LMB at a time, for a machine has very
 * many and a sentence names two.
 */
#include "scene.h"

static void ask_lmb(struct ctl_scene *scene, struct ctl_client *client, uint32_t index)
{
	struct ctl_lmb *lmb;

	if (!index || index == CTL_NO_INDEX || ctl_scene_find(scene, index))
		return;
	lmb = ctl_list_add(&scene->lmbs);
	if (!lmb)
		return;
	/* One that cannot be had is kept without an address, so as not to be asked for again */
	if (ctl_client_lmb(client, index, lmb))
		*lmb = (struct ctl_lmb){ .index = index };
	ctl_scene_sort(scene);
}

/**
 * ctl_scene_ask() - ask for the LMBs that a sentence on a job names
 * @scene: those that were asked for before; gets more
 * @client: the module
 * @job: the job
 */
void ctl_scene_ask(struct ctl_scene *scene, struct ctl_client *client, const struct ctl_job *job)
{
	if (job->resource != PSERIES_DR_RESOURCE_MEMORY)
		return;
	ask_lmb(scene, client, job->drc_index);
	if (job->identifier == PSERIES_DR_IDENTIFIER_INDEX)
		ask_lmb(scene, client, job->index);
}
