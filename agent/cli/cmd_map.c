// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl map - show all LMBs at once, a letter each, or a cell each in a picture.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "face.h"
#include "module.h"
#include "newfile.h"
#include "svg.h"

#define OPTION_SVG	360

static const struct ctl_option options[] = {
	{ OPTION_SVG, "svg", "FILE", "draw a picture into this file, - for stdout" },
	CTL_SYSROOT_OPTION,
	{ 0, NULL, NULL, NULL },
};

static enum ctl_status draw_map(const char *path, const struct dr_list *lmbs,
				const struct dr_list *jobs)
{
	struct ctl_newfile file;
	int err = ctl_newfile_open(&file, path);

	if (!err) {
		ctl_svg_map(file.out, lmbs, jobs);
		err = ctl_newfile_close(&file);
	}
	if (!err)
		return CTL_DONE;
	fprintf(stderr, "pdrctl: cannot write '%s': %s\n", path,
		err == -EEXIST ? "it is there, and no plain file" : strerror(-err));
	return CTL_FAILED;
}

static enum ctl_status print_map(struct dr_client *client, const char *svg)
{
	struct dr_list lmbs = DR_LIST_INIT(struct dr_lmb), jobs = DR_LIST_INIT(struct dr_job);
	enum ctl_status status = CTL_DONE;
	int err = dr_client_lmbs(client, &lmbs);

	if (!err)
		err = dr_client_jobs(client, 0, &jobs);
	if (err)
		status = ctl_module_fail(client, err, "list the LMBs");
	else if (svg)
		status = draw_map(svg, &lmbs, &jobs);
	else
		ctl_face_map(stdout, &lmbs, &jobs);
	dr_list_clear(&lmbs);
	dr_list_clear(&jobs);
	return status;
}

static enum ctl_status run_map(struct ctl_args *args)
{
	const char *svg = NULL;
	struct dr_client client;
	enum ctl_status status;
	int letter;

	while ((letter = ctl_args_next(args)) >= 0)
		svg = args->value;
	if (letter != CTL_ARG_END)
		return ctl_args_end(letter);
	if (ctl_args_operands(args, 0, 0) < 0)
		return CTL_USAGE;
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE)
		status = print_map(&client, svg);
	dr_client_close(&client);
	return status;
}

const struct ctl_command ctl_cmd_map = {
	.name = "map",
	.operands = "",
	.summary = "show all LMBs at once, a letter each, or as a picture",
	.options = options,
	.run = run_map,
};
