/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	include/pdr.yaml */
/* YNL-GEN uapi header */

/*
 * The generic netlink family PSERIES_DR_FAMILY_NAME, version
 * PSERIES_DR_FAMILY_VERSION, in the initial network namespace. Every attribute
 * stands for itself, there are no nests. A reader skips attributes it does not
 * know. The meaning of an attribute stands where it first appears.
 *
 * A refused request is answered with a negative errno in NLMSG_ERROR, or for a
 * dump in the NLMSG_DONE that ends it; NLMSGERR_ATTR_MSG says why and
 * NLMSGERR_ATTR_OFFS at which attribute. A dump that was overtaken by a change
 * has NLM_F_DUMP_INTR set and is to be repeated.
 *
 * PSERIES_DR_CMD_INFO
 * -------------------
 *
 * Version, capabilities and settings of the module.
 *
 * NLM_F_REQUEST without attributes.
 *
 * Reply:
 *
 *     PSERIES_DR_A_INFO_ABI: NLA_U32, version of this protocol that the module
 *         speaks
 *     PSERIES_DR_A_INFO_ABI_MIN: NLA_U32, oldest version of this protocol that
 *         the module still serves
 *     PSERIES_DR_A_INFO_CAPABILITIES: NLA_U32, bits of enum
 *         pseries_dr_capability
 *     PSERIES_DR_A_INFO_RELEASE: NLA_NUL_STRING, version of the module
 *     PSERIES_DR_A_INFO_LMB_SIZE: NLA_U64, bytes of an LMB, 0 without
 *         ibm,dynamic-reconfiguration-memory
 *     PSERIES_DR_A_INFO_BLOCK_SIZE: NLA_U64, bytes of a Linux memory block
 *     PSERIES_DR_A_INFO_LMB_COUNT: NLA_U32
 *     PSERIES_DR_A_INFO_DRC_COUNT: NLA_U32
 *     PSERIES_DR_A_INFO_SEQ: NLA_U64, sequence number of the newest event, 0
 *         before the first
 *     PSERIES_DR_A_INFO_SEQ_OLDEST: NLA_U64, sequence number of the oldest
 *         event that event-get can still give
 *     PSERIES_DR_A_INFO_JOBS_PENDING: NLA_U32, jobs that have not reached a
 *         final state
 *     PSERIES_DR_A_INFO_STALL_TIMEOUT_MS: NLA_U32
 *     PSERIES_DR_A_INFO_REFUSE_BY: NLA_U32, enum pseries_dr_refuse_by
 *     PSERIES_DR_A_INFO_ONLINE_TYPE: NLA_U32, enum pseries_dr_online_type
 *     PSERIES_DR_A_INFO_BOOT_ID: NLA_U64, differs between two loads of the
 *         module; sequence numbers start anew
 *     PSERIES_DR_A_INFO_MEMORY_STATE: NLA_U32, enum pseries_dr_memory_state
 *
 * PSERIES_DR_CMD_DRC_GET
 * ----------------------
 *
 * One connector by index, or all. With CAP_SYS_ADMIN each has its present sense
 * value.
 *
 * NLM_F_REQUEST with:
 *
 *     PSERIES_DR_A_DRC_INDEX: NLA_U32
 *
 * Reply:
 *
 *     PSERIES_DR_A_DRC_INDEX: NLA_U32
 *     PSERIES_DR_A_DRC_RESOURCE: NLA_U32, enum pseries_dr_resource
 *     PSERIES_DR_A_DRC_NAME: NLA_NUL_STRING
 *     PSERIES_DR_A_DRC_TYPE: NLA_NUL_STRING, type of the connector, from
 *         ibm,drc-types
 *     PSERIES_DR_A_DRC_POWER_DOMAIN: NLA_U32
 *     PSERIES_DR_A_DRC_SENSE_STATUS: NLA_S32, status of get-sensor-state, which
 *         is called once; absent without CAP_SYS_ADMIN, as firmware is then not
 *         called
 *     PSERIES_DR_A_DRC_SENSE: NLA_U32, dr-entity-sense as PAPR numbers it (0
 *         empty, 1 present, 2 unusable, 3 exchange, 4 recovery); absent when
 *         the call failed or was not made
 *
 * NLM_F_REQUEST | NLM_F_DUMP without attributes.
 *
 * Each message of the dump:
 *
 *     PSERIES_DR_A_DRC_INDEX: NLA_U32
 *     PSERIES_DR_A_DRC_RESOURCE: NLA_U32, enum pseries_dr_resource
 *     PSERIES_DR_A_DRC_NAME: NLA_NUL_STRING
 *     PSERIES_DR_A_DRC_TYPE: NLA_NUL_STRING
 *     PSERIES_DR_A_DRC_POWER_DOMAIN: NLA_U32
 *     PSERIES_DR_A_DRC_SENSE_STATUS: NLA_S32
 *     PSERIES_DR_A_DRC_SENSE: NLA_U32
 *
 * PSERIES_DR_CMD_LMB_GET
 * ----------------------
 *
 * One LMB by index, or all: its owner and its use by Linux. Without
 * CAP_SYS_ADMIN firmware is not called, and the owner of an LMB that Linux does
 * not use is unknown.
 *
 * NLM_F_REQUEST with:
 *
 *     PSERIES_DR_A_LMB_INDEX: NLA_U32, DRC index
 *
 * Reply:
 *
 *     PSERIES_DR_A_LMB_INDEX: NLA_U32
 *     PSERIES_DR_A_LMB_ADDRESS: NLA_U64, physical address
 *     PSERIES_DR_A_LMB_FLAGS: NLA_U32, flags of ibm,dynamic-memory as PAPR
 *         defines them
 *     PSERIES_DR_A_LMB_AA_INDEX: NLA_U32, index into
 *         ibm,associativity-lookup-arrays, 0xffffffff for none
 *     PSERIES_DR_A_LMB_USAGE: NLA_U32, enum pseries_dr_usage
 *     PSERIES_DR_A_LMB_SENSE_STATUS: NLA_S32, as of a connector
 *     PSERIES_DR_A_LMB_SENSE: NLA_U32, as of a connector
 *     PSERIES_DR_A_LMB_BLOCKS: NLA_U32, Linux memory blocks of this LMB
 *     PSERIES_DR_A_LMB_BLOCKS_ONLINE: NLA_U32
 *     PSERIES_DR_A_LMB_ZONE: NLA_NUL_STRING, zone of the online blocks, as
 *         Linux names it; absent while none is
 *     PSERIES_DR_A_LMB_NID: NLA_S32, NUMA node; absent while not in use
 *
 * NLM_F_REQUEST | NLM_F_DUMP without attributes.
 *
 * Each message of the dump: as the reply of PSERIES_DR_CMD_LMB_GET.
 *
 * PSERIES_DR_CMD_JOB_SUBMIT
 * -------------------------
 *
 * Queue a job. The answer has its id and comes at once; events tell the
 * outcome. Needs CAP_SYS_ADMIN.
 *
 * NLM_F_REQUEST with:
 *
 *     PSERIES_DR_A_JOB_RESOURCE: NLA_U32, enum pseries_dr_resource
 *     PSERIES_DR_A_JOB_ACTION: NLA_U32, enum pseries_dr_action
 *     PSERIES_DR_A_JOB_IDENTIFIER: NLA_U32, enum pseries_dr_identifier
 *     PSERIES_DR_A_JOB_INDEX: NLA_U32
 *     PSERIES_DR_A_JOB_COUNT: NLA_U32
 *     PSERIES_DR_A_JOB_NAME: NLA_NUL_STRING, at most PSERIES_DR_DRC_NAME_MAX
 *     PSERIES_DR_A_JOB_TIMEOUT_MS: NLA_U32, at most PSERIES_DR_TIMEOUT_MAX_MS,
 *         deadline of the whole job from its start on, 0 for none
 *
 * Reply:
 *
 *     PSERIES_DR_A_JOB_ID: NLA_U64
 *
 * PSERIES_DR_CMD_JOB_GET
 * ----------------------
 *
 * One job by id, or the last 1024, oldest change first. A dump has
 * NLM_F_DUMP_INTR if a job was forgotten before the dump came to it.
 *
 * NLM_F_REQUEST with:
 *
 *     PSERIES_DR_A_JOB_ID: NLA_U64
 *
 * Reply:
 *
 *     PSERIES_DR_A_JOB_ID: NLA_U64
 *     PSERIES_DR_A_JOB_SEQ: NLA_U64, sequence number: of the event, or of the
 *         last event of the job. Increases by one with every event but
 *         progress, from 1 on; progress has the number of the newest event
 *         before it
 *     PSERIES_DR_A_JOB_ORIGIN: NLA_U32, enum pseries_dr_origin
 *     PSERIES_DR_A_JOB_RESOURCE: NLA_U32, enum pseries_dr_resource
 *     PSERIES_DR_A_JOB_ACTION: NLA_U32, enum pseries_dr_action
 *     PSERIES_DR_A_JOB_IDENTIFIER: NLA_U32, enum pseries_dr_identifier
 *     PSERIES_DR_A_JOB_INDEX: NLA_U32
 *     PSERIES_DR_A_JOB_COUNT: NLA_U32
 *     PSERIES_DR_A_JOB_NAME: NLA_NUL_STRING, at most PSERIES_DR_DRC_NAME_MAX
 *     PSERIES_DR_A_JOB_TIMEOUT_MS: NLA_U32, at most PSERIES_DR_TIMEOUT_MAX_MS
 *     PSERIES_DR_A_JOB_STATE: NLA_U32, enum pseries_dr_state
 *     PSERIES_DR_A_JOB_TOTAL: NLA_U32, LMBs, CPU cores or other connectors that
 *         the job is to move
 *     PSERIES_DR_A_JOB_MOVED: NLA_U32, those of total that have been moved
 *     PSERIES_DR_A_JOB_PAGES_LEFT: NLA_U64, pages that have yet to leave the
 *         memory block that goes offline
 *     PSERIES_DR_A_JOB_ERROR: NLA_S32, errno of the failure, positive; 0 while
 *         there is none
 *     PSERIES_DR_A_JOB_STEP: NLA_U32, enum pseries_dr_step, step at work, or
 *         the one that failed
 *     PSERIES_DR_A_JOB_DRC_INDEX: NLA_U32, connector at work, or the one that
 *         failed
 *     PSERIES_DR_A_JOB_FW_CALL: NLA_NUL_STRING, RTAS call that failed; absent
 *         if none did
 *     PSERIES_DR_A_JOB_FW_STATUS: NLA_S32, its status
 *     PSERIES_DR_A_JOB_UNDONE: NLA_U32, steps undone
 *     PSERIES_DR_A_JOB_UNDO_FAILED: NLA_U32, steps that could not be undone
 *     PSERIES_DR_A_JOB_UNDO_ERROR: NLA_S32, errno of the first of them,
 *         positive
 *     PSERIES_DR_A_JOB_REFUSALS: NLA_U32, connectors on which the platform was
 *         told that the guest keeps them
 *     PSERIES_DR_A_JOB_CREATED: NLA_U64, nanoseconds since the epoch
 *     PSERIES_DR_A_JOB_ENDED: NLA_U64, nanoseconds since the epoch; absent
 *         before the final state
 *     PSERIES_DR_A_JOB_REASON: NLA_U32, enum pseries_dr_reason, why the job
 *         failed; none if Linux does not tell
 *     PSERIES_DR_A_JOB_REASON_VALUE: NLA_U64, number that belongs to the
 *         reason, 0 without one
 *
 * NLM_F_REQUEST | NLM_F_DUMP with:
 *
 *     PSERIES_DR_A_JOB_SINCE: NLA_U64, a dump gives only entries after this
 *         sequence number
 *
 * Each message of the dump: as the reply of PSERIES_DR_CMD_JOB_GET.
 *
 * PSERIES_DR_CMD_JOB_CANCEL
 * -------------------------
 *
 * Stop a job. A job that is final, or past the point of no return, is not
 * stopped (EALREADY). Needs CAP_SYS_ADMIN.
 *
 * NLM_F_REQUEST with:
 *
 *     PSERIES_DR_A_JOB_ID: NLA_U64
 *
 * Reply: none but NLMSG_ERROR with 0.
 *
 * PSERIES_DR_CMD_EVENT_GET
 * ------------------------
 *
 * Recent events except progress, oldest first, each with the job as it was then
 * (an unhandled event has no job and no id). A dump that newer events overtake
 * has NLM_F_DUMP_INTR.
 *
 * NLM_F_REQUEST | NLM_F_DUMP with:
 *
 *     PSERIES_DR_A_JOB_SINCE: NLA_U64
 *
 * Each message of the dump:
 *
 *     PSERIES_DR_A_JOB_EVENT_TYPE: NLA_U32, enum pseries_dr_event_type, only in
 *         events
 *     PSERIES_DR_A_JOB_EVENT_TIME: NLA_U64, nanoseconds since the epoch; only
 *         in events
 *     PSERIES_DR_A_JOB_SEQ: NLA_U64
 *     PSERIES_DR_A_JOB_ID: NLA_U64
 *     PSERIES_DR_A_JOB_ORIGIN: NLA_U32, enum pseries_dr_origin
 *     PSERIES_DR_A_JOB_RESOURCE: NLA_U32, enum pseries_dr_resource
 *     PSERIES_DR_A_JOB_ACTION: NLA_U32, enum pseries_dr_action
 *     PSERIES_DR_A_JOB_IDENTIFIER: NLA_U32, enum pseries_dr_identifier
 *     PSERIES_DR_A_JOB_INDEX: NLA_U32
 *     PSERIES_DR_A_JOB_COUNT: NLA_U32
 *     PSERIES_DR_A_JOB_NAME: NLA_NUL_STRING, at most PSERIES_DR_DRC_NAME_MAX
 *     PSERIES_DR_A_JOB_TIMEOUT_MS: NLA_U32, at most PSERIES_DR_TIMEOUT_MAX_MS
 *     PSERIES_DR_A_JOB_STATE: NLA_U32, enum pseries_dr_state
 *     PSERIES_DR_A_JOB_TOTAL: NLA_U32
 *     PSERIES_DR_A_JOB_MOVED: NLA_U32
 *     PSERIES_DR_A_JOB_PAGES_LEFT: NLA_U64
 *     PSERIES_DR_A_JOB_ERROR: NLA_S32
 *     PSERIES_DR_A_JOB_STEP: NLA_U32, enum pseries_dr_step
 *     PSERIES_DR_A_JOB_DRC_INDEX: NLA_U32
 *     PSERIES_DR_A_JOB_FW_CALL: NLA_NUL_STRING
 *     PSERIES_DR_A_JOB_FW_STATUS: NLA_S32
 *     PSERIES_DR_A_JOB_UNDONE: NLA_U32
 *     PSERIES_DR_A_JOB_UNDO_FAILED: NLA_U32
 *     PSERIES_DR_A_JOB_UNDO_ERROR: NLA_S32
 *     PSERIES_DR_A_JOB_REFUSALS: NLA_U32
 *     PSERIES_DR_A_JOB_CREATED: NLA_U64
 *     PSERIES_DR_A_JOB_ENDED: NLA_U64
 *     PSERIES_DR_A_JOB_REASON: NLA_U32, enum pseries_dr_reason
 *     PSERIES_DR_A_JOB_REASON_VALUE: NLA_U64
 *     PSERIES_DR_A_JOB_RAW: NLA_BINARY, at most PSERIES_DR_RAW_MAX, of an
 *         unhandled event, the error log as the platform sent it
 *
 * PSERIES_DR_CMD_EVENT
 * --------------------
 *
 * A change of state, sent to the events group as it happens.
 *
 * Sent to the members of a multicast group, never asked for.
 *
 * Attributes: as the dump of PSERIES_DR_CMD_EVENT_GET.
 *
 * PSERIES_DR_CMD_JOB_PLAN
 * -----------------------
 *
 * What a job-submit would do now; nothing is touched. The first message is
 * about the whole: total connectors would be moved; error, reason, step and
 * drc-index tell how it would fail, as far as is known. An id with EBUSY is
 * that of a job at work, so there is no plan. A message for each connector
 * follows, in order; its error and reason tell what stands in its way. For more
 * than 4096, or without CAP_SYS_ADMIN, firmware is not called, and each
 * connector is taken for the best that it can be.
 *
 * NLM_F_REQUEST | NLM_F_DUMP with:
 *
 *     PSERIES_DR_A_JOB_RESOURCE: NLA_U32, enum pseries_dr_resource
 *     PSERIES_DR_A_JOB_ACTION: NLA_U32, enum pseries_dr_action
 *     PSERIES_DR_A_JOB_IDENTIFIER: NLA_U32, enum pseries_dr_identifier
 *     PSERIES_DR_A_JOB_INDEX: NLA_U32
 *     PSERIES_DR_A_JOB_COUNT: NLA_U32
 *     PSERIES_DR_A_JOB_NAME: NLA_NUL_STRING, at most PSERIES_DR_DRC_NAME_MAX
 *     PSERIES_DR_A_JOB_TIMEOUT_MS: NLA_U32, at most PSERIES_DR_TIMEOUT_MAX_MS
 *
 * Each message of the dump:
 *
 *     PSERIES_DR_A_JOB_ID: NLA_U64
 *     PSERIES_DR_A_JOB_TOTAL: NLA_U32
 *     PSERIES_DR_A_JOB_ERROR: NLA_S32
 *     PSERIES_DR_A_JOB_STEP: NLA_U32, enum pseries_dr_step
 *     PSERIES_DR_A_JOB_DRC_INDEX: NLA_U32
 *     PSERIES_DR_A_JOB_FW_CALL: NLA_NUL_STRING
 *     PSERIES_DR_A_JOB_FW_STATUS: NLA_S32
 *     PSERIES_DR_A_JOB_REASON: NLA_U32, enum pseries_dr_reason
 *     PSERIES_DR_A_JOB_REASON_VALUE: NLA_U64
 */

