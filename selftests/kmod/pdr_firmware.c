// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_firmware - answers of firmware that QEMU never gives.
 *
 * The parameter "fail" takes "CALL INDEX STATUS TIMES": the next TIMES such calls for a connector
 * give STATUS and do not reach the platform. CALL is isolate, unusable or configure; each has one
 * connector at a time. Read, "fail" says how many of the TIMES are left.
 *
 *	echo isolate 0x80000004 -9001 1 >/sys/module/pdr_firmware/parameters/fail
 *
 * The parameter "cut" takes "INDEX LENGTH NAME": ibm,configure-connector gives the property NAME of
 * this connector with LENGTH bytes. With index 0 it cuts nothing.
 *
 * The parameter "forge" takes "INDEX NUMBER WAY": the answer NUMBER, from 1 on, of each sequence of
 * ibm,configure-connector for this connector is another one than the platform's: a child, a
 * property or a parent, or its name is endless. With index 0 it forges nothing.
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

#include <asm/rtas.h>

#include "lib/workarea.h"

#define FIRMWARE_NAME_MAX 31
/* Where rtas_call() has its token and the arguments of the platform's call. */
#define FIRMWARE_TOKEN 3
#define FIRMWARE_ARGUMENT 7
/* Where it returns the status; regs_return_value() is for system calls, and may negate it. */
#define FIRMWARE_STATUS 3
#define FIRMWARE_ISOLATION 9001
#define FIRMWARE_ALLOCATION 9003

/* No status of the platform's */
#define FIRMWARE_ENDLESS 100

enum firmware_call {
	FIRMWARE_ISOLATE,
	FIRMWARE_UNUSABLE,
	FIRMWARE_CONFIGURE,
	FIRMWARE_OTHER,
};

static struct firmware_failure {
	const char *name;
	u32 drc_index;
	int status;
	atomic_t times;		/* calls that are still to fail */
} failures[] = {
	[FIRMWARE_ISOLATE] = { .name = "isolate" },
	[FIRMWARE_UNUSABLE] = { .name = "unusable" },
	[FIRMWARE_CONFIGURE] = { .name = "configure" },
};

static struct {
	u32 drc_index;
	u32 length;
	char name[FIRMWARE_NAME_MAX + 1];
} cut;

static const struct {
	const char *name;
	int status;
} ways[] = {
	{ "child", WORKAREA_CHILD },
	{ "property", WORKAREA_PROPERTY },
	{ "parent", WORKAREA_PARENT },
	{ "endless", FIRMWARE_ENDLESS },
};

static struct {
	u32 drc_index;
	unsigned int number;	/* of the answer */
	int status;
	unsigned int given;	/* answers of the sequence at work */
} forged;

static int set_indicator, configure_connector;	/* tokens of the platform's calls */

static struct firmware_failure *failure_named(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(failures); i++)
		if (!strcmp(failures[i].name, name))
			return &failures[i];
	return NULL;
}

static int failing_set(const char *text, const struct kernel_param *kp)
{
	struct firmware_failure *failure;
	char name[FIRMWARE_NAME_MAX + 1];
	int status, times;
	u32 drc_index;

	if (sscanf(text, "%31s %i %d %d", name, &drc_index, &status, &times) != 4)
		return -EINVAL;
	failure = failure_named(name);
	if (!failure)
		return -EINVAL;
	failure->drc_index = drc_index;
	failure->status = status;
	atomic_set(&failure->times, times);
	return 0;
}

static int failing_get(char *buffer, const struct kernel_param *kp)
{
	size_t i;
	int len = 0;

	for (i = 0; i < ARRAY_SIZE(failures); i++)
		len += sprintf(buffer + len, "%s %#x %d %d\n", failures[i].name,
			       failures[i].drc_index, failures[i].status,
			       atomic_read(&failures[i].times));
	return len;
}

static const struct kernel_param_ops fail_ops = {
	.set = failing_set,
	.get = failing_get,
};

module_param_cb(fail, &fail_ops, NULL, 0644);
MODULE_PARM_DESC(fail, "calls that fail without reaching the platform");

static int cut_set(const char *text, const struct kernel_param *kp)
{
	char name[FIRMWARE_NAME_MAX + 1];
	u32 drc_index, length;

	if (sscanf(text, "%i %u %31s", &drc_index, &length, name) != 3)
		return -EINVAL;
	cut.length = length;
	strscpy(cut.name, name, sizeof(cut.name));
	WRITE_ONCE(cut.drc_index, drc_index);
	return 0;
}

static const struct kernel_param_ops cut_ops = {
	.set = cut_set,
};

module_param_cb(cut, &cut_ops, NULL, 0200);
MODULE_PARM_DESC(cut, "a property of a connector that gets another length");

static int status_of_way(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(ways[i].name, name))
			return ways[i].status;
	return -EINVAL;
}

