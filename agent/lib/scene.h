/* SPDX-License-Identifier: GPL-2.0 */
/* Asking the module for LMBs that a sentence names. */
#ifndef DR_SCENE_H
#define DR_SCENE_H

#include "client.h"
#include "describe.h"

void dr_scene_ask(struct dr_scene *scene, struct dr_client *client, const struct dr_job *job);

#endif /* DR_SCENE_H */