#ifndef _UAPI_LINUX_PSERIES_DR_H
#define _UAPI_LINUX_PSERIES_DR_H

#define PSERIES_DR_FAMILY_NAME		"pseries_dr"
#define PSERIES_DR_FAMILY_VERSION	1

#define PSERIES_DR_ABI_VERSION		1
#define PSERIES_DR_ABI_OLDEST		1
#define PSERIES_DR_DRC_NAME_MAX		63
#define PSERIES_DR_RAW_MAX		2048
#define PSERIES_DR_TIMEOUT_MAX_MS	86400000

/**
 * enum pseries_dr_resource - Kind of resource, numbered as in the Hotplug
 *   section of PAPR's event log.
 * @PSERIES_DR_RESOURCE_UNKNOWN: a connector whose ibm,drc-types entry names no
 *   kind listed here
 * @PSERIES_DR_RESOURCE_CPU: processor core
 * @PSERIES_DR_RESOURCE_MEMORY: logical memory block (LMB)
 * @PSERIES_DR_RESOURCE_SLOT: I/O slot
 * @PSERIES_DR_RESOURCE_PHB: PCI host bridge
 * @PSERIES_DR_RESOURCE_PCI: PCI function
 * @PSERIES_DR_RESOURCE_PMEM: persistent memory
 * @PSERIES_DR_RESOURCE_DT: device tree node of any kind, by connector
 */
