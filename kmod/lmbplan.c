// SPDX-License-Identifier: GPL-2.0
/* Which LMBs a request means, or which to choose. */
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/sort.h>

#include "lmbplan.h"
#include "memory.h"
#include "run.h"
#include "tables.h"
#include "watch.h"

/* Looking through every page is worth it for so many LMBs only. */
#define LOOK_LIMIT 256

/**
 * struct candidate - an LMB that could be chosen
 * @number: its place in the LMB table
 * @cost: lower is better
 */
struct candidate {
	u32 number;
	u64 cost;
};

static const struct pdr_request *request_of(const struct pdr_run *run)
{
	return &run->job->request;
}

/* Linux alone decides what is attached: flags of the table can be stale. */
static bool is_attached(const struct pdr_lmb *lmb)
{
	return pfn_valid(PHYS_PFN(pdr_lmb_base(pdr_lmb_table(), lmb)));
}

static bool is_reserved(const struct pdr_lmb *lmb)
{
	return lmb->flags & (PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID);
}

static u16 blocks_of_lmb(void)
{
	u64 blocks = pdr_lmb_table()->lmb_size / memory_block_size_bytes();

	return clamp_t(u64, blocks, 1, U16_MAX);
}

static int begin_plan(struct pdr_run *run, u32 room)
{
	run->resource = kvcalloc(room, sizeof(struct pdr_lmb_state),
				 GFP_KERNEL);
	if (!run->resource)
		return -ENOMEM;
	return pdr_plan_init(&run->plan, request_of(run),
			     run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			     room);
}

static void add_lmb(struct pdr_run *run, const struct pdr_lmb *lmb)
{
	struct pdr_lmb_state *state = run->resource;

	state += run->plan.target_count;
	state->number = lmb - pdr_lmb_table()->lmbs;
	pdr_plan_add(&run->plan, lmb->drc_index, is_attached(lmb),
		     blocks_of_lmb(), (uintptr_t)state);
}

static int plan_range(struct pdr_run *run, u32 count)
{
	struct pdr_lmb **lmbs;
	int error;
	u32 i;

	if (count > pdr_lmb_table()->count)
		return -ENODEV;
	lmbs = kvcalloc(count, sizeof(*lmbs), GFP_KERNEL);
	if (!lmbs)
		return -ENOMEM;
	error = pdr_lmb_range(pdr_lmb_table(), request_of(run)->index, count,
			      lmbs);
	if (!error)
		error = begin_plan(run, count);
	for (i = 0; i < count && !error; i++) {
		if (is_reserved(lmbs[i]))
			error = -EBUSY;
		else
			add_lmb(run, lmbs[i]);
	}
	kvfree(lmbs);
	run->plan.exact = true;
	return error ?: pdr_plan_lay(&run->plan, count);
}

static u32 collect(const struct pdr_run *run, struct candidate *candidates)
{
	bool remove = request_of(run)->action == PSERIES_DR_ACTION_REMOVE;
	const struct pdr_lmb_table *table = pdr_lmb_table();
	u32 i, count = 0;

	for (i = 0; i < table->count; i++) {
		if (is_reserved(&table->lmbs[i]) ||
		    is_attached(&table->lmbs[i]) != remove)
			continue;
		candidates[count].number = i;
		candidates[count++].cost = i;
	}
	return count;
}

/*
 * What leaves most easily: movable memory, then what holds least, then what
 * is highest.
 */
static void weigh(struct candidate *candidate, bool look)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	const struct pdr_lmb *lmb = &table->lmbs[candidate->number];
	unsigned long pfn = PHYS_PFN(pdr_lmb_base(table, lmb));
	struct page *page = pfn_to_online_page(pfn);
	u64 busy = 0;

	if (look)
		busy = pdr_count_busy_pages(pfn, PHYS_PFN(table->lmb_size));
	candidate->cost = (min_t(u64, busy, U32_MAX / 2) << 32) |
			  (U32_MAX - candidate->number);
	if (page && page_zonenum(page) != ZONE_MOVABLE)
		candidate->cost |= BIT_ULL(63);
}

static int compare(const void *one, const void *other)
{
	const struct candidate *a = one, *b = other;

	return a->cost < b->cost ? -1 : a->cost > b->cost;
}

static int plan_chosen(struct pdr_run *run, struct candidate *candidates,
		       u32 found)
{
	u32 i, count = request_of(run)->count;
	int error;

	if (count > found)
		return -ENOSPC;
	if (request_of(run)->action == PSERIES_DR_ACTION_REMOVE) {
		for (i = 0; i < found; i++)
			weigh(&candidates[i], found <= LOOK_LIMIT);
		sort(candidates, found, sizeof(*candidates), compare, NULL);
	}
	error = begin_plan(run, found);
	if (error)
		return error;
	for (i = 0; i < found; i++)
		add_lmb(run, &pdr_lmb_table()->lmbs[candidates[i].number]);
	return pdr_plan_lay(&run->plan, count);
}

static int plan_count(struct pdr_run *run)
{
	struct candidate *candidates;
	int error;

	candidates = kvcalloc(max(pdr_lmb_table()->count, 1U),
			      sizeof(*candidates), GFP_KERNEL);
	if (!candidates)
		return -ENOMEM;
	error = plan_chosen(run, candidates, collect(run, candidates));
	kvfree(candidates);
	return error;
}

int pdr_memory_plan(struct pdr_run *run)
{
	switch (request_of(run)->identifier) {
	case PSERIES_DR_IDENTIFIER_INDEX:
		return plan_range(run, 1);
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return plan_range(run, request_of(run)->count);
	case PSERIES_DR_IDENTIFIER_COUNT:
		return plan_count(run);
	default:
		return -EOPNOTSUPP;
	}
}
