// SPDX-License-Identifier: GPL-2.0
/*
 * Attributes of the pseries_dr family as plain data.
 *
 * One table for each attribute set says where an attribute goes. An attribute that is not in
 * the table comes from a newer module and is skipped; one that is too short for its type counts
 * as not given. So a message that is cut anywhere only loses attributes.
 */
#include <string.h>

#include <netlink/attr.h>

#include "decode.h"
#include "text.h"

enum kind { NONE, U32, U64, STRING, RAW };

/**
 * struct field - where an attribute goes
 * @kind: its type
 * @offset: of the field in the object
 * @size: of the field
 */
struct field {
	enum kind kind;
	size_t offset;
	size_t size;
};

#define FIELD(kind, type, member) \
	{ kind, offsetof(type, member), sizeof(((type *)0)->member) }

#define INFO(kind, member)	FIELD(kind, struct ctl_info, member)
#define DRC(kind, member)	FIELD(kind, struct ctl_drc, member)
#define LMB(kind, member)	FIELD(kind, struct ctl_lmb, member)
#define JOB(kind, member)	FIELD(kind, struct ctl_job, member)
#define EVENT(kind, member)	FIELD(kind, struct ctl_event, member)

static const struct field info_fields[] = {
	[PSERIES_DR_A_INFO_ABI] = INFO(U32, abi),
	[PSERIES_DR_A_INFO_ABI_MIN] = INFO(U32, abi_min),
	[PSERIES_DR_A_INFO_CAPABILITIES] = INFO(U32, capabilities),
	[PSERIES_DR_A_INFO_RELEASE] = INFO(STRING, release),
	[PSERIES_DR_A_INFO_LMB_SIZE] = INFO(U64, lmb_size),
	[PSERIES_DR_A_INFO_BLOCK_SIZE] = INFO(U64, block_size),
	[PSERIES_DR_A_INFO_LMB_COUNT] = INFO(U32, lmb_count),
	[PSERIES_DR_A_INFO_DRC_COUNT] = INFO(U32, drc_count),
	[PSERIES_DR_A_INFO_SEQ] = INFO(U64, seq),
	[PSERIES_DR_A_INFO_SEQ_OLDEST] = INFO(U64, seq_oldest),
	[PSERIES_DR_A_INFO_JOBS_PENDING] = INFO(U32, jobs_pending),
	[PSERIES_DR_A_INFO_STALL_TIMEOUT_MS] = INFO(U32, stall_timeout_ms),
	[PSERIES_DR_A_INFO_REFUSE_BY] = INFO(U32, refuse_by),
	[PSERIES_DR_A_INFO_ONLINE_TYPE] = INFO(U32, online_type),
	[PSERIES_DR_A_INFO_BOOT_ID] = INFO(U64, boot_id),
	[PSERIES_DR_A_INFO_MEMORY_STATE] = INFO(U32, memory_state),
};

static const struct field drc_fields[] = {
	[PSERIES_DR_A_DRC_INDEX] = DRC(U32, index),
	[PSERIES_DR_A_DRC_RESOURCE] = DRC(U32, resource),
	[PSERIES_DR_A_DRC_NAME] = DRC(STRING, name),
	[PSERIES_DR_A_DRC_TYPE] = DRC(STRING, type),
	[PSERIES_DR_A_DRC_POWER_DOMAIN] = DRC(U32, power_domain),
	[PSERIES_DR_A_DRC_SENSE_STATUS] = DRC(U32, sense_status),
	[PSERIES_DR_A_DRC_SENSE] = DRC(U32, sense),
};

static const struct field lmb_fields[] = {
	[PSERIES_DR_A_LMB_INDEX] = LMB(U32, index),
	[PSERIES_DR_A_LMB_ADDRESS] = LMB(U64, address),
	[PSERIES_DR_A_LMB_FLAGS] = LMB(U32, flags),
	[PSERIES_DR_A_LMB_AA_INDEX] = LMB(U32, aa_index),
	[PSERIES_DR_A_LMB_USAGE] = LMB(U32, usage),
	[PSERIES_DR_A_LMB_SENSE_STATUS] = LMB(U32, sense_status),
	[PSERIES_DR_A_LMB_SENSE] = LMB(U32, sense),
	[PSERIES_DR_A_LMB_BLOCKS] = LMB(U32, blocks),
	[PSERIES_DR_A_LMB_BLOCKS_ONLINE] = LMB(U32, blocks_online),
	[PSERIES_DR_A_LMB_ZONE] = LMB(STRING, zone),
	[PSERIES_DR_A_LMB_NID] = LMB(U32, nid),
};

