/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The handlers that genl.c lists: netlink.c has those with one answer, nldump.c the
 * dumps.
 *
 * Includes nothing of kmod.
 */
#ifndef PDR_NETLINK_H
#define PDR_NETLINK_H

#include <net/genetlink.h>

struct pdr_request;

/* Attributes that a request may have. */
extern const struct nla_policy pdr_submit_policy[];
extern const struct nla_policy pdr_job_id_policy[];
extern const struct nla_policy pdr_since_policy[];
extern const struct nla_policy pdr_drc_policy[];
extern const struct nla_policy pdr_lmb_policy[];

int pdr_nl_info(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_submit(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_job(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_cancel(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_drc(struct sk_buff *skb, struct genl_info *info);
int pdr_nl_lmb(struct sk_buff *skb, struct genl_info *info);

int pdr_nl_start_jobs(struct netlink_callback *cb);
int pdr_nl_dump_jobs(struct sk_buff *skb, struct netlink_callback *cb);
int pdr_nl_start_events(struct netlink_callback *cb);
int pdr_nl_dump_events(struct sk_buff *skb, struct netlink_callback *cb);
int pdr_nl_start_drcs(struct netlink_callback *cb);
int pdr_nl_dump_drcs(struct sk_buff *skb, struct netlink_callback *cb);
int pdr_nl_start_lmbs(struct netlink_callback *cb);
int pdr_nl_dump_lmbs(struct sk_buff *skb, struct netlink_callback *cb);
int pdr_nl_start_plan(struct netlink_callback *cb);
int pdr_nl_dump_plan(struct sk_buff *skb, struct netlink_callback *cb);
int pdr_nl_end_plan(struct netlink_callback *cb);

/**
 * pdr_nl_read_request - read the attributes that say what a job is to move
 * @info: the message
 * @request: filled, accepted by pdr_accept_request()
 *
 * Return: 0; or negative errno, with the sender told why.
 */
int pdr_nl_read_request(struct genl_info *info, struct pdr_request *request);

/**
 * pdr_nl_is_admin - tell if a request may change things and call firmware
 * @skb: the request
 *
 * In a dump both the sender and the reader need the right.
 *
 * Return: true if it may.
 */
bool pdr_nl_is_admin(const struct sk_buff *skb);

#endif /* PDR_NETLINK_H */
