// SPDX-License-Identifier: GPL-2.0
/* Writing to the state files of memory blocks and CPUs. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include "res/statefile.h"
#include "state/job.h"
#include "state/pdr.h"

/* An undo that gives up leaves a block or a CPU offline. */
#define UNDO_LIMIT_MS 600000

struct pdr_patience pdr_patience_of_job(bool undoing)
{
	if (undoing)
		return (struct pdr_patience){ .limit_ms = UNDO_LIMIT_MS };
	return (struct pdr_patience){
		.limit_ms = READ_ONCE(pdr_settings.stall_timeout_ms),
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

/*
 * -ETIMEDOUT and -ECANCELED are the wait's. The kernel itself says -ECANCELED
 * of a thread that the SMT setting keeps offline, where it had to start it once.
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
 * When the lock is taken, the kernel sleeps for 5 ms, asks for the system call
 * to be restarted, and sets TIF_SIGPENDING without a signal in the queue.
 */
static int write_when_unlocked(struct file *file, const char *state,
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
		/* it is maybe another lane that has the lock, and gets on */
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
	struct file *file = filp_open(path, O_WRONLY, 0);
	int error;

	if (IS_ERR(file))
		return PTR_ERR(file);
	error = write_when_unlocked(file, state, patience);
	filp_close(file, NULL);
	return error;
}
