/* SPDX-License-Identifier: GPL-2.0 */
/* Cores for a person, in lines of at most 80 columns. */
#ifndef CTL_FACE_CORES_H
#define CTL_FACE_CORES_H

#include <stdbool.h>
#include <stdio.h>

#include "list.h"

/* One line for each run of cores that are alike, and the sums; @cores: list of struct ctl_core */
void ctl_face_cores(FILE *out, const struct dr_list *cores, bool heading);

#endif /* CTL_FACE_CORES_H */
