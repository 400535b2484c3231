// SPDX-License-Identifier: GPL-2.0
/* Which LMBs a request means, or which to choose. */
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/sort.h>

#include "state/job.h"
#include "res/lmbplan.h"
#include "res/memory.h"
#include "res/resources.h"
#include "state/tables.h"
#include "res/watch.h"

/* Looking through every page is worth it for so many LMBs only. */
#define LOOK_LIMIT 256

/* Memory that is not movable weighs more than any number of pages. */
#define NOT_MOVABLE BIT_ULL(63)

/* Tried first of a range that has to go: the one that moves hardest, the ends. */
#define RANGE_ENDS 3

/**
 * struct candidate - an LMB that is meant, or could be chosen
 * @number: its place in the LMB table
 * @weight: how hard it will be to move
 */
struct candidate {
	u32 number;
	u64 weight;
};

static const struct pdr_request *request_of(const struct pdr_run *run)
{
	return &run->job->request;
}

static bool is_attached(const struct pdr_lmb *lmb)
{
	return pdr_memory_attached(pdr_lmb_table(), lmb);
}

bool pdr_memory_knows(void *context, u32 drc_index)
{
	bool known;

	down_read(&pdr_tables_lock);
	known = pdr_lmb_find_index(pdr_lmb_table(), drc_index);
	up_read(&pdr_tables_lock);
	return known;
}

bool pdr_memory_has(void *context, u32 drc_index)
{
	const struct pdr_lmb *lmb;
	bool attached;

	down_read(&pdr_tables_lock);
	lmb = pdr_lmb_find_index(pdr_lmb_table(), drc_index);
	attached = lmb && is_attached(lmb);
	up_read(&pdr_tables_lock);
	return attached;
}

static int check(const struct pdr_run *run, const struct pdr_lmb *lmb)
{
	const struct pdr_candidate candidate = {
		.reserved = lmb->flags &
			    (PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID),
		.attached = is_attached(lmb),
		.going = pdr_job_is_going(lmb->drc_index),
	};

	return pdr_plan_check(request_of(run),
			      run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			      &candidate);
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
	run->plan.targets[run->plan.target_count - 1].listed =
		lmb->flags & PDR_LMB_ASSIGNED;
}

static int emptiest_first(const void *one, const void *other)
{
	const struct candidate *a = one, *b = other;

	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

/* Where some can be chosen, what leaves most easily: low weight, then height. */
static int easiest_first(const void *one, const void *other)
{
	const struct candidate *a = one, *b = other;

	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	return a->number < b->number ? 1 : -1;
}

static u64 weigh(u32 number, bool look)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	unsigned long pfn = PHYS_PFN(pdr_lmb_base(table, &table->lmbs[number]));
	struct page *page = pfn_to_online_page(pfn);
	u64 weight = 0;

	if (look)
		weight = pdr_count_busy_pages(pfn, PHYS_PFN(table->lmb_size));
	if (page && page_zonenum(page) != ZONE_MOVABLE)
		weight |= NOT_MOVABLE;
	return weight;
}

static void order(struct candidate *candidates, u32 count,
		  int (*compare)(const void *one, const void *other))
{
	u32 i;

	for (i = 0; i < count; i++)
		candidates[i].weight = weigh(candidates[i].number,
					     count <= LOOK_LIMIT);
	sort(candidates, count, sizeof(*candidates), compare, NULL);
}

static u32 find_lowest(const struct candidate *candidates, u32 from, u32 count)
{
	u32 i, found = from;

	for (i = from; i < count; i++)
		if (candidates[i].number < candidates[found].number)
			found = i;
	return found;
}

static u32 find_highest(const struct candidate *candidates, u32 from, u32 count)
{
	u32 i, found = from;

	for (i = from; i < count; i++)
		if (candidates[i].number > candidates[found].number)
			found = i;
	return found;
}

static void move_to(struct candidate *candidates, u32 from, u32 to)
{
	struct candidate moved = candidates[from];

	for (; from > to; from--)
		candidates[from] = candidates[from - 1];
	for (; from < to; from++)
		candidates[from] = candidates[from + 1];
	candidates[to] = moved;
}

