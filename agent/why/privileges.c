// SPDX-License-Identifier: GPL-2.0
/* The capabilities of this process; see privileges.h. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include "privileges.h"
#include "util.h"

static const struct {
	unsigned int number;
	const char *name;
	const char *purpose;
} needed[] = {
	{ CAP_DAC_READ_SEARCH, "CAP_DAC_READ_SEARCH", "to open /proc/kpageflags and /proc/PID" },
	{ CAP_SYS_ADMIN, "CAP_SYS_ADMIN", "to see the page frames of a process" },
	{ CAP_SYS_PTRACE, "CAP_SYS_PTRACE", "to see the mappings and files of a process" },
};

/* As a mask; without an answer no capability, and the sentences are right as well */
static uint64_t own_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &header, data))
		return 0;
	return data[0].effective | (uint64_t)data[1].effective << 32;
}

bool why_privileges_check(void)
{
	uint64_t have = own_capabilities();
	bool all = true;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(needed); i++) {
		if ((have >> needed[i].number) & 1)
			continue;
		fprintf(stderr, "pdr-why: no %s, which is needed %s\n", needed[i].name,
			needed[i].purpose);
		all = false;
	}
	if (!all)
		fprintf(stderr, "pdr-why: run it as root\n");
	return all;
}
