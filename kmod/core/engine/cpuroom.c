// SPDX-License-Identifier: GPL-2.0
/* Whether Linux can take a new core; see cpuroom.h. Includes core/parse and core/engine. */
#include "core/engine/cpuroom.h"
#include "core/parse/threads.h"

static bool has_any_thread(const struct pdr_new_core *core, const struct pdr_cpus_ops *ops)
{
	u32 i;

	for (i = 0; core->threads && i < core->count; i++)
		if (ops->has_thread(pdr_threads_get(core->threads, i)))
			return true;
	return false;
}

static bool is_run_free(const struct pdr_cpus_ops *ops, u32 first, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (!ops->is_free(first + i))
			return false;
	return true;
}

static bool has_free_run(const struct pdr_new_core *core, const struct pdr_cpus_ops *ops)
{
	u32 run, before = core->before;

	if (!core->count)
		return true;
	for (run = 0; run < core->cpus / core->count; run++)
		if (is_run_free(ops, run * core->count, core->count) && !before--)
			return true;
	return false;
}

int pdr_cpuroom_check(const struct pdr_new_core *core, const struct pdr_cpus_ops *ops,
		      u8 *reason)
{
	if (has_any_thread(core, ops)) {
		*reason = PSERIES_DR_REASON_MALFORMED;
		return -EIO;
	}
	if (!has_free_run(core, ops)) {
		*reason = PSERIES_DR_REASON_CPU_LIMIT;
		return -ENOSPC;
	}
	return 0;
}
