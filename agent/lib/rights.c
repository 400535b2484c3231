// SPDX-License-Identifier: GPL-2.0
/* Gives up what a program does not need; see rights.h. */

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rights.h"

/* A program that keeps it works, too: the calls then only cost more */
void dr_rights_lower(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &head, data))
		return;
	data[CAP_TO_INDEX(CAP_SYS_ADMIN)].effective &= ~CAP_TO_MASK(CAP_SYS_ADMIN);
	syscall(SYS_capset, &head, data);
}
