/* SPDX-License-Identifier: GPL-2.0 */
/* Attending a job to its end: progress on the terminal, and signals. */
#ifndef CTL_ATTEND_H
#define CTL_ATTEND_H

#include "module.h"
#include "progress.h"
#include "wait.h"

/**
 * struct ctl_attend - a job that is attended
 * @wait: the job
 * @scene: LMBs that were asked for so far
 * @progress: the line on the terminal
 * @signals: file descriptor that reports SIGINT and SIGTERM
 * @interrupts: number of these signals
 * @watches: the job was submitted by another program: no signal and no time-out cancels it
 * @timeout_ms: time from the submission on after which the job is cancelled, or no longer
 *	watched; 0 for none
 * @expired: it was cancelled because that time had passed
 */
struct ctl_attend {
	struct dr_wait wait;
	struct dr_scene scene;
	struct ctl_progress progress;
	int signals;
	unsigned int interrupts;
	bool watches;
	uint32_t timeout_ms;
	bool expired;
};

enum ctl_status ctl_attend_open(struct ctl_attend *attend, struct dr_client *client, bool live);
enum ctl_status ctl_attend_run(struct ctl_attend *attend, uint64_t id);
const struct dr_scene *ctl_attend_scene(struct ctl_attend *attend);
void ctl_attend_close(struct ctl_attend *attend);

#endif /* CTL_ATTEND_H */
