// SPDX-License-Identifier: GPL-2.0
/* The operations on LMBs, with exported functions alone. Includes core/engine, state and res. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pfn.h>

#include "core/engine/joberror.h"
#include "core/engine/lockwait.h"
#include "core/engine/order.h"
#include "core/engine/room.h"
#include "res/block.h"
#include "res/expedite.h"
#include "res/lmblist.h"
#include "res/lmbplan.h"
#include "res/lmbuse.h"
#include "res/oom.h"
#include "res/pages.h"
#include "res/resources.h"
#include "res/statefile.h"
#include "res/zones.h"
#include "state/job.h"
#include "state/tables.h"

static struct pdr_lmb_job *job_of(const void *context)
{
	const struct pdr_run *run = context;

	return run->resource;
}

/* An operation of the other direction than the job is an undo. */
static bool is_undo(const void *context, u8 action)
{
	const struct pdr_run *run = context;

	return run->job->request.action != action;
}

static u64 lmb_address(const struct pdr_target *target)
{
	return pdr_lmb_state_of(target)->address;
}

static struct pdr_block block_of(struct pdr_target *target, u16 part)
{
	return (struct pdr_block){
		.address = lmb_address(target) +
			   (u64)part * pdr_block_size(),
		.file = &pdr_lmb_state_of(target)->files[part],
		.target = target,
	};
}

static void set_no_room(struct pdr_target *target, u64 missing)
{
	target->reason = PSERIES_DR_REASON_NO_ROOM;
	target->reason_value = pdr_room_mib(missing, PAGE_SIZE);
}

/**
 * struct leaving - a block of a removal that is being emptied
 * @target: its LMB
 * @pages: pages of movable memory that are to leave in the whole job
 */
struct leaving {
	struct pdr_target *target;
	u64 pages;
};

static int look_at_leaving(void *context, const struct pdr_pages *left)
{
	const struct leaving *leaving = context;
	const struct pdr_zones_question question = {
		.need = { .pages = left->busy, .huge = left->huge },
		.leaving = leaving->pages,
		.begun = true,
	};
	u64 missing;

	pdr_job_pages_left(left->busy);
	missing = pdr_zones_missing(&question);
	if (!missing)
		return pdr_job_stop();
	set_no_room(leaving->target, missing);
	return -EBUSY;
}

/* An undo of an add is not stopped, as nothing else can take the block away again. */
static int look_at_undo(void *unused, const struct pdr_pages *left)
{
	pdr_job_pages_left(left->busy);
	return pdr_oom_came() ? -EBUSY : 0;
}

static void set_held(struct pdr_lmb_job *job, struct pdr_lmb_state *state, u64 held)
{
	job->held += held - state->held;
	state->held = held;
}

static void sum_up_held(const struct pdr_run *run)
{
	struct pdr_lmb_job *job = run->resource;
	struct pdr_lmb_state *state;
	u32 slot;

	job->sums++;
	job->held = 0;
	for (slot = 0; slot < run->plan.slots; slot++) {
		state = pdr_lmb_state_of(&run->plan.targets[slot]);
		state->summed = job->sums;
		job->held += state->held;
	}
}

/*
 * Begin to empty a block. A sum over all LMBs at each block would take time that grows
 * with the square of their number. It is only taken again when another LMB has come in
 * place of one that stays.
 */
static void begin_leaving(const struct pdr_run *run, const struct pdr_target *target)
{
	struct pdr_lmb_state *state = pdr_lmb_state_of(target);
	struct pdr_lmb_job *job = run->resource;

	if (!job->sums || state->summed != job->sums)
		sum_up_held(run);
	if (!state->held)
		set_held(job, state, PHYS_PFN(pdr_lmb_size()));
}

static u64 count_missing(const struct pdr_run *run, struct leaving *leaving,
			 u64 huge)
{
	struct pdr_zones_question question;

	leaving->pages = job_of(run)->held;
	question = (struct pdr_zones_question){
		.need = { .pages = leaving->pages, .huge = huge },
		.leaving = leaving->pages,
	};
	return pdr_zones_missing(&question);
}