enum pseries_dr_resource {
	PSERIES_DR_RESOURCE_UNKNOWN,
	PSERIES_DR_RESOURCE_CPU,
	PSERIES_DR_RESOURCE_MEMORY,
	PSERIES_DR_RESOURCE_SLOT,
	PSERIES_DR_RESOURCE_PHB,
	PSERIES_DR_RESOURCE_PCI,
	PSERIES_DR_RESOURCE_PMEM,
	PSERIES_DR_RESOURCE_DT,
};

/**
 * enum pseries_dr_action - Action of a request, numbered as in PAPR's event
 *   log.
 */
enum pseries_dr_action {
	PSERIES_DR_ACTION_ADD = 1,
	PSERIES_DR_ACTION_REMOVE,
};

/**
 * enum pseries_dr_identifier - How a request names its connectors, numbered as
 *   in PAPR's event log.
 * @PSERIES_DR_IDENTIFIER_NAME: one connector, by its ibm,drc-names entry
 * @PSERIES_DR_IDENTIFIER_INDEX: one connector, by its DRC index
 * @PSERIES_DR_IDENTIFIER_COUNT: any connectors of the kind, so many
 * @PSERIES_DR_IDENTIFIER_INDEXED_COUNT: so many consecutive connectors from a
 *   DRC index on
 */
