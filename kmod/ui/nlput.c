// SPDX-License-Identifier: GPL-2.0
/*
 * Putting views into messages. Also builds in user space, where tests hold the decoders
 * to it.
 *
 * Includes core/parse and ui.
 */
#include <net/netlink.h>

#include "core/parse/fwstatus.h"
#include "ui/nlput.h"

static int put_u64(struct sk_buff *skb, int type, u64 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

/*
 * Each put function puts all its attributes and returns non-zero if one of them did
 * not fit; the caller then drops the message.
 */
static int put_request(struct sk_buff *skb, const struct pdr_request *request)
{
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_RESOURCE, request->resource);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_ACTION, request->action);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_IDENTIFIER,
			     request->identifier);
	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		error |= nla_put_string(skb, PSERIES_DR_A_JOB_NAME,
					request->name);
		break;
	case PSERIES_DR_IDENTIFIER_INDEX:
		error |= nla_put_u32(skb, PSERIES_DR_A_JOB_INDEX,
				     request->index);
		break;
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		error |= nla_put_u32(skb, PSERIES_DR_A_JOB_INDEX,
				     request->index);
		fallthrough;
	case PSERIES_DR_IDENTIFIER_COUNT:
		error |= nla_put_u32(skb, PSERIES_DR_A_JOB_COUNT,
				     request->count);
		break;
	}
	return error;
}

static int put_error(struct sk_buff *skb, const struct pdr_fault *fault)
{
	int error = nla_put_s32(skb, PSERIES_DR_A_JOB_ERROR, -fault->error);

	if (fault->call == PDR_FW_ANY)
		return error;
	error |= nla_put_string(skb, PSERIES_DR_A_JOB_FW_CALL,
				pdr_fw_call_name(fault->call));
	error |= nla_put_s32(skb, PSERIES_DR_A_JOB_FW_STATUS, fault->status);
	return error;
}

static int put_fault(struct sk_buff *skb, const struct pdr_outcome *outcome)
{
	int error = put_error(skb, &outcome->fault);

	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_UNDONE, outcome->undone);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_UNDO_FAILED,
			     outcome->undo_failed);
	error |= nla_put_s32(skb, PSERIES_DR_A_JOB_UNDO_ERROR,
			     -outcome->undo_error);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_REFUSALS,
			     outcome->refusals);
	return error;
}

static int put_job(struct sk_buff *skb, const struct pdr_job_view *job)
{
	const struct pdr_outcome *outcome = &job->outcome;
	int error = 0;

	error |= put_u64(skb, PSERIES_DR_A_JOB_ID, job->id);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_ORIGIN, job->origin);
	error |= put_request(skb, &job->request);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_TIMEOUT_MS, job->timeout_ms);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_STATE, job->state);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_TOTAL, outcome->total);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_MOVED, outcome->moved);
	error |= put_u64(skb, PSERIES_DR_A_JOB_PAGES_LEFT, job->pages_left);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_STEP, job->step);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_DRC_INDEX, job->drc_index);
	error |= put_fault(skb, outcome);
	error |= put_u64(skb, PSERIES_DR_A_JOB_CREATED, job->created);
	if (job->ended)
		error |= put_u64(skb, PSERIES_DR_A_JOB_ENDED, job->ended);
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_REASON, outcome->reason);
	error |= put_u64(skb, PSERIES_DR_A_JOB_REASON_VALUE,
			 outcome->reason_value);
	return error;
}

int pdr_nl_put_event(struct sk_buff *skb, const struct pdr_event *event)
{
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_EVENT_TYPE, event->type);
	error |= put_u64(skb, PSERIES_DR_A_JOB_EVENT_TIME, event->time);
	error |= put_u64(skb, PSERIES_DR_A_JOB_SEQ, event->seq);
	if (event->job.id) {
		error |= put_job(skb, &event->job);
	} else {
		error |= nla_put_u32(skb, PSERIES_DR_A_JOB_ORIGIN,
				     event->job.origin);
		error |= put_request(skb, &event->job.request);
	}
	if (event->raw)
		error |= nla_put(skb, PSERIES_DR_A_JOB_RAW, event->raw_len,
				 event->raw);
	return error ? -EMSGSIZE : 0;
}

int pdr_nl_put_job(struct sk_buff *skb, const struct pdr_job_view *job)
{
	int error = put_u64(skb, PSERIES_DR_A_JOB_SEQ, job->seq);

	return error | put_job(skb, job) ? -EMSGSIZE : 0;
}

int pdr_nl_put_id(struct sk_buff *skb, u64 id)
{
	return put_u64(skb, PSERIES_DR_A_JOB_ID, id) ? -EMSGSIZE : 0;
}

