/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_POLICY_H
#define PDR_MODEL_POLICY_H

/*
 * In what platforms differ.
 * Invariant: the state machines ask a policy, never for the name of a platform.
 */

#include <pdr_env.h>

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
 * struct model_policy - in what platforms differ
 * @name: of the platform
 * @lmb_by_unisolate: a refused DIMM, by unisolate
 * @lmb_by_configure: a refused DIMM, by configure-connector
 * @other_by_unisolate: a refused core or PHB
 * @asks_core_again: a device_del of a core that is pending tells the guest again
 * @silent_again: a device_del of a PHB or PCI function that is pending does
 *		  nothing, instead of failing
 * @takes_unasked: an LMB can be isolated that nobody asked for
 * @legacy_sense: that a connector is unusable is a status, and no value
 * @strict: of what is unusable, nothing can be set but that it be usable
 * @step_back: what is unisolated can be isolated before it is configured
 * @isolated_complete: an isolated connector is at once completely configured
 * @area_cursor: the work area has how far a configuration has come, and another
 *		 one begins anew
 * @pi_features: a core says what of the implementation can be used, and of the
 *		 architecture less than it did
 * @siblings: a core comes with the nodes of its caches beside it, by status 1
 * @more_memory: a page more is asked for in each configuration
 * @checks_use: what is still mapped, or has usable children, is not isolated
 * @busy: so many times a call is answered busy before it is answered
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
	bool pi_features;
	bool siblings;
	bool more_memory;
	bool checks_use;
	u8 busy;
	bool names;
	bool drc_info;
	bool form2;
};

extern const struct model_policy model_qemu_5_2;
extern const struct model_policy model_qemu_6_0;
extern const struct model_policy model_qemu_6_1;
/* 6.2 to 9.0 */
extern const struct model_policy model_qemu_7_2;
extern const struct model_policy model_qemu_9_1;
/* The same, with another device tree. */
extern const struct model_policy model_qemu_10_0;
/* As QEMU 7.2, but takes an LMB that it did not ask for. */
extern const struct model_policy model_generous;
/* The same, in the words of older platforms. */
extern const struct model_policy model_legacy;
/* LoPAR as it is written, and as a hypervisor with partitions would do it. */
extern const struct model_policy model_lopar;
/* The same, busy before each answer. */
extern const struct model_policy model_lopar_busy;

#endif /* PDR_MODEL_POLICY_H */
