// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl why - tell who holds the pages of an LMB, or of the LMB in which a job failed.
 *
 * The program pdr-why looks; here the LMB is found.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "module.h"
#include "parse.h"
#include "scene.h"

static const struct ctl_option options[] = {
	{ 'J', "json", NULL, "one JSON object" },
	{ CTL_ARG_SYSROOT, "sysroot", "FOLDER", "look at FOLDER/proc and FOLDER/sys" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct why - what is asked for
 * @index: DRC index of the LMB, 0 to take it from a job
 * @id: number of the job
 * @json: print JSON
 */
struct why {
	uint32_t index;
	uint64_t id;
	bool json;
};

static int take_why_operand(struct ctl_args *args, struct why *why)
{
	int place = ctl_args_operands(args, 1, 1);
	const char *word, *wrong;

	if (place < 0)
		return CTL_ARG_BAD;
	word = args->argv[place];
	if (!dr_parse_number(word, &why->id))
		return CTL_ARG_END;
	wrong = dr_parse_index(word, &why->index);
	if (!wrong && !why->index)
		wrong = "is the index of no LMB";
	if (!wrong)
		return CTL_ARG_END;
	ctl_args_say(args, "'%s' is neither an LMB like 0x80000004 nor the number of a job", word);
	return CTL_ARG_BAD;
}

static int take_why_arguments(struct ctl_args *args, struct why *why)
{
	int letter;

	while ((letter = ctl_args_next(args)) >= 0)
		why->json = true;
	return letter == CTL_ARG_END ? take_why_operand(args, why) : letter;
}

static void print_reason(struct dr_client *client, const struct dr_job *job)
{
	struct dr_scene scene = {
		.lmb_size = client->info.lmb_size, .lmbs = DR_LIST_INIT(struct dr_lmb),
	};
	char *text;

	dr_scene_ask(&scene, client, job);
	text = dr_describe_why_text(job, &scene);
	if (text)
		printf("Job %llu: %s\n", (unsigned long long)job->id, text);
	free(text);
	dr_list_clear(&scene.lmbs);
}

/* The LMB in which a job failed */
static enum ctl_status find_failed_lmb(struct why *why, struct dr_client *client)
{
	struct dr_job job = { 0 };
	char what[64];
	int err = dr_client_job(client, why->id, &job);

	if (err) {
		snprintf(what, sizeof(what), "look at job %llu", (unsigned long long)why->id);
		return ctl_module_fail(client, err, what);
	}
	if (job.resource != PSERIES_DR_RESOURCE_MEMORY || !job.error || !dr_job_has_place(&job)) {
		fprintf(stderr, "pdrctl: job %llu did not fail in an LMB\n",
			(unsigned long long)why->id);
		return CTL_NOT_FOUND;
	}
	if (!why->json)
		print_reason(client, &job);
	why->index = job.drc_index;
	return CTL_DONE;
}

/* A recording has no page maps, so that the job is always one of this machine's module */
static enum ctl_status find_lmb_of_job(struct why *why, const struct ctl_args *args)
{
	const struct ctl_args here = { .command = args->command };
	struct dr_client client;
	enum ctl_status status = ctl_module_open(&client, &here);

	if (status == CTL_DONE)
		status = find_failed_lmb(why, &client);
	dr_client_close(&client);
	return status;
}

/* Become the program that looks, whose exit statuses mean the same */
static enum ctl_status start_why(const struct why *why, const struct ctl_args *args)
{
	char index[16], *argv[7] = { "pdr-why", "--lmb", index };
	int n = 3;

	snprintf(index, sizeof(index), "0x%08x", why->index);
	if (why->json)
		argv[n++] = "--json";
	if (args->sysroot) {
		argv[n++] = "--sysroot";
		argv[n++] = (char *)args->sysroot;
	}
	fflush(stdout);
	execv(CTL_WHY, argv);
	fprintf(stderr, "pdrctl: cannot start %s: %s\n", CTL_WHY, strerror(errno));
	return CTL_FAILED;
}

static enum ctl_status run_why(struct ctl_args *args)
{
	struct why why = { 0 };
	int answer = take_why_arguments(args, &why);
	enum ctl_status status = CTL_DONE;

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	if (!why.index)
		status = find_lmb_of_job(&why, args);
	return status == CTL_DONE ? start_why(&why, args) : status;
}

const struct ctl_command ctl_cmd_why = {
	.name = "why",
	.operands = "LMB|ID",
	.summary = "tell who holds the pages of an LMB, or where a job failed",
	.options = options,
	.run = run_why,
};
