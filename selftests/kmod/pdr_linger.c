// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_linger - holds pseries_dr up when it goes: it cannot be kept any more then, and nothing of it
 * has ended yet. Loaded after it, and to be unloaded after it.
 *
 *	insmod pdr_linger.ko ms=4000
 */
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/module.h>

static unsigned int linger_ms = 1000;
module_param_named(ms, linger_ms, uint, 0444);
MODULE_PARM_DESC(ms, "milliseconds");

/* Others run meanwhile: interrupts are on, and there is another CPU. */
static int linger(struct kprobe *probe, struct pt_regs *regs)
{
	mdelay(linger_ms);
	return 0;
}

/* The first that the module calls when it goes. */
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
