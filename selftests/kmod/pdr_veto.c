// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_veto - refuse, on demand, to let memory go offline or come online, and object to properties.
 *
 * Each of the parameters "offline" and "online" is a list of up to VETO_MAX physical addresses,
 * separated by commas and writable at run time; a memory block that contains one of them fails with
 * -EBUSY in that direction. An empty list clears. Each refusal takes "hold_ms", during which nobody
 * else can change the state of any block; it comes sooner if the guest runs out of memory. The next
 * "let" requests go through all the same. "count" is the number of refusals and objections so far.
 *
 *	echo 0x50000000,0x70000000 >/sys/module/pdr_veto/parameters/offline
 *
 * While "property" is set, adding, removing or updating a property of that name in the device tree
 * returns -EPERM. The kernel still makes the change, because it calls listeners only afterwards.
 * While "node" is set, the same is true of detaching a node of that name.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/oom.h>
#include <linux/pfn.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/wait.h>

#define VETO_MAX 16
#define VETO_NAME_MAX 64

struct veto_list {
	unsigned int nr;
	u64 address[VETO_MAX];
};

static DEFINE_SPINLOCK(veto_lock);	/* both lists and the counts; the innermost lock */
static struct veto_list veto_offline;
static struct veto_list veto_online;
static unsigned int veto_count;
static unsigned int veto_let;
static unsigned int veto_hold_ms;
static char veto_property[VETO_NAME_MAX];
static char veto_node[VETO_NAME_MAX];

static int veto_parse(char *text, struct veto_list *list)
{
	char *word;
	int ret;

	while ((word = strsep(&text, ",\n"))) {
		if (!*word)
			continue;
		if (list->nr == VETO_MAX)
			return -ENOSPC;
		ret = kstrtou64(word, 0, &list->address[list->nr]);
		if (ret)
			return ret;
		list->nr++;
	}
	return 0;
}

static int veto_set(const char *value, const struct kernel_param *kp)
{
	struct veto_list *list = kp->arg;
	struct veto_list fresh = {};
	char *text;
	int ret;

	text = kstrdup(value, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	ret = veto_parse(text, &fresh);
	kfree(text);
	if (ret)
		return ret;

	spin_lock(&veto_lock);
	*list = fresh;
	spin_unlock(&veto_lock);
	return 0;
}

static int veto_get(char *buffer, const struct kernel_param *kp)
{
	const struct veto_list *list = kp->arg;
	unsigned int i;
	int len = 0;

	spin_lock(&veto_lock);
	for (i = 0; i < list->nr; i++)
		len += scnprintf(buffer + len, PAGE_SIZE - len, "%s%#llx", i ? "," : "",
				 list->address[i]);
	spin_unlock(&veto_lock);
	return len + scnprintf(buffer + len, PAGE_SIZE - len, "\n");
}

static const struct kernel_param_ops veto_ops = {
	.set = veto_set,
	.get = veto_get,
};

module_param_cb(offline, &veto_ops, &veto_offline, 0644);
MODULE_PARM_DESC(offline, "physical addresses whose memory block may not go offline");
module_param_cb(online, &veto_ops, &veto_online, 0644);
MODULE_PARM_DESC(online, "physical addresses whose memory block may not come online");
module_param_string(property, veto_property, sizeof(veto_property), 0644);
MODULE_PARM_DESC(property, "name of a property whose changes are objected to");
module_param_string(node, veto_node, sizeof(veto_node), 0644);
MODULE_PARM_DESC(node, "name of a node whose detaching is objected to");
module_param_named(count, veto_count, uint, 0444);
MODULE_PARM_DESC(count, "how often something was refused or objected to");
module_param_named(let, veto_let, uint, 0644);
MODULE_PARM_DESC(let, "how many requests more go through before one is refused");
module_param_named(hold_ms, veto_hold_ms, uint, 0644);
MODULE_PARM_DESC(hold_ms, "how long a request is held before it is refused");

/* Woken when the guest has run out of memory: a request is not held any longer then. */
static DECLARE_WAIT_QUEUE_HEAD(veto_oom_queue);
static unsigned int veto_ooms;

static int veto_oom_notify(struct notifier_block *nb, unsigned long unused, void *freed)
{
	WRITE_ONCE(veto_ooms, veto_ooms + 1);
	wake_up(&veto_oom_queue);
	return NOTIFY_OK;
}

static struct notifier_block veto_oom_block = {
	.notifier_call = veto_oom_notify,
};

static void veto_hold(void)
{
	unsigned int before = READ_ONCE(veto_ooms);

	wait_event_timeout(veto_oom_queue, READ_ONCE(veto_ooms) != before,
			   msecs_to_jiffies(READ_ONCE(veto_hold_ms)));
}

static bool veto_hit(const struct veto_list *list, const struct memory_notify *range)
{
	u64 start = PFN_PHYS(range->start_pfn);
	u64 size = PFN_PHYS(range->nr_pages);
	unsigned int i;

	for (i = 0; i < list->nr; i++)
		if (list->address[i] - start < size)
			return true;
	return false;
}

static int veto_notify(struct notifier_block *nb, unsigned long action, void *range)
{
	const struct veto_list *list;
	bool hit;

	switch (action) {
	case MEM_GOING_OFFLINE:
		list = &veto_offline;
		break;
	case MEM_GOING_ONLINE:
		list = &veto_online;
		break;
	default:
		return NOTIFY_DONE;
	}

	spin_lock(&veto_lock);
	hit = veto_hit(list, range);
	if (hit && veto_let) {
		veto_let--;
		hit = false;
	}
	veto_count += hit;
	spin_unlock(&veto_lock);
	if (!hit)
		return NOTIFY_OK;
	veto_hold();
	return notifier_from_errno(-EBUSY);
}

static struct notifier_block veto_block = {
	.notifier_call = veto_notify,
};

static bool veto_objects(unsigned long action, const struct of_reconfig_data *change)
{
	if (change->prop)
		return sysfs_streq(change->prop->name, veto_property);
	return action == OF_RECONFIG_DETACH_NODE &&
	       sysfs_streq(of_node_full_name(change->dn), veto_node);
}

static int veto_tree_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	if (!veto_objects(action, data))
		return NOTIFY_DONE;
	spin_lock(&veto_lock);
	veto_count++;
	spin_unlock(&veto_lock);
	return notifier_from_errno(-EPERM);
}

/* Called before all other listeners, so that none of them can stop a change before this one. */
static struct notifier_block veto_tree_block = {
	.notifier_call = veto_tree_notify,
	.priority = INT_MAX,
};

static int __init veto_init(void)
{
	int ret;

	ret = register_memory_notifier(&veto_block);
	if (ret)
		return ret;
	ret = of_reconfig_notifier_register(&veto_tree_block);
	if (ret)
		goto unregister_memory;
	ret = register_oom_notifier(&veto_oom_block);
	if (ret)
		goto unregister_tree;
	return 0;

unregister_tree:
	of_reconfig_notifier_unregister(&veto_tree_block);
unregister_memory:
	unregister_memory_notifier(&veto_block);
	return ret;
}
module_init(veto_init);

static void __exit veto_exit(void)
{
	unregister_oom_notifier(&veto_oom_block);
	of_reconfig_notifier_unregister(&veto_tree_block);
	unregister_memory_notifier(&veto_block);
}
module_exit(veto_exit);

MODULE_DESCRIPTION("Refuse memory offlining and onlining, object to properties; for tests");
MODULE_LICENSE("GPL");