static int forge_set(const char *text, const struct kernel_param *kp)
{
	char way[FIRMWARE_NAME_MAX + 1];
	unsigned int number;
	u32 drc_index;

	if (sscanf(text, "%i %u %31s", &drc_index, &number, way) != 3 || status_of_way(way) < 0)
		return -EINVAL;
	forged.number = number;
	forged.status = status_of_way(way);
	forged.given = 0;
	WRITE_ONCE(forged.drc_index, drc_index);
	return 0;
}

static const struct kernel_param_ops forge_ops = {
	.set = forge_set,
};

module_param_cb(forge, &forge_ops, NULL, 0200);
MODULE_PARM_DESC(forge, "an answer of a connector that is another one");

static u32 argument(const struct pt_regs *regs, int number)
{
	return regs->gpr[FIRMWARE_ARGUMENT + number];
}

static u8 *area_of(const struct pt_regs *regs)
{
	return __va(argument(regs, 0));
}

static bool is_configure(const struct pt_regs *regs)
{
	return (int)regs->gpr[FIRMWARE_TOKEN] == configure_connector;
}

static enum firmware_call call_of(const struct pt_regs *regs)
{
	if (is_configure(regs))
		return FIRMWARE_CONFIGURE;
	/* the value 0 is "isolate", and "unusable" */
	if ((int)regs->gpr[FIRMWARE_TOKEN] != set_indicator || argument(regs, 2))
		return FIRMWARE_OTHER;
	switch (argument(regs, 0)) {
	case FIRMWARE_ISOLATION:
		return FIRMWARE_ISOLATE;
	case FIRMWARE_ALLOCATION:
		return FIRMWARE_UNUSABLE;
	default:
		return FIRMWARE_OTHER;
	}
}

static u32 connector_of(const struct pt_regs *regs)
{
	return is_configure(regs) ? workarea_get(area_of(regs), WORKAREA_INDEX) :
				    argument(regs, 1);
}

/* In the place of rtas_call(). */
static int failing_call(struct kprobe *probe, struct pt_regs *regs)
{
	enum firmware_call call = call_of(regs);
	struct firmware_failure *failure;

	if (call == FIRMWARE_OTHER)
		return 0;
	failure = &failures[call];
	if (failure->drc_index != connector_of(regs) || atomic_dec_if_positive(&failure->times) < 0)
		return 0;
	regs->gpr[FIRMWARE_STATUS] = failure->status;
	regs_set_return_ip(regs, regs->link);
	return 1;
}

static struct kprobe fail_probe = {
	.symbol_name = "rtas_call",
	.pre_handler = failing_call,
};

/* Remember the work area of a call whose answer may be changed. */
static int change_enter(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	u8 **area = (void *)instance->data;

	if (!is_configure(regs))
		return 1;
	*area = area_of(regs);
	return 0;
}

static void cut_answer(u8 *area, int status)
{
	if (status == WORKAREA_PROPERTY && !strcmp(workarea_name(area), cut.name))
		workarea_set(area, WORKAREA_LENGTH, cut.length);
}

/* Return: the status of the forged answer. */
static int forge_answer(u8 *area, int status)
{
	forged.given = status > WORKAREA_COMPLETE ? forged.given + 1 : 0;
	if (forged.given != forged.number)
		return status;
	if (forged.status != FIRMWARE_ENDLESS)
		return forged.status;
	workarea_endless_name(area);
	return status;
}

static int change_return(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	u8 *area = *(u8 **)instance->data;
	u32 drc_index = workarea_get(area, WORKAREA_INDEX);
	int status = regs->gpr[FIRMWARE_STATUS];

	if (drc_index == READ_ONCE(cut.drc_index))
		cut_answer(area, status);
	if (drc_index == READ_ONCE(forged.drc_index))
		regs->gpr[FIRMWARE_STATUS] = forge_answer(area, status);
	return 0;
}

static struct kretprobe change_probe = {
	.kp.symbol_name = "rtas_call",
	.entry_handler = change_enter,
	.handler = change_return,
	.data_size = sizeof(u8 *),
};

static int __init firmware_init(void)
{
	int ret;

	set_indicator = rtas_token("set-indicator");
	configure_connector = rtas_token("ibm,configure-connector");
	ret = register_kprobe(&fail_probe);
	if (ret)
		return ret;
	ret = register_kretprobe(&change_probe);
	if (ret)
		unregister_kprobe(&fail_probe);
	return ret;
}
module_init(firmware_init);

static void __exit firmware_exit(void)
{
	unregister_kretprobe(&change_probe);
	unregister_kprobe(&fail_probe);
}
module_exit(firmware_exit);

MODULE_DESCRIPTION("Answer in the place of firmware, for tests");
MODULE_LICENSE("GPL");
