// SPDX-License-Identifier: GPL-2.0
/* Tests of the reasons for which a CPU must stay. */

#include "unit.h"

#include <core/engine/cpuveto.h>

static const struct {
	const char *what;
	struct pdr_cpu_facts facts;
	u8 reason;
} vetoes[] = {
	{ "the only CPU",
	  { .error = -EBUSY, .alone = true, .deadline_tasks = true },
	  PSERIES_DR_REASON_LAST_CPU },
	{ "the scheduler, with deadline tasks",
	  { .error = -EBUSY, .deadline_tasks = true },
	  PSERIES_DR_REASON_DEADLINE_TASKS },
	{ "the scheduler, without",
	  { .error = -EBUSY, .may_keep_time = true },
	  PSERIES_DR_REASON_NONE },
	{ "a listener after the scheduler, where nohz_full is in use",
	  { .error = -EBUSY, .left_scheduler = true, .may_keep_time = true,
	    .deadline_tasks = true },
	  PSERIES_DR_REASON_TICK_CPU },
	{ "a listener after the scheduler, where it is not",
	  { .error = -EBUSY, .left_scheduler = true, .deadline_tasks = true },
	  PSERIES_DR_REASON_VETOED },
	{ "a listener with an error of its own",
	  { .error = -EPERM, .left_scheduler = true, .may_keep_time = true },
	  PSERIES_DR_REASON_VETOED },
	{ "the lock", { .error = -ETIMEDOUT, .alone = true }, PSERIES_DR_REASON_LOCK_HELD },
	{ "cancelled", { .error = -ECANCELED }, PSERIES_DR_REASON_NONE },
	{ "no memory", { .error = -ENOMEM }, PSERIES_DR_REASON_NONE },
	{ "no file", { .error = -ENOENT, .alone = true }, PSERIES_DR_REASON_NONE },
};

static void each_veto_has_its_reason(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(vetoes); i++) {
		u8 reason = pdr_cpu_veto(&vetoes[i].facts);

		expect(reason == vetoes[i].reason, "%s: %u", vetoes[i].what, reason);
	}
}

#define CPUS(parts)	((u64)((parts) * (1 << PDR_CPU_SHIFT)))

static const struct {
	const char *what;
	struct pdr_cpu_outlook outlook;
	u8 reason;
} outlooks[] = {
	{ "nothing is known", { .others = 3 }, PSERIES_DR_REASON_NONE },
	{ "the only CPU", { .alone = true, .keeps_time = true }, PSERIES_DR_REASON_LAST_CPU },
	{ "it keeps the time", { .keeps_time = true, .others = 3 }, PSERIES_DR_REASON_TICK_CPU },
	{ "more time is reserved than the others have",
	  { .reserved = CPUS(2.25), .others = 2, .runtime = 95, .period = 100 },
	  PSERIES_DR_REASON_DEADLINE_TASKS },
	{ "as much time is reserved as they may give",
	  { .reserved = CPUS(1.5), .others = 2, .runtime = 75, .period = 100 },
	  PSERIES_DR_REASON_NONE },
	{ "a little more than that",
	  { .reserved = CPUS(1.5) + 1, .others = 2, .runtime = 75, .period = 100 },
	  PSERIES_DR_REASON_DEADLINE_TASKS },
	{ "the scheduler is asked first",
	  { .reserved = CPUS(9), .others = 2, .runtime = 1, .period = 1, .keeps_time = true },
	  PSERIES_DR_REASON_DEADLINE_TASKS },
	{ "there is no limit", { .reserved = CPUS(9), .others = 2, .period = 100 },
	  PSERIES_DR_REASON_NONE },
	{ "the limit cannot be read", { .reserved = CPUS(9), .others = 2 },
	  PSERIES_DR_REASON_NONE },
	{ "the period cannot be read", { .reserved = CPUS(9), .others = 2, .runtime = 95 },
	  PSERIES_DR_REASON_NONE },
};

static void only_what_is_certain_is_foreseen(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(outlooks); i++) {
		u8 reason = pdr_cpu_foresee(&outlooks[i].outlook);

		expect(reason == outlooks[i].reason, "%s: %u", outlooks[i].what, reason);
	}
}

static const struct {
	const char *what;
	struct pdr_cpu_attempt attempt;
	int end;
	u8 reason;
} onlines[] = {
	{ "it works", { .first = true }, 0, PSERIES_DR_REASON_NONE },
	{ "it works, and cpusets do not know the CPU yet",
	  { .first = true, .loses_cpusets = true }, 0, PSERIES_DR_REASON_NONE },
	{ "it works in an undo", { .undoing = true }, 0, PSERIES_DR_REASON_NONE },
	{ "it works in an undo, and cpusets have lost the CPU",
	  { .undoing = true, .loses_cpusets = true }, 0, PSERIES_DR_REASON_CPUSETS },
	{ "the lock, in an undo", { .error = -ETIMEDOUT, .undoing = true, .loses_cpusets = true },
	  -ETIMEDOUT, PSERIES_DR_REASON_LOCK_HELD },
	{ "the SMT setting", { .error = -EPERM }, 0, PSERIES_DR_REASON_NONE },
	{ "a listener of another thread", { .error = -EPERM, .asked = true }, -EBUSY,
	  PSERIES_DR_REASON_VETOED },
	{ "a listener of the first thread", { .error = -EPERM, .first = true }, -EBUSY,
	  PSERIES_DR_REASON_VETOED },
	{ "a listener", { .error = -EBUSY }, -EBUSY, PSERIES_DR_REASON_VETOED },
	{ "a listener with an error of its own", { .error = -EAGAIN, .first = true }, -EBUSY,
	  PSERIES_DR_REASON_VETOED },
	{ "the lock", { .error = -ETIMEDOUT }, -ETIMEDOUT, PSERIES_DR_REASON_LOCK_HELD },
	{ "cancelled", { .error = -ECANCELED }, -ECANCELED, PSERIES_DR_REASON_NONE },
	{ "no memory", { .error = -ENOMEM, .first = true }, -ENOMEM, PSERIES_DR_REASON_NONE },
	{ "no memory for the IPI", { .error = -EIO }, -EBUSY, PSERIES_DR_REASON_NONE },
	{ "no memory for the IPI, in an undo", { .error = -EIO, .undoing = true }, -EALREADY,
	  PSERIES_DR_REASON_NONE },
	{ "no file", { .error = -ENOENT }, -EIO, PSERIES_DR_REASON_NONE },
};

static void a_cpu_that_stays_offline_has_its_reason(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(onlines); i++) {
		u8 reason = PSERIES_DR_REASON_NONE;
		int end = pdr_cpu_online_end(&onlines[i].attempt, &reason);

		expect(end == onlines[i].end, "%s: %d", onlines[i].what, end);
		expect(reason == onlines[i].reason, "%s: reason %u", onlines[i].what, reason);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_veto_has_its_reason),
		cmocka_unit_test(only_what_is_certain_is_foreseen),
		cmocka_unit_test(a_cpu_that_stays_offline_has_its_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
