// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_cpuveto - keep CPUs online or offline on demand, and hold device_hotplug_lock.
 *
 * The parameter "offline" is a list of CPUs, such as 4,6-7, writable at run time: each attempt to
 * take one of them offline fails with -EBUSY, after "hold_ms". An empty list clears. "count" is the
 * number of these failures. "online" is a list of CPUs that may not come online: with -EPERM, as
 * the kernel itself keeps threads offline that the administrator does not want.
 *
 * A write of a CPU's number to "remove" waits for device_hotplug_lock, as the stock code does, and
 * takes the CPU offline. With "hold_ms" the writer holds the lock for that long.
 *
 *	echo 6 >/sys/module/pdr_cpuveto/parameters/offline
 */
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/module.h>

static struct cpumask cpuveto_offline, cpuveto_online;
static unsigned int cpuveto_count;
static unsigned int cpuveto_hold_ms;
static enum cpuhp_state cpuveto_state;

static int cpuveto_set(const char *value, const struct kernel_param *kp)
{
	struct cpumask fresh;
	int ret;

	ret = cpulist_parse(value, &fresh);
	if (!ret)
		cpumask_copy(kp->arg, &fresh);
	return ret;
}

static int cpuveto_get(char *buffer, const struct kernel_param *kp)
{
	const struct cpumask *cpus = kp->arg;

	return scnprintf(buffer, PAGE_SIZE, "%*pbl\n", cpumask_pr_args(cpus));
}

static const struct kernel_param_ops cpuveto_ops = {
	.set = cpuveto_set,
	.get = cpuveto_get,
};

static int cpuveto_remove(const char *value, const struct kernel_param *kp)
{
	unsigned int cpu;
	int ret;

	ret = kstrtouint(value, 0, &cpu);
	return ret ? ret : remove_cpu(cpu);
}

static const struct kernel_param_ops cpuveto_remove_ops = {
	.set = cpuveto_remove,
};

module_param_cb(offline, &cpuveto_ops, &cpuveto_offline, 0644);
MODULE_PARM_DESC(offline, "CPUs that may not go offline");
module_param_cb(online, &cpuveto_ops, &cpuveto_online, 0644);
MODULE_PARM_DESC(online, "CPUs that may not come online");
module_param_cb(remove, &cpuveto_remove_ops, NULL, 0200);
MODULE_PARM_DESC(remove, "take a CPU offline, and wait for the lock");
module_param_named(hold_ms, cpuveto_hold_ms, uint, 0644);
MODULE_PARM_DESC(hold_ms, "how long an attempt is held before it fails");
module_param_named(count, cpuveto_count, uint, 0444);
MODULE_PARM_DESC(count, "how many attempts failed");

static int cpuveto_teardown(unsigned int cpu)
{
	if (!cpumask_test_cpu(cpu, &cpuveto_offline))
		return 0;
	msleep(READ_ONCE(cpuveto_hold_ms));
	cpuveto_count++;
	return -EBUSY;
}

static int cpuveto_startup(unsigned int cpu)
{
	return cpumask_test_cpu(cpu, &cpuveto_online) ? -EPERM : 0;
}

static int __init cpuveto_init(void)
{
	int ret;

	ret = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "pdr:cpuveto", cpuveto_startup,
					cpuveto_teardown);
	if (ret < 0)
		return ret;
	cpuveto_state = ret;
	return 0;
}
module_init(cpuveto_init);

static void __exit cpuveto_exit(void)
{
	cpuhp_remove_state_nocalls(cpuveto_state);
}
module_exit(cpuveto_exit);

MODULE_DESCRIPTION("Keep CPUs online and hold device_hotplug_lock, for tests");
MODULE_LICENSE("GPL");