enum pseries_dr_identifier {
	PSERIES_DR_IDENTIFIER_NAME = 1,
	PSERIES_DR_IDENTIFIER_INDEX,
	PSERIES_DR_IDENTIFIER_COUNT,
	PSERIES_DR_IDENTIFIER_INDEXED_COUNT,
};

/**
 * enum pseries_dr_origin - Origin of a job.
 * @PSERIES_DR_ORIGIN_SYSFS: a write to /sys/kernel/dlpar
 * @PSERIES_DR_ORIGIN_NETLINK: a job-submit of this family
 * @PSERIES_DR_ORIGIN_PLATFORM: a hot-plug event of the platform
 * @PSERIES_DR_ORIGIN_MODULE: the module, which brings back a resource after a
 *   failed undo
 */
enum pseries_dr_origin {
	PSERIES_DR_ORIGIN_SYSFS,
	PSERIES_DR_ORIGIN_NETLINK,
	PSERIES_DR_ORIGIN_PLATFORM,
	PSERIES_DR_ORIGIN_MODULE,
};

/**
 * enum pseries_dr_state - State of a job; done and all states after it are
 *   final.
 * @PSERIES_DR_STATE_QUEUED: accepted, not begun
 * @PSERIES_DR_STATE_RUNNING: at work, everything done so far can be undone
 * @PSERIES_DR_STATE_ROLLING_BACK: failed or cancelled, undoing what was done
 * @PSERIES_DR_STATE_COMPLETING: past the point of no return, only forward
 * @PSERIES_DR_STATE_DONE: Linux and the platform agree on the new owner
 * @PSERIES_DR_STATE_REFUSED: not done, and the platform that asked has been
 *   told
 * @PSERIES_DR_STATE_FAILED: not done
 * @PSERIES_DR_STATE_CANCELLED: not done, on request
 */
