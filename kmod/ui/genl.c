// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family: its operations, its group, the sink of events. Includes state
 * and ui.
 */
#include <linux/random.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

#include "state/event.h"
#include "ui/genl.h"
#include "ui/netlink.h"
#include "ui/nlput.h"
#include "ui/trace.h"

static const struct genl_ops pdr_genl_ops[] = {
	{
		.cmd = PSERIES_DR_CMD_INFO,
		.doit = pdr_nl_info,
	},
	{
		.cmd = PSERIES_DR_CMD_DRC_GET,
		.doit = pdr_nl_drc,
		.start = pdr_nl_start_drcs,
		.dumpit = pdr_nl_dump_drcs,
		.policy = pdr_drc_policy,
		.maxattr = PSERIES_DR_A_DRC_INDEX,
	},
	{
		.cmd = PSERIES_DR_CMD_LMB_GET,
		.doit = pdr_nl_lmb,
		.start = pdr_nl_start_lmbs,
		.dumpit = pdr_nl_dump_lmbs,
		.policy = pdr_lmb_policy,
		.maxattr = PSERIES_DR_A_LMB_INDEX,
	},
	{
		.cmd = PSERIES_DR_CMD_JOB_SUBMIT,
		.doit = pdr_nl_submit,
		.policy = pdr_submit_policy,
		.maxattr = PSERIES_DR_A_JOB_TIMEOUT_MS,
	},
	{
		.cmd = PSERIES_DR_CMD_JOB_GET,
		.doit = pdr_nl_job,
		.start = pdr_nl_start_jobs,
		.dumpit = pdr_nl_dump_jobs,
		.policy = pdr_job_id_policy,
		.maxattr = PSERIES_DR_A_JOB_SINCE,
	},
	{
		.cmd = PSERIES_DR_CMD_JOB_CANCEL,
		.doit = pdr_nl_cancel,
		.policy = pdr_job_id_policy,
		.maxattr = PSERIES_DR_A_JOB_ID,
	},
	{
		.cmd = PSERIES_DR_CMD_EVENT_GET,
		.start = pdr_nl_start_events,
		.dumpit = pdr_nl_dump_events,
		.policy = pdr_since_policy,
		.maxattr = PSERIES_DR_A_JOB_SINCE,
	},
	{
		.cmd = PSERIES_DR_CMD_JOB_PLAN,
		.start = pdr_nl_start_plan,
		.dumpit = pdr_nl_dump_plan,
		.done = pdr_nl_end_plan,
		.policy = pdr_submit_policy,
		.maxattr = PSERIES_DR_A_JOB_TIMEOUT_MS,
	},
};

static const struct genl_multicast_group pdr_genl_groups[] = {
	{ .name = PSERIES_DR_MCGRP_EVENTS },
};

static struct genl_family pdr_genl_family __ro_after_init = {
	.name = PSERIES_DR_FAMILY_NAME,
	.version = PSERIES_DR_FAMILY_VERSION,
	.module = THIS_MODULE,
	.netnsok = false,
	.parallel_ops = true,
	.ops = pdr_genl_ops,
	.n_ops = ARRAY_SIZE(pdr_genl_ops),
	.mcgrps = pdr_genl_groups,
	.n_mcgrps = ARRAY_SIZE(pdr_genl_groups),
};

/*
 * An event is sent with pdr_job_lock held, which undos and the answerer take. So it
 * must not wait for memory.
 */
#define GFP_EVENT (GFP_NOWAIT | __GFP_NOWARN)

static u64 boot_id;

/* Return: a message with the event in it, or NULL. */
static struct sk_buff *make_event_message(const struct pdr_event *event)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_GOODSIZE, GFP_EVENT);
	void *header;

	if (!skb)
		return NULL;
	header = genlmsg_put(skb, 0, 0, &pdr_genl_family, 0,
			     PSERIES_DR_CMD_EVENT);
	if (!header || pdr_nl_put_event(skb, event)) {
		nlmsg_free(skb);
		return NULL;
	}
	genlmsg_end(skb, header);
	return skb;
}

/* If an event cannot be sent, its listeners get ENOBUFS and ask for it. */
static void multicast_event(const struct pdr_event *event)
{
	struct sk_buff *skb;

	if (!genl_has_listeners(&pdr_genl_family, &init_net, 0))
		return;
	skb = make_event_message(event);
	if (skb)
		genlmsg_multicast(&pdr_genl_family, skb, 0, 0, GFP_EVENT);
	else
		genl_set_err(&pdr_genl_family, &init_net, 0, 0, -ENOBUFS);
}

static void hand_event_on(const struct pdr_event *event)
{
	pdr_trace_event(event);
	multicast_event(event);
}

const struct genl_family *pdr_genl(void)
{
	return &pdr_genl_family;
}

u64 pdr_boot_id(void)
{
	return boot_id;
}

int pdr_genl_init(void)
{
	int error;

	boot_id = get_random_u64();
	error = genl_register_family(&pdr_genl_family);
	if (!error)
		pdr_event_set_sink(hand_event_on);
	return error;
}

void pdr_genl_exit(void)
{
	pdr_event_set_sink(NULL);
	genl_unregister_family(&pdr_genl_family);
}
