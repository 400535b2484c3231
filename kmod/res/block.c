// SPDX-License-Identifier: GPL-2.0
/* Memory blocks: offline, online, and why not. Includes core/engine, state and res. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/memory.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/pfn.h>

#include "core/engine/blockveto.h"
#include "core/engine/plan.h"
#include "core/engine/joberror.h"
#include "core/engine/lockwait.h"
#include "res/block.h"
#include "res/expedite.h"
#include "res/pages.h"
#include "res/statefile.h"
#include "res/watch.h"
#include "state/job.h"
#include "state/tables.h"

#define BLOCK_PATH "/sys/devices/system/memory/memory%llu/state"

static const unsigned int undo_limit_ms = PDR_UNDO_LIMIT_MS;

/*
 * Tells whether another listener vetoed a change by the worker. The kernel calls ours first
 * and last: if it did not call the last one, a listener in between vetoed.
 * @worker: the worker while it changes or adds a block, or NULL
 * @hold: the worker adds a block that is to stay offline
 * @asked: the kernel has called the first listener
 * @agreed: the kernel has called the last one, so no other has vetoed
 */
static struct {
	struct task_struct *worker;
	bool hold;
	bool asked;
	bool agreed;
} listeners;

enum pdr_zone_kind pdr_block_zone(u64 address)
{
	struct page *page = pfn_to_online_page(PHYS_PFN(address));

	if (!page)
		return PDR_ZONE_KIND_OFFLINE;
	return page_zonenum(page) == ZONE_MOVABLE ? PDR_ZONE_KIND_MOVABLE :
						    PDR_ZONE_KIND_KERNEL;
}

static int open_state_file(const struct pdr_block *block)
{
	char path[sizeof(BLOCK_PATH) + 20];
	struct file *file;

	if (*block->file)
		return 0;
	snprintf(path, sizeof(path), BLOCK_PATH,
		 block->address / pdr_block_size());
	file = pdr_statefile_open(path, O_WRONLY);
	if (IS_ERR(file))
		return PTR_ERR(file);
	*block->file = file;
	return 0;
}

/* pdr_watch_disarm() returns the reason. */
static int must_stop_undo(void)
{
	return pdr_watch_fired() ? -EAGAIN : 0;
}

/* While another lane has the lock and gets on, the block cannot get emptier. */
static int must_stop(void)
{
	if (pdr_job_others_move())
		pdr_watch_restart();
	return must_stop_undo() ?: pdr_job_stop();
}

/*
 * The kernel takes a semaphore that waits for a grace period of RCU: 12 ms or more,
 * but less than 1 ms for an expedited one.
 */
static int write_block(const struct pdr_block *block, const char *state)
{
	struct pdr_lock_timeout timeout = pdr_lock_timeout_of_job(block->undoing);
	int error = open_state_file(block);

	if (error)
		return error;
	timeout.stop = block->undoing ? must_stop_undo : must_stop;
	listeners.asked = false;
	listeners.agreed = false;
	WRITE_ONCE(listeners.worker, current);
	rcu_expedite_gp();
	error = pdr_statefile_put(*block->file, state, &timeout);
	rcu_unexpedite_gp();
	WRITE_ONCE(listeners.worker, NULL);
	return error;
}

static u64 count_left(const struct pdr_block *block)
{
	struct pdr_pages pages;

	pdr_pages_count(PHYS_PFN(block->address), PHYS_PFN(pdr_block_size()), &pages);
	return pages.busy;
}

/* @left: pages that have yet to leave, U64_MAX if they were not counted */
static int explain_error(const struct pdr_block *block,
			 const struct pdr_block_facts *facts, u64 left)
{
	u8 reason;
	int error = pdr_block_veto(facts, &reason);

	if (block->target->reason || !reason)
		return error;
	block->target->reason = reason;
	if (reason == PSERIES_DR_REASON_PAGES_STAY)
		block->target->reason_value = left == U64_MAX ? count_left(block) : left;
	return error;
}

static struct pdr_block_facts facts_of(const struct pdr_block *block, int error)
{
	return (struct pdr_block_facts){
		.error = error,
		.undoing = block->undoing,
		.asked = listeners.asked,
		.agreed = listeners.agreed,
		.in_kernel_zone = pdr_block_zone(block->address) == PDR_ZONE_KIND_KERNEL,
		.since_boot = early_section(__pfn_to_section(PHYS_PFN(block->address))),
	};
}

