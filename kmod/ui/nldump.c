// SPDX-License-Identifier: GPL-2.0
/*
 * Handlers of dumps.
 *
 * A dump that may have missed an entry changes cb->seq. Netlink then sets
 * NLM_F_DUMP_INTR, and the reader begins again.
 *
 * Includes state, work and ui.
 */
#include <net/genetlink.h>

#include "state/drcs.h"
#include "state/event.h"
#include "state/job.h"
#include "state/tables.h"
#include "ui/genl.h"
#include "ui/look.h"
#include "ui/netlink.h"
#include "ui/nlput.h"
#include "work/foresight.h"

/**
 * struct numbered_cursor - where a dump of jobs or events is
 * @since: sequence number of the last entry
 * @forgotten: pdr_job_forgotten() as last seen
 * @began: the dump has put an entry
 */
struct numbered_cursor {
	u64 since;
	u64 forgotten;
	bool began;
};

/**
 * struct table_cursor - where a dump of LMBs or connectors is
 * @place: where a dump of LMBs is
 * @drc: lowest DRC index that a dump of connectors has yet to put
 */
struct table_cursor {
	union {
		struct pdr_lmb_place place;
		u64 drc;
	};
};

/**
 * struct plan_cursor - where a dump of a plan is
 * @sight: the plan
 * @next: 0 for the message on the whole request, then one more than the entry to come
 */
struct plan_cursor {
	struct pdr_foresight *sight;
	u32 next;
};

static struct numbered_cursor *numbered_cursor(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct numbered_cursor) > sizeof(cb->ctx));
	return (struct numbered_cursor *)cb->ctx;
}

static struct table_cursor *table_cursor(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct table_cursor) > sizeof(cb->ctx));
	return (struct table_cursor *)cb->ctx;
}

static struct plan_cursor *plan_cursor(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct plan_cursor) > sizeof(cb->ctx));
	return (struct plan_cursor *)cb->ctx;
}

static int start_numbered(struct netlink_callback *cb)
{
	struct nlattr *attributes[PSERIES_DR_A_JOB_SINCE + 1];
	struct numbered_cursor *cursor = numbered_cursor(cb);
	int error;

	error = genlmsg_parse(cb->nlh, pdr_genl(), attributes,
			      PSERIES_DR_A_JOB_SINCE, pdr_since_policy,
			      cb->extack);
	if (error)
		return error;
	if (attributes[PSERIES_DR_A_JOB_SINCE])
		cursor->since = nla_get_u64(attributes[PSERIES_DR_A_JOB_SINCE]);
	cb->seq = 1;
	return 0;
}

int pdr_nl_start_jobs(struct netlink_callback *cb)
{
	numbered_cursor(cb)->forgotten = pdr_job_forgotten();
	return start_numbered(cb);
}

int pdr_nl_start_events(struct netlink_callback *cb)
{
	return start_numbered(cb);
}

/* A dump with an index would put all entries in place of one. */
static int check_no_attributes(struct netlink_callback *cb)
{
	if (nlmsg_attrlen(cb->nlh, GENL_HDRLEN) <= 0)
		return 0;
	NL_SET_ERR_MSG(cb->extack, "a dump of all takes no attribute");
	return -EINVAL;
}

/* Genetlink holds its lock here, so the dump itself reads the device tree. */
int pdr_nl_start_drcs(struct netlink_callback *cb)
{
	return check_no_attributes(cb);
}

int pdr_nl_start_lmbs(struct netlink_callback *cb)
{
	return check_no_attributes(cb);
}

static void *begin_entry(struct sk_buff *skb, struct netlink_callback *cb,
			 u8 command)
{
	void *header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				   cb->nlh->nlmsg_seq, pdr_genl(), NLM_F_MULTI,
				   command);

	if (header)
		genl_dump_check_consistent(cb, header);
	return header;
}

/* Return: true when the entry is in the message. */
static bool end_entry(struct sk_buff *skb, void *header, int error)
{
	if (error) {
		genlmsg_cancel(skb, header);
		return false;
	}
	genlmsg_end(skb, header);
	return true;
}

/*
 * A call that puts nothing into its message ends the dump. An entry that is larger
 * than a message must fail, or it would end the dump silently.
 */
static int dump_result(const struct sk_buff *skb, bool full)
{
	return !skb->len && full ? -EMSGSIZE : skb->len;
}

/* Tell if a job was forgotten before the dump came to it. */
static void check_forgotten(struct netlink_callback *cb)
{
	struct numbered_cursor *cursor = numbered_cursor(cb);
	u64 forgotten = pdr_job_forgotten();

	if (forgotten == cursor->forgotten)
		return;
	cursor->forgotten = forgotten;
	if (forgotten > cursor->since)
		cb->seq++;
}

static bool put_job_entry(struct sk_buff *skb, struct netlink_callback *cb,
			  const struct pdr_job_view *job)
{
	void *header = begin_entry(skb, cb, PSERIES_DR_CMD_JOB_GET);

	return header && end_entry(skb, header, pdr_nl_put_job(skb, job));
}

int pdr_nl_dump_jobs(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct numbered_cursor *cursor = numbered_cursor(cb);
	struct pdr_job_view job;
	bool full = false;

	while (!full && !pdr_job_next(cursor->since, &job)) {
		check_forgotten(cb);
		full = !put_job_entry(skb, cb, &job);
		if (!full)
			cursor->since = job.seq;
	}
	return dump_result(skb, full);
}