enum pseries_dr_state {
	PSERIES_DR_STATE_QUEUED,
	PSERIES_DR_STATE_RUNNING,
	PSERIES_DR_STATE_ROLLING_BACK,
	PSERIES_DR_STATE_COMPLETING,
	PSERIES_DR_STATE_DONE,
	PSERIES_DR_STATE_REFUSED,
	PSERIES_DR_STATE_FAILED,
	PSERIES_DR_STATE_CANCELLED,
};

/**
 * enum pseries_dr_step - Smallest unit of a job; a failed job names the step
 *   that failed.
 * @PSERIES_DR_STEP_RESOLVE: find the connectors and classify them by sense
 * @PSERIES_DR_STEP_OFFLINE: take a memory block or a CPU thread offline
 * @PSERIES_DR_STEP_DETACH: remove memory or device tree nodes from Linux
 * @PSERIES_DR_STEP_ISOLATE: set the isolation state to isolate
 * @PSERIES_DR_STEP_RELEASE: set the allocation state to unusable
 * @PSERIES_DR_STEP_ACQUIRE: set the allocation state to usable
 * @PSERIES_DR_STEP_UNISOLATE: set the isolation state to unisolate
 * @PSERIES_DR_STEP_CONFIGURE: run ibm,configure-connector to its end
 * @PSERIES_DR_STEP_ATTACH: add memory or device tree nodes to Linux
 * @PSERIES_DR_STEP_ONLINE: take a memory block or a CPU thread online
 * @PSERIES_DR_STEP_PUBLISH: write the new ownership into the device tree
 * @PSERIES_DR_STEP_REFUSE: tell the platform that its removal will not happen
 * @PSERIES_DR_STEP_CHECK: check that nobody uses it
 * @PSERIES_DR_STEP_UNBIND: unbind its drivers
 * @PSERIES_DR_STEP_BIND: scan for it and bind its drivers
 * @PSERIES_DR_STEP_POWER: set the power level and the indicator of its slot
 */
