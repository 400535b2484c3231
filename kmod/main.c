// SPDX-License-Identifier: GPL-2.0
/*
 * Dynamic reconfiguration of pseries guests: load and unload. Includes fw, state, stock, res,
 * work and ui.
 */
#include <linux/module.h>

#include <asm/firmware.h>
#include <asm/machdep.h>

#include "stock/claim.h"
#include "state/drcs.h"
#include "state/event.h"
#include "ui/genl.h"
#include "res/cpustate.h"
#include "work/worker.h"
#include "state/job.h"
#include "res/block.h"
#include "res/leave.h"
#include "res/oom.h"
#include "res/pcidata.h"
#include "res/statefile.h"
#include "res/watch.h"
#include "state/pdr.h"
#include "fw/rtas.h"
#include "stock/interrupt.h"
#include "stock/stock.h"
#include "state/tables.h"
#include "work/intake.h"
#include "work/shutdown.h"
#include "ui/sysfs.h"

/* The parts that a job needs before it moves CPUs or memory. */
static int __init init_resources(void)
{
	int error = pdr_statefile_init();

	if (error)
		return error;
	error = pdr_watch_init();
	if (error)
		return error;
	error = pdr_leave_init();
	if (error)
		goto exit_watch;
	error = pdr_cpustate_init();
	if (error)
		goto exit_leave;
	error = pdr_block_init();
	if (error)
		goto exit_cpustate;
	error = pdr_oom_init();
	if (error)
		goto exit_block;
	error = pdr_pcidata_init();
	if (error)
		goto exit_oom;
	return 0;

exit_oom:
	pdr_oom_exit();
exit_block:
	pdr_block_exit();
exit_cpustate:
	pdr_cpustate_exit();
exit_leave:
	pdr_leave_exit();
exit_watch:
	pdr_watch_exit();
	return error;
}

static void exit_resources(void)
{
	pdr_pcidata_exit();
	pdr_oom_exit();
	pdr_block_exit();
	pdr_cpustate_exit();
	pdr_leave_exit();
	pdr_watch_exit();
}

/* The LMB table and the DRC map, read from the device tree. */
static int __init init_tables(void)
{
	int error = pdr_tables_init();

	if (error)
		return error;
	error = pdr_drcs_init();
	if (error)
		pdr_tables_exit();
	return error;
}

static void exit_tables(void)
{
	pdr_drcs_exit();
	pdr_tables_exit();
}

/* The sources of jobs, and the listener that ends all jobs at a shutdown. */
static int __init init_requests(void)
{
	int error = pdr_intake_init();

	if (error)
		return error;
	error = pdr_claim_init(pdr_sysfs_files, PDR_SYSFS_FILES);
	if (error)
		goto exit_intake;
	error = pdr_shutdown_init();
	if (error)
		goto exit_claim;
	return 0;

exit_claim:
	pdr_claim_exit();
exit_intake:
	pdr_intake_exit();
	return error;
}

static int __init pdr_init(void)
{
	int error;

	if (!machine_is(pseries) || !firmware_has_feature(FW_FEATURE_LPAR))
		return -ENODEV;
	error = pdr_rtas_init();
	if (!error)
		error = init_tables();
	if (error)
		return error;
	error = pdr_interrupts_claim();
	if (error)
		goto exit_tables;
	error = pdr_stock_init();
	if (error)
		goto release_interrupts;
	error = pdr_event_init();
	if (error)
		goto exit_stock;
	error = init_resources();
	if (error)
		goto exit_event;
	error = pdr_job_init();
	if (error)
		goto exit_resources;
	error = pdr_genl_init();
	if (error)
		goto exit_job;
	error = pdr_workers_start();
	if (error)
		goto exit_genl;
	error = init_requests();
	if (error)
		goto stop_workers;
	return 0;

stop_workers:
	pdr_job_close();
	pdr_workers_stop();
exit_genl:
	pdr_genl_exit();
exit_job:
	pdr_job_exit();
exit_resources:
	exit_resources();
exit_event:
	pdr_event_exit();
exit_stock:
	pdr_stock_exit();
release_interrupts:
	pdr_interrupts_release();
exit_tables:
	exit_tables();
	return error;
}

/*
 * Take no more events first, then end the jobs: their writers then leave our
 * files, and pdr_claim_exit() can give the files back. The stock kernel gets the
 * events that came meanwhile, and only after our last job has ended. It gets them
 * before the files, for which the unload may have to wait until there is memory.
 */
static void __exit pdr_exit(void)
{
	pdr_shutdown_exit();
	pdr_intake_exit();
	pdr_job_close();
	pdr_workers_stop();
	pdr_interrupts_release();
	pdr_claim_exit();
	pdr_genl_exit();
	pdr_job_exit();
	exit_resources();
	pdr_event_exit();
	pdr_stock_exit();
	exit_tables();
}

module_init(pdr_init);
module_exit(pdr_exit);

MODULE_DESCRIPTION("Dynamic reconfiguration of pseries guests");
MODULE_AUTHOR("The pseries-dr authors");
MODULE_VERSION(PDR_RELEASE);
MODULE_LICENSE("GPL");
