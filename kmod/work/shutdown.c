// SPDX-License-Identifier: GPL-2.0
/* Ending the jobs before the machine goes down. Includes state and work. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/limits.h>
#include <linux/notifier.h>
#include <linux/reboot.h>

#include "state/job.h"
#include "work/shutdown.h"

/* The kernel calls it for a restart, a halt and kexec, but not for a crash. */
static int before_shutdown(struct notifier_block *block, unsigned long action,
			   void *data)
{
	u32 jobs = pdr_job_pending();

	if (jobs)
		pr_info("the machine goes down: stopping %u jobs\n", jobs);
	jobs = pdr_job_shut();
	if (jobs)
		pr_warn("the machine goes down before the end of %u jobs\n", jobs);
	return NOTIFY_OK;
}

/* Called before any listener that takes away something that a job needs. */
static struct notifier_block listener = {
	.notifier_call = before_shutdown,
	.priority = INT_MAX,
};

int pdr_shutdown_init(void)
{
	return register_reboot_notifier(&listener);
}

void pdr_shutdown_exit(void)
{
	unregister_reboot_notifier(&listener);
}
