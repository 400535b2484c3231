// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl jobs - list the jobs that the module remembers.
 */
#include "face.h"
#include "module.h"
#include "parse.h"
#include "columns.h"

#define OPTION_SINCE	310

static const struct ctl_option options[] = {
	{ 'v', "verbose", NULL, "all columns, with sequence numbers and firmware calls" },
	{ 'n', "last", "N", "only the last N" },
	{ OPTION_SINCE, "since", "SEQ", "only those that changed after this sequence number" },
	{ CTL_OUT_NO_HEADINGS_LONG, "noheadings", NULL, "without the line of column names" },
	CTL_OUT_OPTIONS,
	CTL_SYSROOT_OPTION,
	{ 0, NULL, NULL, NULL },
};

/**
 * struct jobs - the list to print
 * @last: at most so many, 0 for all
 * @since: only jobs that changed after this event
 * @out: form of the output
 */
struct jobs {
	uint32_t last;
	uint64_t since;
	struct ctl_out out;
};

static bool take_jobs_option(struct jobs *jobs, struct ctl_args *args, int letter)
{
	switch (letter) {
	case 'v':
		jobs->out.all_columns = true;
		return true;
	case 'n':
		return ctl_args_take(args, dr_parse_count(args->value, &jobs->last));
	case OPTION_SINCE:
		return ctl_args_take(args, dr_parse_number(args->value, &jobs->since));
	default:
		return ctl_out_option(&jobs->out, args, letter);
	}
}

static int take_jobs_arguments(struct jobs *jobs, struct ctl_args *args)
{
	int letter;

	while ((letter = ctl_args_next(args)) >= 0)
		if (!take_jobs_option(jobs, args, letter))
			return CTL_ARG_BAD;
	if (letter != CTL_ARG_END)
		return letter;
	if (ctl_args_operands(args, 0, 0) < 0 ||
	    !ctl_out_choose(&jobs->out, &ctl_job_table, args))
		return CTL_ARG_BAD;
	return CTL_ARG_END;
}

static enum ctl_status print_jobs(struct dr_client *client, struct jobs *jobs)
{
	struct dr_scene scene = { .lmb_size = client->info.lmb_size };
	struct dr_list list = DR_LIST_INIT(struct dr_job);
	char text[CTL_LOADED_ANEW_MAX];
	struct dr_list tail;
	int err;

	if (jobs->since > client->info.seq) {
		fprintf(stderr, "pdrctl: %s\n", ctl_module_loaded_anew(text, jobs->since));
		jobs->since = 0;
	}
	err = dr_client_jobs(client, jobs->since, &list);
	if (err) {
		dr_list_clear(&list);
		return ctl_module_fail(client, err, "list the jobs");
	}
	tail = list;
	if (jobs->last && jobs->last < list.n) {
		tail.n = jobs->last;
		tail.items = dr_list_at(&list, list.n - jobs->last);
	}
	jobs->out.scene = &scene;
	if (ctl_out_is_plain(&jobs->out))
		ctl_face_jobs(stdout, &tail, scene.lmb_size, !jobs->out.no_headings);
	else
		err = ctl_out_print(&jobs->out, &ctl_job_table, &tail, stdout);
	dr_list_clear(&list);
	return err ? CTL_FAILED : CTL_DONE;
}

static enum ctl_status run_jobs(struct ctl_args *args)
{
	struct dr_client client;
	struct jobs jobs = { 0 };
	enum ctl_status status;
	int answer = take_jobs_arguments(&jobs, args);

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE)
		status = print_jobs(&client, &jobs);
	dr_client_close(&client);
	return status;
}

static void print_more_jobs(void)
{
	ctl_out_help(&ctl_job_table);
}

static const struct ctl_table *find_jobs_table(const char *operand)
{
	(void)operand;
	return &ctl_job_table;
}

const struct ctl_command ctl_cmd_jobs = {
	.name = "jobs",
	.operands = "",
	.summary = "list the last jobs, oldest change first",
	.options = options,
	.more = print_more_jobs,
	.table = find_jobs_table,
	.run = run_jobs,
};
