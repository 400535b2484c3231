/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why Linux does not take a CPU offline, or online.
 *
 * The kernel returns -EBUSY for each of its reasons. A module sees only the
 * circumstances, and how far the kernel came.
 *
 * Includes core.
 */
#ifndef PDR_CORE_CPUVETO_H
#define PDR_CORE_CPUVETO_H

#include <pdr_env.h>

/**
 * struct pdr_cpu_facts - a CPU that stays online, as far as a module can see
 * @error: negative errno of the kernel
 * @alone: every other CPU that runs ordinary tasks is offline
 * @left_scheduler: the scheduler let the CPU go, so a later listener objected
 * @deadline_tasks: there are tasks under SCHED_DEADLINE
 * @may_keep_time: nohz_full is in use, and the CPU is not one of its CPUs
 */
struct pdr_cpu_facts {
	int error;
	bool alone;
	bool left_scheduler;
	bool deadline_tasks;
	bool may_keep_time;
};

/**
 * pdr_cpu_veto - name the reason why a CPU stays online
 * @facts: of the CPU
 *
 * Return: enum pseries_dr_reason.
 */
u8 pdr_cpu_veto(const struct pdr_cpu_facts *facts);

/**
 * struct pdr_cpu_outlook - a CPU that is to go offline later, as far as a module can see
 * @alone: every other CPU that runs ordinary tasks is offline by then
 * @keeps_time: it keeps the time for the CPUs of nohz_full
 * @reserved: time that tasks under SCHED_DEADLINE have reserved, in parts of a CPU, shifted by
 *	      PDR_CPU_SHIFT
 * @others: CPUs that are online by then without it
 * @runtime: time in each @period that such tasks may reserve on a CPU; 0 for all of it
 * @period: in the unit of @runtime
 */
struct pdr_cpu_outlook {
	bool alone;
	bool keeps_time;
	u64 reserved;
	u32 others;
	u64 runtime;
	u64 period;
};

/** PDR_CPU_SHIFT: the scheduler counts reserved time in parts of 1/2^20 of a CPU */
#define PDR_CPU_SHIFT 20

/**
 * pdr_cpu_foresee - name the reason why a CPU would stay online
 * @outlook: of the CPU
 *
 * Only what is certain counts. The scheduler may know of more time that is reserved.
 *
 * Return: enum pseries_dr_reason, PSERIES_DR_REASON_NONE if none is known.
 */
u8 pdr_cpu_foresee(const struct pdr_cpu_outlook *outlook);

/**
 * struct pdr_cpu_attempt - an attempt to put a CPU online
 * @error: negative errno of the kernel; 0 if it worked
 * @first: it is the first thread of its core, which the SMT setting never keeps offline
 * @undoing: the CPU was online before, and an undo puts it online again
 * @asked: the kernel has asked listeners, which it does after it has looked at the setting
 * @loses_cpusets: cpusets do not get a CPU back that was offline
 */
struct pdr_cpu_attempt {
	int error;
	bool first;
	bool undoing;
	bool asked;
	bool loses_cpusets;
};

/**
 * pdr_cpu_online_end - judge an attempt to put a CPU online
 * @attempt: how it ended
 * @reason: set to enum pseries_dr_reason on failure, and after an undo that the cpusets
 *	    do not follow
 *
 * Return: 0, also if the administrator's SMT setting keeps the thread offline, as the
 * stock kernel skips such a thread, too; -EALREADY if an undo must not try again; or an
 * errno of pdr_state_errno(). XIVE gives -EIO for want of memory, and takes the IPI of the
 * CPU for set up from then on: at the next attempt the CPU would come online, and no
 * interrupt would reach it.
 */
int pdr_cpu_online_end(const struct pdr_cpu_attempt *attempt, u8 *reason);

#endif /* PDR_CORE_CPUVETO_H */
