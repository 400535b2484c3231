// SPDX-License-Identifier: GPL-2.0
/* Why a CPU stays online. */
#include "core/engine/cpuveto.h"

u8 pdr_cpu_veto(const struct pdr_cpu_facts *facts)
{
	switch (facts->error) {
	case -EBUSY:
		break;
	case -ETIMEDOUT:
		return PSERIES_DR_REASON_LOCK_HELD;
	case -ECANCELED:
	case -ENOMEM:
	case -ENOENT:
		return PSERIES_DR_REASON_NONE;
	default:
		return PSERIES_DR_REASON_VETOED;
	}
	if (facts->alone)
		return PSERIES_DR_REASON_LAST_CPU;
	if (facts->left_scheduler)
		return facts->may_keep_time ? PSERIES_DR_REASON_TICK_CPU :
					      PSERIES_DR_REASON_VETOED;
	return facts->deadline_tasks ? PSERIES_DR_REASON_DEADLINE_TASKS :
				       PSERIES_DR_REASON_NONE;
}
