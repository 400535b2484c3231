/* SPDX-License-Identifier: GPL-2.0 */
/* Jobs as sentences. */
#ifndef CTL_DESCRIBE_H
#define CTL_DESCRIBE_H

#include <stdio.h>

#include "list.h"
#include "model.h"

/**
 * struct ctl_scene - addresses of LMBs that sentences name
 * @lmb_size: bytes of an LMB, 0 if unknown
 * @lmbs: list of struct ctl_lmb in the order of their indexes, may be empty
 */
struct ctl_scene {
	uint64_t lmb_size;
	struct ctl_list lmbs;
};

void ctl_scene_sort(struct ctl_scene *scene);
const struct ctl_lmb *ctl_scene_find(const struct ctl_scene *scene, uint32_t index);

void ctl_describe_request(FILE *out, const struct ctl_job *job);
void ctl_describe_progress(FILE *out, const struct ctl_job *job, const struct ctl_scene *scene);
void ctl_describe_job(FILE *out, const struct ctl_job *job, const struct ctl_scene *scene);
void ctl_describe_event(FILE *out, const struct ctl_event *event, const struct ctl_scene *scene);

#endif /* CTL_DESCRIBE_H */
