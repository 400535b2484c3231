// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl cancel - ask the module to stop a job.
 */
#include <stdio.h>

#include "args.h"
#include "module.h"

static const struct ctl_option options[] = {
	{ 0, NULL, NULL, NULL },
};

static int take_cancel_arguments(struct ctl_args *args, uint64_t *id)
{
	int letter = ctl_args_next(args);

	return letter == CTL_ARG_END ? ctl_args_job(args, id) : letter;
}

static enum ctl_status ask_to_cancel(struct dr_client *client, uint64_t id)
{
	char what[64];
	int err = dr_client_cancel(client, id);

	if (!err) {
		printf("Job %llu is asked to stop; 'pdrctl jobs' shows the outcome.\n",
		       (unsigned long long)id);
		return CTL_DONE;
	}
	snprintf(what, sizeof(what), "cancel job %llu", (unsigned long long)id);
	return ctl_module_fail(client, err, what);
}

static enum ctl_status run_cancel(struct ctl_args *args)
{
	struct dr_client client;
	enum ctl_status status;
	uint64_t id = 0;
	int answer = take_cancel_arguments(args, &id);

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE)
		status = ask_to_cancel(&client, id);
	dr_client_close(&client);
	return status;
}

const struct ctl_command ctl_cmd_cancel = {
	.name = "cancel",
	.operands = "ID",
	.summary = "ask a job to stop and to undo its steps",
	.options = options,
	.run = run_cancel,
};
