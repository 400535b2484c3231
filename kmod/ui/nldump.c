// SPDX-License-Identifier: GPL-2.0
/* Dumps: what there is, as many messages as it takes. */
#include <net/genetlink.h>

#include "state/drcs.h"
#include "state/event.h"
#include "ui/genl.h"
#include "state/job.h"
#include "res/lmbuse.h"
#include "ui/netlink.h"
#include "state/pdr.h"
#include "fw/rtas.h"
#include "state/tables.h"

/*
 * cb->args[0] says where a dump goes on: the sequence number of the last job
 * or event, the cursor of the DRC map, the place in the LMB table.
 */
static u64 cursor_of(const struct netlink_callback *cb)
{
	return cb->args[0];
}

int pdr_nl_dump_start(struct netlink_callback *cb)
{
	struct nlattr *attributes[PSERIES_DR_A_JOB_SINCE + 1];
	int error;

	error = genlmsg_parse(cb->nlh, pdr_genl(), attributes,
			      PSERIES_DR_A_JOB_SINCE, pdr_since_policy,
			      cb->extack);
	if (error)
		return error;
	if (attributes[PSERIES_DR_A_JOB_SINCE])
		cb->args[0] = nla_get_u64(attributes[PSERIES_DR_A_JOB_SINCE]);
	return 0;
}

static void *begin_entry(struct sk_buff *skb, struct netlink_callback *cb,
			 u8 command)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   pdr_genl(), NLM_F_MULTI, command);
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
 * A dump is over when a call puts nothing in. One that puts nothing in because
 * an entry is larger than a message would never end.
 */
static int dump_result(const struct sk_buff *skb, bool full)
{
	return !skb->len && full ? -EMSGSIZE : skb->len;
}

int pdr_nl_dump_jobs(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct pdr_job_view job;
	bool full = false;
	void *header;

	while (!full && !pdr_job_next(cursor_of(cb), &job)) {
		header = begin_entry(skb, cb, PSERIES_DR_CMD_JOB_GET);
		full = !header ||
		       !end_entry(skb, header, pdr_nl_put_job(skb, &job));
		if (!full)
			cb->args[0] = job.seq;
	}
	return dump_result(skb, full);
}

int pdr_nl_dump_events(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct pdr_event *event;
	bool full = false;
	void *header;

	mutex_lock(&pdr_job_lock);
	while (!full && (event = pdr_event_get(cursor_of(cb)))) {
		header = begin_entry(skb, cb, PSERIES_DR_CMD_EVENT_GET);
		full = !header ||
		       !end_entry(skb, header, pdr_nl_put_event(skb, event));
		if (!full)
			cb->args[0] = event->seq;
	}
	mutex_unlock(&pdr_job_lock);
	return dump_result(skb, full);
}

/* Ask for a connector, and put what the platform says of it. */
static int put_sense(struct sk_buff *skb, u32 drc_index, int status_type,
		     int sense_type, u32 *sense, int *unknown)
{
	struct pdr_fault fault = { 0 };
	int error = 0;

	*unknown = pdr_drc_sense(&pdr_rtas_platform, drc_index, sense, &fault);
	error |= nla_put_s32(skb, status_type, fault.status);
	if (!*unknown)
		error |= nla_put_u32(skb, sense_type, *sense);
	return error;
}

static int put_drc(struct sk_buff *skb, const struct pdr_drc *drc)
{
	char name[PSERIES_DR_DRC_NAME_MAX + 1];
	int error = 0;

	pdr_drc_run_name(drc->run, drc->ordinal, name, sizeof(name));
	error |= nla_put_u32(skb, PSERIES_DR_A_DRC_INDEX, drc->index);
	error |= nla_put_u32(skb, PSERIES_DR_A_DRC_RESOURCE,
			     drc->run->resource);
	error |= nla_put_string(skb, PSERIES_DR_A_DRC_NAME, name);
	error |= nla_put_string(skb, PSERIES_DR_A_DRC_TYPE, drc->run->type);
	error |= nla_put_u32(skb, PSERIES_DR_A_DRC_POWER_DOMAIN,
			     drc->run->power_domain);
	return error;
}

/*
 * A busy platform lets wait for what it senses, and the worker would wait for
 * the lock, so that is asked for without it.
 * Return: as pdr_drcmap_next(), or -EMSGSIZE.
 */
