// SPDX-License-Identifier: GPL-2.0
/* The meaning of each RTAS status for each call; see fwstatus.h. Includes core/parse. */

#include "core/parse/fwstatus.h"

bool pdr_fw_is_busy(s32 status)
{
	return status == PDR_FW_BUSY || pdr_fw_delay_ms(status);
}

u32 pdr_fw_delay_ms(s32 status)
{
	u32 ms = 1;

	if (status < PDR_FW_DELAY_MIN || status > PDR_FW_DELAY_MAX)
		return 0;
	/* The last digit is the power of ten. */
	while (status-- > PDR_FW_DELAY_MIN)
		ms *= 10;
	return ms;
}

int pdr_fw_errno(enum pdr_fw_call call, s32 status)
{
	return -pdr_fw_meaning(call, status)->error;
}
