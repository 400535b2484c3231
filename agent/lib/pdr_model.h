/* SPDX-License-Identifier: GPL-2.0 */
/* Do not edit directly, made from include/pdr.yaml by include/generate. */
/* The module's data as plain structs: the model of agent and command lines. */

#ifndef PDR_MODEL_H
#define PDR_MODEL_H

#include <stdint.h>

#include <linux/pseries_dr.h>

/* Room of a string that the protocol does not bound; a longer one is cut */
#define DR_WORD_MAX	64

/**
 * struct dr_info - the module: versions, settings, counters
 * @has: bit N is set if attribute N was given; a field without its bit is zero
 * @abi: version of this protocol that the module speaks
 * @abi_min: oldest version of this protocol that the module still serves
 * @capabilities: bits of enum pseries_dr_capability
 * @release: version of the module
 * @lmb_size: bytes of an LMB, 0 without ibm,dynamic-reconfiguration-memory
 * @block_size: bytes of a Linux memory block
 * @lmb_count: lmb count
 * @drc_count: drc count
 * @seq: sequence number of the newest event, 0 before the first
 * @seq_oldest: sequence number of the oldest event that event-get can still give
 * @jobs_pending: jobs that have not reached a final state
 * @stall_timeout_ms: stall timeout ms
 * @refuse_by: enum pseries_dr_refuse_by
 * @online_type: enum pseries_dr_online_type
 * @boot_id: differs between two loads of the module; sequence numbers start anew
 * @memory_state: enum pseries_dr_memory_state
 */
struct dr_info {
	uint64_t has;
	uint32_t abi;
	uint32_t abi_min;
	uint32_t capabilities;
	char release[DR_WORD_MAX];
	uint64_t lmb_size;
	uint64_t block_size;
	uint32_t lmb_count;
	uint32_t drc_count;
	uint64_t seq;
	uint64_t seq_oldest;
	uint32_t jobs_pending;
	uint32_t stall_timeout_ms;
	uint32_t refuse_by;
	uint32_t online_type;
	uint64_t boot_id;
	uint32_t memory_state;
};

/**
 * struct dr_drc - a connector
 * @has: bit N is set if attribute N was given; a field without its bit is zero
 * @index: index
 * @resource: enum pseries_dr_resource
 * @name: name
 * @type: type of the connector, from ibm,drc-types
 * @power_domain: power domain
 * @sense_status: status of get-sensor-state, which is called once; absent without
 *	CAP_SYS_ADMIN, as firmware is then not called
 * @sense: dr-entity-sense as PAPR numbers it (0 empty, 1 present, 2 unusable, 3 exchange, 4
 *	recovery); absent when the call failed or was not made
 */
struct dr_drc {
	uint64_t has;
	uint32_t index;
	uint32_t resource;
	char name[DR_WORD_MAX];
	char type[DR_WORD_MAX];
	uint32_t power_domain;
	int32_t sense_status;
	uint32_t sense;
};

/**
 * struct dr_lmb - an LMB
 * @has: bit N is set if attribute N was given; a field without its bit is zero
 * @index: DRC index
 * @address: physical address
 * @flags: flags of ibm,dynamic-memory as PAPR defines them
 * @aa_index: index into ibm,associativity-lookup-arrays, 0xffffffff for none
 * @usage: enum pseries_dr_usage
 * @sense_status: as of a connector
 * @sense: as of a connector
 * @blocks: Linux memory blocks of this LMB
 * @blocks_online: blocks online
 * @zone: zone of the online blocks, as Linux names it; absent while none is
 * @nid: NUMA node; absent while not in use
 */
struct dr_lmb {
	uint64_t has;
	uint32_t index;
	uint64_t address;
	uint32_t flags;
	uint32_t aa_index;
	uint32_t usage;
	int32_t sense_status;
	uint32_t sense;
	uint32_t blocks;
	uint32_t blocks_online;
	char zone[DR_WORD_MAX];
	int32_t nid;
};

/**
 * struct dr_job - a job, or the request for one
 * @has: bit N is set if attribute N was given; a field without its bit is zero
 * @id: id
 * @seq: sequence number: of the event, or of the last event of the job. Increases by one
 *	with every event but progress, from 1 on; progress has the number of the newest event
 *	before it
 * @since: a dump gives only entries after this sequence number
 * @origin: enum pseries_dr_origin
 * @resource: enum pseries_dr_resource
 * @action: enum pseries_dr_action
 * @identifier: enum pseries_dr_identifier
 * @index: index
 * @count: count
 * @name: name
 * @timeout_ms: deadline of the whole job from its start on, 0 for none
 * @state: enum pseries_dr_state
 * @total: LMBs, CPU cores or other connectors that the job is to move
 * @moved: those of total that have been moved
 * @pages_left: pages that have yet to leave the memory block that goes offline
 * @error: errno of the failure, positive; 0 while there is none
 * @step: enum pseries_dr_step
 * @drc_index: connector at work, or the one that failed
 * @fw_call: RTAS call that failed; absent if none did
 * @fw_status: its status
 * @undone: steps undone
 * @undo_failed: steps that could not be undone
 * @undo_error: errno of the first of them, positive
 * @refusals: connectors on which the platform was told that the guest keeps them
 * @created: nanoseconds since the epoch
 * @ended: nanoseconds since the epoch; absent before the final state
 * @reason: enum pseries_dr_reason
 * @reason_value: number that belongs to the reason, 0 without one
 */
struct dr_job {
	uint64_t has;
	uint64_t id;
	uint64_t seq;
	uint64_t since;
	uint32_t origin;
	uint32_t resource;
	uint32_t action;
	uint32_t identifier;
	uint32_t index;
	uint32_t count;
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
	uint32_t timeout_ms;
	uint32_t state;
	uint32_t total;
	uint32_t moved;
	uint64_t pages_left;
	int32_t error;
	uint32_t step;
	uint32_t drc_index;
	char fw_call[DR_WORD_MAX];
	int32_t fw_status;
	uint32_t undone;
	uint32_t undo_failed;
	int32_t undo_error;
	uint32_t refusals;
	uint64_t created;
	uint64_t ended;
	uint32_t reason;
	uint64_t reason_value;
};

/**
 * struct dr_event - an event
 * @job: the job at that moment; its mask is that of all fields
 * @event_type: enum pseries_dr_event_type
 * @event_time: nanoseconds since the epoch; only in events
 * @raw_len: bytes of @raw
 * @raw: of an unhandled event, the error log as the platform sent it
 */
struct dr_event {
	struct dr_job job;
	uint32_t event_type;
	uint64_t event_time;
	uint32_t raw_len;
	unsigned char raw[PSERIES_DR_RAW_MAX];
};

#endif /* PDR_MODEL_H */
