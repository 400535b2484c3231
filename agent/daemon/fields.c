// SPDX-License-Identifier: GPL-2.0
/* The tables of attributes that decoder and printer share; see fields.h. */

#include <assert.h>

#include "fields.h"
#include "model.h"
#include "pdr_names.h"
#include "util.h"

#define EVENT(attr_, kind_, field_, room_, key_, name_) {	\
	.attr = PSERIES_DR_A_JOB_##attr_,			\
	.kind = PDRD_##kind_,					\
	.offset = offsetof(struct pdrd_event, field_),		\
	.room = room_,						\
	.key = key_,						\
	.name = name_,						\
}

/* In the order of event-reply in the spec */
static const struct pdrd_field event_field[] = {
	EVENT(EVENT_TYPE, ENUM, event_type, 0,
	      "event-type", pdr_event_type_name),
	EVENT(EVENT_TIME, U64, event_time, 0, "event-time", NULL),
	EVENT(SEQ, U64, seq, 0, "seq", NULL),
	EVENT(ID, U64, id, 0, "id", NULL),
	EVENT(ORIGIN, ENUM, origin, 0, "origin", pdr_origin_name),
	EVENT(RESOURCE, ENUM, resource, 0, "resource", pdr_resource_name),
	EVENT(ACTION, ENUM, action, 0, "action", pdr_action_name),
	EVENT(IDENTIFIER, ENUM, identifier, 0,
	      "identifier", pdr_identifier_name),
	EVENT(INDEX, DRC, index, 0, "index", NULL),
	EVENT(COUNT, U32, count, 0, "count", NULL),
	EVENT(NAME, STRING, name, PSERIES_DR_DRC_NAME_MAX + 1, "name", NULL),
	EVENT(TIMEOUT_MS, U32, timeout_ms, 0, "timeout-ms", NULL),
	EVENT(STATE, ENUM, state, 0, "state", pdr_state_name),
	EVENT(TOTAL, U32, total, 0, "total", NULL),
	EVENT(MOVED, U32, moved, 0, "moved", NULL),
	EVENT(PAGES_LEFT, U64, pages_left, 0, "pages-left", NULL),
	EVENT(ERROR, S32, error, 0, "error", NULL),
	EVENT(STEP, ENUM, step, 0, "step", pdr_step_name),
	EVENT(DRC_INDEX, DRC, drc_index, 0, "drc-index", NULL),
	EVENT(FW_CALL, STRING, fw_call, PDRD_FW_CALL_MAX + 1, "fw-call", NULL),
	EVENT(FW_STATUS, S32, fw_status, 0, "fw-status", NULL),
	EVENT(UNDONE, U32, undone, 0, "undone", NULL),
	EVENT(UNDO_FAILED, U32, undo_failed, 0, "undo-failed", NULL),
	EVENT(UNDO_ERROR, S32, undo_error, 0, "undo-error", NULL),
	EVENT(REFUSALS, U32, refusals, 0, "refusals", NULL),
	EVENT(CREATED, U64, created, 0, "created", NULL),
	EVENT(ENDED, U64, ended, 0, "ended", NULL),
	EVENT(REASON, ENUM, reason, 0, "reason", pdr_reason_name),
	EVENT(REASON_VALUE, U64, reason_value, 0, "reason-value", NULL),
	EVENT(RAW, BYTES, raw, PSERIES_DR_RAW_MAX, "raw", NULL),
};

const struct pdrd_fields pdrd_event_fields = {
	.field = event_field,
	.count = ARRAY_SIZE(event_field),
};

#define INFO(attr_, kind_, field_, room_, key_, name_) {	\
	.attr = PSERIES_DR_A_INFO_##attr_,			\
	.kind = PDRD_##kind_,					\
	.offset = offsetof(struct pdrd_info, field_),		\
	.room = room_,						\
	.key = key_,						\
	.name = name_,						\
}

static const struct pdrd_field info_field[] = {
	INFO(ABI, U32, abi, 0, "abi", NULL),
	INFO(ABI_MIN, U32, abi_min, 0, "abi-min", NULL),
	INFO(CAPABILITIES, FLAGS, capabilities, 0,
	     "capabilities", pdr_capability_name),
	INFO(RELEASE, STRING, release, PDRD_RELEASE_MAX + 1, "release", NULL),
	INFO(LMB_SIZE, U64, lmb_size, 0, "lmb-size", NULL),
	INFO(BLOCK_SIZE, U64, block_size, 0, "block-size", NULL),
	INFO(LMB_COUNT, U32, lmb_count, 0, "lmb-count", NULL),
	INFO(DRC_COUNT, U32, drc_count, 0, "drc-count", NULL),
	INFO(SEQ, U64, seq, 0, "seq", NULL),
	INFO(SEQ_OLDEST, U64, seq_oldest, 0, "seq-oldest", NULL),
	INFO(JOBS_PENDING, U32, jobs_pending, 0, "jobs-pending", NULL),
	INFO(STALL_TIMEOUT_MS, U32, stall_timeout_ms, 0,
	     "stall-timeout-ms", NULL),
	INFO(REFUSE_BY, ENUM, refuse_by, 0, "refuse-by", pdr_refuse_by_name),
	INFO(ONLINE_TYPE, ENUM, online_type, 0,
	     "online-type", pdr_online_type_name),
	INFO(BOOT_ID, OPAQUE, boot_id, 0, "boot-id", NULL),
	INFO(MEMORY_STATE, ENUM, memory_state, 0,
	     "memory-state", pdr_memory_state_name),
};

const struct pdrd_fields pdrd_info_fields = {
	.field = info_field,
	.count = ARRAY_SIZE(info_field),
};

/* Every struct begins with its mask, so that the code finds it in any of them */
static_assert(offsetof(struct pdrd_event, have) == 0, "have is first");
static_assert(offsetof(struct pdrd_info, have) == 0, "have is first");
static_assert(PSERIES_DR_A_JOB_MAX < 64, "have has a bit for each attribute");
static_assert(PSERIES_DR_A_INFO_MAX < 64, "have has a bit for each attribute");
static_assert(offsetof(struct pdrd_event, raw) ==
	      offsetof(struct pdrd_event, raw_len) + sizeof(__u32),
	      "the length of bytes is in front of them");
