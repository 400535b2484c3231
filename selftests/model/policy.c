// SPDX-License-Identifier: GPL-2.0
/* QEMU by its versions, and LoPAR. */
#include "policy.h"

#define UNISOLATE_7_2	{ .mem_unplug_error = 1, .guest_error = 2, .cleared = true }
#define CONFIGURE_7_2	{ .mem_unplug_error = 1, .guest_error = 1, .cleared = true }
#define OTHER_7_2	{ .guest_error = 1, .cleared = true }

#define QEMU_9_1							\
	.form2 = true,							\
	.lmb_by_unisolate = { .guest_error = 2, .cleared = true },	\
	.lmb_by_configure = { .guest_error = 1, .cleared = true },	\
	.other_by_unisolate = OTHER_7_2,				\
	.asks_core_again = true,					\
	.fewer_features = true,						\
	.pi_features = true

#define LOPAR				\
	.asks_core_again = true,	\
	.takes_unasked = true,		\
	.strict = true,			\
	.step_back = true,		\
	.isolated_complete = true,	\
	.area_cursor = true,		\
	.siblings = true,		\
	.more_memory = true,		\
	.checks_use = true,		\
	.offers = true,			\
	.names = true,			\
	.drc_info = true,			\
	.form2 = true

const struct model_policy model_qemu_5_2 = {
	.name = "QEMU 5.2",
	.silent_again = true,
};

const struct model_policy model_qemu_6_0 = {
	.name = "QEMU 6.0",
	.lmb_by_configure = { .mem_unplug_error = 1, .cleared = true },
	.asks_core_again = true,
};

const struct model_policy model_qemu_6_1 = {
	.name = "QEMU 6.1",
	.lmb_by_unisolate = { .mem_unplug_error = 1, .cleared = true },
	.lmb_by_configure = { .mem_unplug_error = 1, .cleared = true },
	.other_by_unisolate = { .cleared = true },
	.asks_core_again = true,
};

const struct model_policy model_qemu_7_2 = {
	.name = "QEMU 7.2",
	.form2 = true,
	.lmb_by_unisolate = UNISOLATE_7_2,
	.lmb_by_configure = CONFIGURE_7_2,
	.other_by_unisolate = OTHER_7_2,
	.asks_core_again = true,
};

const struct model_policy model_qemu_9_0 = {
	.name = "QEMU 9.0",
	.form2 = true,
	.lmb_by_unisolate = UNISOLATE_7_2,
	.lmb_by_configure = CONFIGURE_7_2,
	.other_by_unisolate = OTHER_7_2,
	.asks_core_again = true,
	.fewer_features = true,
};

const struct model_policy model_qemu_9_1 = {
	.name = "QEMU 9.1",
	QEMU_9_1,
};

const struct model_policy model_qemu_10_0 = {
	.name = "QEMU 10.0",
	QEMU_9_1,
};

const struct model_policy model_generous = {
	.name = "a platform that takes what it did not ask for",
	.form2 = true,
	.lmb_by_unisolate = UNISOLATE_7_2,
	.lmb_by_configure = CONFIGURE_7_2,
	.other_by_unisolate = OTHER_7_2,
	.asks_core_again = true,
	.takes_unasked = true,
};

const struct model_policy model_legacy = {
	.name = "the same in older words",
	.form2 = true,
	.lmb_by_unisolate = UNISOLATE_7_2,
	.lmb_by_configure = CONFIGURE_7_2,
	.other_by_unisolate = OTHER_7_2,
	.asks_core_again = true,
	.takes_unasked = true,
	.legacy_sense = true,
};

const struct model_policy model_lopar = {
	.name = "LoPAR",
	LOPAR,
};

const struct model_policy model_lopar_busy = {
	.name = "LoPAR, busy",
	LOPAR,
	.busy = 2,
};

const struct model_policy model_lopar_slow = {
	.name = "LoPAR, slow",
	LOPAR,
	.busy = MODEL_BUSY_MAX,
};

const struct model_policy *model_qemu(const char *version)
{
	static const struct {
		unsigned int major;
		unsigned int minor;
		const struct model_policy *policy;
	} policies[] = {
		{ 5, 2, &model_qemu_5_2 }, { 6, 0, &model_qemu_6_0 },
		{ 6, 1, &model_qemu_6_1 }, { 6, 2, &model_qemu_7_2 },
		{ 9, 0, &model_qemu_9_0 }, { 9, 1, &model_qemu_9_1 },
		{ 10, 0, &model_qemu_10_0 },
	};
	unsigned int major, minor, i = ARRAY_SIZE(policies);
	char end;

	if (sscanf(version, "%u.%u%c", &major, &minor, &end) != 2)
		return NULL;
	while (i--)
		if (policies[i].major < major ||
		    (policies[i].major == major && policies[i].minor <= minor))
			return policies[i].policy;
	return NULL;
}
