// SPDX-License-Identifier: GPL-2.0
/* Finding or choosing the LMBs of a request. */
#include <linux/mm.h>
#include <linux/string.h>

#include "core/engine/order.h"
#include "res/block.h"
#include "res/drcnode.h"
#include "res/lmbplan.h"
#include "res/lmbuse.h"
#include "res/oom.h"
#include "res/pages.h"
#include "res/resources.h"
#include "res/statefile.h"
#include "state/job.h"
#include "state/tables.h"

#define AUTO_ONLINE_PATH "/sys/devices/system/memory/auto_online_blocks"
#define MEMMAP_PATH "/sys/module/memory_hotplug/parameters/memmap_on_memory"

/* Most LMBs whose pages are worth counting. */
#define LOOK_LIMIT 256

static const struct pdr_request *request_of(const struct pdr_run *run)
{
	return &run->job->request;
}

static bool linux_has(const struct pdr_lmb *lmb)
{
	return pdr_memory_attached(pdr_lmb_table(), lmb);
}

/* As long as no table could be read, the platform is told by the connectors alone. */
bool pdr_memory_knows(void *context, u32 drc_index)
{
	bool known, any;

	down_read(&pdr_tables_lock);
	known = pdr_lmb_find_index(pdr_lmb_table(), drc_index);
	any = pdr_lmb_table()->count;
	up_read(&pdr_tables_lock);
	return any ? known : pdr_drcnode_knows(context, drc_index);
}

bool pdr_memory_has(void *context, u32 drc_index)
{
	const struct pdr_lmb *lmb;
	bool attached;

	down_read(&pdr_tables_lock);
	lmb = pdr_lmb_find_index(pdr_lmb_table(), drc_index);
	attached = lmb && linux_has(lmb);
	up_read(&pdr_tables_lock);
	return attached;
}

static int check_lmb(const struct pdr_run *run, const struct pdr_lmb *lmb)
{
	const struct pdr_candidate candidate = {
		.reserved = lmb->flags &
			    (PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID),
		.attached = linux_has(lmb),
		.going = pdr_job_is_going(lmb->drc_index),
	};

	return pdr_plan_check(request_of(run),
			      run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			      &candidate);
}

static u16 blocks_of_lmb(void)
{
	u64 blocks = pdr_lmb_table()->lmb_size / pdr_block_size();

	return clamp_t(u64, blocks, 1, U16_MAX);
}

static void release_job(struct pdr_run *run)
{
	struct pdr_lmb_job *job = run->resource;
	u32 i;

	pdr_oom_end();
	if (!job)
		return;
	for (i = 0; i < job->file_count; i++)
		pdr_statefile_close(job->files[i]);
	pdr_free(job->files);
}

static struct pdr_lmb_job *make_job(u32 room)
{
	struct pdr_lmb_job *job;

	job = pdr_alloc(struct_size(job, states, room));
	if (!job)
		return NULL;
	job->file_count = room * blocks_of_lmb();
	job->files = pdr_alloc_array(job->file_count, sizeof(*job->files));
	if (job->files)
		return job;
	pdr_free(job);
	return NULL;
}

/* The zone that auto_online_blocks names, or "offline". */
static enum pdr_zone_kind zone_of_auto_online(void)
{
	char text[24];

	if (pdr_statefile_read(AUTO_ONLINE_PATH, text, sizeof(text)))
		return PDR_ZONE_KIND_OFFLINE;
	if (!strcmp(text, "online_movable"))
		return PDR_ZONE_KIND_MOVABLE;
	return strcmp(text, "online_kernel") ? PDR_ZONE_KIND_OFFLINE :
					       PDR_ZONE_KIND_KERNEL;
}

static void read_zone(struct pdr_lmb_job *job)
{
	unsigned int type = READ_ONCE(pdr_settings.online_type);

	job->zone_is_set = type != PSERIES_DR_ONLINE_TYPE_AUTO;
	if (!job->zone_is_set)
		job->zone = zone_of_auto_online();
	else
		job->zone = type == PSERIES_DR_ONLINE_TYPE_MOVABLE ?
			    PDR_ZONE_KIND_MOVABLE : PDR_ZONE_KIND_KERNEL;
}

/* With memmap_on_memory, new memory holds its own page structures. */
static u64 memmap_of_lmb(void)
{
	u64 pages = PHYS_PFN(pdr_lmb_size());
	char text[8];

	pdr_statefile_read(MEMMAP_PATH, text, sizeof(text));
	if (text[0] && !strchr("Nn0", text[0]))
		return 0;
	return DIV_ROUND_UP(pages * sizeof(struct page), PAGE_SIZE);
}

static int begin_lmb_plan(struct pdr_run *run, u32 room)
{
	struct pdr_lmb_job *job = make_job(room);

	run->resource = job;
	run->release = release_job;
	pdr_oom_begin();
	if (!job)
		return -ENOMEM;
	return pdr_plan_init(&run->plan, request_of(run),
			     run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			     room);
}

static void add_lmb_target(struct pdr_run *run, u32 number, u64 held)
{
	const struct pdr_lmb *lmb = &pdr_lmb_table()->lmbs[number];
	struct pdr_lmb_job *job = run->resource;
	u32 place = run->plan.target_count;
	struct pdr_lmb_state *state = &job->states[place];

	state->address = pdr_lmb_base(pdr_lmb_table(), lmb);
	state->aa_index = lmb->aa_index;
	state->nid = NUMA_NO_NODE;
	state->held = held;
	state->files = job->files + place * blocks_of_lmb();
	pdr_plan_add(&run->plan, lmb->drc_index, linux_has(lmb),
		     blocks_of_lmb(), (uintptr_t)state);
	run->plan.targets[place].listed = lmb->flags & PDR_LMB_ASSIGNED;
}