enum pseries_dr_step {
	PSERIES_DR_STEP_NONE,
	PSERIES_DR_STEP_RESOLVE,
	PSERIES_DR_STEP_OFFLINE,
	PSERIES_DR_STEP_DETACH,
	PSERIES_DR_STEP_ISOLATE,
	PSERIES_DR_STEP_RELEASE,
	PSERIES_DR_STEP_ACQUIRE,
	PSERIES_DR_STEP_UNISOLATE,
	PSERIES_DR_STEP_CONFIGURE,
	PSERIES_DR_STEP_ATTACH,
	PSERIES_DR_STEP_ONLINE,
	PSERIES_DR_STEP_PUBLISH,
	PSERIES_DR_STEP_REFUSE,
	PSERIES_DR_STEP_CHECK,
	PSERIES_DR_STEP_UNBIND,
	PSERIES_DR_STEP_BIND,
	PSERIES_DR_STEP_POWER,
};

/**
 * enum pseries_dr_event_type - Kind of an event.
 * @PSERIES_DR_EVENT_TYPE_STATE: a job entered a state
 * @PSERIES_DR_EVENT_TYPE_PROGRESS: a running job made progress; such an event
 *   is only sent: it has no number of its own, and event-get does not give it
 * @PSERIES_DR_EVENT_TYPE_REFUSAL: a removal was refused to the platform
 * @PSERIES_DR_EVENT_TYPE_UNHANDLED: the platform sent an event that this
 *   module does not carry out
 */
enum pseries_dr_event_type {
	PSERIES_DR_EVENT_TYPE_STATE,
	PSERIES_DR_EVENT_TYPE_PROGRESS,
	PSERIES_DR_EVENT_TYPE_REFUSAL,
	PSERIES_DR_EVENT_TYPE_UNHANDLED,
};

/**
 * enum pseries_dr_usage - Owner of an LMB.
 * @PSERIES_DR_USAGE_ABSENT: the platform owns it (senses unusable)
 * @PSERIES_DR_USAGE_IN_USE: Linux uses it
 * @PSERIES_DR_USAGE_UNUSED: the guest owns it (senses present), Linux does not
 *   use it
 * @PSERIES_DR_USAGE_RESERVED: not subject to dynamic reconfiguration
 * @PSERIES_DR_USAGE_UNKNOWN: sense failed, or was not called
 */
enum pseries_dr_usage {
	PSERIES_DR_USAGE_ABSENT,
	PSERIES_DR_USAGE_IN_USE,
	PSERIES_DR_USAGE_UNUSED,
	PSERIES_DR_USAGE_RESERVED,
	PSERIES_DR_USAGE_UNKNOWN,
};

/**
 * enum pseries_dr_refuse_by - How a removal is refused to the platform.
 */
enum pseries_dr_refuse_by {
	PSERIES_DR_REFUSE_BY_UNISOLATE,
	PSERIES_DR_REFUSE_BY_CONFIGURE,
	PSERIES_DR_REFUSE_BY_OFF,
};

/**
 * enum pseries_dr_online_type - Zone that added memory is put into.
 * @PSERIES_DR_ONLINE_TYPE_AUTO: the kernel's own default, else movable within
 *   the kernel's ratio
 */
enum pseries_dr_online_type {
	PSERIES_DR_ONLINE_TYPE_AUTO,
	PSERIES_DR_ONLINE_TYPE_MOVABLE,
	PSERIES_DR_ONLINE_TYPE_KERNEL,
};

