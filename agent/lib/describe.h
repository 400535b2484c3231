/* SPDX-License-Identifier: GPL-2.0 */
/* Jobs as sentences. */
#ifndef DR_DESCRIBE_H
#define DR_DESCRIBE_H

#include <stdio.h>

#include "list.h"
#include "model.h"

/**
 * struct dr_scene - addresses of LMBs that sentences name
 * @lmb_size: bytes of an LMB, 0 if unknown
 * @lmbs: list of struct dr_lmb in the order of their indexes, may be empty
 */
struct dr_scene {
	uint64_t lmb_size;
	struct dr_list lmbs;
};

void dr_scene_sort(struct dr_scene *scene);
const struct dr_lmb *dr_scene_find(const struct dr_scene *scene, uint32_t index);

void dr_describe_count(FILE *out, uint32_t count, uint32_t resource);
void dr_describe_request(FILE *out, const struct dr_job *job);
void dr_describe_origin(FILE *out, const struct dr_job *job);
void dr_describe_progress(FILE *out, const struct dr_job *job, const struct dr_scene *scene);
void dr_describe_job(FILE *out, const struct dr_job *job, const struct dr_scene *scene);
void dr_describe_event(FILE *out, const struct dr_event *event, const struct dr_scene *scene);

/* The same in memory of its own, to be freed; NULL without memory */
char *dr_describe_request_text(const struct dr_job *job);
char *dr_describe_job_text(const struct dr_job *job, const struct dr_scene *scene);
char *dr_describe_why_text(const struct dr_job *job, const struct dr_scene *scene);
char *dr_describe_plan_text(const struct dr_job *whole, const struct dr_scene *scene);
char *dr_describe_now_text(const struct dr_job *job);
char *dr_describe_event_text(const struct dr_event *event, const struct dr_scene *scene);

#endif /* DR_DESCRIBE_H */
