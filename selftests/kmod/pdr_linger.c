// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_linger - delay the unload of pseries_dr at its begin: try_module_get() fails by then, and
 * nothing of the module has ended yet. Load it after pseries_dr, and unload it after pseries_dr.
 *
 *	insmod pdr_linger.ko ms=4000
 */
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/module.h>

static unsigned int linger_ms = 1000;
module_param_named(ms, linger_ms, uint, 0444);
MODULE_PARM_DESC(ms, "milliseconds");

/* Other tasks run meanwhile: interrupts are on, and there is another CPU. */
static int linger(struct kprobe *probe, struct pt_regs *regs)
{
	mdelay(linger_ms);
	return 0;
}

/* The first function that the module calls at unload. */
static struct kprobe linger_probe = {
	.symbol_name = "pdr_intake_exit",
	.pre_handler = linger,
};

static int __init linger_init(void)
{
	return register_kprobe(&linger_probe);
}
module_init(linger_init);

static void __exit linger_exit(void)
{
	unregister_kprobe(&linger_probe);
}
module_exit(linger_exit);

MODULE_DESCRIPTION("Hold pseries_dr up when it goes, for tests");
MODULE_LICENSE("GPL");
