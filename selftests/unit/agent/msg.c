// SPDX-License-Identifier: GPL-2.0
/* Builds netlink messages as the kernel would send them; see msg.h. */

#include <stdlib.h>
#include <string.h>

#include "msg.h"

void msg_begin(struct msg *msg, uint16_t type, uint8_t cmd)
{
	struct genlmsghdr *genl;

	memset(msg->buf, 0, sizeof(msg->buf));
	msg->nlh = mnl_nlmsg_put_header(msg->buf);
	msg->nlh->nlmsg_type = type;
	genl = mnl_nlmsg_put_extra_header(msg->nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
}

void msg_full_event(struct msg *msg, uint8_t cmd)
{
	static const unsigned char raw[] = { 0x00, 0x7f, 0x80, 0xff, 0x0a };
	struct nlmsghdr *nlh;

	msg_begin(msg, 30, cmd);
	nlh = msg->nlh;
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_EVENT_TYPE,
			 PSERIES_DR_EVENT_TYPE_STATE);
	mnl_attr_put_u64(nlh, PSERIES_DR_A_JOB_EVENT_TIME, 1700000000123456789);
	mnl_attr_put_u64(nlh, PSERIES_DR_A_JOB_SEQ, 42);
	mnl_attr_put_u64(nlh, PSERIES_DR_A_JOB_ID, 7);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_ORIGIN,
			 PSERIES_DR_ORIGIN_PLATFORM);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_RESOURCE,
			 PSERIES_DR_RESOURCE_MEMORY);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_ACTION,
			 PSERIES_DR_ACTION_REMOVE);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_IDENTIFIER,
			 PSERIES_DR_IDENTIFIER_INDEXED_COUNT);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_INDEX, 0x80000010);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_COUNT, 4);
	mnl_attr_put_strz(nlh, PSERIES_DR_A_JOB_NAME, "LMB 16");
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_TIMEOUT_MS, 30000);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_STATE,
			 PSERIES_DR_STATE_ROLLING_BACK);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_TOTAL, 4);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_MOVED, 3);
	mnl_attr_put_u64(nlh, PSERIES_DR_A_JOB_PAGES_LEFT, 1ULL << 33);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_ERROR, 16);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_STEP, PSERIES_DR_STEP_OFFLINE);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_DRC_INDEX, 0x80000013);
	mnl_attr_put_strz(nlh, PSERIES_DR_A_JOB_FW_CALL, "set-indicator");
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_FW_STATUS, (uint32_t)-9001);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_UNDONE, 3);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_UNDO_FAILED, 1);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_UNDO_ERROR, 12);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_REFUSALS, 2);
	mnl_attr_put_u64(nlh, PSERIES_DR_A_JOB_CREATED, 1700000000000000000);
	mnl_attr_put_u64(nlh, PSERIES_DR_A_JOB_ENDED, 1700000000999999999);
	mnl_attr_put_u32(nlh, PSERIES_DR_A_JOB_REASON,
			 PSERIES_DR_REASON_PAGES_STAY);
	mnl_attr_put_u64(nlh, PSERIES_DR_A_JOB_REASON_VALUE, 37);
	mnl_attr_put(nlh, PSERIES_DR_A_JOB_RAW, sizeof(raw), raw);
}

void msg_family(struct msg *msg, uint8_t cmd, const char *name, uint16_t id,
		uint32_t group)
{
	struct nlattr *groups, *one;

	msg_begin(msg, GENL_ID_CTRL, cmd);
	mnl_attr_put_strz(msg->nlh, CTRL_ATTR_FAMILY_NAME, name);
	mnl_attr_put_u16(msg->nlh, CTRL_ATTR_FAMILY_ID, id);
	mnl_attr_put_u32(msg->nlh, CTRL_ATTR_VERSION, 1);
	groups = mnl_attr_nest_start(msg->nlh, CTRL_ATTR_MCAST_GROUPS);
	one = mnl_attr_nest_start(msg->nlh, 1);
	mnl_attr_put_u32(msg->nlh, CTRL_ATTR_MCAST_GRP_ID, group);
	mnl_attr_put_strz(msg->nlh, CTRL_ATTR_MCAST_GRP_NAME,
			  PSERIES_DR_MCGRP_EVENTS);
	mnl_attr_nest_end(msg->nlh, one);
	mnl_attr_nest_end(msg->nlh, groups);
}

struct nlmsghdr *msg_cut(const struct nlmsghdr *nlh, size_t len)
{
	struct nlmsghdr *cut = malloc(len < sizeof(*nlh) ? sizeof(*nlh) : len);

	memcpy(cut, nlh, len < sizeof(*nlh) ? sizeof(*nlh) : len);
	cut->nlmsg_len = len;
	return cut;
}
