// SPDX-License-Identifier: GPL-2.0
/* Writes an event with all its attributes; see msg.h. */

#include "msg.h"

void msg_full_event(struct nlmsg *msg, uint8_t cmd)
{
	static const unsigned char raw[] = { 0x00, 0x7f, 0x80, 0xff, 0x0a };
	struct nlmsghdr *nlh;

	nlmsg_begin(msg, 30, 0, cmd);
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
