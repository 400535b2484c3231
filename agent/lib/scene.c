// SPDX-License-Identifier: GPL-2.0
/*
 * Asking the module for LMBs that a sentence names. They are asked for one by one, because a
 * machine has very many, and a sentence names at most two.
 */
#include "scene.h"

static void ask_lmb(struct dr_scene *scene, struct dr_client *client, uint32_t index)
{
	struct dr_lmb *lmb;

	if (!index || index == DR_NO_INDEX || dr_scene_find(scene, index))
		return;
	lmb = dr_list_add(&scene->lmbs);
	if (!lmb)
		return;
	/* Keep an LMB without an address if the module has none, so as not to ask again */
	if (dr_client_lmb(client, index, lmb))
		*lmb = (struct dr_lmb){ .index = index };
	dr_scene_sort(scene);
}

/**
 * dr_scene_ask() - ask for the LMBs that a sentence on a job names
 * @scene: LMBs that were asked for before; gets more
 * @client: the module
 * @job: the job
 */
void dr_scene_ask(struct dr_scene *scene, struct dr_client *client, const struct dr_job *job)
{
	if (job->resource != PSERIES_DR_RESOURCE_MEMORY)
		return;
	ask_lmb(scene, client, job->drc_index);
	if (job->identifier == PSERIES_DR_IDENTIFIER_INDEX)
		ask_lmb(scene, client, job->index);
}
