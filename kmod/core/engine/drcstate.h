/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Moving one connector between its states, by PAPR's calls.
 *
 * Invariant: each function makes the calls of one transition and no other,
 * waits out busy statuses within a bound, and reports a failure with the call
 * and its status. Connector state is always read from firmware, never cached.
 *
 * Includes core/engine.
 */
#ifndef PDR_CORE_DRCSTATE_H
#define PDR_CORE_DRCSTATE_H

#include <pdr_status.h>

#include "core/engine/fwplatform.h"

struct pdr_cc_node;

/* Indicators and sensors, LoPAR, "Dynamic Reconfiguration RTAS calls" */
#define PDR_ISOLATION_STATE	9001
#define PDR_ALLOCATION_STATE	9003
#define PDR_DR_ENTITY_SENSE	9003

/* Values of dr-entity-sense, all that LoPAR has; no rule here asks for the last two */
#define PDR_SENSE_EMPTY		0
#define PDR_SENSE_PRESENT	1
#define PDR_SENSE_UNUSABLE	2
#define PDR_SENSE_EXCHANGE	3
#define PDR_SENSE_RECOVERY	4

/* Percent, by LoPAR's set-power-level; a power domain can have no value between these */
#define PDR_NO_POWER	0
#define PDR_FULL_POWER	100

/* Status by which older platforms say that a connector senses unusable */
#define PDR_SENSE_LEGACY_UNUSABLE	(-9002)

/**
 * struct pdr_fault - the first failure of a job
 * @error: negative errno, 0 while there is none
 * @step: enum pseries_dr_step
 * @drc_index: the connector
 * @call: enum pdr_fw_call, PDR_FW_ANY when no firmware call failed
 * @reason: enum pseries_dr_reason, where an operation of Linux gave one, or where the
 *	    platform gave what Linux may not have
 * @status: its status
 * @reason_value: number that belongs to @reason
 */
struct pdr_fault {
	int error;
	u8 step;
	u32 drc_index;
	u8 call;
	u8 reason;
	s32 status;
	u64 reason_value;
};

/**
 * pdr_drc_usage - tell who uses a connector
 * @attached: Linux has what it holds
 * @sense: PDR_SENSE_*
 *
 * Return: enum pseries_dr_usage.
 */
static inline u8 pdr_drc_usage(bool attached, u32 sense)
{
	if (attached)
		return PSERIES_DR_USAGE_IN_USE;
	return sense == PDR_SENSE_PRESENT ? PSERIES_DR_USAGE_UNUSED :
					    PSERIES_DR_USAGE_ABSENT;
}

/**
 * pdr_drc_sense - ask for the state of a connector
 * @platform: to ask
 * @drc_index: the connector
 * @sense: PDR_SENSE_*, when 0 is returned
 * @fault: filled on failure
 *
 * The legacy status "not supported in this connector" is sense unusable
 * (PAPR, get-sensor-state on logical connectors).
 *
 * Return: 0 or negative errno.
 */
int pdr_drc_sense(const struct pdr_platform *platform, u32 drc_index,
		  u32 *sense, struct pdr_fault *fault);

/**
 * pdr_drc_sense_once - ask for the state of a connector, and do not wait
 * @platform: to ask
 * @drc_index: the connector
 * @sense: PDR_SENSE_*, when 0 is returned
 * @fault: filled on failure
 *
 * For a caller that makes other tasks wait, and only shows the result.
 *
 * Return: 0 or negative errno; -ETIMEDOUT if the platform is busy.
 */
int pdr_drc_sense_once(const struct pdr_platform *platform, u32 drc_index,
		       u32 *sense, struct pdr_fault *fault);

/**
 * pdr_drc_pause - wait before something that failed is tried again
 * @platform: to wait for
 * @error: of the failure, or 0
 * @tries: tries that failed so far, 0 at first; counted
 *
 * For calls that must survive a transient failure.
 *
 * Return: true to try again; false if the call worked, if it has failed at every
 * try, or if the platform was busy all the time.
 */
bool pdr_drc_pause(const struct pdr_platform *platform, int error,
		   unsigned int *tries);

/**
 * pdr_drc_sense_surely - ask for the state of a connector, more than once
 * @platform: to ask
 * @drc_index: the connector
 * @sense: PDR_SENSE_*, when 0 is returned
 * @fault: filled on failure
 *
 * For a decision that needs the sense value: an error counts only if it persists, and
 * "no such connector" only if the platform says so twice.
 *
 * Return: 0 or negative errno, -ENODEV when there is no such connector.
 */
int pdr_drc_sense_surely(const struct pdr_platform *platform, u32 drc_index,
			 u32 *sense, struct pdr_fault *fault);

/**
 * pdr_drc_set - make one transition of a connector
 * @platform: to ask
 * @call: PDR_FW_ISOLATE to PDR_FW_ACQUIRE
 * @drc_index: the connector
 * @fault: filled on failure
 *
 * Return: 0 or negative errno.
 */
int pdr_drc_set(const struct pdr_platform *platform, enum pdr_fw_call call,
		u32 drc_index, struct pdr_fault *fault);

/**
 * pdr_drc_set_power - switch the power domain of a slot
 * @platform: to ask
 * @domain: neither 0 nor -1, which LoPAR wants to be left alone
 * @on: full power, or none
 *
 * Return: 0 or negative errno; -ETIMEDOUT if the platform stays busy.
 */
int pdr_drc_set_power(const struct pdr_platform *platform, u32 domain, bool on);

/**
 * pdr_drc_get_power - tell if a power domain has power
 * @platform: to ask
 * @domain: neither 0 nor -1
 * @on: whether it has, when 0 is returned
 *
 * Return: as pdr_drc_set_power().
 */
int pdr_drc_get_power(const struct pdr_platform *platform, u32 domain, bool *on);

/**
 * pdr_drc_configure - run ibm,configure-connector to its end
 * @platform: to ask
 * @drc_index: an unisolated connector
 * @tree: the nodes, owned by the caller; NULL to drop them
 * @fault: filled on failure
 *
 * The sequence is drained on every failure of our own: an abandoned one
 * would leave the connector stuck between its states. The platform keeps the
 * pages that it asks for until it ends the sequence. Without @tree, it is enough
 * that the platform ends the sequence.
 *
 * Return: 0 or negative errno.
 */
int pdr_drc_configure(const struct pdr_platform *platform, u32 drc_index,
		      struct pdr_cc_node **tree, struct pdr_fault *fault);

/**
 * pdr_drc_reclaim - take an isolated connector back into use
 * @platform: to ask
 * @drc_index: an isolated connector that was configured before
 * @fault: filled on failure
 *
 * Return: 0 or negative errno.
 */
int pdr_drc_reclaim(const struct pdr_platform *platform, u32 drc_index,
		    struct pdr_fault *fault);

#endif /* PDR_CORE_DRCSTATE_H */