/**
 * enum pseries_dr_reason - Why a job failed, or ended otherwise than expected,
 *   as far as Linux tells. If the reason has a number, reason-value is that
 *   number.
 * @PSERIES_DR_REASON_PAGES_STAY: pages did not leave a memory block; the value
 *   is how many stayed
 * @PSERIES_DR_REASON_KERNEL_ZONE: the memory block is in a zone of the
 *   kernel's; only movable memory can leave
 * @PSERIES_DR_REASON_NO_ROOM: the pages that have to move do not fit
 *   elsewhere; the value is the MiB missing
 * @PSERIES_DR_REASON_LOCK_HELD: another task holds the kernel's lock of device
 *   hot-plug
 * @PSERIES_DR_REASON_VETOED: a listener in the kernel objected
 * @PSERIES_DR_REASON_LAST_CPU: it is the last CPU that is online; the value is
 *   its number
 * @PSERIES_DR_REASON_DEADLINE_TASKS: tasks under SCHED_DEADLINE need the CPU;
 *   the value is its number
 * @PSERIES_DR_REASON_TICK_CPU: the CPU keeps the time for nohz_full CPUs; the
 *   value is its number
 * @PSERIES_DR_REASON_CPU_LIMIT: the kernel has no room for more CPUs; the
 *   value is how many it can have
 * @PSERIES_DR_REASON_AMBIGUOUS: the device tree does not say which nodes
 *   belong to the connector
 * @PSERIES_DR_REASON_MALFORMED: a property of the device tree is malformed
 * @PSERIES_DR_REASON_IN_USE: a driver, a file system or a program uses it
 * @PSERIES_DR_REASON_OTHER_ZONE: memory came online in another zone than the
 *   job wanted
 * @PSERIES_DR_REASON_ANSWERED: the platform was told that the guest keeps it,
 *   as the job did not end
 * @PSERIES_DR_REASON_DISK_IN_USE: a disk is mounted, open, or part of another
 *   one; the value is its major number in the upper and its minor number in
 *   the lower 32 bits
 * @PSERIES_DR_REASON_VFIO: a program has it through VFIO; the value is the
 *   IOMMU group
 * @PSERIES_DR_REASON_BOOT_MEMORY: the memory block is in a zone of the
 *   kernel's since boot; the kernel's option movable_node keeps such memory
 *   movable
 * @PSERIES_DR_REASON_CPUSETS: a CPU that stays was offline for a moment, and
 *   cpusets of cgroup v1 do not get it back; the value is its number
 */
enum pseries_dr_reason {
	PSERIES_DR_REASON_NONE,
	PSERIES_DR_REASON_PAGES_STAY,
	PSERIES_DR_REASON_KERNEL_ZONE,
	PSERIES_DR_REASON_NO_ROOM,
	PSERIES_DR_REASON_LOCK_HELD,
	PSERIES_DR_REASON_VETOED,
	PSERIES_DR_REASON_LAST_CPU,
	PSERIES_DR_REASON_DEADLINE_TASKS,
	PSERIES_DR_REASON_TICK_CPU,
	PSERIES_DR_REASON_CPU_LIMIT,
	PSERIES_DR_REASON_AMBIGUOUS,
	PSERIES_DR_REASON_MALFORMED,
	PSERIES_DR_REASON_IN_USE,
	PSERIES_DR_REASON_OTHER_ZONE,
	PSERIES_DR_REASON_ANSWERED,
	PSERIES_DR_REASON_DISK_IN_USE,
	PSERIES_DR_REASON_VFIO,
	PSERIES_DR_REASON_BOOT_MEMORY,
	PSERIES_DR_REASON_CPUSETS,
};

/**
 * enum pseries_dr_memory_state - Whether memory can be moved here.
 * @PSERIES_DR_MEMORY_STATE_ABSENT: there is no
 *   ibm,dynamic-reconfiguration-memory
 * @PSERIES_DR_MEMORY_STATE_MALFORMED: the property that lists the LMBs, or
 *   their size, cannot be read; jobs of memory fail
 */
enum pseries_dr_memory_state {
	PSERIES_DR_MEMORY_STATE_OK,
	PSERIES_DR_MEMORY_STATE_ABSENT,
	PSERIES_DR_MEMORY_STATE_MALFORMED,
};

/**
 * enum pseries_dr_capability - Capabilities of this module.
 * @PSERIES_DR_CAPABILITY_CANCEL: job-cancel works; always set
 * @PSERIES_DR_CAPABILITY_REFUSE: a removal can be refused to the platform;
 *   always set
 * @PSERIES_DR_CAPABILITY_CLAIM: the stock entry points are taken over; always
 *   set
 * @PSERIES_DR_CAPABILITY_PLAN: job-plan works; always set
 */
enum pseries_dr_capability {
	PSERIES_DR_CAPABILITY_MEMORY = 1,
	PSERIES_DR_CAPABILITY_CPU = 2,
	PSERIES_DR_CAPABILITY_PMEM = 4,
	PSERIES_DR_CAPABILITY_PCI = 8,
	PSERIES_DR_CAPABILITY_PHB = 16,
	PSERIES_DR_CAPABILITY_CANCEL = 32,
	PSERIES_DR_CAPABILITY_REFUSE = 64,
	PSERIES_DR_CAPABILITY_CLAIM = 128,
	PSERIES_DR_CAPABILITY_PLAN = 256,
};

enum {
	PSERIES_DR_A_INFO_ABI = 1,
	PSERIES_DR_A_INFO_ABI_MIN,
	PSERIES_DR_A_INFO_CAPABILITIES,
	PSERIES_DR_A_INFO_RELEASE,
	PSERIES_DR_A_INFO_LMB_SIZE,
	PSERIES_DR_A_INFO_BLOCK_SIZE,
	PSERIES_DR_A_INFO_LMB_COUNT,
	PSERIES_DR_A_INFO_DRC_COUNT,
	PSERIES_DR_A_INFO_SEQ,
	PSERIES_DR_A_INFO_SEQ_OLDEST,
	PSERIES_DR_A_INFO_JOBS_PENDING,
	PSERIES_DR_A_INFO_STALL_TIMEOUT_MS,
	PSERIES_DR_A_INFO_REFUSE_BY,
	PSERIES_DR_A_INFO_ONLINE_TYPE,
	PSERIES_DR_A_INFO_BOOT_ID,
	PSERIES_DR_A_INFO_MEMORY_STATE,

