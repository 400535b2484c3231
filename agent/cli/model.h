/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's answers, as plain data. The parser of arguments, the netlink side and the printers
 * share only this header, so each can be tested without the others.
 *
 * The bit of an attribute's number in @has tells whether the kernel gave that attribute; a
 * field that was not given is 0 or empty.
 */
#ifndef CTL_MODEL_H
#define CTL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/pseries_dr.h>

/* Bytes of a string from the kernel, with its NUL; a longer one is cut */
#define CTL_WORD_MAX	64

/* DRC or associativity index for "none" */
#define CTL_NO_INDEX	0xffffffffU

/**
 * struct ctl_info - the module: versions, settings, counters
 * @has: attributes that were given
 * @abi: protocol version of the module
 * @abi_min: oldest protocol version it serves
 * @capabilities: mask of enum pseries_dr_capability
 * @release: version of the module
 * @lmb_size: bytes of an LMB
 * @block_size: bytes of a Linux memory block
 * @lmb_count: number of LMBs
 * @drc_count: number of connectors
 * @seq: newest event
 * @seq_oldest: oldest event that can still be had
 * @jobs_pending: jobs not yet final
 * @stall_timeout_ms: time without progress after which a removal stops
 * @refuse_by: enum pseries_dr_refuse_by
 * @online_type: enum pseries_dr_online_type
 * @boot_id: differs between two loads of the module
 * @memory_state: enum pseries_dr_memory_state
 */
struct ctl_info {
	uint64_t has;
	uint32_t abi;
	uint32_t abi_min;
	uint32_t capabilities;
	char release[CTL_WORD_MAX];
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
 * struct ctl_drc - a connector
 * @has: attributes that were given
 * @index: DRC index
 * @resource: enum pseries_dr_resource
 * @name: from ibm,drc-names
 * @type: from ibm,drc-types
 * @power_domain: power domain
 * @sense_status: status of the call that asked for @sense
 * @sense: dr-entity-sense
 */
struct ctl_drc {
	uint64_t has;
	uint32_t index;
	uint32_t resource;
	char name[CTL_WORD_MAX];
	char type[CTL_WORD_MAX];
	uint32_t power_domain;
	int32_t sense_status;
	uint32_t sense;
};

/**
 * struct ctl_lmb - an LMB
 * @has: attributes that were given
 * @index: DRC index
 * @address: physical address
 * @flags: PAPR's flags
 * @aa_index: index into the associativity arrays
 * @usage: enum pseries_dr_usage
 * @sense_status: status of the call that asked for @sense
 * @sense: dr-entity-sense
 * @blocks: Linux memory blocks of this LMB
 * @blocks_online: those that are online
 * @zone: zone of the online blocks
 * @nid: NUMA node
 */
struct ctl_lmb {
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
	char zone[CTL_WORD_MAX];
	int32_t nid;
};

/**
 * struct ctl_job - a job
 * @has: attributes that were given
 * @id: number of the job
 * @seq: sequence number of its last event
 * @origin: enum pseries_dr_origin
 * @resource: enum pseries_dr_resource
 * @action: enum pseries_dr_action
 * @identifier: enum pseries_dr_identifier
 * @index: DRC index of the request
 * @count: count of the request
 * @name: connector name of the request
 * @timeout_ms: deadline, 0 for none
 * @state: enum pseries_dr_state
 * @total: LMBs, CPU cores or other connectors to move
 * @moved: targets of @total that have been moved
 * @pages_left: pages still to leave the block that goes offline
 * @error: positive errno of the failure
 * @step: enum pseries_dr_step at work, or the one that failed
 * @drc_index: connector at work, or the one that failed
 * @fw_call: RTAS call that failed
 * @fw_status: its status
 * @undone: steps undone
 * @undo_failed: steps that could not be undone
 * @undo_error: positive errno of the first of them
 * @refusals: connectors on which the platform was told that the guest keeps it
 * @created: nanoseconds since the epoch
 * @ended: nanoseconds since the epoch
 * @reason: enum pseries_dr_reason
 * @reason_value: number that belongs to the reason
 */
struct ctl_job {
	uint64_t has;
	uint64_t id;
	uint64_t seq;
	uint32_t origin;
	uint32_t resource;
	uint32_t action;
	uint32_t identifier;
	uint32_t index;
	uint32_t count;
	char name[CTL_WORD_MAX];
	uint32_t timeout_ms;
	uint32_t state;
	uint32_t total;
	uint32_t moved;
	uint64_t pages_left;
	int32_t error;
	uint32_t step;
	uint32_t drc_index;
	char fw_call[CTL_WORD_MAX];
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
 * struct ctl_event - an event
 * @job: the job at that moment; its @has covers the fields below, too
 * @type: enum pseries_dr_event_type
 * @time: nanoseconds since the epoch
 * @raw: error log of an unhandled event
 * @raw_len: bytes of @raw
 */
struct ctl_event {
	struct ctl_job job;
	uint32_t type;
	uint64_t time;
	unsigned char raw[PSERIES_DR_RAW_MAX];
	uint32_t raw_len;
};

/**
 * ctl_has() - tell if the kernel gave an attribute
 * @has: the mask of an object
 * @attr: number of the attribute
 *
 * Return: true if it did.
 */
static inline bool ctl_has(uint64_t has, unsigned int attr)
{
	return attr < 64 && (has >> attr & 1);
}

/**
 * ctl_job_is_final() - tell if a job has ended
 * @job: the job
 *
 * States that a newer module may add behind the known ones are final, too: the protocol says so.
 *
 * Return: true if it has.
 */
static inline bool ctl_job_is_final(const struct ctl_job *job)
{
	return job->state >= PSERIES_DR_STATE_DONE;
}

#endif /* CTL_MODEL_H */