static int put_next_drc(struct sk_buff *skb, u64 *next)
{
	struct pdr_drc drc;
	int unknown, error;
	u32 sense;

	down_read(&pdr_drcs_lock);
	error = pdr_drcmap_next(pdr_drcs(), next, &drc);
	if (!error)
		error = put_drc(skb, &drc);
	up_read(&pdr_drcs_lock);
	if (error)
		return error;
	return put_sense(skb, drc.index, PSERIES_DR_A_DRC_SENSE_STATUS,
			 PSERIES_DR_A_DRC_SENSE, &sense, &unknown);
}

int pdr_nl_dump_drcs(struct sk_buff *skb, struct netlink_callback *cb)
{
	u64 next = cursor_of(cb);
	int error = 0;
	void *header;

	if (!next)
		pdr_drcs_refresh();
	while (!error) {
		header = begin_entry(skb, cb, PSERIES_DR_CMD_DRC_GET);
		error = header ? put_next_drc(skb, &next) : -EMSGSIZE;
		if (end_entry(skb, header, error))
			cb->args[0] = next;
	}
	return dump_result(skb, error == -EMSGSIZE);
}

/**
 * struct lmb_view - an LMB as it was when the table was looked at
 * @lmb: its entry
 * @address: physical
 * @use: what Linux did with it
 */
struct lmb_view {
	struct pdr_lmb lmb;
	u64 address;
	struct pdr_lmb_use use;
};

/* Return: 0, or -ENOENT when the table ends before. */
static int look_at(u64 number, struct lmb_view *view)
{
	const struct pdr_lmb_table *table = pdr_lmb_table();
	int error = -ENOENT;

	down_read(&pdr_tables_lock);
	if (number < table->count) {
		view->lmb = table->lmbs[number];
		view->address = pdr_lmb_base(table, &view->lmb);
		pdr_memory_use(table, &view->lmb, &view->use);
		error = 0;
	}
	up_read(&pdr_tables_lock);
	return error;
}

static u32 usage_of(const struct pdr_lmb *lmb, const struct pdr_lmb_use *use,
		    int error, u32 sense)
{
	if (lmb->flags & (PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID))
		return PSERIES_DR_USAGE_RESERVED;
	if (use->attached)
		return PSERIES_DR_USAGE_IN_USE;
	if (error)
		return PSERIES_DR_USAGE_UNKNOWN;
	return sense == PDR_SENSE_PRESENT ? PSERIES_DR_USAGE_UNUSED :
					    PSERIES_DR_USAGE_ABSENT;
}

static int put_use(struct sk_buff *skb, const struct pdr_lmb_use *use)
{
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_BLOCKS, use->blocks);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_BLOCKS_ONLINE,
			     use->blocks_online);
	if (use->zone)
		error |= nla_put_string(skb, PSERIES_DR_A_LMB_ZONE, use->zone);
	if (use->attached)
		error |= nla_put_s32(skb, PSERIES_DR_A_LMB_NID, use->nid);
	return error;
}

/* What is no connector is not asked for. */
static int put_usage(struct sk_buff *skb, const struct pdr_lmb *lmb,
		     const struct pdr_lmb_use *use)
{
	u32 sense = PDR_SENSE_EMPTY;
	int unknown = 0, error = 0;

	if (!(lmb->flags & (PDR_LMB_RESERVED | PDR_LMB_DRC_INVALID)))
		error |= put_sense(skb, lmb->drc_index,
				   PSERIES_DR_A_LMB_SENSE_STATUS,
				   PSERIES_DR_A_LMB_SENSE, &sense, &unknown);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_USAGE,
			     usage_of(lmb, use, unknown, sense));
	return error;
}

/* What the platform senses is asked for without the lock, as for any connector. */
static int put_lmb(struct sk_buff *skb, const struct lmb_view *view)
{
	const struct pdr_lmb *lmb = &view->lmb;
	int error = 0;

	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_INDEX, lmb->drc_index);
	error |= nla_put(skb, PSERIES_DR_A_LMB_ADDRESS, sizeof(view->address),
			 &view->address);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_FLAGS, lmb->flags);
	error |= nla_put_u32(skb, PSERIES_DR_A_LMB_AA_INDEX, lmb->aa_index);
	error |= put_usage(skb, lmb, &view->use);
	error |= put_use(skb, &view->use);
	return error;
}

int pdr_nl_dump_lmbs(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct lmb_view view;
	bool full = false;
	void *header;

	if (!cursor_of(cb))
		pdr_tables_refresh();
	while (!full && !look_at(cursor_of(cb), &view)) {
		header = begin_entry(skb, cb, PSERIES_DR_CMD_LMB_GET);
		full = !header ||
		       !end_entry(skb, header, put_lmb(skb, &view));
		if (!full)
			cb->args[0]++;
	}
	return dump_result(skb, full);
}