static const struct field job_fields[] = {
	[PSERIES_DR_A_JOB_ID] = JOB(U64, id),
	[PSERIES_DR_A_JOB_SEQ] = JOB(U64, seq),
	[PSERIES_DR_A_JOB_ORIGIN] = JOB(U32, origin),
	[PSERIES_DR_A_JOB_RESOURCE] = JOB(U32, resource),
	[PSERIES_DR_A_JOB_ACTION] = JOB(U32, action),
	[PSERIES_DR_A_JOB_IDENTIFIER] = JOB(U32, identifier),
	[PSERIES_DR_A_JOB_INDEX] = JOB(U32, index),
	[PSERIES_DR_A_JOB_COUNT] = JOB(U32, count),
	[PSERIES_DR_A_JOB_NAME] = JOB(STRING, name),
	[PSERIES_DR_A_JOB_TIMEOUT_MS] = JOB(U32, timeout_ms),
	[PSERIES_DR_A_JOB_STATE] = JOB(U32, state),
	[PSERIES_DR_A_JOB_TOTAL] = JOB(U32, total),
	[PSERIES_DR_A_JOB_MOVED] = JOB(U32, moved),
	[PSERIES_DR_A_JOB_PAGES_LEFT] = JOB(U64, pages_left),
	[PSERIES_DR_A_JOB_ERROR] = JOB(U32, error),
	[PSERIES_DR_A_JOB_STEP] = JOB(U32, step),
	[PSERIES_DR_A_JOB_DRC_INDEX] = JOB(U32, drc_index),
	[PSERIES_DR_A_JOB_FW_CALL] = JOB(STRING, fw_call),
	[PSERIES_DR_A_JOB_FW_STATUS] = JOB(U32, fw_status),
	[PSERIES_DR_A_JOB_UNDONE] = JOB(U32, undone),
	[PSERIES_DR_A_JOB_UNDO_FAILED] = JOB(U32, undo_failed),
	[PSERIES_DR_A_JOB_UNDO_ERROR] = JOB(U32, undo_error),
	[PSERIES_DR_A_JOB_REFUSALS] = JOB(U32, refusals),
	[PSERIES_DR_A_JOB_CREATED] = JOB(U64, created),
	[PSERIES_DR_A_JOB_ENDED] = JOB(U64, ended),
	[PSERIES_DR_A_JOB_REASON] = JOB(U32, reason),
	[PSERIES_DR_A_JOB_REASON_VALUE] = JOB(U64, reason_value),
};

/* The attributes of an event that a job does not have */
static const struct field event_fields[] = {
	[PSERIES_DR_A_JOB_EVENT_TYPE] = EVENT(U32, type),
	[PSERIES_DR_A_JOB_EVENT_TIME] = EVENT(U64, time),
	[PSERIES_DR_A_JOB_RAW] = EVENT(RAW, raw),
};

/**
 * ctl_decode_text() - copy a string attribute, cut to size and cleaned
 * @attr: the attribute
 * @text: result
 * @size: bytes of @text
 */
void ctl_decode_text(const struct nlattr *attr, char *text, size_t size)
{
	const char *from = nla_data(attr);
	size_t len = strnlen(from, nla_len(attr));

	if (len > size - 1)
		len = size - 1;
	memcpy(text, from, len);
	text[len] = '\0';
	ctl_text_clean(text);
}

static void take_raw(const struct nlattr *attr, struct ctl_event *event)
{
	event->raw_len = nla_len(attr);
	if (event->raw_len > sizeof(event->raw))
		event->raw_len = sizeof(event->raw);
	memcpy(event->raw, nla_data(attr), event->raw_len);
}

static bool take(const struct field *field, const struct nlattr *attr, void *object)
{
	char *to = (char *)object + field->offset;

	switch (field->kind) {
	case U32:
	case U64:
		if ((size_t)nla_len(attr) < field->size)
			return false;
		memcpy(to, nla_data(attr), field->size);
		return true;
	case STRING:
		ctl_decode_text(attr, to, field->size);
		return true;
	case RAW:
		take_raw(attr, object);
		return true;
	default:
		return false;
	}
}

static uint64_t decode_fields(const struct field *fields, int count, const struct nlattr *head,
			      int len, void *object)
{
	const struct nlattr *attr;
	uint64_t has = 0;
	int rest, type;

	nla_for_each_attr(attr, head, len, rest) {
		type = nla_type(attr);
		if (type < count && take(&fields[type], attr, object))
			has |= 1ULL << type;
	}
	return has;
}

/* Take the attributes of the table, which may have fewer than the protocol's header */
#define DECODE(fields, head, len, object) \
	decode_fields(fields, sizeof(fields) / sizeof((fields)[0]), head, len, object)

/**
 * ctl_decode_info() - the answer to info
 * @head: first attribute
 * @len: bytes of all attributes
 * @info: result
 */
void ctl_decode_info(const struct nlattr *head, int len, struct ctl_info *info)
{
	memset(info, 0, sizeof(*info));
	info->has = DECODE(info_fields, head, len, info);
}

/**
 * ctl_decode_drc() - a connector
 * @head: first attribute
 * @len: bytes of all attributes
 * @drc: result
 */
void ctl_decode_drc(const struct nlattr *head, int len, struct ctl_drc *drc)
{
	memset(drc, 0, sizeof(*drc));
	drc->has = DECODE(drc_fields, head, len, drc);
}

/**
 * ctl_decode_lmb() - an LMB
 * @head: first attribute
 * @len: bytes of all attributes
 * @lmb: result
 */
void ctl_decode_lmb(const struct nlattr *head, int len, struct ctl_lmb *lmb)
{
	memset(lmb, 0, sizeof(*lmb));
	lmb->has = DECODE(lmb_fields, head, len, lmb);
}

/**
 * ctl_decode_job() - a job
 * @head: first attribute
 * @len: bytes of all attributes
 * @job: result
 */
void ctl_decode_job(const struct nlattr *head, int len, struct ctl_job *job)
{
	memset(job, 0, sizeof(*job));
	job->has = DECODE(job_fields, head, len, job);
}

/**
 * ctl_decode_event() - an event
 * @head: first attribute
 * @len: bytes of all attributes
 * @event: result
 */
void ctl_decode_event(const struct nlattr *head, int len, struct ctl_event *event)
{
	memset(event, 0, sizeof(*event));
	event->job.has = DECODE(job_fields, head, len, &event->job) |
			 DECODE(event_fields, head, len, event);
}
