// SPDX-License-Identifier: GPL-2.0
/* Reading requests, and putting what is known into messages. */
#include <linux/memory.h>
#include <net/genetlink.h>

#include "state/drcs.h"
#include "ui/genl.h"
#include "state/job.h"
#include "ui/netlink.h"
#include "state/pdr.h"
#include "settings.h"
#include "state/tables.h"

/* not const: what points to it is not, in older kernels */
static struct netlink_range_validation timeout_range __ro_after_init = {
	.max = PSERIES_DR_TIMEOUT_MAX_MS,
};

const struct nla_policy pdr_submit_policy[] = {
	[PSERIES_DR_A_JOB_RESOURCE] = NLA_POLICY_MAX(NLA_U32,
						     PSERIES_DR_RESOURCE_DT),
	[PSERIES_DR_A_JOB_ACTION] = NLA_POLICY_RANGE(NLA_U32,
						     PSERIES_DR_ACTION_ADD,
						     PSERIES_DR_ACTION_REMOVE),
	[PSERIES_DR_A_JOB_IDENTIFIER] =
		NLA_POLICY_RANGE(NLA_U32, PSERIES_DR_IDENTIFIER_NAME,
				 PSERIES_DR_IDENTIFIER_INDEXED_COUNT),
	[PSERIES_DR_A_JOB_INDEX] = { .type = NLA_U32 },
	[PSERIES_DR_A_JOB_COUNT] = NLA_POLICY_MIN(NLA_U32, 1),
	[PSERIES_DR_A_JOB_NAME] = { .type = NLA_NUL_STRING,
				    .len = PSERIES_DR_DRC_NAME_MAX },
	[PSERIES_DR_A_JOB_TIMEOUT_MS] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &timeout_range),
};

const struct nla_policy pdr_job_id_policy[] = {
	[PSERIES_DR_A_JOB_ID] = { .type = NLA_U64 },
	[PSERIES_DR_A_JOB_SEQ] = { .type = NLA_REJECT },
	[PSERIES_DR_A_JOB_SINCE] = { .type = NLA_U64 },
};

const struct nla_policy pdr_since_policy[] = {
	[PSERIES_DR_A_JOB_ID] = { .type = NLA_REJECT },
	[PSERIES_DR_A_JOB_SEQ] = { .type = NLA_REJECT },
	[PSERIES_DR_A_JOB_SINCE] = { .type = NLA_U64 },
};

static int put_u64(struct sk_buff *skb, int type, u64 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

/*
 * Each of the put functions puts all it can and tells in the end whether it
 * could; a message that is too short is given up whole.
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

static int put_fault(struct sk_buff *skb, const struct pdr_outcome *outcome)
{
	const struct pdr_fault *fault = &outcome->fault;
	int error = 0;

	error |= nla_put_s32(skb, PSERIES_DR_A_JOB_ERROR, -fault->error);
	if (fault->call != PDR_FW_ANY) {
		error |= nla_put_string(skb, PSERIES_DR_A_JOB_FW_CALL,
					pdr_fw_call_name(fault->call));
		error |= nla_put_s32(skb, PSERIES_DR_A_JOB_FW_STATUS,
				     fault->status);
	}
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

/* Begin an answer to a command; @skb is freed when it does not fit. */
static struct sk_buff *begin_answer(struct genl_info *info, u8 command,
				    void **header)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);

	if (!skb)
		return NULL;
	*header = genlmsg_put_reply(skb, info, pdr_genl(), 0, command);
	if (*header)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

static int end_answer(struct sk_buff *skb, struct genl_info *info, void *header,
		      int error)
{
	if (error) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return genlmsg_reply(skb, info);
}

static u32 capabilities(void)
{
	u32 flags = PSERIES_DR_CAPABILITY_CPU | PSERIES_DR_CAPABILITY_PMEM |
		    PSERIES_DR_CAPABILITY_CANCEL | PSERIES_DR_CAPABILITY_REFUSE |
		    PSERIES_DR_CAPABILITY_CLAIM;

	if (pdr_lmb_table()->count)
		flags |= PSERIES_DR_CAPABILITY_MEMORY;
	return flags;
}

