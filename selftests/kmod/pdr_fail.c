// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_fail - a function of the kernel that fails when the module calls it.
 *
 * The parameter "call" takes "FUNCTION AFTER TIMES RESULT": of the calls of FUNCTION by pseries_dr,
 * the first AFTER reach the kernel, the next TIMES give RESULT and do not, and later ones do again.
 * Read, it says how many of the TIMES are left. TIMES 0 ends it.
 *
 *	echo __alloc_skb 2 1 0 >/sys/module/pdr_fail/parameters/call
 *
 * With the parameter "in_jobs", calls by the kernel in the threads that carry jobs out count, too.
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>

#include "pdr_caller.h"

#define FAIL_NAME_MAX 63
/* Where a function has its result. */
#define FAIL_RESULT 3

static struct {
	char function[FAIL_NAME_MAX + 1];
	atomic_t after;		/* calls that still reach the kernel */
	atomic_t times;		/* calls that are still to fail */
	long result;
	bool probed;
} fail;

static bool fail_in_jobs;

module_param_named(in_jobs, fail_in_jobs, bool, 0644);
MODULE_PARM_DESC(in_jobs, "count calls by the kernel for a job of pseries_dr, too");

static bool fail_concerns(const struct pt_regs *regs)
{
	return pdr_is_caller(regs) || (fail_in_jobs && strstarts(current->comm, "pdr_"));
}

/* In the place of the function. */
static int fail_call(struct kprobe *probe, struct pt_regs *regs)
{
	if (!fail_concerns(regs) || atomic_dec_if_positive(&fail.after) >= 0 ||
	    atomic_dec_if_positive(&fail.times) < 0)
		return 0;
	regs->gpr[FAIL_RESULT] = fail.result;
	regs_set_return_ip(regs, regs->link);
	return 1;
}

static struct kprobe fail_probe;

static void fail_unprobe(void)
{
	if (fail.probed)
		unregister_kprobe(&fail_probe);
	fail.probed = false;
}

static int fail_set(const char *text, const struct kernel_param *kp)
{
	int after, times, error;
	long result;

	fail_unprobe();
	if (sscanf(text, "%63s %d %d %ld", fail.function, &after, &times, &result) != 4)
		return -EINVAL;
	atomic_set(&fail.after, after);
	atomic_set(&fail.times, times);
	fail.result = result;
	fail_probe = (struct kprobe){ .symbol_name = fail.function, .pre_handler = fail_call };
	error = register_kprobe(&fail_probe);
	fail.probed = !error;
	return error;
}

static int fail_get(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%d\n", atomic_read(&fail.times));
}

static const struct kernel_param_ops fail_ops = {
	.set = fail_set,
	.get = fail_get,
};

module_param_cb(call, &fail_ops, NULL, 0644);
MODULE_PARM_DESC(call, "a function of the kernel, and its calls that fail");

static int __init fail_init(void)
{
	return 0;
}
module_init(fail_init);

static void __exit fail_exit(void)
{
	fail_unprobe();
}
module_exit(fail_exit);

MODULE_DESCRIPTION("Let calls of the kernel by pseries_dr fail, for tests");
MODULE_LICENSE("GPL");
