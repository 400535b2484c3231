// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_event - an event of the platform that QEMU never sends.
 *
 * The next call of check-exception gives the bytes of the parameter "log", in hexadecimal digits,
 * and later calls reach the platform again. "log" is empty once they were given. The caller has to
 * use rtas_data_buf.
 *
 *	echo 0604 >/sys/module/pdr_event/parameters/log
 */
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

#include <asm/rtas.h>

#define EVENT_MAX 2048

static u8 event_log[EVENT_MAX];
static unsigned int event_len;	/* bytes of event_log that are still to be given; 0: none */
static int event_token;

static int event_set(const char *text, const struct kernel_param *kp)
{
	size_t len = strcspn(text, "\n") / 2;

	if (len > EVENT_MAX || hex2bin(event_log, text, len))
		return -EINVAL;
	memset(event_log + len, 0, EVENT_MAX - len);
	WRITE_ONCE(event_len, len);
	return 0;
}

static int event_get(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%*phN\n", min(READ_ONCE(event_len), 64U), event_log);
}

static const struct kernel_param_ops event_ops = {
	.set = event_set,
	.get = event_get,
};

module_param_cb(log, &event_ops, NULL, 0644);
MODULE_PARM_DESC(log, "an error log that check-exception is to give");

/* In the place of rtas_call(): its token is in r3, and its status goes there. */
static int event_call(struct kprobe *probe, struct pt_regs *regs)
{
	if ((int)regs->gpr[3] != event_token || !READ_ONCE(event_len))
		return 0;
	memcpy(rtas_data_buf, event_log, EVENT_MAX);
	WRITE_ONCE(event_len, 0);
	regs->gpr[3] = 0;
	regs_set_return_ip(regs, regs->link);
	return 1;
}

static struct kprobe event_probe = {
	.symbol_name = "rtas_call",
	.pre_handler = event_call,
};

static int __init event_init(void)
{
	event_token = rtas_token("check-exception");
	return register_kprobe(&event_probe);
}
module_init(event_init);

static void __exit event_exit(void)
{
	unregister_kprobe(&event_probe);
}
module_exit(event_exit);

MODULE_DESCRIPTION("Give an event that the platform did not send; for tests");
MODULE_LICENSE("GPL");
