// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_slow - delay, on demand, the notifications of the kernel and changes of the device tree.
 *
 * While the parameter "detach_ms" is not 0, so much time passes between the detaching of a node and
 * the moment when the rest of the kernel hears of it. A race in between has that time to happen.
 *
 *	echo 200 >/sys/module/pdr_slow/parameters/detach_ms
 *
 * While "detach" is set, no such moment comes. While "attach" or "publish" is set, the rest of the
 * kernel does not hear of a new node, or of a new list of LMBs. This works on pseries_dr if it is
 * loaded later, as it hides its lists from the listeners that come after its own.
 *
 * While "offline", "online" or "cpu" is set, no memory block goes offline, no memory block comes
 * online, or no CPU goes offline: a listener sleeps, and the caller cannot interrupt it. The next
 * "let" memory blocks that go offline do so all the same.
 *
 * While "tree" is set, pseries_dr makes no change of the device tree, for TREE_MAX_MS at most. So
 * another task on another CPU can make one right before it. "tree_held" says that it is held up.
 */
#include <linux/cpuhotplug.h>
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/limits.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/string.h>

#include "pdr_caller.h"

/* Less than the time after which the kernel takes it for a lockup. */
#define TREE_MAX_MS 10000

static unsigned int slow_detach_ms;

module_param_named(detach_ms, slow_detach_ms, uint, 0644);
MODULE_PARM_DESC(detach_ms, "milliseconds by which the removal of a node is held up");

static bool slow_detach;

module_param_named(detach, slow_detach, bool, 0644);
MODULE_PARM_DESC(detach, "the removal of a node is held up");

static bool slow_attach;

module_param_named(attach, slow_attach, bool, 0644);
MODULE_PARM_DESC(attach, "a new node is held up");

static bool slow_publish;

module_param_named(publish, slow_publish, bool, 0644);
MODULE_PARM_DESC(publish, "a new list of LMBs is held up");

static void sleep_while(const bool *wanted)
{
	while (READ_ONCE(*wanted))
		msleep(20);
}

static void hold_up_detach(void)
{
	unsigned int ms = READ_ONCE(slow_detach_ms);

	if (ms)
		msleep(ms);
	sleep_while(&slow_detach);
}

static bool is_lmb_list(const struct of_reconfig_data *change)
{
	return strstarts(change->prop->name, "ibm,dynamic-memory");
}

static int slow_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	if (action == OF_RECONFIG_DETACH_NODE)
		hold_up_detach();
	else if (action == OF_RECONFIG_ATTACH_NODE)
		sleep_while(&slow_attach);
	else if (action == OF_RECONFIG_UPDATE_PROPERTY && is_lmb_list(data))
		sleep_while(&slow_publish);
	return NOTIFY_OK;
}

/* Called before the kernel's own. */
static struct notifier_block slow_block = {
	.notifier_call = slow_notify,
	.priority = INT_MAX,
};

static bool slow_offline;

module_param_named(offline, slow_offline, bool, 0644);
MODULE_PARM_DESC(offline, "memory blocks that go offline are held up");

static unsigned int slow_let;	/* the kernel calls the listener with its lock of hot-plug held */

module_param_named(let, slow_let, uint, 0644);
MODULE_PARM_DESC(let, "number of memory blocks that go offline before one is held up");

static bool slow_online;

module_param_named(online, slow_online, bool, 0644);
MODULE_PARM_DESC(online, "memory blocks that come online are held up");

static bool slow_cpu;

module_param_named(cpu, slow_cpu, bool, 0644);
MODULE_PARM_DESC(cpu, "CPUs that go offline are held up");

static bool slow_tree;

module_param_named(tree, slow_tree, bool, 0644);
MODULE_PARM_DESC(tree, "changes of the device tree by pseries_dr are held up");

static bool slow_tree_held;

module_param_named(tree_held, slow_tree_held, bool, 0444);
MODULE_PARM_DESC(tree_held, "a change of the device tree is held up");

/* A probe cannot sleep. */
static int slow_change(struct kprobe *probe, struct pt_regs *regs)
{
	unsigned int ms;

	if (!pdr_is_caller(regs))
		return 0;
	for (ms = 0; READ_ONCE(slow_tree) && ms < TREE_MAX_MS; ms++) {
		WRITE_ONCE(slow_tree_held, true);
		mdelay(1);
	}
	WRITE_ONCE(slow_tree_held, false);
	return 0;
}

static struct kprobe slow_change_probe = {
	.symbol_name = "of_changeset_apply",
	.pre_handler = slow_change,
};

static void hold_up_offline(void)
{
	if (READ_ONCE(slow_offline) && slow_let)
		slow_let--;
	else
		sleep_while(&slow_offline);
}

static int slow_memory_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	if (action == MEM_GOING_OFFLINE)
		hold_up_offline();
	else if (action == MEM_GOING_ONLINE)
		sleep_while(&slow_online);
	return NOTIFY_OK;
}

static struct notifier_block slow_memory_block = {
	.notifier_call = slow_memory_notify,
};

static int slow_cpu_goes(unsigned int cpu)
{
	sleep_while(&slow_cpu);
	return 0;
}

static enum cpuhp_state slow_cpu_state;

static int __init slow_init(void)
{
	int error = of_reconfig_notifier_register(&slow_block);

	if (error)
		return error;
	error = register_memory_notifier(&slow_memory_block);
	if (error)
		goto unregister_tree;
	error = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "pdr_slow", NULL, slow_cpu_goes);
	if (error < 0)
		goto unregister_memory;
	slow_cpu_state = error;
	error = register_kprobe(&slow_change_probe);
	if (error)
		goto remove_state;
	return 0;

remove_state:
	cpuhp_remove_state_nocalls(slow_cpu_state);
unregister_memory:
	unregister_memory_notifier(&slow_memory_block);
unregister_tree:
	of_reconfig_notifier_unregister(&slow_block);
	return error;
}
module_init(slow_init);

static void __exit slow_exit(void)
{
	unregister_kprobe(&slow_change_probe);
	cpuhp_remove_state_nocalls(slow_cpu_state);
	unregister_memory_notifier(&slow_memory_block);
	of_reconfig_notifier_unregister(&slow_block);
}
module_exit(slow_exit);

MODULE_DESCRIPTION("Hold up what the kernel or the module does on demand, for tests");
MODULE_LICENSE("GPL");
