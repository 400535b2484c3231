// SPDX-License-Identifier: GPL-2.0
/* Writing to the state files of memory blocks and CPUs. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/completion.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include <pdr_fs_struct.h>

#include "core/engine/stall.h"
#include "res/statefile.h"
#include "state/job.h"
#include "state/pdr.h"

/* This file is there in every kernel with memory hotplug. */
#define ANY_FILE "/sys/devices/system/memory/auto_online_blocks"

struct pdr_patience pdr_patience_of_job(bool undoing)
{
	if (undoing)
		return (struct pdr_patience){ .limit_ms = PDR_UNDO_LIMIT_MS };
	return (struct pdr_patience){
		.limit_ms = pdr_stall_limit(READ_ONCE(pdr_settings.stall_timeout_ms)),
		.stop = pdr_job_stop,
	};
}

static int must_stop_writing(const struct pdr_patience *patience,
			     unsigned long deadline)
{
	int stop = patience->stop ? patience->stop() : 0;

	if (!stop && time_after_eq(jiffies, deadline))
		return -ETIMEDOUT;
	return stop;
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
 * -ETIMEDOUT and -ECANCELED mean the wait, so map those of the kernel. It returns
 * -ECANCELED for a thread that the SMT setting keeps offline but that it had to
 * start once.
 */
static int kernel_errno(ssize_t written)
{
	switch (written) {
	case -ETIMEDOUT:
		return -EBUSY;
	case -ECANCELED:
		return -EPERM;
	default:
		return min_t(ssize_t, written, 0);
	}
}

/*
 * If the lock is held, the kernel sleeps for 5 ms, returns -ERESTARTNOINTR, and sets
 * TIF_SIGPENDING without queueing a signal.
 */
int pdr_statefile_put(struct file *file, const char *state,
		      const struct pdr_patience *patience)
{
	unsigned long deadline = jiffies + msecs_to_jiffies(patience->limit_ms);
	loff_t position;
	ssize_t written;
	int stop;

	for (;;) {
		position = 0;
		written = kernel_write(file, state, strlen(state), &position);
		if (written != -ERESTARTNOINTR)
			return kernel_errno(written);
		/* the job of another lane may hold the lock */
		if (pdr_job_others_move())
			deadline = jiffies + msecs_to_jiffies(patience->limit_ms);
		stop = must_stop_writing(patience, deadline);
		flush_signals(current);
		if (stop)
			return stop;
	}
}

int pdr_statefile_write(const char *path, const char *state,
			const struct pdr_patience *patience)
{
	struct file *file = pdr_statefile_open(path, O_WRONLY);
	int error;

	if (IS_ERR(file))
		return PTR_ERR(file);
	error = pdr_statefile_put(file, state, patience);
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
