/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plain copies of all that userspace can see: a message is made of a copy, without
 * a lock. Builds in user space, too.
 *
 * Includes core, core/parse and core/engine.
 */
#ifndef PDR_VIEW_H
#define PDR_VIEW_H

#include <pdr_env.h>

#include "core/engine/exec.h"
#include "core/parse/request.h"

/**
 * struct pdr_job_view - a job
 * @id: from 1 on, one after the other
 * @seq: sequence number of its last event
 * @origin: source of the request (enum pseries_dr_origin)
 * @state: enum pseries_dr_state
 * @step: at work, or the one that failed (enum pseries_dr_step)
 * @request: the request
 * @timeout_ms: deadline from its start on, 0 for none
 * @drc_index: connector at work, or the one that failed
 * @pages_left: pages still to leave the block that is going offline
 * @created: nanoseconds since the epoch
 * @ended: the same, 0 before its final state
 * @outcome: how it went; while it runs only total and moved are set
 */
struct pdr_job_view {
	u64 id;
	u64 seq;
	u8 origin;
	u8 state;
	u8 step;
	struct pdr_request request;
	u32 timeout_ms;
	u32 drc_index;
	u64 pages_left;
	u64 created;
	u64 ended;
	struct pdr_outcome outcome;
};

/**
 * struct pdr_event - an event
 * @seq: its number; of progress, that of the newest event before it
 * @time: nanoseconds since the epoch
 * @type: enum pseries_dr_event_type
 * @job: the job as it was at that moment; id 0 where there is none
 * @raw: of an unhandled event, the platform's error log; else NULL
 * @raw_len: bytes of @raw
 */
struct pdr_event {
	u64 seq;
	u64 time;
	u8 type;
	struct pdr_job_view job;
	u8 *raw;
	u32 raw_len;
};

/**
 * struct pdr_sense_view - the sense of a connector
 * @asked: the platform was asked; if not, the rest is undefined
 * @known: @sense is valid
 * @status: status of the call
 * @sense: PDR_SENSE_*
 */
struct pdr_sense_view {
	bool asked;
	bool known;
	s32 status;
	u32 sense;
};

/**
 * struct pdr_drc_view - a connector
 * @index: its DRC index
 * @resource: enum pseries_dr_resource
 * @name: from ibm,drc-names
 * @type: from ibm,drc-types
 * @power_domain: from ibm,drc-power-domains
 * @sense: its sense
 */
struct pdr_drc_view {
	u32 index;
	u32 resource;
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
	char type[PSERIES_DR_DRC_NAME_MAX + 1];
	u32 power_domain;
	struct pdr_sense_view sense;
};

/**
 * struct pdr_lmb_view - an LMB
 * @index: its DRC index
 * @address: physical
 * @flags: of ibm,dynamic-memory
 * @aa_index: associativity index, 0xffffffff for none
 * @usage: its owner (enum pseries_dr_usage)
 * @sense: its sense
 * @blocks: memory blocks it has
 * @blocks_online: those of them that are online
 * @zone: of the first online block, or NULL
 * @attached: Linux has it; if not, @nid is undefined
 * @nid: NUMA node
 */
struct pdr_lmb_view {
	u32 index;
	u64 address;
	u32 flags;
	u32 aa_index;
	u32 usage;
	struct pdr_sense_view sense;
	u32 blocks;
	u32 blocks_online;
	const char *zone;
	bool attached;
	s32 nid;
};

/**
 * struct pdr_plan_view - a message of a plan: on the whole request, or on one connector
 * @whole: it is on the whole request
 * @job: of the whole, the job that is in the way, or 0
 * @total: of the whole, connectors that the job would move
 * @fault: what stands in the way, if its error is not 0; its connector is set for each of
 *	   them
 */
struct pdr_plan_view {
	bool whole;
	u64 job;
	u32 total;
	struct pdr_fault fault;
};

/**
 * struct pdr_info_view - the module
 * @capabilities: enum pseries_dr_capability
 * @release: version of the module
 * @lmb_size: bytes of an LMB
 * @block_size: bytes of a memory block
 * @lmb_count: LMBs
 * @drc_count: connectors
 * @seq: newest event
 * @seq_oldest: oldest event that is kept
 * @jobs_pending: jobs that are not final
 * @stall_timeout_ms: the setting
 * @refuse_by: enum pseries_dr_refuse_by
 * @online_type: enum pseries_dr_online_type
 * @boot_id: differs between two loads of the module
 * @memory_state: enum pseries_dr_memory_state
 */
struct pdr_info_view {
	u32 capabilities;
	const char *release;
	u64 lmb_size;
	u64 block_size;
	u32 lmb_count;
	u32 drc_count;
	u64 seq;
	u64 seq_oldest;
	u32 jobs_pending;
	u32 stall_timeout_ms;
	u32 refuse_by;
	u32 online_type;
	u64 boot_id;
	u32 memory_state;
};

#endif /* PDR_VIEW_H */
