// SPDX-License-Identifier: GPL-2.0
/* Finding or choosing the LMBs of a request. Includes core/engine, state and res. */
#include <linux/mm.h>
#include <linux/string.h>

#include "core/engine/choose.h"
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

static bool is_asked(const struct pdr_run *run)
{
	return run->job->origin == PSERIES_DR_ORIGIN_PLATFORM;
}

static void fill_candidate(const struct pdr_lmb *lmb, struct pdr_candidate *candidate)
{
	*candidate = (struct pdr_candidate){
		.number = lmb - pdr_lmb_table()->lmbs,
		.resource = PSERIES_DR_RESOURCE_MEMORY,
		.attached = linux_has(lmb),
		.reserved = lmb->flags & (PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID),
		.going = pdr_job_is_going(lmb->drc_index),
	};
}

static bool find_lmb(void *context, u32 drc_index, struct pdr_candidate *candidate)
{
	const struct pdr_lmb *lmb = pdr_lmb_find_index(pdr_lmb_table(), drc_index);

	if (lmb)
		fill_candidate(lmb, candidate);
	return lmb;
}

static bool next_lmb(void *context, u64 *cursor, struct pdr_candidate *candidate)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();

	if (*cursor >= table->count)
		return false;
	fill_candidate(&table->lmbs[(*cursor)++], candidate);
	return true;
}

static u16 blocks_of_lmb(void)
{
	u64 blocks = pdr_lmb_table()->lmb_size / pdr_block_size();

	return clamp_t(u64, blocks, 1, PDR_LMB_BLOCKS_MAX);
}

static void release_job(struct pdr_run *run)
{
	struct pdr_lmb_job *job = run->resource;
	size_t i;

	if (!run->foresees)
		pdr_oom_end();
	if (!job)
		return;
	for (i = 0; i < job->file_count; i++)
		pdr_statefile_close(job->files[i]);
	pdr_free(job->files);
}

static struct pdr_lmb_job *make_job(u32 capacity)
{
	struct pdr_lmb_job *job;

	job = pdr_alloc(struct_size(job, states, capacity));
	if (!job)
		return NULL;
	job->file_count = array_size(capacity, blocks_of_lmb());
	job->files = pdr_alloc_array(job->file_count, sizeof(*job->files));
	if (job->files)
		return job;
	pdr_free(job);
	return NULL;
}

static void read_wish(struct pdr_lmb_job *job)
{
	char text[24];

	if (pdr_statefile_read(AUTO_ONLINE_PATH, text, sizeof(text)))
		text[0] = '\0';
	job->wish = pdr_zone_wish_of(READ_ONCE(pdr_settings.online_type), text);
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

static int begin_lmb_plan(struct pdr_run *run, u32 capacity)
{
	struct pdr_lmb_job *job = make_job(capacity);

	run->resource = job;
	run->release = release_job;
	/* a plan moves nothing that an undo could give back before a task is killed */
	if (!run->foresees)
		pdr_oom_begin();
	if (!job)
		return -ENOMEM;
	return pdr_plan_init(&run->plan, request_of(run), is_asked(run), capacity);
}

static int add_lmb_target(void *context, const struct pdr_order_entry *entry)
{
	struct pdr_run *run = context;
	const struct pdr_lmb *lmb = &pdr_lmb_table()->lmbs[entry->number];
	struct pdr_lmb_job *job = run->resource;
	u32 place = run->plan.target_count;
	struct pdr_lmb_state *state = &job->states[place];

	state->address = pdr_lmb_base(pdr_lmb_table(), lmb);
	state->aa_index = lmb->aa_index;
	state->nid = NUMA_NO_NODE;
	state->held = entry->held;
	state->files = job->files + (size_t)place * blocks_of_lmb();
	pdr_plan_add(&run->plan, lmb->drc_index, linux_has(lmb),
		     blocks_of_lmb(), (uintptr_t)state);
	run->plan.targets[place].listed = lmb->flags & PDR_LMB_ASSIGNED;
	return 0;
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

static void weigh_entry(void *context, struct pdr_order_entry *entry, bool look)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	struct pdr_pages pages;

	entry->weight = weigh_lmb(pdr_lmb_base(table, &table->lmbs[entry->number]),
				  look, &pages);
	entry->held = pages.busy + pages.free;
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
	if (!pdr_order_may_swap(slot, plan->slots))
		return slot;
	return pdr_order_next(slot, weigh_slot(plan, slot),
			      weigh_slot(plan, slot + 1));
}

static const struct pdr_choose_ops lmb_ops = {
	.find = find_lmb,
	.next = next_lmb,
	.weigh = weigh_entry,
};

static int lay_lmb_choice(struct pdr_run *run, const struct pdr_choice *choice)
{
	int error = begin_lmb_plan(run, choice->count);

	return error ?: pdr_choice_lay(&run->plan, choice, add_lmb_target, run);
}

static int plan_lmbs(struct pdr_run *run)
{
	const struct pdr_connectors lmbs = {
		.ops = &lmb_ops, .most = pdr_lmb_table()->count,
	};
	struct pdr_choice choice;
	int error = pdr_choose(request_of(run), is_asked(run), &lmbs, &choice);

	if (!error)
		error = lay_lmb_choice(run, &choice);
	pdr_choice_free(&choice);
	return error;
}

/* Without the lock of the tables, which the answerer takes: files allocate memory. */
static void read_files(struct pdr_lmb_job *job)
{
	read_wish(job);
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
	error = plan_lmbs(run);
	up_read(&pdr_tables_lock);
	if (!error && request_of(run)->action == PSERIES_DR_ACTION_ADD)
		read_files(run->resource);
	return error;
}
