// SPDX-License-Identifier: GPL-2.0
/* The module's parameters. Includes state. */
#include <linux/moduleparam.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include <pdr_names.h>

#include "state/pdr.h"

struct pdr_settings pdr_settings = {
	.stall_timeout_ms = 10000,
	.online_type = PSERIES_DR_ONLINE_TYPE_AUTO,
	.refuse_by = PSERIES_DR_REFUSE_BY_UNISOLATE,
};

/* Set a parameter to the value that the spec gives this name to. */
static int set_by_name(const char *text, const struct kernel_param *param,
		       const char *(*name)(unsigned int value),
		       unsigned int last)
{
	unsigned int value;

	for (value = 0; value <= last; value++)
		if (sysfs_streq(text, name(value))) {
			WRITE_ONCE(*(unsigned int *)param->arg, value);
			return 0;
		}
	return -EINVAL;
}

static int set_online_type(const char *text, const struct kernel_param *param)
{
	return set_by_name(text, param, pdr_online_type_name,
			   PSERIES_DR_ONLINE_TYPE_KERNEL);
}

static int get_online_type(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%s\n",
			  pdr_online_type_name(pdr_settings.online_type));
}

static const struct kernel_param_ops online_type_ops = {
	.set = set_online_type,
	.get = get_online_type,
};

static int set_refuse_by(const char *text, const struct kernel_param *param)
{
	return set_by_name(text, param, pdr_refuse_by_name,
			   PSERIES_DR_REFUSE_BY_OFF);
}

static int get_refuse_by(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%s\n",
			  pdr_refuse_by_name(pdr_settings.refuse_by));
}

static const struct kernel_param_ops refuse_by_ops = {
	.set = set_refuse_by,
	.get = get_refuse_by,
};

module_param_named(stall_timeout_ms, pdr_settings.stall_timeout_ms, uint, 0644);
MODULE_PARM_DESC(stall_timeout_ms,
		 "ms without progress after which a job gives up (10000)");

module_param_cb(online_type, &online_type_ops, &pdr_settings.online_type, 0644);
MODULE_PARM_DESC(online_type,
		 "zone of added memory: auto, movable, kernel (auto)");

module_param_cb(refuse_by, &refuse_by_ops, &pdr_settings.refuse_by, 0644);
MODULE_PARM_DESC(refuse_by,
		 "how to refuse a removal: unisolate, configure, off (unisolate)");
