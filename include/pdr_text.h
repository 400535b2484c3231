/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A phrase or sentence for each step, error and reason of a job: the only copy,
 * for the module, the agent and the command line. The bare names are in
 * pdr_names.h, the words for a status of firmware in pdr_status.h.
 */

#ifndef PDR_TEXT_H
#define PDR_TEXT_H

#include <linux/errno.h>
#include <linux/pseries_dr.h>

/**
 * pdr_step_phrase() - the action of a job in a step, to stand after "while"
 * @step: value of enum pseries_dr_step
 *
 * Return: a phrase without capital and full stop, never NULL.
 */
static inline const char *pdr_step_phrase(unsigned int step)
{
	switch (step) {
	case PSERIES_DR_STEP_NONE:
		return "at no step";
	case PSERIES_DR_STEP_RESOLVE:
		return "looking up the connectors";
	case PSERIES_DR_STEP_OFFLINE:
		return "taking a memory block or CPU thread offline";
	case PSERIES_DR_STEP_DETACH:
		return "removing the resource from Linux";
	case PSERIES_DR_STEP_ISOLATE:
		return "isolating the connector";
	case PSERIES_DR_STEP_RELEASE:
		return "giving the resource back to the platform";
	case PSERIES_DR_STEP_ACQUIRE:
		return "acquiring the resource from the platform";
	case PSERIES_DR_STEP_UNISOLATE:
		return "unisolating the connector";
	case PSERIES_DR_STEP_CONFIGURE:
		return "configuring the connector";
	case PSERIES_DR_STEP_ATTACH:
		return "adding the resource to Linux";
	case PSERIES_DR_STEP_ONLINE:
		return "taking a memory block or CPU thread online";
	case PSERIES_DR_STEP_PUBLISH:
		return "writing the new owner into the device tree";
	case PSERIES_DR_STEP_REFUSE:
		return "telling the platform that the guest keeps the resource";
	case PSERIES_DR_STEP_CHECK:
		return "making sure that nobody uses the resource";
	case PSERIES_DR_STEP_UNBIND:
		return "unbinding the drivers of the resource";
	case PSERIES_DR_STEP_BIND:
		return "binding drivers to the resource";
	case PSERIES_DR_STEP_POWER:
		return "setting the power of the slot";
	default:
		return "at a step that this version does not know";
	}
}

/**
 * pdr_errno_sentence() - why a job failed
 * @error: positive errno, as in PSERIES_DR_A_JOB_ERROR
 *
 * The writer of /sys/kernel/dlpar gets the same numbers.
 *
 * Return: a sentence, never NULL.
 */
static inline const char *pdr_errno_sentence(int error)
{
	switch (error) {
	case 0:
		return "There was no error.";
	case EINVAL:
		return "The request is malformed.";
	case ENODEV:
		return "There is no such connector.";
	case ENOENT:
		return "There is no such job.";
	case EBUSY:
		return "The resource is in use and cannot be moved.";
	case ETIMEDOUT:
		return "Nothing moved any more, or the deadline of the job passed.";
	case EPERM:
		return "The platform did not ask for this and refuses to take the resource.";
	case EIO:
		return "A call of firmware failed.";
	case ENOSPC:
		return "There are fewer candidates than the request asks for.";
	case ECANCELED:
		return "Somebody asked to stop the job.";
	case ENOMEM:
		return "The kernel had no memory left for the job.";
	case EOPNOTSUPP:
		return "The module does not carry out requests of this kind.";
	case EALREADY:
		return "The job is final or past the point of no return.";
	case EAGAIN:
		return "Too many jobs are waiting; try again later.";
	case ESHUTDOWN:
		return "The module was being unloaded.";
	default:
		return "The job failed with an error of the kernel.";
	}
}

/**
 * pdr_reason_sentence() - the reason of a failure, as Linux tells it
 * @reason: value of enum pseries_dr_reason
 *
 * Return: a sentence in which # stands for the reason's value; never NULL.
 */
static inline const char *pdr_reason_sentence(unsigned int reason)
{
	switch (reason) {
	case PSERIES_DR_REASON_NONE:
		return "Linux gave no reason.";
	case PSERIES_DR_REASON_PAGES_STAY:
		return "Pages stayed in the memory block: #.";
	case PSERIES_DR_REASON_KERNEL_ZONE:
		return "The block is in a kernel zone; only movable memory can leave.";
	case PSERIES_DR_REASON_NO_ROOM:
		return "The rest of memory lacks # MiB for the pages that have to move.";
	case PSERIES_DR_REASON_LOCK_HELD:
		return "Another task holds the kernel's lock of device hot-plug.";
	case PSERIES_DR_REASON_VETOED:
		return "A part of the kernel objected.";
	case PSERIES_DR_REASON_LAST_CPU:
		return "CPU # is the last one that is online.";
	case PSERIES_DR_REASON_DEADLINE_TASKS:
		return "Tasks under SCHED_DEADLINE need CPU #.";
	case PSERIES_DR_REASON_TICK_CPU:
		return "CPU # keeps the time of the CPUs under nohz_full.";
	case PSERIES_DR_REASON_CPU_LIMIT:
		return "The kernel was booted for no more than # CPUs.";
	case PSERIES_DR_REASON_AMBIGUOUS:
		return "The device tree does not say which nodes belong to the connector.";
	case PSERIES_DR_REASON_MALFORMED:
		return "A property of the device tree is malformed.";
	case PSERIES_DR_REASON_IN_USE:
		return "A driver, a file system or a program uses the resource.";
	case PSERIES_DR_REASON_OTHER_ZONE:
		return "Memory came online in another zone than the job wanted.";
	case PSERIES_DR_REASON_ANSWERED:
		return "The job took too long, and the platform was told so.";
	case PSERIES_DR_REASON_DISK_IN_USE:
		return "Disk # is mounted, open, or part of another one.";
	case PSERIES_DR_REASON_VFIO:
		return "A program has IOMMU group # through VFIO.";
	case PSERIES_DR_REASON_BOOT_MEMORY:
		return "It is boot memory in zone Normal; booted with movable_node, it can leave.";
	case PSERIES_DR_REASON_CPUSETS:
		return "Cpusets of cgroup v1 that had CPU # do not get it back.";
	default:
		return "Linux gave a reason that this version does not know.";
	}
}

#endif /* PDR_TEXT_H */
