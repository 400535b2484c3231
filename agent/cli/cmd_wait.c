// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl wait - wait until a job of any origin has ended.
 */
#include "args.h"
#include "module.h"
#include "outcome.h"
#include "parse.h"

enum {
	OPTION_TIMEOUT = 320,
};

static const struct ctl_option options[] = {
	{ OPTION_TIMEOUT, "timeout", "SECONDS", "wait no longer than that, like 30 or 0.5" },
	{ 'J', "json", NULL, "print the job as one JSON object" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct waiting - the job to wait for
 * @id: number of the job
 * @timeout_ms: longest time, 0 for no end
 * @json: print JSON
 */
struct waiting {
	uint64_t id;
	uint32_t timeout_ms;
	bool json;
};

static bool take_wait_option(struct waiting *waiting, struct ctl_args *args, int letter)
{
	if (letter == OPTION_TIMEOUT)
		return ctl_args_take(args, dr_parse_seconds(args->value, &waiting->timeout_ms));
	waiting->json = true;
	return true;
}

static int take_wait_arguments(struct waiting *waiting, struct ctl_args *args)
{
	int letter;

	while ((letter = ctl_args_next(args)) >= 0)
		if (!take_wait_option(waiting, args, letter))
			return CTL_ARG_BAD;
	return letter == CTL_ARG_END ? ctl_args_job(args, &waiting->id) : letter;
}

static enum ctl_status await_job(const struct waiting *waiting, struct dr_client *client)
{
	struct ctl_attend attend;
	enum ctl_status status = ctl_attend_open(&attend, client, !waiting->json);

	attend.watches = true;
	attend.timeout_ms = waiting->timeout_ms;
	if (status == CTL_DONE)
		status = ctl_attend_run(&attend, waiting->id);
	if (status == CTL_DONE)
		status = ctl_outcome_print(&attend, waiting->json);
	ctl_attend_close(&attend);
	return status;
}

static enum ctl_status run_wait(struct ctl_args *args)
{
	struct waiting waiting = { 0 };
	struct dr_client client;
	enum ctl_status status;
	int answer = take_wait_arguments(&waiting, args);

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE)
		status = await_job(&waiting, &client);
	dr_client_close(&client);
	return status;
}

const struct ctl_command ctl_cmd_wait = {
	.name = "wait",
	.operands = "ID",
	.summary = "wait until a job has ended, and tell how",
	.options = options,
	.run = run_wait,
};
