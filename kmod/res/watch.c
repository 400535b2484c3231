// SPDX-License-Identifier: GPL-2.0
/* Watching the worker while offline_pages() has it. */
#include <linux/jiffies.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "state/job.h"
#include "state/pdr.h"
#include "res/watch.h"

#define TICK msecs_to_jiffies(250)

/* No free page of any kernel is larger; what is, was read while it changed. */
#define FREE_ORDER_MAX 16

/*
 * All but the work is guarded by @lock, which makes sending a signal and
 * disarming exclude each other.
 */
static struct {
	spinlock_t lock; /* all below */
	struct task_struct *worker;
	unsigned long start_pfn;
	unsigned long nr_pages;
	unsigned long least_busy;
	unsigned long last_progress;
	int reason;
} watch = {
	.lock = __SPIN_LOCK_UNLOCKED(watch.lock),
};

static void watch_tick(struct work_struct *work);
static DECLARE_DELAYED_WORK(watch_work, watch_tick);

/* How many pages from this one on stand or fall with it. */
static unsigned long page_step(struct page *page, bool *busy)
{
	unsigned long order;

	*busy = false;
	if (PageBuddy(page)) {
		/* may be gone by now: any order is as good as a small one */
		order = READ_ONCE(page->private);
		return order <= FREE_ORDER_MAX ? 1UL << order : 1;
	}
	*busy = page_count(page) > 0;
	return 1;
}

unsigned long pdr_count_busy_pages(unsigned long start_pfn,
				   unsigned long nr_pages)
{
	unsigned long pfn = start_pfn, end_pfn = start_pfn + nr_pages;
	unsigned long count = 0;
	struct page *page;
	bool busy;

	while (pfn < end_pfn) {
		page = pfn_to_online_page(pfn);
		if (!page)
			break;
		pfn += page_step(page, &busy);
		count += busy;
		if (!(pfn % 1024))
			cond_resched();
	}
	return count;
}

static void stop_worker(int reason)
{
	lockdep_assert_held(&watch.lock);
	if (watch.worker && !watch.reason) {
		watch.reason = reason;
		send_sig(SIGKILL, watch.worker, 1);
	}
}

/* Return: true while there is something to watch. */
static bool judge(unsigned long busy, int stop)
{
	unsigned long stall = msecs_to_jiffies(READ_ONCE(pdr_settings.stall_timeout_ms));
	bool armed;

	spin_lock(&watch.lock);
	if (busy < watch.least_busy) {
		watch.least_busy = busy;
		watch.last_progress = jiffies;
	}
	if (stop)
		stop_worker(stop);
	else if (time_after_eq(jiffies, watch.last_progress + stall))
		stop_worker(-ETIMEDOUT);
	armed = watch.worker;
	spin_unlock(&watch.lock);
	return armed;
}

static void watch_tick(struct work_struct *work)
{
	unsigned long start_pfn, nr_pages, busy;

	spin_lock(&watch.lock);
	start_pfn = watch.start_pfn;
	nr_pages = watch.worker ? watch.nr_pages : 0;
	spin_unlock(&watch.lock);
	if (!nr_pages)
		return;

	busy = pdr_count_busy_pages(start_pfn, nr_pages);
	pdr_job_pages_left(busy);
	if (judge(busy, pdr_job_stop()))
		mod_delayed_work(system_wq, &watch_work, TICK);
}

void pdr_watch_arm(unsigned long start_pfn, unsigned long nr_pages)
{
	/* what somebody else sent is not for this block */
	flush_signals(current);
	spin_lock(&watch.lock);
	watch.worker = current;
	watch.start_pfn = start_pfn;
	watch.nr_pages = nr_pages;
	watch.least_busy = ULONG_MAX;
	watch.last_progress = jiffies;
	watch.reason = 0;
	spin_unlock(&watch.lock);
	mod_delayed_work(system_wq, &watch_work, TICK);
}

int pdr_watch_disarm(void)
{
	int reason;

	spin_lock(&watch.lock);
	watch.worker = NULL;
	reason = watch.reason;
	spin_unlock(&watch.lock);
	cancel_delayed_work_sync(&watch_work);
	flush_signals(current);
	return reason;
}

bool pdr_watch_fired(void)
{
	return READ_ONCE(watch.worker) && READ_ONCE(watch.reason);
}

void pdr_watch_check(void)
{
	spin_lock(&watch.lock);
	if (watch.worker)
		mod_delayed_work(system_wq, &watch_work, 0);
	spin_unlock(&watch.lock);
}