int pdr_nl_put_plan(struct sk_buff *skb, const struct pdr_plan_view *plan)
{
	const struct pdr_fault *fault = &plan->fault;
	int error = 0;

	if (plan->whole) {
		if (plan->job)
			error |= put_u64(skb, PSERIES_DR_A_JOB_ID, plan->job);
		error |= nla_put_u32(skb, PSERIES_DR_A_JOB_TOTAL, plan->total);
	}
	error |= nla_put_u32(skb, PSERIES_DR_A_JOB_DRC_INDEX, fault->drc_index);
	error |= put_error(skb, fault);
	if (fault->error) {
		error |= nla_put_u32(skb, PSERIES_DR_A_JOB_STEP, fault->step);
		error |= nla_put_u32(skb, PSERIES_DR_A_JOB_REASON, fault->reason);
		error |= put_u64(skb, PSERIES_DR_A_JOB_REASON_VALUE, fault->reason_value);
	}
	return error ? -EMSGSIZE : 0;
}

static int put_sense(struct sk_buff *skb, const struct pdr_sense_view *sense,
		     int status_type, int sense_type)
{
	int error = 0;

	if (sense->asked)
		error |= nla_put_s32(skb, status_type, sense->status);
	if (sense->asked && sense->known)
		error |= nla_put_u32(skb, sense_type, sense->sense);
	return error;
}

int pdr_nl_put_drc(struct sk_buff *skb, const struct pdr_drc_view *drc)
{
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_DRC_INDEX, drc->index);
	error |= nla_put_u32(skb, PSERIES_DR_A_DRC_RESOURCE, drc->resource);
	error |= nla_put_string(skb, PSERIES_DR_A_DRC_NAME, drc->name);
	error |= nla_put_string(skb, PSERIES_DR_A_DRC_TYPE, drc->type);
	error |= nla_put_u32(skb, PSERIES_DR_A_DRC_POWER_DOMAIN,
			     drc->power_domain);
	error |= put_sense(skb, &drc->sense, PSERIES_DR_A_DRC_SENSE_STATUS,
			   PSERIES_DR_A_DRC_SENSE);
	return error ? -EMSGSIZE : 0;
}

int pdr_nl_put_lmb(struct sk_buff *skb, const struct pdr_lmb_view *lmb)
{
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_INDEX, lmb->index);
	error |= put_u64(skb, PSERIES_DR_A_LMB_ADDRESS, lmb->address);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_FLAGS, lmb->flags);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_AA_INDEX, lmb->aa_index);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_USAGE, lmb->usage);
	error |= put_sense(skb, &lmb->sense, PSERIES_DR_A_LMB_SENSE_STATUS,
			   PSERIES_DR_A_LMB_SENSE);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_BLOCKS, lmb->blocks);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_BLOCKS_ONLINE,
			     lmb->blocks_online);
	if (lmb->zone)
		error |= nla_put_string(skb, PSERIES_DR_A_LMB_ZONE, lmb->zone);
	if (lmb->attached)
		error |= nla_put_s32(skb, PSERIES_DR_A_LMB_NID, lmb->nid);
	return error ? -EMSGSIZE : 0;
}

static int put_settings(struct sk_buff *skb, const struct pdr_info_view *info)
{
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_STALL_TIMEOUT_MS,
			     info->stall_timeout_ms);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_REFUSE_BY, info->refuse_by);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_ONLINE_TYPE,
			     info->online_type);
	return error;
}

static int put_versions(struct sk_buff *skb, const struct pdr_info_view *info)
{
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_ABI,
			     PSERIES_DR_ABI_VERSION);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_ABI_MIN,
			     PSERIES_DR_ABI_OLDEST);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_CAPABILITIES,
			     info->capabilities);
	error |= nla_put_string(skb, PSERIES_DR_A_INFO_RELEASE, info->release);
	error |= put_u64(skb, PSERIES_DR_A_INFO_BOOT_ID, info->boot_id);
	return error;
}

int pdr_nl_put_info(struct sk_buff *skb, const struct pdr_info_view *info)
{
	int error = put_versions(skb, info);

	error |= put_u64(skb, PSERIES_DR_A_INFO_LMB_SIZE, info->lmb_size);
	error |= put_u64(skb, PSERIES_DR_A_INFO_BLOCK_SIZE, info->block_size);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_LMB_COUNT, info->lmb_count);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_DRC_COUNT, info->drc_count);
	error |= put_u64(skb, PSERIES_DR_A_INFO_SEQ, info->seq);
	error |= put_u64(skb, PSERIES_DR_A_INFO_SEQ_OLDEST, info->seq_oldest);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_JOBS_PENDING,
			     info->jobs_pending);
	error |= put_settings(skb, info);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_MEMORY_STATE,
			     info->memory_state);
	return error ? -EMSGSIZE : 0;
}
