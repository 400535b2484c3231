/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/pseries_dr.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_PSERIES_DR_H
#define _UAPI_LINUX_PSERIES_DR_H

#define PSERIES_DR_FAMILY_NAME		"pseries_dr"
#define PSERIES_DR_FAMILY_VERSION	1

#define PSERIES_DR_ABI_VERSION		1
#define PSERIES_DR_ABI_OLDEST		1
#define PSERIES_DR_DRC_NAME_MAX		63
#define PSERIES_DR_ZONE_MAX		31
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
 * enum pseries_dr_action - What a request asks for, numbered as in PAPR's
 *   event log.
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
 * enum pseries_dr_origin - Who asked for a job.
 * @PSERIES_DR_ORIGIN_SYSFS: a write to /sys/kernel/dlpar
 * @PSERIES_DR_ORIGIN_NETLINK: a job-submit of this family
 * @PSERIES_DR_ORIGIN_PLATFORM: a hot-plug event of the platform
 */
enum pseries_dr_origin {
	PSERIES_DR_ORIGIN_SYSFS,
	PSERIES_DR_ORIGIN_NETLINK,
	PSERIES_DR_ORIGIN_PLATFORM,
};

/**
 * enum pseries_dr_state - State of a job; done and all after it are final.
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
};

/**
 * enum pseries_dr_event_type - Kind of an event.
 * @PSERIES_DR_EVENT_TYPE_STATE: a job entered a state
 * @PSERIES_DR_EVENT_TYPE_PROGRESS: a running job got on
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
 * enum pseries_dr_usage - Who owns an LMB.
 * @PSERIES_DR_USAGE_ABSENT: the platform owns it (senses unusable)
 * @PSERIES_DR_USAGE_IN_USE: Linux uses it
 * @PSERIES_DR_USAGE_UNUSED: the guest owns it (senses present), Linux does not
 *   use it
 * @PSERIES_DR_USAGE_RESERVED: not subject to dynamic reconfiguration
 * @PSERIES_DR_USAGE_UNKNOWN: the platform gave no sense
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
 * enum pseries_dr_capability - What this module carries out.
 * @PSERIES_DR_CAPABILITY_CLAIM: the stock entry points are taken over
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

	__PSERIES_DR_CMD_MAX,
	PSERIES_DR_CMD_MAX = (__PSERIES_DR_CMD_MAX - 1)
};

#define PSERIES_DR_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_PSERIES_DR_H */