static int put_tables(struct sk_buff *skb)
{
	u64 drcs;
	int error = 0;

	pdr_drcs_refresh();
	down_read(&pdr_drcs_lock);
	drcs = pdr_drcmap_count(pdr_drcs());
	up_read(&pdr_drcs_lock);
	down_read(&pdr_tables_lock);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_CAPABILITIES,
			     capabilities());
	error |= put_u64(skb, PSERIES_DR_A_INFO_LMB_SIZE,
			 pdr_lmb_table()->lmb_size);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_LMB_COUNT,
			     pdr_lmb_table()->count);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_DRC_COUNT,
			     min_t(u64, drcs, U32_MAX));
	up_read(&pdr_tables_lock);
	return error;
}

static int put_events(struct sk_buff *skb)
{
	int error = 0;

	mutex_lock(&pdr_job_lock);
	error |= put_u64(skb, PSERIES_DR_A_INFO_SEQ, pdr_event_newest());
	error |= put_u64(skb, PSERIES_DR_A_INFO_SEQ_OLDEST, pdr_event_oldest());
	mutex_unlock(&pdr_job_lock);
	return error;
}

static int put_settings(struct sk_buff *skb)
{
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_STALL_TIMEOUT_MS,
			     pdr_settings.stall_timeout_ms);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_REFUSE_BY,
			     pdr_settings.refuse_by);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_ONLINE_TYPE,
			     pdr_settings.online_type);
	return error;
}

int pdr_nl_info(struct sk_buff *skb, struct genl_info *info)
{
	void *header;
	int error = 0;

	skb = begin_answer(info, PSERIES_DR_CMD_INFO, &header);
	if (!skb)
		return -ENOMEM;
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_ABI,
			     PSERIES_DR_ABI_VERSION);
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_ABI_MIN,
			     PSERIES_DR_ABI_OLDEST);
	error |= nla_put_string(skb, PSERIES_DR_A_INFO_RELEASE, PDR_RELEASE);
	error |= put_u64(skb, PSERIES_DR_A_INFO_BLOCK_SIZE,
			 memory_block_size_bytes());
	error |= put_u64(skb, PSERIES_DR_A_INFO_BOOT_ID, pdr_boot_id());
	error |= nla_put_u32(skb, PSERIES_DR_A_INFO_JOBS_PENDING,
			     pdr_job_pending());
	error |= put_tables(skb);
	error |= put_events(skb);
	error |= put_settings(skb);
	return end_answer(skb, info, header, error);
}

/*
 * What a write to /sys/kernel/dlpar takes, root, is CAP_SYS_ADMIN here; the
 * generic flag would ask for a right over networks.
 */
static int check_permission(struct sk_buff *skb, struct genl_info *info)
{
	if (netlink_capable(skb, CAP_SYS_ADMIN))
		return 0;
	GENL_SET_ERR_MSG(info, "CAP_SYS_ADMIN is needed");
	return -EPERM;
}

static u32 get_u32(struct genl_info *info, int type)
{
	return info->attrs[type] ? nla_get_u32(info->attrs[type]) : 0;
}

/* What the identifier does not call for is refused, not ignored. */
static int check_identifier(struct genl_info *info, u32 identifier)
{
	bool index = identifier == PSERIES_DR_IDENTIFIER_INDEX ||
		     identifier == PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	bool count = identifier == PSERIES_DR_IDENTIFIER_COUNT ||
		     identifier == PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	bool name = identifier == PSERIES_DR_IDENTIFIER_NAME;

	if (!info->attrs[PSERIES_DR_A_JOB_INDEX] == !index &&
	    !info->attrs[PSERIES_DR_A_JOB_COUNT] == !count &&
	    !info->attrs[PSERIES_DR_A_JOB_NAME] == !name)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack,
			    info->attrs[PSERIES_DR_A_JOB_IDENTIFIER],
			    "index, count and name must be given as the identifier says");
	return -EINVAL;
}