/* Count the pages that have yet to leave. Return: huge pages in use among them. */
static u64 recount_all(const struct pdr_run *run)
{
	u64 size = PHYS_PFN(pdr_lmb_size());
	struct pdr_target *target;
	struct pdr_pages pages;
	u64 huge = 0;
	u32 slot;

	for (slot = 0; slot < run->plan.slots; slot++) {
		target = &run->plan.targets[slot];
		if (!pdr_lmb_state_of(target)->held)
			continue;
		pdr_pages_count(PHYS_PFN(lmb_address(target)), size, &pages);
		set_held(run->resource, pdr_lmb_state_of(target), pages.busy + pages.free);
		huge += pages.huge;
	}
	return huge;
}

/*
 * All pages that have yet to leave must fit elsewhere, so that a removal without
 * room fails before it has moved anything. Counting pages is slow, so count again
 * only if there seems to be no room.
 */
static u64 find_missing(const struct pdr_run *run, struct leaving *leaving)
{
	begin_leaving(run, leaving->target);
	if (!count_missing(run, leaving, 0))
		return 0;
	return count_missing(run, leaving, recount_all(run));
}

static int check_room(const struct pdr_run *run, struct leaving *leaving)
{
	u64 missing = find_missing(run, leaving);

	if (!missing)
		return 0;
	set_no_room(leaving->target, missing);
	return -EBUSY;
}

/* Nothing leaves while a plan is made, so that all LMBs are asked about at once. */
static u64 foresee_missing(const struct pdr_run *run, struct pdr_target *target)
{
	struct leaving leaving = { .target = target };
	u32 slot;

	for (slot = 0; slot < run->plan.slots; slot++)
		begin_leaving(run, &run->plan.targets[slot]);
	return find_missing(run, &leaving);
}

static int foresee_room(const struct pdr_run *run, struct pdr_target *target)
{
	struct pdr_lmb_job *job = run->resource;

	/* the pages of more LMBs are not worth counting */
	if (!pdr_order_looks(run->plan.slots))
		return 0;
	if (!job->asked)
		job->missing = foresee_missing(run, target);
	job->asked = true;
	if (!job->missing)
		return 0;
	set_no_room(target, job->missing);
	return -EBUSY;
}

static int memory_may_leave(void *context, struct pdr_target *target, u16 part)
{
	const struct pdr_run *run = context;
	struct pdr_block block = block_of(target, part);
	int error;

	if (pdr_block_zone(block.address) == PDR_ZONE_KIND_OFFLINE)
		return 0;
	error = foresee_room(run, target);
	if (error || !pdr_order_looks(run->plan.slots))
		return error;
	return pdr_block_may_leave(&block);
}

/*
 * Note the node before the blocks go offline: offline pages do not tell it, and the
 * LMB table changes before the LMB is detached.
 */
static void note_place(const struct pdr_target *target)
{
	struct pdr_lmb_state *state = pdr_lmb_state_of(target);

	if (state->nid == NUMA_NO_NODE)
		state->nid = pdr_memory_nid(lmb_address(target));
}

static int empty_block(const struct pdr_run *run, struct pdr_block *block)
{
	struct pdr_lmb_state *state = pdr_lmb_state_of(block->target);
	u64 pages = PHYS_PFN(pdr_block_size());
	struct leaving leaving = { .target = block->target };
	int error;

	error = check_room(run, &leaving);
	if (error)
		return error;
	block->look = look_at_leaving;
	block->context = &leaving;
	error = pdr_block_set(block, PDR_ZONE_KIND_OFFLINE);
	if (!error)
		set_held(run->resource, state, state->held - min(state->held, pages));
	else if (pdr_oom_came())
		set_no_room(block->target, 1);
	return error;
}

static int memory_offline(void *context, struct pdr_target *target, u16 part,
			  u32 *was)
{
	struct pdr_block block = block_of(target, part);

	note_place(target);
	*was = pdr_block_zone(block.address);
	if (*was == PDR_ZONE_KIND_OFFLINE)
		return 0;
	if (!is_undo(context, PSERIES_DR_ACTION_REMOVE))
		return empty_block(context, &block);
	block.undoing = true;
	block.look = look_at_undo;
	return pdr_block_set(&block, PDR_ZONE_KIND_OFFLINE);
}

