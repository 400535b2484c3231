// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl show - show one job: the request, how it ended, why, and what is left of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "args.h"
#include "brief.h"
#include "face.h"
#include "json.h"
#include "module.h"
#include "past.h"
#include "pdr_names.h"
#include "scene.h"
#include "text.h"

/* Of more, 'pdrctl why' tells */
#define HOLDERS_SHOWN	3

enum {
	OPTION_FILE = 340,
};

static const struct ctl_option options[] = {
	{ 'v', "verbose", NULL, "the same with its event, step and firmware call" },
	{ 'J', "json", NULL, "one JSON object" },
	CTL_SYSROOT_OPTION,
	{ OPTION_FILE, "file", "FILE", "history with who held memory (" DR_STORE_PATH ")" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct show - the job
 * @id: number of the job
 * @verbose: with sequence number, step and firmware call
 * @file: file of the history
 * @json: print JSON
 */
struct show {
	uint64_t id;
	bool verbose;
	const char *file;
	bool json;
};

static void print_head(const struct dr_job *job, const struct dr_scene *scene)
{
	char *request = dr_describe_request_text(job), size[32] = "";

	printf("%s  %s", dr_brief_state(job), request ? request : "");
	if (job->resource == PSERIES_DR_RESOURCE_MEMORY && job->count && scene->lmb_size)
		printf(" (%s)", dr_text_size(size, sizeof(size), job->count * scene->lmb_size));
	fputs(", ", stdout);
	dr_describe_origin(stdout, job);
	putchar('\n');
	free(request);
}

static void print_times(const struct dr_job *job)
{
	char date[32], took[16] = "not ended", line[128];

	if (job->ended >= job->created && dr_job_is_final(job))
		dr_brief_time(took, sizeof(took), job->ended - job->created);
	snprintf(line, sizeof(line), "%s, %s", dr_text_date(date, sizeof(date), job->created),
		 took);
	ctl_face_paragraph(stdout, "when", line);
	snprintf(line, sizeof(line), "%u of %u", job->moved, job->total);
	ctl_face_paragraph(stdout, "moved", line);
}

/* The first of them are those whose pages stay */
static void print_holders(const char *line)
{
	json_t *answer = line ? json_loads(line, 0, NULL) : NULL;
	json_t *holders = json_object_get(answer, "holders");
	const char *text;
	char *clean;
	size_t i;

	for (i = 0; i < json_array_size(holders) && i < HOLDERS_SHOWN; i++) {
		text = json_string_value(json_object_get(json_array_get(holders, i), "text"));
		clean = text ? strdup(text) : NULL;
		if (!clean)
			continue;
		dr_text_clean(clean);
		ctl_face_paragraph(stdout, i ? "" : "held by", clean);
		free(clean);
	}
	json_decref(answer);
}

static void print_job(const struct dr_job *job, const struct dr_scene *scene, const char *held)
{
	char *why = dr_describe_why_text(job, scene), *now = dr_describe_now_text(job);

	print_head(job, scene);
	print_times(job);
	if (why)
		ctl_face_paragraph(stdout, "why", why);
	print_holders(held);
	if (now)
		ctl_face_paragraph(stdout, "now", now);
	free(why);
	free(now);
}

static void print_details(const struct dr_job *job)
{
	char line[128];

	snprintf(line, sizeof(line), "%llu was its last", (unsigned long long)job->seq);
	ctl_face_paragraph(stdout, "event", line);
	if (job->step != PSERIES_DR_STEP_NONE) {
		snprintf(line, sizeof(line), "%s of 0x%08x", pdr_step_name(job->step),
			 job->drc_index);
		ctl_face_paragraph(stdout, "step", line);
	}
	if (*job->fw_call) {
		snprintf(line, sizeof(line), "%s: %d", job->fw_call, job->fw_status);
		ctl_face_paragraph(stdout, "firmware", line);
	}
}

static void print_shown_json(const struct dr_job *job, const struct dr_scene *scene)
{
	char *text = dr_describe_job_text(job, scene);
	char *line = dr_json_struct("job", &dr_job_fields, job, text);

	if (line)
		puts(line);
	free(line);
	free(text);
}

static enum ctl_status show_job(struct dr_client *client, const struct show *show)
{
	struct dr_scene scene = {
		.lmb_size = client->info.lmb_size, .lmbs = DR_LIST_INIT(struct dr_lmb),
	};
	struct dr_job job = { 0 };
	char what[64], *held;
	int err = dr_client_job(client, show->id, &job);

	if (err) {
		snprintf(what, sizeof(what), "show job %llu", (unsigned long long)show->id);
		return ctl_module_fail(client, err, what);
	}
	dr_scene_ask(&scene, client, &job);
	held = ctl_past_held(show->file, client->info.boot_id, job.id);
	if (show->json)
		print_shown_json(&job, &scene);
	else
		print_job(&job, &scene, held);
	if (show->verbose && !show->json)
		print_details(&job);
	free(held);
	dr_list_clear(&scene.lmbs);
	return CTL_DONE;
}

static int take_show_arguments(struct ctl_args *args, struct show *show)
{
	int letter;

	while ((letter = ctl_args_next(args)) >= 0) {
		if (letter == OPTION_FILE)
			show->file = args->value;
		else
			*(letter == 'J' ? &show->json : &show->verbose) = true;
	}
	return letter == CTL_ARG_END ? ctl_args_job(args, &show->id) : letter;
}

static enum ctl_status run_show(struct ctl_args *args)
{
	struct show show = { .file = DR_STORE_PATH };
	struct dr_client client;
	enum ctl_status status;
	int answer = take_show_arguments(args, &show);

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE)
		status = show_job(&client, &show);
	dr_client_close(&client);
	return status;
}

const struct ctl_command ctl_cmd_show = {
	.name = "show",
	.operands = "ID",
	.summary = "show one job: how it ended, why, and what is left of it",
	.options = options,
	.run = run_show,
};
