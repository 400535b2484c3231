// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_starve - let a kernel thread's allocations fail from the moment when its job must be undone.
 *
 * It marks the thread as a write of 1 to /proc/PID/make-it-fail does; the kernel's fault injection,
 * with task-filter on, decides which allocations fail. It marks the thread when a memory block does
 * not go offline or online, or when the platform refuses to isolate a connector.
 *
 *	echo 1 >/sys/module/pdr_starve/parameters/armed
 *
 * "marked" counts how often a thread was marked.
 */
#include <linux/kprobes.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <asm/rtas.h>

#define STARVE_ISOLATION_STATE 9001
/* Where rtas_call() has its arguments. */
#define STARVE_TOKEN 3
#define STARVE_INDICATOR 7
/* Where it returns the status; regs_return_value() is for system calls, and may negate it. */
#define STARVE_STATUS 3

static bool starve_armed;
module_param_named(armed, starve_armed, bool, 0644);
MODULE_PARM_DESC(armed, "threads are marked");
static unsigned int starve_marked;
module_param_named(marked, starve_marked, uint, 0444);
MODULE_PARM_DESC(marked, "how often a thread was marked");

static int starve_set_indicator;	/* token of the platform's call */

static void starve_current(void)
{
	if (!READ_ONCE(starve_armed) || !(current->flags & PF_KTHREAD) || current->make_it_fail)
		return;
	current->make_it_fail = 1;
	starve_marked++;
}

/* The kernel calls this after each failed attempt to take a block offline or online. */
static int starve_notify(struct notifier_block *nb, unsigned long action, void *range)
{
	if (action == MEM_CANCEL_OFFLINE || action == MEM_CANCEL_ONLINE)
		starve_current();
	return NOTIFY_DONE;
}

static struct notifier_block starve_block = {
	.notifier_call = starve_notify,
};

/* Whether a call of RTAS is to isolate a connector. */
static int starve_enter(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	return regs->gpr[STARVE_TOKEN] != starve_set_indicator ||
	       regs->gpr[STARVE_INDICATOR] != STARVE_ISOLATION_STATE;
}

static int starve_return(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	if ((int)regs->gpr[STARVE_STATUS] < 0)
		starve_current();
	return 0;
}

static struct kretprobe starve_probe = {
	.kp.symbol_name = "rtas_call",
	.entry_handler = starve_enter,
	.handler = starve_return,
};

static int __init starve_init(void)
{
	int ret;

	starve_set_indicator = rtas_token("set-indicator");
	ret = register_memory_notifier(&starve_block);
	if (ret)
		return ret;
	ret = register_kretprobe(&starve_probe);
	if (ret)
		unregister_memory_notifier(&starve_block);
	return ret;
}
module_init(starve_init);

static void __exit starve_exit(void)
{
	unregister_kretprobe(&starve_probe);
	unregister_memory_notifier(&starve_block);
}
module_exit(starve_exit);

MODULE_DESCRIPTION("Let allocations fail from the first undo on, for tests");
MODULE_LICENSE("GPL");
