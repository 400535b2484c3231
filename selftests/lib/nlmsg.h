/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_NLMSG_H
#define LIB_NLMSG_H

/*
 * Messages of generic netlink, as the kernel and its clients send them. libmnl writes
 * the attributes:
 *
 *	nlmsg_begin(&msg, family, NLM_F_REQUEST, PSERIES_DR_CMD_JOB_GET);
 *	mnl_attr_put_u64(msg.nlh, PSERIES_DR_A_JOB_ID, 7);
 *
 * A malformed attribute is written by mnl_attr_put(), which takes a value of any
 * length. Shares nothing with kmod/ui/nlput.c and agent/lib/codec.c. netlink.py is the
 * encoder of tests in Python; unit/cli/fakes compares the bytes of both.
 */

#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/pseries_dr.h>

/* Bytes in front of the first attribute. */
#define NLMSG_HEADERS	(NLMSG_HDRLEN + GENL_HDRLEN)

/**
 * struct nlmsg - a message being written
 * @room: memory for it
 * @nlh: the message, which says its own length
 */
struct nlmsg {
	uint64_t room[1024];
	struct nlmsghdr *nlh;
};

/* All zeros at first: libmnl leaves the padding of an attribute as it was. */
static inline void nlmsg_header(struct nlmsg *msg, uint16_t type, uint16_t flags)
{
	memset(msg->room, 0, sizeof(msg->room));
	msg->nlh = mnl_nlmsg_put_header(msg->room);
	msg->nlh->nlmsg_type = type;
	msg->nlh->nlmsg_flags = flags;
}

/**
 * nlmsg_begin() - begin a message of a generic netlink family
 * @msg: the message
 * @family: id of the family
 * @flags: NLM_F_*
 * @command: command of the family
 */
static inline void nlmsg_begin(struct nlmsg *msg, uint16_t family, uint16_t flags,
			       uint8_t command)
{
	struct genlmsghdr *genl;

	nlmsg_header(msg, family, flags);
	genl = mnl_nlmsg_put_extra_header(msg->nlh, sizeof(*genl));
	genl->cmd = command;
	genl->version = PSERIES_DR_FAMILY_VERSION;
}

/**
 * nlmsg_verdict() - write the message that ends an answer
 * @msg: the message
 * @type: NLMSG_ERROR, without the request that it is about, or NLMSG_DONE
 * @error: 0, or a negative errno
 * @words: words about the error, or NULL
 */
static inline void nlmsg_verdict(struct nlmsg *msg, uint16_t type, int error,
				 const char *words)
{
	bool is_error = type == NLMSG_ERROR;
	size_t len = is_error ? sizeof(struct nlmsgerr) : sizeof(error);

	nlmsg_header(msg, type, is_error ? NLM_F_CAPPED : NLM_F_MULTI);
	*(int *)mnl_nlmsg_put_extra_header(msg->nlh, len) = error;
	if (!words)
		return;
	msg->nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	mnl_attr_put_strz(msg->nlh, NLMSGERR_ATTR_MSG, words);
}

/* The controller does not say of an attribute that it holds others; libmnl does. */
static inline struct nlattr *nlmsg_group_begin(struct nlmsg *msg, uint16_t type)
{
	struct nlattr *attr = mnl_attr_nest_start(msg->nlh, type);

	attr->nla_type = type;
	return attr;
}

/**
 * nlmsg_family() - write what the controller says of a family with the group "events"
 * @msg: the message
 * @command: CTRL_CMD_NEWFAMILY or CTRL_CMD_DELFAMILY
 * @name: name of the family
 * @id: id of the family
 * @group: number of the group
 */
static inline void nlmsg_family(struct nlmsg *msg, uint8_t command, const char *name,
				uint16_t id, uint32_t group)
{
	struct nlattr *groups, *one;

	nlmsg_begin(msg, GENL_ID_CTRL, 0, command);
	mnl_attr_put_strz(msg->nlh, CTRL_ATTR_FAMILY_NAME, name);
	mnl_attr_put_u16(msg->nlh, CTRL_ATTR_FAMILY_ID, id);
	mnl_attr_put_u32(msg->nlh, CTRL_ATTR_VERSION, 1);
	groups = nlmsg_group_begin(msg, CTRL_ATTR_MCAST_GROUPS);
	one = nlmsg_group_begin(msg, 1);
	mnl_attr_put_u32(msg->nlh, CTRL_ATTR_MCAST_GRP_ID, group);
	mnl_attr_put_strz(msg->nlh, CTRL_ATTR_MCAST_GRP_NAME, PSERIES_DR_MCGRP_EVENTS);
	mnl_attr_nest_end(msg->nlh, one);
	mnl_attr_nest_end(msg->nlh, groups);
}

/**
 * nlmsg_cut() - copy the first bytes of a message, with nothing readable behind them
 * @nlh: the message
 * @len: how many bytes; of fewer than its header, the header is there all the same
 *
 * Return: the copy, whose header says @len; to be freed.
 */
static inline struct nlmsghdr *nlmsg_cut(const struct nlmsghdr *nlh, size_t len)
{
	size_t size = len < sizeof(*nlh) ? sizeof(*nlh) : len;
	struct nlmsghdr *cut = malloc(size);

	if (!cut)
		abort();
	memcpy(cut, nlh, size);
	cut->nlmsg_len = len;
	return cut;
}

#endif /* LIB_NLMSG_H */
