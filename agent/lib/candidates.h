/* SPDX-License-Identifier: GPL-2.0 */
/* The LMBs that a request by count may take one by one, where not all can go at once. */
#ifndef DR_CANDIDATES_H
#define DR_CANDIDATES_H

#include <stdbool.h>

#include "list.h"
#include "model.h"

/*
 * Keep those of a list of struct dr_lmb that may be moved, the best to remove first: on nodes
 * without CPUs, then movable, then from the end of memory on. @sysfs: where sysfs is mounted
 */
void dr_candidates_choose(struct dr_list *lmbs, uint32_t action, const char *sysfs);

/*
 * May fewer LMBs go where a job failed with this positive errno: were there too few, or did some of
 * them stay?
 */
bool dr_candidates_fewer(int error);

#endif /* DR_CANDIDATES_H */
