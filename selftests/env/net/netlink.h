/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's net/netlink.h as far as kmod/ui/nlput.c needs it: a message that
 * attributes are put into, of exactly so much room. libmnl does the work.
 */
#ifndef PDR_ENV_NET_NETLINK_H
#define PDR_ENV_NET_NETLINK_H

#include <pdr_env.h>

#include <libmnl/libmnl.h>

/**
 * struct sk_buff - a message
 * @nlh: what there is of it
 * @room: bytes of memory for it
 */
struct sk_buff {
	struct nlmsghdr *nlh;
	size_t room;
};

static inline int nla_put(struct sk_buff *skb, int type, int len,
			  const void *value)
{
	return mnl_attr_put_check(skb->nlh, skb->room, type, len, value) ? 0 : -EMSGSIZE;
}

static inline int nla_put_u32(struct sk_buff *skb, int type, u32 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

static inline int nla_put_s32(struct sk_buff *skb, int type, s32 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

static inline int nla_put_string(struct sk_buff *skb, int type, const char *value)
{
	return nla_put(skb, type, strlen(value) + 1, value);
}

#endif /* PDR_ENV_NET_NETLINK_H */
