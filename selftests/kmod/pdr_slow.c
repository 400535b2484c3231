// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_slow - hold up, on demand, the removal of nodes from the device tree.
 *
 * While the parameter "detach_ms" is not 0, so much time passes between the detaching of a node and
 * the moment when the rest of the kernel hears of it, so that what must not happen meanwhile can.
 *
 *	echo 200 >/sys/module/pdr_slow/parameters/detach_ms
 */
#include <linux/delay.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/of.h>

static unsigned int slow_detach_ms;

module_param_named(detach_ms, slow_detach_ms, uint, 0644);
MODULE_PARM_DESC(detach_ms, "milliseconds by which the removal of a node is held up");

static int slow_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	unsigned int ms = READ_ONCE(slow_detach_ms);

	if (action == OF_RECONFIG_DETACH_NODE && ms)
		msleep(ms);
	return NOTIFY_OK;
}

/* Before the kernel's own. */
static struct notifier_block slow_block = {
	.notifier_call = slow_notify,
	.priority = INT_MAX,
};

static int __init slow_init(void)
{
	return of_reconfig_notifier_register(&slow_block);
}
module_init(slow_init);

static void __exit slow_exit(void)
{
	of_reconfig_notifier_unregister(&slow_block);
}
module_exit(slow_exit);

MODULE_DESCRIPTION("Hold up the removal of device tree nodes on demand, for tests");
MODULE_LICENSE("GPL");
