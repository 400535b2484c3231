/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From a selection to a request. The module moves one connector, or LMBs whose indexes follow each
 * other, as one job that is done whole or not at all. Anything else would be several jobs.
 */
#ifndef CTL_PICK_H
#define CTL_PICK_H

#include "select.h"

/* Keep those connectors of a list that are of a resource */
void ctl_pick_resource(struct dr_list *drcs, uint32_t resource);

/* Find the one connector that is selected, of the resource of @request, and mark its index */
enum ctl_status ctl_pick_drc(struct ctl_select *select, struct dr_client *client,
			     struct dr_job *request);

/*
 * Find the LMBs that are selected, the best to move first: a list of struct dr_lmb. With a count in
 * @request they are those that may be moved, and at least one; without, all that are named.
 */
enum ctl_status ctl_pick_lmbs(struct ctl_select *select, struct dr_client *client,
			      const struct dr_job *request, struct dr_list *lmbs);

/*
 * Mark index and count of the one job that moves @request->count of the LMBs, or all without a
 * count. Return: false if they are not consecutive, or too few.
 */
bool ctl_pick_range(const struct dr_list *lmbs, struct dr_job *request);

/* Tell why there is no such job */
enum ctl_status ctl_pick_fail(const struct dr_list *lmbs, const struct dr_job *request);

#endif /* CTL_PICK_H */
