/* SPDX-License-Identifier: GPL-2.0 */
/* As many LMBs as can be had. */
#ifndef CTL_BEST_H
#define CTL_BEST_H

#include "attend.h"

/**
 * struct ctl_best - a request of which a part will do
 * @client: the module
 * @request: the job that moves all at once
 * @whole: such a job can be: try it first
 * @lmbs: the LMBs to take one by one then, the best first; NULL if the module is to choose
 * @count: how many are to be moved
 * @json: print each job as a JSON object
 */
struct ctl_best {
	struct dr_client *client;
	struct dr_job request;
	bool whole;
	const struct dr_list *lmbs;
	uint32_t count;
	bool json;
};

/*
 * Move as many as can be moved, and tell how many. Return: CTL_DONE for all of them, CTL_PARTIAL
 * for a part, else the status of the last job.
 */
enum ctl_status ctl_best_move(const struct ctl_best *best);

#endif /* CTL_BEST_H */