	__PSERIES_DR_A_INFO_MAX,
	PSERIES_DR_A_INFO_MAX = (__PSERIES_DR_A_INFO_MAX - 1)
};

enum {
	PSERIES_DR_A_DRC_INDEX = 1,
	PSERIES_DR_A_DRC_RESOURCE,
	PSERIES_DR_A_DRC_NAME,
	PSERIES_DR_A_DRC_TYPE,
	PSERIES_DR_A_DRC_POWER_DOMAIN,
	PSERIES_DR_A_DRC_SENSE_STATUS,
	PSERIES_DR_A_DRC_SENSE,

	__PSERIES_DR_A_DRC_MAX,
	PSERIES_DR_A_DRC_MAX = (__PSERIES_DR_A_DRC_MAX - 1)
};

enum {
	PSERIES_DR_A_LMB_INDEX = 1,
	PSERIES_DR_A_LMB_ADDRESS,
	PSERIES_DR_A_LMB_FLAGS,
	PSERIES_DR_A_LMB_AA_INDEX,
	PSERIES_DR_A_LMB_USAGE,
	PSERIES_DR_A_LMB_SENSE_STATUS,
	PSERIES_DR_A_LMB_SENSE,
	PSERIES_DR_A_LMB_BLOCKS,
	PSERIES_DR_A_LMB_BLOCKS_ONLINE,
	PSERIES_DR_A_LMB_ZONE,
	PSERIES_DR_A_LMB_NID,

	__PSERIES_DR_A_LMB_MAX,
	PSERIES_DR_A_LMB_MAX = (__PSERIES_DR_A_LMB_MAX - 1)
};

enum {
	PSERIES_DR_A_JOB_ID = 1,
	PSERIES_DR_A_JOB_SEQ,
	PSERIES_DR_A_JOB_SINCE,
	PSERIES_DR_A_JOB_ORIGIN,
	PSERIES_DR_A_JOB_RESOURCE,
	PSERIES_DR_A_JOB_ACTION,
	PSERIES_DR_A_JOB_IDENTIFIER,
	PSERIES_DR_A_JOB_INDEX,
	PSERIES_DR_A_JOB_COUNT,
	PSERIES_DR_A_JOB_NAME,
	PSERIES_DR_A_JOB_TIMEOUT_MS,
	PSERIES_DR_A_JOB_STATE,
	PSERIES_DR_A_JOB_TOTAL,
	PSERIES_DR_A_JOB_MOVED,
	PSERIES_DR_A_JOB_PAGES_LEFT,
	PSERIES_DR_A_JOB_ERROR,
	PSERIES_DR_A_JOB_STEP,
	PSERIES_DR_A_JOB_DRC_INDEX,
	PSERIES_DR_A_JOB_FW_CALL,
	PSERIES_DR_A_JOB_FW_STATUS,
	PSERIES_DR_A_JOB_UNDONE,
	PSERIES_DR_A_JOB_UNDO_FAILED,
	PSERIES_DR_A_JOB_UNDO_ERROR,
	PSERIES_DR_A_JOB_REFUSALS,
	PSERIES_DR_A_JOB_CREATED,
	PSERIES_DR_A_JOB_ENDED,
	PSERIES_DR_A_JOB_EVENT_TYPE,
	PSERIES_DR_A_JOB_EVENT_TIME,
	PSERIES_DR_A_JOB_RAW,
	PSERIES_DR_A_JOB_REASON,
	PSERIES_DR_A_JOB_REASON_VALUE,

	__PSERIES_DR_A_JOB_MAX,
	PSERIES_DR_A_JOB_MAX = (__PSERIES_DR_A_JOB_MAX - 1)
};

enum {
	PSERIES_DR_CMD_INFO = 1,
	PSERIES_DR_CMD_DRC_GET,
	PSERIES_DR_CMD_LMB_GET,
	PSERIES_DR_CMD_JOB_SUBMIT,
	PSERIES_DR_CMD_JOB_GET,
	PSERIES_DR_CMD_JOB_CANCEL,
	PSERIES_DR_CMD_EVENT_GET,
	PSERIES_DR_CMD_EVENT,
	PSERIES_DR_CMD_JOB_PLAN,

	__PSERIES_DR_CMD_MAX,
	PSERIES_DR_CMD_MAX = (__PSERIES_DR_CMD_MAX - 1)
};

#define PSERIES_DR_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_PSERIES_DR_H */