static int read_request(struct genl_info *info, struct pdr_request *request)
{
	int error;

	if (GENL_REQ_ATTR_CHECK(info, PSERIES_DR_A_JOB_RESOURCE) ||
	    GENL_REQ_ATTR_CHECK(info, PSERIES_DR_A_JOB_ACTION) ||
	    GENL_REQ_ATTR_CHECK(info, PSERIES_DR_A_JOB_IDENTIFIER)) {
		GENL_SET_ERR_MSG(info, "resource, action and identifier are needed");
		return -EINVAL;
	}
	request->resource = get_u32(info, PSERIES_DR_A_JOB_RESOURCE);
	request->action = get_u32(info, PSERIES_DR_A_JOB_ACTION);
	request->identifier = get_u32(info, PSERIES_DR_A_JOB_IDENTIFIER);
	error = check_identifier(info, request->identifier);
	if (error)
		return error;
	request->index = get_u32(info, PSERIES_DR_A_JOB_INDEX);
	request->count = get_u32(info, PSERIES_DR_A_JOB_COUNT);
	if (info->attrs[PSERIES_DR_A_JOB_NAME])
		nla_strscpy(request->name, info->attrs[PSERIES_DR_A_JOB_NAME],
			    sizeof(request->name));
	error = pdr_drcs_resolve_name(request);
	if (error) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[PSERIES_DR_A_JOB_NAME],
				    "no connector has this name");
		return error;
	}
	error = pdr_request_check(request);
	if (error)
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[PSERIES_DR_A_JOB_RESOURCE],
				    "this module does not carry out such a request");
	return error;
}

int pdr_nl_submit(struct sk_buff *skb, struct genl_info *info)
{
	struct pdr_request request = { 0 };
	void *header;
	int error;
	u64 id;

	error = check_permission(skb, info);
	if (!error)
		error = read_request(info, &request);
	if (error)
		return error;
	skb = begin_answer(info, PSERIES_DR_CMD_JOB_SUBMIT, &header);
	if (!skb)
		return -ENOMEM;
	error = pdr_job_submit(&request, PSERIES_DR_ORIGIN_NETLINK,
			       get_u32(info, PSERIES_DR_A_JOB_TIMEOUT_MS), &id);
	if (error) {
		GENL_SET_ERR_MSG(info, "the queue of jobs is full or closed");
		nlmsg_free(skb);
		return error;
	}
	return end_answer(skb, info, header,
			  put_u64(skb, PSERIES_DR_A_JOB_ID, id));
}

static int get_job_id(struct genl_info *info, u64 *id)
{
	if (GENL_REQ_ATTR_CHECK(info, PSERIES_DR_A_JOB_ID)) {
		GENL_SET_ERR_MSG(info, "the id of a job is needed");
		return -EINVAL;
	}
	*id = nla_get_u64(info->attrs[PSERIES_DR_A_JOB_ID]);
	return 0;
}

static int explain(struct genl_info *info, int error)
{
	switch (error) {
	case -ENOENT:
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[PSERIES_DR_A_JOB_ID],
				    "there is no such job");
		break;
	case -EALREADY:
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[PSERIES_DR_A_JOB_ID],
				    "the job has ended, or is past the point of no return");
		break;
	}
	return error;
}

int pdr_nl_job(struct sk_buff *skb, struct genl_info *info)
{
	struct pdr_job_view job;
	void *header;
	u64 id;
	int error;

	error = get_job_id(info, &id);
	if (error)
		return error;
	error = pdr_job_get(id, &job);
	if (error)
		return explain(info, error);
	skb = begin_answer(info, PSERIES_DR_CMD_JOB_GET, &header);
	if (!skb)
		return -ENOMEM;
	return end_answer(skb, info, header, pdr_nl_put_job(skb, &job));
}

int pdr_nl_cancel(struct sk_buff *skb, struct genl_info *info)
{
	int error = check_permission(skb, info);
	u64 id;

	if (!error)
		error = get_job_id(info, &id);
	return error ?: explain(info, pdr_job_cancel(id));
}