static enum pdr_zone_kind zone_of_new_block(const struct pdr_lmb_job *job)
{
	struct pdr_zone_pages pages;

	pdr_zones_managed(&pages.movable, &pages.kernel);
	return pdr_zone_of_new(&job->wish, &pages, PHYS_PFN(pdr_block_size()));
}

static int look_at_new(void *unused, const struct pdr_pages *left)
{
	return pdr_job_stop();
}

/*
 * The kernel (auto_online_blocks) and rules of udev put new blocks online, too. With
 * online_type=auto their zone stands. With another one the block is moved to the
 * wanted zone, unless the kernel's own pages are in it already. The outcome then
 * says so, as such a block may never leave again.
 */
static int online_new(const struct pdr_lmb_job *job, struct pdr_block *block, u16 part)
{
	enum pdr_zone_kind wanted = zone_of_new_block(job);
	/* it may tell of an earlier block of the LMB */
	u8 reason = part ? block->target->reason : PSERIES_DR_REASON_NONE;
	int error;

	block->any_zone = !job->wish.is_set;
	block->look = look_at_new;
	error = pdr_block_set(block, wanted);
	error = pdr_zone_end_new(wanted, pdr_block_zone(block->address), error, &reason);
	if (reason && !error) {
		block->target->reason = reason;
		block->target->reason_value = 0;
	}
	return error;
}

static int restore_block(struct pdr_block *block, enum pdr_zone_kind was)
{
	block->undoing = true;
	block->look = look_at_undo;
	return pdr_zone_is_left(was, pdr_lmb_state_of(block->target)->reattached) ?
	       0 : pdr_block_set(block, was);
}

static int memory_online(void *context, struct pdr_target *target, u16 part,
			 u32 was)
{
	struct pdr_block block = block_of(target, part);

	if (was != PDR_ONLINE_NEW)
		return restore_block(&block, was);
	if (!pdr_oom_came())
		return online_new(job_of(context), &block, part);
	set_no_room(target, 1);
	return -ENOMEM;
}

/* The kernel or another writer may have put blocks online since. */
static int offline_leftovers(struct pdr_target *target, bool undoing)
{
	struct pdr_block block;
	int error = 0;
	u16 part;

	for (part = 0; part < target->parts && !error; part++) {
		block = block_of(target, part);
		block.undoing = undoing;
		block.look = undoing ? look_at_undo : look_at_new;
		error = pdr_block_set(&block, PDR_ZONE_KIND_OFFLINE);
	}
	return error;
}

/*
 * One call for each LMB, as each has an I/O resource of its own: for a range over
 * several, the kernel would fail to release the resource and not report it.
 */
static int remove_lmb(struct pdr_target *target)
{
	struct pdr_lmb_state *state = pdr_lmb_state_of(target);
	u64 address = lmb_address(target);
	int error;
	u16 part;

	pdr_memory_set_leaving(address, state->nid);
	rcu_expedite_gp();
	error = remove_memory(address, pdr_lmb_size());
	rcu_unexpedite_gp();
	pdr_memory_set_leaving(PDR_NOTHING_LEAVES, NUMA_NO_NODE);
	for (part = 0; part < target->parts && !error; part++) {
		pdr_statefile_close(state->files[part]);
		state->files[part] = NULL;
	}
	return error;
}

static int memory_detach(void *context, struct pdr_target *target)
{
	bool undoing = is_undo(context, PSERIES_DR_ACTION_REMOVE);
	unsigned int tries = pdr_others_tries(undoing);
	int error;

	if (!undoing && pdr_oom_came()) {
		set_no_room(target, 1);
		return -EBUSY;
	}
	note_place(target);
	while (tries--) {
		error = offline_leftovers(target, undoing);
		if (error)
			return error;
		error = remove_lmb(target);
		if (error != -EBUSY)
			return pdr_lmb_errno(error);
		if (undoing)
			msleep(PDR_OTHERS_PAUSE_MS);
	}
	return pdr_lmb_errno(-EBUSY);
}

