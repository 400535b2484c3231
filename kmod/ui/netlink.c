// SPDX-License-Identifier: GPL-2.0
/*
 * Handlers of requests that have one answer, and the policies of all requests. Includes
 * core/engine, state, res and ui.
 */
#include <net/genetlink.h>
#include <pdr_names.h>

#include "core/engine/accept.h"
#include "core/engine/resource.h"
#include "res/resources.h"
#include "state/drcs.h"
#include "state/event.h"
#include "state/job.h"
#include "state/pdr.h"
#include "state/tables.h"
#include "ui/genl.h"
#include "ui/look.h"
#include "ui/netlink.h"
#include "ui/nlput.h"

/* not const, as struct nla_policy of older kernels points to it */
static struct netlink_range_validation timeout_range __ro_after_init = {
	.max = PSERIES_DR_TIMEOUT_MAX_MS,
};

const struct nla_policy pdr_submit_policy[] = {
	[PSERIES_DR_A_JOB_RESOURCE] = NLA_POLICY_MAX(NLA_U32, PDR_RESOURCE_MAX),
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

const struct nla_policy pdr_drc_policy[] = {
	[PSERIES_DR_A_DRC_INDEX] = { .type = NLA_U32 },
};

const struct nla_policy pdr_lmb_policy[] = {
	[PSERIES_DR_A_LMB_INDEX] = { .type = NLA_U32 },
};

/*
 * CAP_SYS_ADMIN, as writes to /sys/kernel/dlpar need root. GENL_ADMIN_PERM would ask
 * for CAP_NET_ADMIN.
 */
bool pdr_nl_is_admin(const struct sk_buff *skb)
{
	return netlink_capable(skb, CAP_SYS_ADMIN);
}

/* Tell the sender why, and name the attribute if it sent one. Return: @error. */
static int refuse_message(struct genl_info *info, int type, int error, const char *why)
{
	/* in 6.1 the start of a dump has no place for words */
	if (info->extack) {
		info->extack->_msg = why;
		NL_SET_BAD_ATTR(info->extack, info->attrs[type]);
	}
	return error;
}

static int check_permission(const struct sk_buff *skb, struct genl_info *info)
{
	if (pdr_nl_is_admin(skb))
		return 0;
	return refuse_message(info, 0, -EPERM, "CAP_SYS_ADMIN is needed");
}

/* Begin an answer to a command. Return: the message, or NULL. */
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

/* Context: pdr_tables_lock held. */
static bool is_moved(const struct pdr_resource *resource)
{
	const struct pdr_driver *driver = pdr_driver_of(resource->resource);

	return driver && (!driver->has_any || driver->has_any());
}

static u32 get_capabilities(void)
{
	u32 flags = PSERIES_DR_CAPABILITY_CANCEL | PSERIES_DR_CAPABILITY_REFUSE |
		    PSERIES_DR_CAPABILITY_CLAIM | PSERIES_DR_CAPABILITY_PLAN;
	const struct pdr_resource *resource;
	size_t i;

	for (i = 0; (resource = pdr_resource_at(i)); i++)
		if (is_moved(resource))
			flags |= resource->capability;
	return flags;
}

static void look_at_tables(struct pdr_info_view *view)
{
	pdr_tables_look();
	pdr_drcs_refresh();
	down_read(&pdr_tables_lock);
	view->capabilities = get_capabilities();
	view->lmb_size = pdr_lmb_table()->lmb_size;
	view->lmb_count = pdr_lmb_table()->count;
	view->memory_state = pdr_tables_memory_state();
	up_read(&pdr_tables_lock);
	down_read(&pdr_drcs_lock);
	view->drc_count = min_t(u64, pdr_drcmap_count(pdr_drcs()), U32_MAX);
	up_read(&pdr_drcs_lock);
}

static void look_at_events(struct pdr_info_view *view)
{
	mutex_lock(&pdr_job_lock);
	view->seq = pdr_event_newest();
	view->seq_oldest = pdr_event_oldest();
	mutex_unlock(&pdr_job_lock);
}

int pdr_nl_info(struct sk_buff *skb, struct genl_info *info)
{
	struct pdr_info_view view = {
		.release = PDR_RELEASE,
		.block_size = pdr_block_size(),
		.jobs_pending = pdr_job_pending(),
		.stall_timeout_ms = pdr_settings.stall_timeout_ms,
		.refuse_by = pdr_settings.refuse_by,
		.online_type = pdr_settings.online_type,
		.boot_id = pdr_boot_id(),
	};
	void *header;

	skb = begin_answer(info, PSERIES_DR_CMD_INFO, &header);
	if (!skb)
		return -ENOMEM;
	look_at_tables(&view);
	look_at_events(&view);
	return end_answer(skb, info, header, pdr_nl_put_info(skb, &view));
}

static u32 get_u32(struct genl_info *info, int type)
{
	return info->attrs[type] ? nla_get_u32(info->attrs[type]) : 0;
}

static int check_present(struct genl_info *info, int type, const char *missing)
{
	if (!GENL_REQ_ATTR_CHECK(info, type))
		return 0;
	return refuse_message(info, type, -EINVAL, missing);
}

/* Refuse an attribute that the identifier does not call for. */
static int check_called_for(struct genl_info *info, int type, bool expected,
			    const char *missing)
{
	if (expected)
		return check_present(info, type, missing);
	if (!info->attrs[type])
		return 0;
	return refuse_message(info, type, -EINVAL,
		      "the identifier does not call for this attribute");
}

static int check_identifier(struct genl_info *info, u32 identifier)
{
	bool index = identifier == PSERIES_DR_IDENTIFIER_INDEX ||
		     identifier == PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	bool count = identifier == PSERIES_DR_IDENTIFIER_COUNT ||
		     identifier == PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	bool name = identifier == PSERIES_DR_IDENTIFIER_NAME;
	int error;

	error = check_called_for(info, PSERIES_DR_A_JOB_INDEX, index,
				 "the identifier calls for an index");
	if (!error)
		error = check_called_for(info, PSERIES_DR_A_JOB_COUNT, count,
					 "the identifier calls for a count");
	if (!error)
		error = check_called_for(info, PSERIES_DR_A_JOB_NAME, name,
					 "the identifier calls for a name");
	return error;
}

static int read_attributes(struct genl_info *info, struct pdr_request *request)
{
	int error;

	error = check_present(info, PSERIES_DR_A_JOB_RESOURCE,
			      "a resource is needed");
	if (!error)
		error = check_present(info, PSERIES_DR_A_JOB_ACTION,
				      "an action is needed");
	if (!error)
		error = check_present(info, PSERIES_DR_A_JOB_IDENTIFIER,
				      "an identifier is needed");
	if (error)
		return error;
	request->resource = get_u32(info, PSERIES_DR_A_JOB_RESOURCE);
	request->action = get_u32(info, PSERIES_DR_A_JOB_ACTION);
	request->identifier = get_u32(info, PSERIES_DR_A_JOB_IDENTIFIER);
	request->index = get_u32(info, PSERIES_DR_A_JOB_INDEX);
	request->count = get_u32(info, PSERIES_DR_A_JOB_COUNT);
	if (info->attrs[PSERIES_DR_A_JOB_NAME])
		nla_strscpy(request->name, info->attrs[PSERIES_DR_A_JOB_NAME],
			    sizeof(request->name));
	return check_identifier(info, request->identifier);
}

static int resolve_connector(struct genl_info *info, struct pdr_request *request)
{
	int error = pdr_drcs_resolve(request);

	if (!error)
		return 0;
	if (request->identifier == PSERIES_DR_IDENTIFIER_NAME)
		return refuse_message(info, PSERIES_DR_A_JOB_NAME, error,
				      "no connector has this name");
	return refuse_message(info, PSERIES_DR_A_JOB_INDEX, error,
			      "no connector has this DRC index");
}

int pdr_nl_read_request(struct genl_info *info, struct pdr_request *request)
{
	int error = read_attributes(info, request);

	if (error)
		return error;
	error = resolve_connector(info, request);
	if (error)
		return error;
	error = pdr_accept_request(request);
	if (error)
		return refuse_message(info, PSERIES_DR_A_JOB_RESOURCE, error,
			      "this module does not carry out such a request");
	return 0;
}

int pdr_nl_submit(struct sk_buff *skb, struct genl_info *info)
{
	struct pdr_request request = { 0 };
	void *header;
	int error;
	u64 id;

	error = check_permission(skb, info);
	if (!error)
		error = pdr_nl_read_request(info, &request);
	if (error)
		return error;
	skb = begin_answer(info, PSERIES_DR_CMD_JOB_SUBMIT, &header);
	if (!skb)
		return -ENOMEM;
	error = pdr_job_submit(&request, PSERIES_DR_ORIGIN_NETLINK,
			       get_u32(info, PSERIES_DR_A_JOB_TIMEOUT_MS), &id);
	if (error) {
		nlmsg_free(skb);
		return refuse_message(info, 0, error, error == -ESHUTDOWN ?
			      "the module is being unloaded" :
			      "too many jobs wait");
	}
	return end_answer(skb, info, header, pdr_nl_put_id(skb, id));
}

static int get_job_id(struct genl_info *info, u64 *id)
{
	int error = check_present(info, PSERIES_DR_A_JOB_ID,
				"the id of a job is needed");

	if (!error)
		*id = nla_get_u64(info->attrs[PSERIES_DR_A_JOB_ID]);
	return error;
}

static int refuse_job(struct genl_info *info, int error)
{
	switch (error) {
	case -ENOENT:
		return refuse_message(info, PSERIES_DR_A_JOB_ID, error,
			      "there is no such job");
	case -EALREADY:
		return refuse_message(info, PSERIES_DR_A_JOB_ID, error,
			      "the job has ended, or is past the point of no return");
	default:
		return error;
	}
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
		return refuse_job(info, error);
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
	return error ?: refuse_job(info, pdr_job_cancel(id));
}

int pdr_nl_drc(struct sk_buff *skb, struct genl_info *info)
{
	bool may_ask = pdr_nl_is_admin(skb);
	struct pdr_drc_view drc;
	void *header;
	int error;

	error = check_present(info, PSERIES_DR_A_DRC_INDEX,
			      "the index of a connector is needed");
	if (error)
		return error;
	pdr_drcs_refresh();
	error = pdr_look_drc(get_u32(info, PSERIES_DR_A_DRC_INDEX), may_ask,
			     &drc);
	if (error)
		return refuse_message(info, PSERIES_DR_A_DRC_INDEX, error,
			      "no connector has this index");
	skb = begin_answer(info, PSERIES_DR_CMD_DRC_GET, &header);
	if (!skb)
		return -ENOMEM;
	return end_answer(skb, info, header, pdr_nl_put_drc(skb, &drc));
}

int pdr_nl_lmb(struct sk_buff *skb, struct genl_info *info)
{
	bool may_ask = pdr_nl_is_admin(skb);
	struct pdr_lmb_view lmb;
	void *header;
	int error;

	error = check_present(info, PSERIES_DR_A_LMB_INDEX,
			      "the index of an LMB is needed");
	if (error)
		return error;
	pdr_tables_look();
	error = pdr_look_lmb(get_u32(info, PSERIES_DR_A_LMB_INDEX), may_ask,
			     &lmb);
	if (error)
		return refuse_message(info, PSERIES_DR_A_LMB_INDEX, error,
			      "no LMB has this index");
	skb = begin_answer(info, PSERIES_DR_CMD_LMB_GET, &header);
	if (!skb)
		return -ENOMEM;
	return end_answer(skb, info, header, pdr_nl_put_lmb(skb, &lmb));
}
