/* SPDX-License-Identifier: GPL-2.0 */
/* Asking the module for LMBs that a sentence names. */
#ifndef CTL_SCENE_H
#define CTL_SCENE_H

#include "client.h"
#include "describe.h"

void ctl_scene_ask(struct ctl_scene *scene, struct ctl_client *client, const struct ctl_job *job);

#endif /* CTL_SCENE_H */
