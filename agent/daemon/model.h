/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the agent knows, as plain data: proto.c fills it, follow.c passes it on, json.c
 * prints it. This header includes none of their headers.
 */

#ifndef PDRD_MODEL_H
#define PDRD_MODEL_H

#include <stdbool.h>
#include <linux/types.h>
#include <linux/pseries_dr.h>

/* Longer than any RTAS call's name; PAPR bounds them at 31 */
#define PDRD_FW_CALL_MAX	63
#define PDRD_RELEASE_MAX	63

/**
 * struct pdrd_event - an event, or a job as job-get gives it
 * @have: bit N is set when attribute N (PSERIES_DR_A_JOB_*) was given; of the
 *	fields without it, none means anything
 * @id: number of the job, absent in an unhandled event
 * @seq: sequence number of the event, or of the job's last event
 * @origin: enum pseries_dr_origin
 * @resource: enum pseries_dr_resource
 * @action: enum pseries_dr_action
 * @identifier: enum pseries_dr_identifier
 * @index: DRC index that the request names
 * @count: count that the request names
 * @name: connector name that the request names
 * @timeout_ms: deadline of the job, from its start on
 * @state: enum pseries_dr_state
 * @total: LMBs, CPU cores or other connectors to move
 * @moved: those of them that have been moved
 * @pages_left: pages still in the memory block that is going offline
 * @error: positive errno
 * @step: enum pseries_dr_step
 * @drc_index: connector at work or failed
 * @fw_call: RTAS call that failed
 * @fw_status: its status
 * @undone: steps undone
 * @undo_failed: steps that could not be undone
 * @undo_error: errno of the first of them
 * @refusals: connectors on which the platform was told no
 * @created: ns since the epoch
 * @ended: ns since the epoch
 * @reason: enum pseries_dr_reason
 * @reason_value: the number that the reason speaks of
 * @event_type: enum pseries_dr_event_type
 * @event_time: ns since the epoch
 * @raw_len: bytes in @raw
 * @raw: error log of an unhandled event, as the platform sent it
 */
struct pdrd_event {
	__u64 have;
	__u64 id;
	__u64 seq;
	__u32 origin;
	__u32 resource;
	__u32 action;
	__u32 identifier;
	__u32 index;
	__u32 count;
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
	__u32 timeout_ms;
	__u32 state;
	__u32 total;
	__u32 moved;
	__u64 pages_left;
	__s32 error;
	__u32 step;
	__u32 drc_index;
	char fw_call[PDRD_FW_CALL_MAX + 1];
	__s32 fw_status;
	__u32 undone;
	__u32 undo_failed;
	__s32 undo_error;
	__u32 refusals;
	__u64 created;
	__u64 ended;
	__u32 reason;
	__u64 reason_value;
	__u32 event_type;
	__u64 event_time;
	__u32 raw_len;
	unsigned char raw[PSERIES_DR_RAW_MAX];
};

/**
 * struct pdrd_info - version, capabilities and settings of the module
 * @have: bit N is set when attribute N (PSERIES_DR_A_INFO_*) was given
 * @abi: protocol version that the module speaks
 * @abi_min: oldest protocol version that it serves
 * @capabilities: mask of enum pseries_dr_capability
 * @release: version of the module
 * @lmb_size: bytes
 * @block_size: bytes
 * @lmb_count: LMBs of the guest
 * @drc_count: connectors of the guest
 * @seq: newest event
 * @seq_oldest: oldest event that event-get can give
 * @jobs_pending: jobs without a final state
 * @stall_timeout_ms: module parameter
 * @refuse_by: enum pseries_dr_refuse_by
 * @online_type: enum pseries_dr_online_type
 * @boot_id: differs between two loads of the module
 * @memory_state: enum pseries_dr_memory_state
 */
struct pdrd_info {
	__u64 have;
	__u32 abi;
	__u32 abi_min;
	__u32 capabilities;
	char release[PDRD_RELEASE_MAX + 1];
	__u64 lmb_size;
	__u64 block_size;
	__u32 lmb_count;
	__u32 drc_count;
	__u64 seq;
	__u64 seq_oldest;
	__u32 jobs_pending;
	__u32 stall_timeout_ms;
	__u32 refuse_by;
	__u32 online_type;
	__u64 boot_id;
	__u32 memory_state;
};

/**
 * pdrd_has() - whether an attribute was given
 * @object: struct pdrd_event or struct pdrd_info
 * @attr: PSERIES_DR_A_JOB_* or PSERIES_DR_A_INFO_*
 */
#define pdrd_has(object, attr)	(((object)->have >> (attr)) & 1)

/**
 * struct pdrd_family - what nlctrl says about a generic netlink family
 * @name: its name, empty when the message had none
 * @id: message type of the family, 0 when the message had none
 * @events: number of its multicast group "events", 0 for none
 * @notify: number of its multicast group "notify" (nlctrl's own), 0 for none
 * @present: the family is there; false when the message says that it has gone
 */
struct pdrd_family {
	char name[16];
	__u16 id;
	__u32 events;
	__u32 notify;
	bool present;
};

/**
 * enum pdrd_module - what the agent knows of the module
 * @PDRD_MODULE_ABSENT: not loaded
 * @PDRD_MODULE_PRESENT: loaded, and its events are followed
 * @PDRD_MODULE_INCOMPATIBLE: loaded, but the two sides share no version
 */
enum pdrd_module {
	PDRD_MODULE_ABSENT,
	PDRD_MODULE_PRESENT,
	PDRD_MODULE_INCOMPATIBLE,
};

/**
 * enum pdrd_record_type - kind of a line of the stream
 * @PDRD_RECORD_EVENT: an event of the module, each once and in order
 * @PDRD_RECORD_PROGRESS: a job got on, which no number counts
 * @PDRD_RECORD_JOB: a job as it is now, where events are not to be had
 * @PDRD_RECORD_MODULE: the module came, went, or turned out incompatible
 * @PDRD_RECORD_LOST: events that can no longer be had
 */
enum pdrd_record_type {
	PDRD_RECORD_EVENT,
	PDRD_RECORD_PROGRESS,
	PDRD_RECORD_JOB,
	PDRD_RECORD_MODULE,
	PDRD_RECORD_LOST,
};

/**
 * struct pdrd_record - a line of the stream
 * @type: which of the others mean anything
 * @event: the event, the progress or the job
 * @module: state of the module
 * @info: of the module, NULL where it is absent
 * @from: first lost event
 * @to: last lost event, 0 when nobody knows any more
 */
struct pdrd_record {
	enum pdrd_record_type type;
	const struct pdrd_event *event;
	enum pdrd_module module;
	const struct pdrd_info *info;
	__u64 from;
	__u64 to;
};

#endif /* PDRD_MODEL_H */
