// SPDX-License-Identifier: GPL-2.0
/* From a selection to a request; see pick.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candidates.h"
#include "describe.h"
#include "module.h"
#include "pdr_names.h"
#include "pick.h"

void ctl_pick_resource(struct dr_list *drcs, uint32_t resource)
{
	size_t from, to = 0;

	for (from = 0; from < drcs->n; from++) {
		const struct dr_drc *drc = dr_list_at(drcs, from);

		if (drc->resource == resource)
			memmove(dr_list_at(drcs, to++), drc, sizeof(*drc));
	}
	drcs->n = to;
}

/* A name need not be unique */
static enum ctl_status take_only(const struct dr_list *drcs, struct dr_job *request)
{
	const struct dr_drc *first = dr_list_at(drcs, 0), *second;

	if (drcs->n > 1) {
		second = dr_list_at(drcs, 1);
		fprintf(stderr, "pdrctl: that is 0x%08x (%s), 0x%08x (%s)%s: name one\n",
			first->index, first->name, second->index, second->name,
			drcs->n > 2 ? " and more" : "");
		return CTL_USAGE;
	}
	request->index = first->index;
	dr_mark(request, PSERIES_DR_A_JOB_INDEX);
	return CTL_DONE;
}

enum ctl_status ctl_pick_drc(struct ctl_select *select, struct dr_client *client,
			     struct dr_job *request)
{
	struct dr_list drcs = DR_LIST_INIT(struct dr_drc);
	enum ctl_status status;
	int err = dr_client_drcs(client, &drcs);

	ctl_pick_resource(&drcs, request->resource);
	ctl_select_drcs(select, &drcs);
	if (err)
		status = ctl_module_fail(client, err, "list the connectors");
	else
		status = ctl_select_tell(select, drcs.n);
	if (status == CTL_DONE)
		status = take_only(&drcs, request);
	dr_list_clear(&drcs);
	return status;
}

static int compare_lmb_indexes(const void *a, const void *b)
{
	const struct dr_lmb *left = a, *right = b;

	return (left->index > right->index) - (left->index < right->index);
}

static const char *action_done(const struct dr_job *request)
{
	return request->action == PSERIES_DR_ACTION_ADD ? "added" : "removed";
}

static enum ctl_status say_none_may(const struct dr_job *request)
{
	fprintf(stderr, "pdrctl: none of these LMBs could be %s\n", action_done(request));
	return CTL_NOT_FOUND;
}

enum ctl_status ctl_pick_lmbs(struct ctl_select *select, struct dr_client *client,
			      const struct dr_job *request, struct dr_list *lmbs)
{
	enum ctl_status status;
	int err = dr_client_lmbs(client, lmbs);

	if (!err)
		err = ctl_select_resolve(select, client);
	if (err)
		return ctl_module_fail(client, err, "list the LMBs");
	ctl_select_lmbs(select, lmbs, client->info.lmb_size);
	status = ctl_select_tell(select, lmbs->n);
	if (status != CTL_DONE || !request->count)
		return status;
	dr_candidates_choose(lmbs, request->action, "/sys");
	return lmbs->n ? CTL_DONE : say_none_may(request);
}

/* The run of @count that ends last, as the end of memory is the best to remove */
static bool find_range(const struct dr_list *sorted, uint32_t count, uint32_t *first)
{
	uint32_t run = 0, before = 0;
	bool found = false;
	size_t i;

	for (i = 0; i < sorted->n; i++) {
		const struct dr_lmb *lmb = dr_list_at(sorted, i);

		run = run && lmb->index == before + 1 ? run + 1 : 1;
		before = lmb->index;
		if (run < count)
			continue;
		*first = lmb->index - count + 1;
		found = true;
	}
	return found;
}

bool ctl_pick_range(const struct dr_list *lmbs, struct dr_job *request)
{
	uint32_t count = request->count ? request->count : lmbs->n, first;
	struct dr_list sorted = *lmbs;
	bool found = false;

	sorted.items = malloc(lmbs->n * lmbs->item_size);
	if (sorted.items && lmbs->n) {
		memcpy(sorted.items, lmbs->items, lmbs->n * lmbs->item_size);
		qsort(sorted.items, sorted.n, sorted.item_size, compare_lmb_indexes);
		found = find_range(&sorted, count, &first);
	}
	free(sorted.items);
	if (!found)
		return false;
	request->index = first;
	request->count = count;
	request->identifier = count == 1 ? PSERIES_DR_IDENTIFIER_INDEX :
					   PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	dr_mark(request, PSERIES_DR_A_JOB_INDEX);
	request->has &= ~(1ULL << PSERIES_DR_A_JOB_COUNT);
	if (count > 1)
		dr_mark(request, PSERIES_DR_A_JOB_COUNT);
	return true;
}

enum ctl_status ctl_pick_fail(const struct dr_list *lmbs, const struct dr_job *request)
{
	if (!request->count) {
		fputs("pdrctl: these LMBs are not in a row, so they cannot go as one job, all or"
		      " nothing\n", stderr);
	} else {
		fputs("pdrctl: of these, ", stderr);
		dr_describe_count(stderr, lmbs->n, PSERIES_DR_RESOURCE_MEMORY);
		fprintf(stderr, " could be %s%s\n", action_done(request),
			lmbs->n < request->count ? "" : ", but not so many in a row");
	}
	fputs("pdrctl: --best-effort moves them one by one\n", stderr);
	return request->count ? CTL_NOT_FOUND : CTL_USAGE;
}
