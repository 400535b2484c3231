/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's net/netlink.h as far as kmod/ui/nlput.c needs it: a message that
 * attributes are put into, of exactly so much room.
 */
#ifndef PDR_ENV_NET_NETLINK_H
#define PDR_ENV_NET_NETLINK_H

#include <pdr_env.h>

#include <linux/netlink.h>

/**
 * struct sk_buff - a message
 * @data: its bytes
 * @len: of them that are in use
 * @room: of them that there are
 */
struct sk_buff {
	u8 *data;
	size_t len;
	size_t room;
};

static inline int nla_put(struct sk_buff *skb, int type, int len,
			  const void *value)
{
	struct nlattr attr = { .nla_len = NLA_HDRLEN + len, .nla_type = type };
	size_t padded = NLA_ALIGN((size_t)attr.nla_len);

	if (skb->room - skb->len < padded)
		return -EMSGSIZE;
	memset(skb->data + skb->len, 0, padded);
	memcpy(skb->data + skb->len, &attr, sizeof(attr));
	memcpy(skb->data + skb->len + NLA_HDRLEN, value, len);
	skb->len += padded;
	return 0;
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
