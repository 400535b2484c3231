/* SPDX-License-Identifier: GPL-2.0 */
/* Following a job from its submission to its end. */
#ifndef CTL_FOLLOW_H
#define CTL_FOLLOW_H

#include "client.h"
#include "progress.h"

/**
 * struct ctl_follow - a job that is followed
 * @client: the module
 * @events: socket of the events
 * @watcher: takes them
 * @scene: LMBs that were asked for so far
 * @job: the newest state of the job
 * @progress: the line on the terminal
 * @signals: file descriptor that reports SIGINT and SIGTERM
 * @interrupts: number of these signals
 * @started: time of the submission, nanoseconds of the monotonic clock
 * @heard: time of the last news of the job
 */
struct ctl_follow {
	struct ctl_client *client;
	struct ctl_nl_events events;
	struct ctl_nl_watcher watcher;
	struct ctl_scene scene;
	struct ctl_job job;
	struct ctl_progress progress;
	int signals;
	unsigned int interrupts;
	uint64_t started;
	uint64_t heard;
};

enum ctl_status ctl_follow_open(struct ctl_follow *follow, struct ctl_client *client, bool live);
enum ctl_status ctl_follow_run(struct ctl_follow *follow, uint64_t id);
const struct ctl_scene *ctl_follow_scene(struct ctl_follow *follow);
void ctl_follow_close(struct ctl_follow *follow);

#endif /* CTL_FOLLOW_H */
