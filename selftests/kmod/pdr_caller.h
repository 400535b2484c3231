/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_CALLER_H
#define PDR_CALLER_H

/* Telling at a probe at the entry of a function whether pseries_dr has called it. */

#include <linux/kallsyms.h>
#include <linux/ptrace.h>
#include <linux/string.h>

static inline bool pdr_is_caller(const struct pt_regs *regs)
{
	char caller[KSYM_SYMBOL_LEN];

	sprint_symbol(caller, regs->link);
	return strstr(caller, "[pseries_dr]");
}

#endif /* PDR_CALLER_H */
