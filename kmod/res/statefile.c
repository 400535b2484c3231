// SPDX-License-Identifier: GPL-2.0
/* Writing to the state files of memory blocks and CPUs. Includes core/engine, state and res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/completion.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include <pdr_fs_struct.h>

#include "core/engine/joberror.h"
#include "res/statefile.h"
#include "state/job.h"
#include "state/pdr.h"

/* This file is there in every kernel with memory hotplug. */
#define ANY_FILE "/sys/devices/system/memory/auto_online_blocks"

struct pdr_lock_timeout pdr_lock_timeout_of_job(bool undoing)
{
	return (struct pdr_lock_timeout){
		.limit_ms = pdr_lockwait_limit(undoing,
					       READ_ONCE(pdr_settings.stall_timeout_ms)),
		.stop = undoing ? NULL : pdr_job_stop,
	};
}

/* The worker was just kept from the lock, which the job of another lane may hold. */
static int look_whether_to_wait(struct pdr_lockwait *wait,
				const struct pdr_lock_timeout *timeout)
{
	bool others_move = pdr_job_others_move();
	int stop = timeout->stop ? timeout->stop() : 0;

	return pdr_lockwait_look(wait, others_move, stop, pdr_now_ms());
}

/* Opens with access to the memory reserves, which can spare a few pages of slab. */
struct file *pdr_statefile_open(const char *path, int flags)
{
	unsigned int saved = memalloc_noreclaim_save();
	struct file *file = NULL;

	scoped_with_init_fs()
		file = filp_open(path, flags, 0);
	memalloc_noreclaim_restore(saved);
	return file;
}

void pdr_statefile_close(struct file *file)
{
	if (file)
		filp_close(file, NULL);
}

/*
 * If the lock is held, the kernel sleeps for 5 ms, returns -ERESTARTNOINTR, and sets
 * TIF_SIGPENDING without queueing a signal.
 */
int pdr_statefile_put(struct file *file, const char *state,
		      const struct pdr_lock_timeout *timeout)
{
	struct pdr_lockwait wait;
	loff_t position;
	ssize_t written;
	int stop;

	pdr_lockwait_begin(&wait, timeout->limit_ms, pdr_now_ms());
	for (;;) {
		position = 0;
		written = kernel_write(file, state, strlen(state), &position);
		if (written != -ERESTARTNOINTR)
			return pdr_written_errno(written);
		stop = look_whether_to_wait(&wait, timeout);
		flush_signals(current);
		if (stop)
			return stop;
	}
}

int pdr_statefile_write(const char *path, const char *state,
			const struct pdr_lock_timeout *timeout)
{
	struct file *file = pdr_statefile_open(path, O_WRONLY);
	int error;

	if (IS_ERR(file))
		return PTR_ERR(file);
	error = pdr_statefile_put(file, state, timeout);
	pdr_statefile_close(file);
	return error;
}

int pdr_statefile_read(const char *path, char *text, size_t size)
{
	struct file *file = pdr_statefile_open(path, O_RDONLY);
	loff_t position = 0;
	ssize_t count;

	text[0] = '\0';
	if (IS_ERR(file))
		return PTR_ERR(file);
	count = kernel_read(file, text, size - 1, &position);
	pdr_statefile_close(file);
	if (count < 0)
		return count;
	text[count] = '\0';
	*strchrnul(text, '\n') = '\0';
	return 0;
}

/**
 * struct trial - a trial by a kthread
 * @error: its result
 * @done: completed at its end
 */
struct trial {
	int error;
	struct completion done;
};

static int try_to_open(void *data)
{
	struct file *file = pdr_statefile_open(ANY_FILE, O_WRONLY);
	struct trial *trial = data;

	trial->error = PTR_ERR_OR_ZERO(file);
	if (!trial->error)
		pdr_statefile_close(file);
	kthread_complete_and_exit(&trial->done, 0);
}

int pdr_statefile_init(void)
{
	struct trial trial = {
		.done = COMPLETION_INITIALIZER_ONSTACK(trial.done),
	};
	struct task_struct *task = kthread_run(try_to_open, &trial,
					       "pseries_dr_try");

	if (IS_ERR(task))
		return PTR_ERR(task);
	wait_for_completion(&trial.done);
	if (trial.error)
		pr_err("a kthread cannot open %s (%pe): nothing could be taken offline\n",
		       ANY_FILE, ERR_PTR(trial.error));
	return trial.error;
}
