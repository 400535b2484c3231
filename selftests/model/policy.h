/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_POLICY_H
#define PDR_MODEL_POLICY_H

/*
 * The differences between platforms.
 * Invariant: the state machines ask the policy, never the name of a platform.
 */

#include <pdr_env.h>

/* Busy, and a delay of each power of ten from 1 ms to 100 s. */
#define MODEL_BUSY_MAX	7

/**
 * struct model_refusal - what the host hears of one refusal
 * @mem_unplug_error: MEM_UNPLUG_ERROR events
 * @guest_error: DEVICE_UNPLUG_GUEST_ERROR events
 * @cleared: the removal is not pending afterwards
 */
struct model_refusal {
	u8 mem_unplug_error;
	u8 guest_error;
	bool cleared;
};

/**
 * struct model_policy - how a platform differs from others
 * @name: name of the platform
 * @lmb_by_unisolate: effect of a DIMM refused by unisolate
 * @lmb_by_configure: effect of a DIMM refused by configure-connector
 * @other_by_unisolate: effect of a core or PHB refused by unisolate
 * @asks_core_again: a device_del of a core that is pending tells the guest again
 * @silent_again: a device_del of a PHB or PCI function that is pending does
 *		  nothing, instead of failing
 * @takes_unasked: the guest can isolate an LMB for which no unplug is pending
 * @legacy_sense: sense of an unusable connector is a status, not a value
 * @strict: an unusable connector allows nothing but to be set usable
 * @step_back: an unisolated connector can be isolated before it is configured
 * @isolated_complete: configure-connector of an isolated connector ends at once
 * @area_cursor: the work area holds the progress of a configuration, so another
 *		 work area begins again
 * @fewer_features: cores have fewer architecture features than older versions gave
 * @pi_features: cores have features of the implementation
 * @siblings: a core comes with the nodes of its caches beside it, by status 1
 * @more_memory: each configuration asks for one more page
 * @checks_use: a connector that is mapped, or has usable children, is not isolated
 * @busy: times that each call is answered busy first, at most MODEL_BUSY_MAX
 * @offers: the host can offer a spare, for another one in use or after a failure
 * @names: events name a connector, and carry a token
 * @drc_info: the device tree has ibm,drc-info in place of four arrays
 * @form2: associativity may be of form 2
 */
struct model_policy {
	const char *name;
	struct model_refusal lmb_by_unisolate;
	struct model_refusal lmb_by_configure;
	struct model_refusal other_by_unisolate;
	bool asks_core_again;
	bool silent_again;
	bool takes_unasked;
	bool legacy_sense;
	bool strict;
	bool step_back;
	bool isolated_complete;
	bool area_cursor;
	bool fewer_features;
	bool pi_features;
	bool siblings;
	bool more_memory;
	bool checks_use;
	u8 busy;
	bool offers;
	bool names;
	bool drc_info;
	bool form2;
};

/*
 * QEMU from that version on, up to the next one here. 7.2 and 10.0 were compared in
 * walks; the others are from reading their sources.
 */
extern const struct model_policy model_qemu_5_2;
extern const struct model_policy model_qemu_6_0;
extern const struct model_policy model_qemu_6_1;
/* From 6.2 on. */
extern const struct model_policy model_qemu_7_2;
/* The same, with another device tree. */
extern const struct model_policy model_qemu_9_0;
extern const struct model_policy model_qemu_9_1;
extern const struct model_policy model_qemu_10_0;
/* As QEMU 7.2, but with takes_unasked. */
extern const struct model_policy model_generous;
/* The same, with legacy_sense as older platforms. */
extern const struct model_policy model_legacy;
/* LoPAR as it is written, and as a hypervisor with partitions would do it; not seen. */
extern const struct model_policy model_lopar;
/* The same, busy before each answer. */
extern const struct model_policy model_lopar_busy;
/* The same with every busy status, which takes minutes. */
extern const struct model_policy model_lopar_slow;

/**
 * model_qemu() - Find how a version of QEMU differs.
 * @version: two numbers with a point between them
 *
 * Return: the policy of the newest version that is not above it; NULL if all are, or
 * if it is no version.
 */
const struct model_policy *model_qemu(const char *version);

#endif /* PDR_MODEL_POLICY_H */
