// SPDX-License-Identifier: GPL-2.0
/* Stopping a job before the kernel kills a task. Includes res. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/notifier.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "res/oom.h"
#include "res/watch.h"

/* Time that the undo has to free memory before the kernel kills a task. */
#define PATIENCE msecs_to_jiffies(10000)

/*
 * Time after such a job in which the kernel tries again, too: a task that found no page
 * before the undo gave some back may get here only now.
 */
#define AFTERWARDS msecs_to_jiffies(1000)

/* Pause at each call: the kernel calls again and again, under a lock. */
#define PAUSE_MS 20

/*
 * @lock: all below
 * @worker: the worker while it has a job at work, or NULL
 * @came: the guest has run out of memory during the job, or did during the last one
 * @until: jiffies until which the kernel waits, if @came
 */
static struct {
	spinlock_t lock; /* all below */
	struct task_struct *worker;
	bool came;
	unsigned long until;
} oom = {
	.lock = __SPIN_LOCK_UNLOCKED(oom.lock),
};

static bool must_wait(void)
{
	bool wait;

	spin_lock(&oom.lock);
	if (oom.worker && !oom.came) {
		oom.came = true;
		oom.until = jiffies + PATIENCE;
	}
	wait = oom.came && time_before(jiffies, oom.until);
	oom.came = wait || oom.worker;
	spin_unlock(&oom.lock);
	return wait;
}

static int before_kill(struct notifier_block *block, unsigned long unused,
		       void *data)
{
	unsigned long *freed = data;

	if (!must_wait())
		return NOTIFY_OK;
	pdr_watch_stop(-EBUSY);
	/* no pause for the worker, which is to give memory back */
	if (current != READ_ONCE(oom.worker))
		msleep(PAUSE_MS);
	*freed += 1;
	return NOTIFY_OK;
}

static struct notifier_block listener = {
	.notifier_call = before_kill,
};

void pdr_oom_begin(void)
{
	spin_lock(&oom.lock);
	oom.worker = current;
	oom.came = false;
	spin_unlock(&oom.lock);
}

void pdr_oom_end(void)
{
	spin_lock(&oom.lock);
	oom.worker = NULL;
	oom.until = jiffies + AFTERWARDS;
	spin_unlock(&oom.lock);
}

bool pdr_oom_came(void)
{
	return READ_ONCE(oom.came);
}

int pdr_oom_init(void)
{
	return register_oom_notifier(&listener);
}

void pdr_oom_exit(void)
{
	unregister_oom_notifier(&listener);
}
