// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl map - show all LMBs at once, a letter each.
 */
#include "args.h"
#include "face.h"
#include "module.h"

static const struct ctl_option options[] = {
	{ 0, NULL, NULL, NULL },
};

static enum ctl_status print_map(struct dr_client *client)
{
	struct dr_list lmbs = DR_LIST_INIT(struct dr_lmb), jobs = DR_LIST_INIT(struct dr_job);
	int err = dr_client_lmbs(client, &lmbs);

	if (!err)
		err = dr_client_jobs(client, 0, &jobs);
	if (!err)
		ctl_face_map(stdout, &lmbs, &jobs);
	dr_list_clear(&lmbs);
	dr_list_clear(&jobs);
	return err ? ctl_module_fail(client, err, "list the LMBs") : CTL_DONE;
}

static enum ctl_status run_map(struct ctl_args *args)
{
	struct dr_client client;
	enum ctl_status status;
	int letter = ctl_args_next(args);

	if (letter != CTL_ARG_END)
		return ctl_args_end(letter);
	if (ctl_args_operands(args, 0, 0) < 0)
		return CTL_USAGE;
	status = ctl_module_open(&client);
	if (status == CTL_DONE)
		status = print_map(&client);
	dr_client_close(&client);
	return status;
}

const struct ctl_command ctl_cmd_map = {
	.name = "map",
	.operands = "",
	.summary = "show all LMBs at once, a letter each",
	.options = options,
	.run = run_map,
};
