// SPDX-License-Identifier: GPL-2.0
/*
 * deadline - reserve CPU time under SCHED_DEADLINE.
 *
 *	deadline TASKS PERCENT
 *
 * Starts so many tasks, each of which has PERCENT of a CPU reserved and uses none of it, prints the
 * line "reserved", and holds them until SIGTERM. Status 1: the kernel does not grant it; 2: usage.
 */
#define _GNU_SOURCE
#include <err.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define POLICY_DEADLINE	6	/* SCHED_DEADLINE, which not every C library has */
#define PERIOD		(100 * 1000 * 1000ULL)

/* struct sched_attr of the kernel, likewise. */
struct attributes {
	uint32_t size;
	uint32_t policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime;
	uint64_t deadline;
	uint64_t period;
};

static void reserve(unsigned int percent)
{
	const struct attributes attributes = {
		.size = sizeof(attributes),
		.policy = POLICY_DEADLINE,
		.runtime = PERIOD * percent / 100,
		.deadline = PERIOD,
		.period = PERIOD,
	};

	if (syscall(SYS_sched_setattr, 0, &attributes, 0))
		err(1, "sched_setattr");
}

/* The parent hears by the pipe that the time is granted; a child ends with its parent. */
static void run_task(unsigned int percent, int granted)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	reserve(percent);
	if (write(granted, "", 1) != 1)
		err(1, "write");
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	int tasks = argc == 3 ? atoi(argv[1]) : 0;
	int percent = argc == 3 ? atoi(argv[2]) : 0;
	int granted[2];
	char byte;
	int i;

	if (tasks < 1 || percent < 1 || percent > 100) {
		fprintf(stderr, "usage: deadline TASKS PERCENT\n");
		return 2;
	}
	if (pipe(granted))
		err(1, "pipe");
	for (i = 0; i < tasks; i++)
		if (!fork())
			run_task(percent, granted[1]);
	close(granted[1]);
	for (i = 0; i < tasks; i++)
		if (read(granted[0], &byte, 1) != 1)
			return 1;
	puts("reserved");
	fflush(stdout);
	pause();
	return 0;
}
