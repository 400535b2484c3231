/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The messages of the family: each command's handler, as genl.c lists them.
 */
#ifndef PDR_NETLINK_H
#define PDR_NETLINK_H

#include <net/genetlink.h>

#include "state/event.h"

/* Attributes that a request may have. */
extern const struct nla_policy pdr_submit_policy[];
extern const struct nla_policy pdr_job_id_policy[];
extern const struct nla_policy pdr_since_policy[];

int pdr_nl_info(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_submit(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_job(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_cancel(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_dump_start(struct netlink_callback *cb);
int pdr_nl_dump_jobs(struct sk_buff *skb, struct netlink_callback *cb);
int pdr_nl_dump_events(struct sk_buff *skb, struct netlink_callback *cb);
int pdr_nl_dump_drcs(struct sk_buff *skb, struct netlink_callback *cb);
int pdr_nl_dump_lmbs(struct sk_buff *skb, struct netlink_callback *cb);

/**
 * pdr_nl_put_event - put an event into a message
 * @skb: the message
 * @event: the event
 *
 * Return: 0 or -EMSGSIZE.
 */
int pdr_nl_put_event(struct sk_buff *skb, const struct pdr_event *event);

/**
 * pdr_nl_put_job - put a job into a message
 * @skb: the message
 * @job: the job
 *
 * Return: 0 or -EMSGSIZE.
 */
int pdr_nl_put_job(struct sk_buff *skb, const struct pdr_job_view *job);

#endif /* PDR_NETLINK_H */