static void arm_watch(const struct pdr_block *block)
{
	const struct pdr_watched what = {
		.start_pfn = PHYS_PFN(block->address),
		.nr_pages = PHYS_PFN(pdr_block_size()),
		.stall_ms = block->undoing ? &undo_limit_ms :
					     &pdr_settings.stall_timeout_ms,
		.look = block->look,
		.context = block->context,
	};

	pdr_watch_arm(&what);
}

static int offline_block(const struct pdr_block *block)
{
	struct pdr_block_facts facts;
	u64 left;

	arm_watch(block);
	facts = facts_of(block, write_block(block, "offline"));
	facts.stopped = pdr_watch_disarm(&left);
	facts.leaves = true;
	return explain_error(block, &facts, left);
}

int pdr_block_may_leave(const struct pdr_block *block)
{
	struct pdr_block_facts facts = facts_of(block, -EBUSY);

	facts.leaves = true;
	facts.asked = false;
	if (!facts.in_kernel_zone ||
	    !pdr_pages_fixed(PHYS_PFN(block->address), PHYS_PFN(pdr_block_size())))
		return 0;
	return explain_error(block, &facts, U64_MAX);
}

static int online_block(const struct pdr_block *block, enum pdr_zone_kind zone)
{
	int error = write_block(block, zone == PDR_ZONE_KIND_MOVABLE ?
				"online_movable" : "online_kernel");
	const struct pdr_block_facts facts = facts_of(block, error);

	return explain_error(block, &facts, 0);
}

/* Take a block offline first: Linux may have put it online in another zone. */
static int move_block(const struct pdr_block *block, enum pdr_zone_kind from,
		      enum pdr_zone_kind to)
{
	int error = 0;

	if (from != PDR_ZONE_KIND_OFFLINE)
		error = offline_block(block);
	if (!error && to != PDR_ZONE_KIND_OFFLINE)
		error = online_block(block, to);
	return error;
}

int pdr_block_set(const struct pdr_block *block, enum pdr_zone_kind wanted)
{
	unsigned int tries = pdr_others_tries(block->undoing);
	enum pdr_zone_kind now;
	int error;

	while (tries--) {
		/* the reason of a failed try does not count once the next one works */
		block->target->reason = PSERIES_DR_REASON_NONE;
		block->target->reason_value = 0;
		now = pdr_block_zone(block->address);
		if (pdr_zone_suffices(wanted, now, block->any_zone))
			return 0;
		error = move_block(block, now, wanted);
		if (error != -EINVAL)
			return pdr_state_errno(error);
		if (block->undoing)
			msleep(PDR_OTHERS_PAUSE_MS);
	}
	return -EBUSY;
}

void pdr_block_hold(bool hold)
{
	listeners.hold = hold;
	WRITE_ONCE(listeners.worker, hold ? current : NULL);
}

static bool asks_listeners(unsigned long action)
{
	return READ_ONCE(listeners.worker) == current &&
	       (action == MEM_GOING_OFFLINE || action == MEM_GOING_ONLINE);
}

static int hear_first(struct notifier_block *block, unsigned long action,
		      void *data)
{
	if (!asks_listeners(action))
		return NOTIFY_OK;
	listeners.asked = true;
	return listeners.hold && action == MEM_GOING_ONLINE ? NOTIFY_BAD :
							      NOTIFY_OK;
}

static int hear_last(struct notifier_block *block, unsigned long action,
		     void *data)
{
	if (asks_listeners(action))
		listeners.agreed = true;
	return NOTIFY_OK;
}

static struct notifier_block first_listener = {
	.notifier_call = hear_first,
	.priority = INT_MAX,
};

static struct notifier_block last_listener = {
	.notifier_call = hear_last,
	.priority = INT_MIN,
};

int pdr_block_init(void)
{
	int error = register_memory_notifier(&first_listener);

	if (error)
		return error;
	error = register_memory_notifier(&last_listener);
	if (error)
		unregister_memory_notifier(&first_listener);
	return error;
}

void pdr_block_exit(void)
{
	unregister_memory_notifier(&last_listener);
	unregister_memory_notifier(&first_listener);
}