/* Return: the weight of an LMB. Counts its pages only if @look. */
static u64 weigh_lmb(u64 address, bool look, struct pdr_pages *pages)
{
	*pages = (struct pdr_pages){ 0 };
	if (look)
		pdr_pages_count(PHYS_PFN(address), PHYS_PFN(pdr_lmb_size()),
				pages);
	return pdr_order_weight(pages->busy, pdr_block_zone(address) !=
						     PDR_ZONE_KIND_KERNEL);
}

static void weigh_all(struct pdr_order_entry *entries, u32 count)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	struct pdr_pages pages;
	u64 address;
	u32 i;

	for (i = 0; i < count; i++) {
		address = pdr_lmb_base(table, &table->lmbs[entries[i].number]);
		entries[i].weight = weigh_lmb(address, count <= LOOK_LIMIT,
					      &pages);
		entries[i].held = pages.busy + pages.free;
	}
}

static void order_request(const struct pdr_run *run,
			  struct pdr_order_entry *entries, u32 count)
{
	if (request_of(run)->action == PSERIES_DR_ACTION_REMOVE)
		weigh_all(entries, count);
	pdr_order_request(request_of(run),
			  run->job->origin == PSERIES_DR_ORIGIN_PLATFORM,
			  entries, count);
}

static int find_range(const struct pdr_run *run, struct pdr_order_entry *entries,
		      u32 count)
{
	struct pdr_lmb **lmbs;
	int error;
	u32 i;

	lmbs = pdr_alloc_array(count, sizeof(*lmbs));
	if (!lmbs)
		return -ENOMEM;
	error = pdr_lmb_range(pdr_lmb_table(), request_of(run)->index, count,
			      lmbs);
	for (i = 0; i < count && !error; i++) {
		entries[i].number = lmbs[i] - pdr_lmb_table()->lmbs;
		error = check_lmb(run, lmbs[i]);
	}
	pdr_free(lmbs);
	return error;
}

/* The first @slots entries get a slot, the others are spare. */
static int lay_plan(struct pdr_run *run, const struct pdr_order_entry *entries,
		    u32 count, u32 slots)
{
	int error = begin_lmb_plan(run, count);
	u32 i;

	for (i = 0; i < count && !error; i++)
		add_lmb_target(run, entries[i].number, entries[i].held);
	return error ?: pdr_plan_lay(&run->plan, slots);
}

static int plan_range(struct pdr_run *run, u32 count)
{
	struct pdr_order_entry *entries;
	int error;

	if (count > pdr_lmb_table()->count)
		return -ENODEV;
	entries = pdr_alloc_array(count, sizeof(*entries));
	if (!entries)
		return -ENOMEM;
	error = find_range(run, entries, count);
	if (!error)
		order_request(run, entries, count);
	if (!error)
		error = lay_plan(run, entries, count, count);
	pdr_free(entries);
	run->plan.exact = true;
	return error;
}

static u32 collect_lmbs(const struct pdr_run *run, struct pdr_order_entry *entries)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	u32 i, count = 0;

	for (i = 0; i < table->count; i++)
		if (!check_lmb(run, &table->lmbs[i]))
			entries[count++].number = i;
	return count;
}

static int plan_chosen_lmbs(struct pdr_run *run,
			    struct pdr_order_entry *entries, u32 found)
{
	u32 count = request_of(run)->count;

	if (count > found)
		return -ENOSPC;
	order_request(run, entries, found);
	return lay_plan(run, entries, found, count);
}

static int plan_lmb_count(struct pdr_run *run)
{
	struct pdr_order_entry *entries;
	int error;

	entries = pdr_alloc_array(max(pdr_lmb_table()->count, 1U),
				  sizeof(*entries));
	if (!entries)
		return -ENOMEM;
	error = plan_chosen_lmbs(run, entries, collect_lmbs(run, entries));
	pdr_free(entries);
	return error;
}

static u64 weigh_slot(const struct pdr_plan *plan, u32 slot)
{
	const struct pdr_lmb_state *state =
		(const void *)(uintptr_t)plan->targets[slot].handle;
	struct pdr_pages pages;

	return weigh_lmb(state->address, true, &pages);
}

u32 pdr_memory_next(void *context, const struct pdr_plan *plan, u32 slot)
{
	if (!pdr_order_may_swap(slot, plan->slots) || plan->slots > LOOK_LIMIT)
		return slot;
	return pdr_order_next(slot, weigh_slot(plan, slot),
			      weigh_slot(plan, slot + 1));
}

static int plan_request(struct pdr_run *run)
{
	switch (request_of(run)->identifier) {
	case PSERIES_DR_IDENTIFIER_INDEX:
		return plan_range(run, 1);
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return plan_range(run, request_of(run)->count);
	case PSERIES_DR_IDENTIFIER_COUNT:
		return plan_lmb_count(run);
	default:
		return -EOPNOTSUPP;
	}
}

/* Without the lock of the tables, which the answerer takes: files allocate memory. */
static void read_files(struct pdr_lmb_job *job)
{
	read_zone(job);
	job->memmap_pages = memmap_of_lmb();
}

int pdr_memory_plan(struct pdr_run *run)
{
	int error = pdr_tables_refresh();

	if (error == -EBADMSG) {
		run->outcome->reason = PSERIES_DR_REASON_MALFORMED;
		return -EIO;
	}
	if (error)
		return error;
	down_read(&pdr_tables_lock);
	error = plan_request(run);
	up_read(&pdr_tables_lock);
	if (!error && request_of(run)->action == PSERIES_DR_ACTION_ADD)
		read_files(run->resource);
	return error;
}
