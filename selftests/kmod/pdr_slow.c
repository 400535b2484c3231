// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_slow - delay, on demand, the notifications of the kernel.
 *
 * While the parameter "detach_ms" is not 0, so much time passes between the detaching of a node and
 * the moment when the rest of the kernel hears of it. A race in between has that time to happen.
 *
 *	echo 200 >/sys/module/pdr_slow/parameters/detach_ms
 *
 * While "detach" is set, no such moment comes. While "publish" is set, the rest of the kernel does
 * not hear of a new list of LMBs. This works on pseries_dr if it is loaded later, as it hides its
 * lists from the listeners that come after its own.
 *
 * While "offline", "online" or "cpu" is set, no memory block goes offline, no memory block comes
 * online, or no CPU goes offline: a listener sleeps, and the caller cannot interrupt it. The next
 * "let" memory blocks that go offline do so all the same.
 */
#include <linux/cpuhotplug.h>
#include <linux/delay.h>
#include <linux/limits.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/string.h>

static unsigned int slow_detach_ms;

module_param_named(detach_ms, slow_detach_ms, uint, 0644);
MODULE_PARM_DESC(detach_ms, "milliseconds by which the removal of a node is held up");

static bool slow_detach;

module_param_named(detach, slow_detach, bool, 0644);
MODULE_PARM_DESC(detach, "the removal of a node is held up");

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

static bool lists_lmbs(const struct of_reconfig_data *change)
{
	return strstarts(change->prop->name, "ibm,dynamic-memory");
}

static int slow_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	if (action == OF_RECONFIG_DETACH_NODE)
		hold_up_detach();
	else if (action == OF_RECONFIG_UPDATE_PROPERTY && lists_lmbs(data))
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
	return 0;

unregister_memory:
	unregister_memory_notifier(&slow_memory_block);
unregister_tree:
	of_reconfig_notifier_unregister(&slow_block);
	return error;
}
module_init(slow_init);

static void __exit slow_exit(void)
{
	cpuhp_remove_state_nocalls(slow_cpu_state);
	unregister_memory_notifier(&slow_memory_block);
	of_reconfig_notifier_unregister(&slow_block);
}
module_exit(slow_exit);

MODULE_DESCRIPTION("Hold up the removal of device tree nodes on demand, for tests");
MODULE_LICENSE("GPL");
