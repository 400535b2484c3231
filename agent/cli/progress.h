/* SPDX-License-Identifier: GPL-2.0 */
/* The line of progress on a terminal. */
#ifndef CTL_PROGRESS_H
#define CTL_PROGRESS_H

#include "describe.h"

/**
 * struct ctl_progress - the line
 * @live: there is a terminal to draw on
 * @drawn: the line is on the terminal now
 */
struct ctl_progress {
	bool live;
	bool drawn;
};

void ctl_progress_init(struct ctl_progress *progress, bool wanted);
void ctl_progress_draw(struct ctl_progress *progress, const struct dr_job *job,
		       const struct dr_scene *scene, uint64_t elapsed_ns);
void ctl_progress_clear(struct ctl_progress *progress);
char *ctl_progress_line(char *line, size_t columns, const struct dr_job *job,
			const struct dr_scene *scene, uint64_t elapsed_ns);

#endif /* CTL_PROGRESS_H */
