// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl add, pdrctl remove - move memory, processors or PCI.
 *
 * The command line alone names the resources to move. There are no defaults for them, so a word
 * that is missing or misspelled can never widen a request.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "describe.h"
#include "module.h"
#include "outcome.h"
#include "parse.h"
#include "outlook.h"
#include "text.h"

enum {
	OPTION_INDEX = 320,
	OPTION_COUNT,
	OPTION_SIZE,
	OPTION_TIMEOUT,
	OPTION_NO_WAIT,
	OPTION_DRY_RUN,
};

static const struct ctl_option options[] = {
	{ OPTION_INDEX, "index", "INDEX",
	  "this connector, like 0x80000004; with --count the first" },
	{ OPTION_COUNT, "count", "N",
	  "so many; without --index the module chooses which" },
	{ OPTION_SIZE, "size", "SIZE", "so much memory, like 1G, in place of --count" },
	{ OPTION_TIMEOUT, "timeout", "SECONDS", "give up after that time, like 30 or 0.5" },
	{ OPTION_NO_WAIT, "no-wait", NULL, "print the number of the job and do not wait for it" },
	{ OPTION_DRY_RUN, "dry-run", NULL, "show the module's plan, and touch nothing" },
	{ 'J', "json", NULL, "print the job as one JSON object, the plan as one a line" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct move - the move
 * @request: the job to submit
 * @index: --index was given
 * @count: --count was given
 * @size: bytes of --size, 0 without
 * @no_wait: do not wait for the outcome
 * @dry_run: do not submit
 * @json: print JSON
 */
struct move {
	struct dr_job request;
	bool index;
	bool count;
	uint64_t size;
	bool no_wait;
	bool dry_run;
	bool json;
};

static void mark_given(struct dr_job *job, unsigned int attr)
{
	job->has |= 1ULL << attr;
}

static const char *take_value(struct move *move, const char *value, int letter)
{
	switch (letter) {
	case OPTION_INDEX:
		move->index = true;
		mark_given(&move->request, PSERIES_DR_A_JOB_INDEX);
		return dr_parse_index(value, &move->request.index);
	case OPTION_COUNT:
		move->count = true;
		mark_given(&move->request, PSERIES_DR_A_JOB_COUNT);
		return dr_parse_count(value, &move->request.count);
	case OPTION_SIZE:
		return dr_parse_size(value, &move->size);
	default:
		mark_given(&move->request, PSERIES_DR_A_JOB_TIMEOUT_MS);
		return dr_parse_seconds(value, &move->request.timeout_ms);
	}
}

static bool take_move_option(struct move *move, struct ctl_args *args, int letter)
{
	switch (letter) {
	case OPTION_NO_WAIT:
		move->no_wait = true;
		return true;
	case OPTION_DRY_RUN:
		move->dry_run = true;
		return true;
	case 'J':
		move->json = true;
		return true;
	default:
		return ctl_args_take(args, take_value(move, args->value, letter));
	}
}

static bool take_resource(struct move *move, const struct ctl_args *args, const char *word)
{
	static const struct {
		const char *word;
		unsigned int resource;
	} words[] = {
		{ "mem", PSERIES_DR_RESOURCE_MEMORY },
		{ "memory", PSERIES_DR_RESOURCE_MEMORY },
		{ "cpu", PSERIES_DR_RESOURCE_CPU },
		{ "pci", PSERIES_DR_RESOURCE_PCI },
		{ "phb", PSERIES_DR_RESOURCE_PHB },
	};
	size_t i;

	mark_given(&move->request, PSERIES_DR_A_JOB_RESOURCE);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(word, words[i].word))
			move->request.resource = words[i].resource;
	if (!move->request.resource)
		ctl_args_say(args, "'%s' cannot be moved: there are mem, cpu, pci and phb", word);
	return move->request.resource;
}

static const char *contradiction_of_mem(const struct move *move)
{
	return move->index || move->count || move->size ?
	       NULL : "name the memory to move: --index, --count or --size";
}

static const char *contradiction_of_cpu(const struct move *move)
{
	if (move->size)
		return "--size is for memory; processors are counted by --count";
	if (move->index && move->count)
		return "processors go by --index or by --count, not by both";
	return move->index || move->count ?
	       NULL : "name the cores to move: --index or --count";
}

static const char *contradiction_of_pci(const struct move *move)
{
	if (move->count || move->size)
		return "PCI functions and host bridges go by --index alone";
	return move->index ? NULL : "name the connector to move: --index";
}

/* The reason why the options do not fit together, or NULL */
static const char *contradiction(const struct move *move)
{
	const char *wrong;

	switch (move->request.resource) {
	case PSERIES_DR_RESOURCE_MEMORY:
		wrong = contradiction_of_mem(move);
		break;
	case PSERIES_DR_RESOURCE_CPU:
		wrong = contradiction_of_cpu(move);
		break;
	default:
		wrong = contradiction_of_pci(move);
		break;
	}
	if (wrong)
		return wrong;
	if (move->count && move->size)
		return "only one of --count and --size makes sense";
	if (move->no_wait && move->dry_run)
		return "only one of --no-wait and --dry-run makes sense";
	return NULL;
}

static void choose_identifier(struct move *move)
{
	mark_given(&move->request, PSERIES_DR_A_JOB_IDENTIFIER);
	if (!move->index)
		move->request.identifier = PSERIES_DR_IDENTIFIER_COUNT;
	else if (move->count || move->size)
		move->request.identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	else
		move->request.identifier = PSERIES_DR_IDENTIFIER_INDEX;
}

static int take_move_arguments(struct move *move, struct ctl_args *args)
{
	const char *wrong;
	int letter, place;

	while ((letter = ctl_args_next(args)) >= 0)
		if (!take_move_option(move, args, letter))
			return CTL_ARG_BAD;
	if (letter != CTL_ARG_END)
		return letter;
	place = ctl_args_operands(args, 1, 1);
	if (place < 0 || !take_resource(move, args, args->argv[place]))
		return CTL_ARG_BAD;
	wrong = contradiction(move);
	if (wrong) {
		ctl_args_say(args, "%s", wrong);
		return CTL_ARG_BAD;
	}
	choose_identifier(move);
	return CTL_ARG_END;
}

/* Turn --size into a count, once the size of an LMB is known */
static enum ctl_status size_to_count(struct move *move, const struct ctl_args *args,
				     uint64_t lmb_size)
{
	char text[32];

	if (!move->size)
		return CTL_DONE;
	if (!lmb_size) {
		ctl_args_say(args, "there is no memory here that can be moved");
		return CTL_USAGE;
	}
	dr_text_size(text, sizeof(text), lmb_size);
	if (move->size % lmb_size || move->size / lmb_size > UINT32_MAX) {
		ctl_args_say(args, "--size must be a multiple of %s, the size of an LMB", text);
		return CTL_USAGE;
	}
	mark_given(&move->request, PSERIES_DR_A_JOB_COUNT);
	move->request.count = move->size / lmb_size;
	return CTL_DONE;
}

static void print_start(const struct move *move, const struct ctl_attend *attend, uint64_t id)
{
	if (attend->progress.live || move->json)
		return;
	fprintf(stderr, "Job %llu: ", (unsigned long long)id);
	dr_describe_request(stderr, &move->request);
	fputs("\n", stderr);
}

static void print_job_number(const struct move *move, uint64_t id)
{
	printf(move->json ? "{\"type\":\"submitted\",\"id\":%llu}\n" : "%llu\n",
	       (unsigned long long)id);
}

static enum ctl_status submit_move(const struct move *move, struct dr_client *client, uint64_t *id)
{
	int err = dr_client_submit(client, &move->request, id);

	return err ? ctl_module_fail(client, err, "submit the job") : CTL_DONE;
}

static enum ctl_status submit_and_follow(const struct move *move, struct dr_client *client)
{
	struct ctl_attend attend;
	enum ctl_status status;
	uint64_t id = 0;

	status = ctl_attend_open(&attend, client, !move->json);
	if (status == CTL_DONE)
		status = submit_move(move, client, &id);
	if (status == CTL_DONE) {
		attend.timeout_ms = move->request.timeout_ms;
		print_start(move, &attend, id);
		status = ctl_attend_run(&attend, id);
		if (status == CTL_DONE)
			status = ctl_outcome_print(&attend, move->json);
	}
	ctl_attend_close(&attend);
	return status;
}

static enum ctl_status move_it(struct move *move, struct dr_client *client,
			       const struct ctl_args *args)
{
	enum ctl_status status = size_to_count(move, args, client->info.lmb_size);
	uint64_t id = 0;

	if (status != CTL_DONE)
		return status;
	if (move->dry_run)
		return ctl_plan_print(client, &move->request, move->json);
	if (!move->no_wait)
		return submit_and_follow(move, client);
	status = submit_move(move, client, &id);
	if (status == CTL_DONE)
		print_job_number(move, id);
	return status;
}

static enum ctl_status run_move(struct ctl_args *args, unsigned int action)
{
	struct move move = { .request.action = action };
	struct dr_client client;
	enum ctl_status status;
	int answer;

	mark_given(&move.request, PSERIES_DR_A_JOB_ACTION);
	answer = take_move_arguments(&move, args);
	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = ctl_module_open(&client);
	if (status == CTL_DONE)
		status = move_it(&move, &client, args);
	dr_client_close(&client);
	return status;
}

static enum ctl_status run_add(struct ctl_args *args)
{
	return run_move(args, PSERIES_DR_ACTION_ADD);
}

static enum ctl_status run_remove(struct ctl_args *args)
{
	return run_move(args, PSERIES_DR_ACTION_REMOVE);
}

const struct ctl_command ctl_cmd_add = {
	.name = "add",
	.operands = "mem|cpu|pci|phb",
	.summary = "add memory, processors or PCI that the platform has for this guest",
	.options = options,
	.run = run_add,
};

const struct ctl_command ctl_cmd_remove = {
	.name = "remove",
	.operands = "mem|cpu|pci|phb",
	.summary = "remove memory, processors or PCI and give them back to the platform",
	.options = options,
	.run = run_remove,
};