/*
 * All of them have to go, so one that cannot should be found early: what moves
 * hardest comes first, and then the ends of the range, as Linux begins to fill
 * new memory at one of its ends. The emptiest of the others follow: what moves
 * goes to blocks that are still online, so from the fullest on the same
 * pages would be moved once for each block.
 *
 * The lowest of the others comes last. Each time a block leaves, the kernel looks
 * through its zone from the start to the first hole; with one block left
 * below it that is soon done.
 */
static void order_range(struct candidate *candidates, u32 count)
{
	order(candidates, count, emptiest_first);
	move_to(candidates, count - 1, 0);
	if (count < RANGE_ENDS + 2)
		return;
	move_to(candidates, find_highest(candidates, 1, count), 1);
	move_to(candidates, find_lowest(candidates, 2, count), 2);
	move_to(candidates, find_lowest(candidates, RANGE_ENDS, count), count - 1);
}

/*
 * A platform that was not asked may refuse the very first LMB: that one should
 * be had cheaply.
 */
static void order_request(const struct pdr_run *run,
			  struct candidate *candidates, u32 count)
{
	if (request_of(run)->action != PSERIES_DR_ACTION_REMOVE)
		return;
	if (run->job->origin == PSERIES_DR_ORIGIN_PLATFORM)
		order_range(candidates, count);
	else
		order(candidates, count, easiest_first);
}

static int find_range(const struct pdr_run *run, struct candidate *candidates,
		      u32 count)
{
	struct pdr_lmb **lmbs;
	int error;
	u32 i;

	lmbs = kvcalloc(count, sizeof(*lmbs), GFP_KERNEL);
	if (!lmbs)
		return -ENOMEM;
	error = pdr_lmb_range(pdr_lmb_table(), request_of(run)->index, count,
			      lmbs);
	for (i = 0; i < count && !error; i++) {
		candidates[i].number = lmbs[i] - pdr_lmb_table()->lmbs;
		error = check(run, lmbs[i]);
	}
	kvfree(lmbs);
	return error;
}

/* The first @slots of the candidates, the others are spare. */
static int lay(struct pdr_run *run, const struct candidate *candidates,
	       u32 count, u32 slots)
{
	int error = begin_plan(run, count);
	u32 i;

	for (i = 0; i < count && !error; i++)
		add_lmb(run, &pdr_lmb_table()->lmbs[candidates[i].number]);
	return error ?: pdr_plan_lay(&run->plan, slots);
}

static int plan_range(struct pdr_run *run, u32 count)
{
	struct candidate *candidates;
	int error;

	if (count > pdr_lmb_table()->count)
		return -ENODEV;
	candidates = kvcalloc(count, sizeof(*candidates), GFP_KERNEL);
	if (!candidates)
		return -ENOMEM;
	error = find_range(run, candidates, count);
	if (!error)
		order_request(run, candidates, count);
	if (!error)
		error = lay(run, candidates, count, count);
	kvfree(candidates);
	run->plan.exact = true;
	return error;
}

static u32 collect(const struct pdr_run *run, struct candidate *candidates)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	u32 i, count = 0;

	for (i = 0; i < table->count; i++)
		if (!check(run, &table->lmbs[i]))
			candidates[count++].number = i;
	return count;
}

static int plan_chosen(struct pdr_run *run, struct candidate *candidates,
		       u32 found)
{
	u32 count = request_of(run)->count;

	if (count > found)
		return -ENOSPC;
	if (request_of(run)->action == PSERIES_DR_ACTION_REMOVE)
		order(candidates, found, easiest_first);
	return lay(run, candidates, found, count);
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

static u64 weigh_slot(const struct pdr_plan *plan, u32 slot)
{
	const struct pdr_lmb_state *state =
		(const void *)(uintptr_t)plan->targets[slot].handle;

	return weigh(state->number, true);
}

/*
 * The targets are in order, but pages may have moved to the next of them
 * meanwhile. It then waits until the one after it has gone, and so on to the end.
 */
u32 pdr_memory_next(void *context, const struct pdr_plan *plan, u32 slot)
{
	if (slot < RANGE_ENDS || slot + 1 == plan->slots ||
	    plan->slots > LOOK_LIMIT)
		return slot;
	return weigh_slot(plan, slot + 1) < weigh_slot(plan, slot) ? slot + 1 :
								     slot;
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