static bool put_event(struct sk_buff *skb, struct netlink_callback *cb,
		      const struct pdr_event *event)
{
	void *header = begin_entry(skb, cb, PSERIES_DR_CMD_EVENT_GET);

	return header && end_entry(skb, header, pdr_nl_put_event(skb, event));
}

int pdr_nl_dump_events(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct numbered_cursor *cursor = numbered_cursor(cb);
	const struct pdr_event *event;
	bool full = false;

	mutex_lock(&pdr_job_lock);
	while (!full && (event = pdr_event_get(cursor->since))) {
		if (cursor->began && event->seq != cursor->since + 1)
			cb->seq++;
		full = !put_event(skb, cb, event);
		if (full)
			break;
		cursor->began = true;
		cursor->since = event->seq;
	}
	mutex_unlock(&pdr_job_lock);
	return dump_result(skb, full);
}

static bool put_drc(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct pdr_drc_view *drc)
{
	void *header = begin_entry(skb, cb, PSERIES_DR_CMD_DRC_GET);

	return header && end_entry(skb, header, pdr_nl_put_drc(skb, drc));
}

int pdr_nl_dump_drcs(struct sk_buff *skb, struct netlink_callback *cb)
{
	bool may_ask = pdr_nl_is_admin(cb->skb);
	u64 *cursor = &table_cursor(cb)->drc;
	struct pdr_drc_view drc;
	bool full = false;
	u64 next = *cursor;

	if (!next)
		pdr_drcs_refresh();
	while (!full && !pdr_look_next_drc(&next, may_ask, &drc)) {
		cb->seq = pdr_drcs_generation() + 1;
		full = !put_drc(skb, cb, &drc);
		if (!full)
			*cursor = next;
	}
	return dump_result(skb, full);
}

static bool put_lmb(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct pdr_lmb_view *lmb)
{
	void *header = begin_entry(skb, cb, PSERIES_DR_CMD_LMB_GET);

	return header && end_entry(skb, header, pdr_nl_put_lmb(skb, lmb));
}

int pdr_nl_dump_lmbs(struct sk_buff *skb, struct netlink_callback *cb)
{
	bool may_ask = pdr_nl_is_admin(cb->skb);
	struct pdr_lmb_place *place = &table_cursor(cb)->place;
	struct pdr_lmb_place next = *place;
	struct pdr_lmb_view lmb;
	bool full = false;

	if (!cb->seq)
		pdr_tables_look();
	while (!full && !pdr_look_next_lmb(&next, may_ask, &lmb)) {
		cb->seq = next.generation + 1;
		full = !put_lmb(skb, cb, &lmb);
		if (!full)
			*place = next;
	}
	return dump_result(skb, full);
}

static int read_plan_request(struct netlink_callback *cb, struct pdr_request *request)
{
	struct nlattr *attributes[PSERIES_DR_A_JOB_TIMEOUT_MS + 1];
	struct genl_info info = { .attrs = attributes, .extack = cb->extack };
	int error;

	error = genlmsg_parse(cb->nlh, pdr_genl(), attributes, PSERIES_DR_A_JOB_TIMEOUT_MS,
			      pdr_submit_policy, cb->extack);
	return error ?: pdr_nl_read_request(&info, request);
}

static void say_why_no_plan(struct netlink_ext_ack *extack, int error)
{
	switch (error) {
	case -EOPNOTSUPP:
		NL_SET_ERR_MSG(extack, "the module makes no plan of such a request");
		break;
	case -EAGAIN:
		NL_SET_ERR_MSG(extack, "too many plans are being read");
		break;
	case -ETIMEDOUT:
		NL_SET_ERR_MSG(extack, "the plan takes too long");
		break;
	}
}

/* The worker makes the whole plan here: the dump itself only hands it out. */
int pdr_nl_start_plan(struct netlink_callback *cb)
{
	struct pdr_request request = { 0 };
	int error = read_plan_request(cb, &request);

	if (error)
		return error;
	error = pdr_foresight_make(&request, pdr_nl_is_admin(cb->skb),
				   &plan_cursor(cb)->sight);
	say_why_no_plan(cb->extack, error);
	cb->seq = 1;
	return error;
}

static struct pdr_plan_view view_of_whole(const struct pdr_foresight *sight)
{
	struct pdr_plan_view view = {
		.whole = true,
		.job = sight->errand.job,
		.total = sight->outcome.total,
		.fault = sight->outcome.fault,
	};

	view.fault.reason = sight->outcome.reason;
	view.fault.reason_value = sight->outcome.reason_value;
	if (sight->errand.error)
		view.fault = (struct pdr_fault){ .error = sight->errand.error };
	return view;
}

static bool put_plan(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct plan_cursor *cursor = plan_cursor(cb);
	void *header = begin_entry(skb, cb, PSERIES_DR_CMD_JOB_PLAN);
	struct pdr_plan_view view = { 0 };

	if (cursor->next)
		view.fault = cursor->sight->entries[cursor->next - 1];
	else
		view = view_of_whole(cursor->sight);
	return header && end_entry(skb, header, pdr_nl_put_plan(skb, &view));
}

int pdr_nl_dump_plan(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct plan_cursor *cursor = plan_cursor(cb);
	bool full = false;

	while (!full && cursor->next <= cursor->sight->count) {
		full = !put_plan(skb, cb);
		if (!full)
			cursor->next++;
	}
	return dump_result(skb, full);
}

int pdr_nl_end_plan(struct netlink_callback *cb)
{
	pdr_foresight_put(plan_cursor(cb)->sight);
	return 0;
}
