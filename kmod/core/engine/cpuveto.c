// SPDX-License-Identifier: GPL-2.0
/* Why a CPU stays online, or offline. Includes core/engine. */
#include "core/engine/cpuveto.h"
#include "core/engine/joberror.h"

/* Errors that need not come from a listener say it all: the kernel's own code gives -EIO. */
static u8 reason_of_error(int error)
{
	switch (error) {
	case -ETIMEDOUT:
		return PSERIES_DR_REASON_LOCK_HELD;
	case -ECANCELED:
	case -ENOMEM:
	case -ENOENT:
	case -EIO:
		return PSERIES_DR_REASON_NONE;
	default:
		return PSERIES_DR_REASON_VETOED;
	}
}

u8 pdr_cpu_veto(const struct pdr_cpu_facts *facts)
{
	if (facts->error != -EBUSY)
		return reason_of_error(facts->error);
	if (facts->alone)
		return PSERIES_DR_REASON_LAST_CPU;
	if (facts->left_scheduler)
		return facts->may_keep_time ? PSERIES_DR_REASON_TICK_CPU :
					      PSERIES_DR_REASON_VETOED;
	return facts->deadline_tasks ? PSERIES_DR_REASON_DEADLINE_TASKS :
				       PSERIES_DR_REASON_NONE;
}

/* As __dl_overflow() of the kernel reckons: without a limit nothing is too much. */
static bool reserves_too_much(const struct pdr_cpu_outlook *outlook)
{
	if (!outlook->reserved || !outlook->runtime || outlook->runtime > outlook->period)
		return false;
	return outlook->reserved > outlook->others *
		((outlook->runtime << PDR_CPU_SHIFT) / outlook->period);
}

/* The scheduler is asked before the listener that keeps the time. */
u8 pdr_cpu_foresee(const struct pdr_cpu_outlook *outlook)
{
	const bool too_much = reserves_too_much(outlook);
	const struct pdr_cpu_facts facts = {
		.error = -EBUSY,
		.alone = outlook->alone,
		.left_scheduler = outlook->keeps_time && !too_much,
		.deadline_tasks = too_much,
		.may_keep_time = outlook->keeps_time,
	};

	return pdr_cpu_veto(&facts);
}

static bool is_kept_by_smt(const struct pdr_cpu_attempt *attempt)
{
	return attempt->error == -EPERM && !attempt->first && !attempt->asked;
}

int pdr_cpu_online_end(const struct pdr_cpu_attempt *attempt, u8 *reason)
{
	if (!attempt->error && attempt->undoing && attempt->loses_cpusets)
		*reason = PSERIES_DR_REASON_CPUSETS;
	if (!attempt->error || is_kept_by_smt(attempt))
		return 0;
	*reason = reason_of_error(attempt->error);
	if (attempt->error == -EIO && attempt->undoing)
		return -EALREADY;
	return pdr_state_errno(attempt->error);
}
