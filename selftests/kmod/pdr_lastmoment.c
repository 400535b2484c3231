// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_lastmoment - the unload of pseries_dr waits for an interrupt of the platform.
 *
 * To be loaded after pseries_dr. Once the events of the platform are no longer read and before the
 * stock kernel gets its interrupts back, the unload says so on the console and spins until an
 * interrupt has come, or LIMIT_MS have passed. Interrupts must not go to the CPU that unloads.
 */
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/module.h>

#define LIMIT_MS 15000

static bool moment_came;

module_param_named(came, moment_came, bool, 0444);
MODULE_PARM_DESC(came, "an interrupt came in the last moment");

/* The unload spins. */
static bool moment_waits;

static int moment_release(struct kprobe *probe, struct pt_regs *regs)
{
	unsigned int ms;

	WRITE_ONCE(moment_waits, true);
	pr_info("pdr_lastmoment: the interrupts are released next\n");
	for (ms = 0; ms < LIMIT_MS && !READ_ONCE(moment_came); ms++)
		mdelay(1);
	WRITE_ONCE(moment_waits, false);
	return 0;
}

static int moment_count(struct kprobe *probe, struct pt_regs *regs)
{
	if (READ_ONCE(moment_waits))
		WRITE_ONCE(moment_came, true);
	return 0;
}

static struct kprobe release_probe = {
	.symbol_name = "pdr_interrupts_release",
	.pre_handler = moment_release,
};

/* The handler of pseries_dr. */
static struct kprobe handler_probe = {
	.symbol_name = "count_interrupt",
	.pre_handler = moment_count,
};

static int __init moment_init(void)
{
	struct kprobe *probes[] = { &release_probe, &handler_probe };

	return register_kprobes(probes, ARRAY_SIZE(probes));
}
module_init(moment_init);

static void __exit moment_exit(void)
{
	struct kprobe *probes[] = { &release_probe, &handler_probe };

	unregister_kprobes(probes, ARRAY_SIZE(probes));
}
module_exit(moment_exit);

MODULE_DESCRIPTION("Hold up the unload of pseries_dr until an interrupt comes, for tests");
MODULE_LICENSE("GPL");
