// SPDX-License-Identifier: GPL-2.0
/* Watching the worker while it is in offline_pages(). Includes core/engine, state and res. */
#include <linux/jiffies.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "core/engine/stall.h"
#include "res/pages.h"
#include "res/watch.h"
#include "state/pdr.h"

#define TICK msecs_to_jiffies(250)

/*
 * @lock makes sending a signal and disarming exclude each other. Disarming waits for
 * the work, so the work reads @what without the lock.
 */
static struct {
	spinlock_t lock; /* all below */
	struct task_struct *worker;
	struct pdr_watched what;
	struct pdr_stall stall;
	int reason;
} watch = {
	.lock = __SPIN_LOCK_UNLOCKED(watch.lock),
};

/* With a rescuer, as the kernel may not get memory for another thread of its own queues. */
static struct workqueue_struct *watch_queue;

static void watch_tick(struct work_struct *work);
static DECLARE_DELAYED_WORK(watch_work, watch_tick);

static void stop_worker(int reason)
{
	lockdep_assert_held(&watch.lock);
	if (!watch.worker)
		return;
	if (!watch.reason)
		watch.reason = reason;
	send_sig(SIGKILL, watch.worker, 1);
}

/* Return: true while there is something to watch. */
static bool judge_block(u64 busy, int stop)
{
	bool armed;

	spin_lock(&watch.lock);
	if (pdr_stall_look(&watch.stall, busy, pdr_now_ms(),
			   pdr_stall_limit(READ_ONCE(*watch.what.stall_ms))))
		stop = stop ?: -ETIMEDOUT;
	/* a worker that waits for the kernel's lock drops signals, so send it again */
	if (stop || watch.reason)
		stop_worker(stop);
	armed = watch.worker;
	spin_unlock(&watch.lock);
	return armed;
}

static void watch_tick(struct work_struct *work)
{
	const struct pdr_watched *what = &watch.what;
	struct pdr_pages pages;

	pdr_pages_count(what->start_pfn, what->nr_pages, &pages);
	if (judge_block(pages.busy, what->look(what->context, &pages)))
		mod_delayed_work(watch_queue, &watch_work, TICK);
}

void pdr_watch_arm(const struct pdr_watched *what)
{
	/* drop signals that others sent before */
	flush_signals(current);
	spin_lock(&watch.lock);
	watch.worker = current;
	watch.what = *what;
	pdr_stall_begin(&watch.stall, pdr_now_ms());
	watch.reason = 0;
	spin_unlock(&watch.lock);
	mod_delayed_work(watch_queue, &watch_work, TICK);
}

int pdr_watch_disarm(u64 *left)
{
	int reason;

	spin_lock(&watch.lock);
	watch.worker = NULL;
	reason = watch.reason;
	*left = watch.stall.least_busy;
	spin_unlock(&watch.lock);
	cancel_delayed_work_sync(&watch_work);
	flush_signals(current);
	return reason;
}

void pdr_watch_restart(void)
{
	spin_lock(&watch.lock);
	pdr_stall_begin(&watch.stall, pdr_now_ms());
	spin_unlock(&watch.lock);
}

void pdr_watch_stop(int reason)
{
	spin_lock(&watch.lock);
	stop_worker(reason);
	spin_unlock(&watch.lock);
}

bool pdr_watch_fired(void)
{
	return READ_ONCE(watch.worker) && READ_ONCE(watch.reason);
}

int pdr_watch_init(void)
{
	watch_queue = alloc_workqueue("pdr_watch", WQ_UNBOUND | WQ_MEM_RECLAIM, 1);
	return watch_queue ? 0 : -ENOMEM;
}

void pdr_watch_exit(void)
{
	destroy_workqueue(watch_queue);
}