/* Older kernels fail if the flag cannot have effect. */
static int add_lmb(int nid, u64 address, u64 size)
{
	int error = add_memory(nid, address, size, MHP_MEMMAP_ON_MEMORY);

	if (error == -EINVAL)
		error = add_memory(nid, address, size, MHP_NONE);
	return error;
}

static u32 count_new(const struct pdr_plan *plan)
{
	u32 count = 0, slot;

	for (slot = 0; slot < plan->slots; slot++)
		count += !plan->targets[slot].attached;
	return count;
}

static u64 find_missing_memmap(const struct pdr_run *run)
{
	struct pdr_lmb_job *job = run->resource;
	u64 needed, missing;

	if (!job->new_lmbs)
		job->new_lmbs = count_new(&run->plan);
	needed = pdr_room_memmap(job->memmap_pages, job->new_lmbs,
				 job->wish.zone == PDR_ZONE_KIND_MOVABLE);
	missing = pdr_zones_missing_in_kernel(needed);
	/* in a plan, the one that came is that of an earlier job */
	return pdr_room_short(job->memmap_pages, missing, !run->foresees && pdr_oom_came());
}

static int judge_memmap(struct pdr_target *target, u64 missing)
{
	if (!missing)
		return 0;
	set_no_room(target, missing);
	return -ENOMEM;
}

static int memory_may_come(void *context, struct pdr_target *target)
{
	struct pdr_lmb_job *job = job_of(context);

	if (!job->asked)
		job->missing = find_missing_memmap(context);
	job->asked = true;
	return judge_memmap(target, job->missing);
}

/*
 * The kernel leaves the sections that it has added if it finds no memory for the
 * next one (__add_pages()), and would say -EEXIST from then on. remove_memory()
 * takes them away, and warns of those that are not there.
 */
static void drop_half_added(u64 address, u64 size)
{
	if (pfn_in_present_section(PHYS_PFN(address)))
		remove_memory(address, size);
}

static int attach_lmb(const struct pdr_target *target, bool hold)
{
	u64 address = lmb_address(target), size = pdr_lmb_size();
	int error;

	pdr_block_hold(hold);
	rcu_expedite_gp();
	error = add_lmb(pdr_lmb_state_of(target)->nid, address, size);
	if (error == -ENOMEM)
		drop_half_added(address, size);
	rcu_unexpedite_gp();
	pdr_block_hold(false);
	return error;
}

static int attach_new(const struct pdr_run *run, struct pdr_target *target)
{
	struct pdr_lmb_job *job = run->resource;
	int error = judge_memmap(target, find_missing_memmap(run));

	note_place(target);
	error = error ?: attach_lmb(target, job->wish.is_set);
	if (!error)
		job->new_lmbs--;
	return pdr_lmb_errno(error);
}

static int attach_again(struct pdr_target *target)
{
	int error = attach_lmb(target, true);

	pdr_lmb_state_of(target)->reattached = true;
	return pdr_reattach_errno(error);
}

static int memory_attach(void *context, struct pdr_target *target)
{
	if (is_undo(context, PSERIES_DR_ACTION_ADD))
		return attach_again(target);
	return attach_new(context, target);
}

static int memory_publish(void *context, struct pdr_plan *plan)
{
	const struct pdr_run *run = context;

	return pdr_lmblist_publish(context, run->undoing);
}

static const struct pdr_linux_ops memory_ops = {
	.offline = memory_offline,
	.online = memory_online,
	.detach = memory_detach,
	.attach = memory_attach,
	.next = pdr_memory_next,
	.may_leave = memory_may_leave,
	.may_come = memory_may_come,
	.publish = memory_publish,
	.has = pdr_memory_has,
	.knows = pdr_memory_knows,
};

/* A platform without the property of LMBs moves no memory. */
static bool memory_has_any(void)
{
	return pdr_lmb_table()->count ||
	       pdr_tables_memory_state() == PSERIES_DR_MEMORY_STATE_MALFORMED;
}

const struct pdr_driver pdr_memory_driver = {
	.resource = PSERIES_DR_RESOURCE_MEMORY,
	.plan = pdr_memory_plan,
	.has_any = memory_has_any,
	.linux_ops = &memory_ops,
};
