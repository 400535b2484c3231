/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_POLICY_H
#define PDR_MODEL_POLICY_H

/*
 * In what platforms differ.
 * Invariant: the state machines ask a policy, never for the name of a platform.
 */

#include <pdr_env.h>

/* "Call again", and delays of each power of ten from 1 ms to 100 s. */
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
 * @fewer_features: a core says less of the architecture than it did
 * @pi_features: a core says what of the implementation can be used
 * @siblings: a core comes with the nodes of its caches beside it, by status 1
 * @more_memory: a page more is asked for in each configuration
 * @checks_use: what is still mapped, or has usable children, is not isolated
 * @busy: so many times, MODEL_BUSY_MAX at most, a call is answered busy before it is
 *	  answered
 * @offers: a spare is offered for another one that is in use, or after a failure
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
 * QEMU from that version on, up to the next one here. Of 7.2 and 10.0 it was seen,
 * beside them; of the others it was read in their sources, and nobody walked there.
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
/* As QEMU 7.2, but takes an LMB that it did not ask for. */
extern const struct model_policy model_generous;
/* The same, in the words of older platforms. */
extern const struct model_policy model_legacy;
/* LoPAR as it is written (none was seen), and as a hypervisor with partitions would do it. */
extern const struct model_policy model_lopar;
/* The same, busy before each answer. */
extern const struct model_policy model_lopar_busy;
/* The same in every way that there is, which takes minutes. */
extern const struct model_policy model_lopar_slow;

/**
 * model_qemu() - Find how a version of QEMU differs.
 * @version: two numbers with a point between them
 *
 * Return: what is known of the newest version that is not above it; NULL where
 * all are, and for what is no version.
 */
const struct model_policy *model_qemu(const char *version);

#endif /* PDR_MODEL_POLICY_H */
