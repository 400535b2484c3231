/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Putting views into messages as attributes of the family.
 *
 * Each function takes a message that has its header. It puts the whole view and
 * returns 0; or it returns -EMSGSIZE, and the caller drops the message or cuts it
 * back.
 *
 * Includes state.
 */
#ifndef PDR_NLPUT_H
#define PDR_NLPUT_H

#include "state/view.h"

struct sk_buff;

/* Attribute set job, as an event of it. */
int pdr_nl_put_event(struct sk_buff *skb, const struct pdr_event *event);

/* Attribute set job. */
int pdr_nl_put_job(struct sk_buff *skb, const struct pdr_job_view *job);

/* Attribute set job: the number of a job that was just submitted. */
int pdr_nl_put_id(struct sk_buff *skb, u64 id);

/* Attribute set job: a message of a plan. */
int pdr_nl_put_plan(struct sk_buff *skb, const struct pdr_plan_view *plan);

/* Attribute set drc. */
int pdr_nl_put_drc(struct sk_buff *skb, const struct pdr_drc_view *drc);

/* Attribute set lmb. */
int pdr_nl_put_lmb(struct sk_buff *skb, const struct pdr_lmb_view *lmb);

/* Attribute set info. */
int pdr_nl_put_info(struct sk_buff *skb, const struct pdr_info_view *info);

#endif /* PDR_NLPUT_H */
