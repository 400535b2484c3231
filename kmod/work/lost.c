// SPDX-License-Identifier: GPL-2.0
/* Bringing back what an undo has left to nobody. Includes state and work. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/list.h>

#include "state/job.h"
#include "work/lost.h"

/**
 * struct pdr_lost - connectors that are lost
 * @list: those of one lane, in order
 * @plan: of the job that lost them
 * @slot: of @plan: those before it have yet to become jobs
 */
struct pdr_lost {
	struct list_head list;
	struct pdr_plan plan;
	u32 slot;
};

/* Jobs that the table of jobs had no room for; only the worker of a lane uses its list. */
static struct list_head kept[PDR_LANES] = {
	[PDR_LANE_MEMORY] = LIST_HEAD_INIT(kept[PDR_LANE_MEMORY]),
	[PDR_LANE_CPU] = LIST_HEAD_INIT(kept[PDR_LANE_CPU]),
	[PDR_LANE_IO] = LIST_HEAD_INIT(kept[PDR_LANE_IO]),
};

struct pdr_lost *pdr_lost_new(void)
{
	return pdr_alloc(sizeof(struct pdr_lost));
}

static int submit_own_add(const struct pdr_request *request)
{
	char text[PDR_REQUEST_TEXT_SIZE];
	u64 id;
	int error = pdr_job_submit(request, PSERIES_DR_ORIGIN_MODULE, 0, &id);

	if (error == -EAGAIN)
		return error;
	pdr_request_format(request, text, sizeof(text));
	if (error)
		pr_err("%s: Linux lost it in an undo, and no job can bring it back (%pe)\n",
		       text, ERR_PTR(error));
	else
		pr_warn("%s: Linux lost it in an undo: job %llu is to bring it back\n",
			text, id);
	return 0;
}

/* Return: true if all have become jobs, or never will. */
static bool submit_lost(struct pdr_lost *lost)
{
	struct pdr_request request;
	u32 slot = lost->slot;

	while (pdr_plan_next_lost(&lost->plan, &slot, &request)) {
		if (submit_own_add(&request))
			return false;
		lost->slot = slot;
	}
	return true;
}

void pdr_lost_bring_back(struct pdr_lost *lost, u8 lane, struct pdr_plan *plan)
{
	lost->plan = *plan;
	lost->slot = plan->slots;
	if (submit_lost(lost)) {
		pdr_free(lost);
		return;
	}
	memset(plan, 0, sizeof(*plan));
	list_add_tail(&lost->list, &kept[lane]);
	pr_warn("no job is free: what Linux lost in an undo is brought back later\n");
}

bool pdr_lost_look(u8 lane)
{
	struct pdr_lost *lost, *next;

	list_for_each_entry_safe(lost, next, &kept[lane], list) {
		if (!submit_lost(lost))
			return true;
		list_del(&lost->list);
		pdr_plan_free(&lost->plan);
		pdr_free(lost);
	}
	return false;
}
