// SPDX-License-Identifier: GPL-2.0
/* Tests of the room that Linux has for a new core. */

#include "unit.h"

#include <core/engine/cpuroom.h>

/* A letter for each logical CPU: present, free, or one that there cannot be. */
static const char *cpus;

/* Thread 100 is of the first CPU, and so on. */
static bool has_thread(u32 thread)
{
	return thread >= 100 && thread - 100 < strlen(cpus) && cpus[thread - 100] == 'p';
}

static bool is_free(u32 cpu)
{
	expect(cpu < strlen(cpus), "there is no CPU %u", cpu);
	return cpus[cpu] == '.';
}

static const struct pdr_cpus_ops ops = { .has_thread = has_thread, .is_free = is_free };

#define UNKNOWN	0

static const struct {
	const char *what;
	const char *cpus;
	u32 count;
	u32 first_thread;
	u32 before;
	int error;
	u8 reason;
} cores[] = {
	{ "room for one", "pp..", 2, 200, 0, 0, 0 },
	{ "room between others", "pp..pp", 2, 200, 0, 0, 0 },
	{ "no room", "pppp", 2, 200, 0, -ENOSPC, PSERIES_DR_REASON_CPU_LIMIT },
	{ "room across two places", "p..p", 2, 200, 0, -ENOSPC, PSERIES_DR_REASON_CPU_LIMIT },
	{ "room for a part", "pp.", 2, 200, 0, -ENOSPC, PSERIES_DR_REASON_CPU_LIMIT },
	{ "CPUs that there cannot be", "ppxx", 2, 200, 0, -ENOSPC, PSERIES_DR_REASON_CPU_LIMIT },
	{ "more threads than CPUs", "..", 8, 200, 0, -ENOSPC, PSERIES_DR_REASON_CPU_LIMIT },
	{ "the last thread is there already", "....p...", 4, 101, 0, -EIO,
	  PSERIES_DR_REASON_MALFORMED },
	{ "its threads are there, and there is no room", "pppp", 4, 100, 0, -EIO,
	  PSERIES_DR_REASON_MALFORMED },
	{ "threads of others that have left", "....", 4, 100, 0, 0, 0 },
	{ "room for the last of three", "..pp....", 2, 200, 2, 0, 0 },
	{ "no room for the last of four", "..pp....", 2, 200, 3, -ENOSPC,
	  PSERIES_DR_REASON_CPU_LIMIT },
	{ "threads that are not known yet", "pp..", 2, UNKNOWN, 0, 0, 0 },
	{ "no room for threads that are not known yet", "pp..", 2, UNKNOWN, 1, -ENOSPC,
	  PSERIES_DR_REASON_CPU_LIMIT },
};

static void a_core_needs_cpus_in_a_row(void **state)
{
	size_t i;
	u32 thread;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cores); i++) {
		struct bytes threads = { };
		u8 reason = 0;
		int error;

		cpus = cores[i].cpus;
		for (thread = 0; thread < cores[i].count; thread++)
			bytes_u32(&threads, cores[i].first_thread + thread);
		error = pdr_cpuroom_check(&(struct pdr_new_core){
			.threads = cores[i].first_thread == UNKNOWN ? NULL : threads.data,
			.count = cores[i].count, .before = cores[i].before,
			.cpus = strlen(cpus) }, &ops, &reason);
		expect(error == cores[i].error && reason == cores[i].reason,
		       "%s: %d, reason %u", cores[i].what, error, reason);
		bytes_free(&threads);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_core_needs_cpus_in_a_row),
	};

	return cmocka_run_group_tests_name("cpuroom", tests, NULL, NULL);
}
