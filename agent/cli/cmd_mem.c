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
#include "best.h"
#include "candidates.h"
#include "describe.h"
#include "module.h"
#include "outcome.h"
#include "parse.h"
#include "outlook.h"
#include "pick.h"
#include "text.h"

enum {
	OPTION_COUNT = 320,
	OPTION_SIZE,
	OPTION_TIMEOUT,
	OPTION_NO_WAIT,
	OPTION_DRY_RUN,
	OPTION_BEST_EFFORT,
};

static const struct ctl_option options[] = {
	CTL_SELECT_OPTIONS,
	{ OPTION_COUNT, "count", "N",
	  "so many, from --index on, or as the module chooses" },
	{ OPTION_SIZE, "size", "SIZE", "so much memory, like 1G, in place of --count" },
	{ OPTION_BEST_EFFORT, "best-effort", NULL, "as many LMBs as can be had; 64 for a part" },
	{ OPTION_TIMEOUT, "timeout", "SECONDS", "give up after that time, like 30 or 0.5" },
	{ OPTION_NO_WAIT, "no-wait", NULL, "print the number of the job and do not wait for it" },
	{ OPTION_DRY_RUN, "dry-run", NULL, "show the module's plan, and touch nothing" },
	{ 'J', "json", NULL, "print the job as one JSON object, the plan as one a line" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct move - the move
 * @request: the job to submit
 * @select: the connectors that are named
 * @count: --count was given
 * @size: bytes of --size, 0 without
 * @best_effort: a part will do
 * @no_wait: do not wait for the outcome
 * @dry_run: do not submit
 * @json: print JSON
 */
struct move {
	struct dr_job request;
	struct ctl_select select;
	bool count;
	uint64_t size;
	bool best_effort;
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
	case CTL_SELECT_INDEX ... CTL_SELECT_ZONE:
		return ctl_select_take(&move->select, args, letter);
	case OPTION_BEST_EFFORT:
		move->best_effort = true;
		return true;
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

/* By lists that name LMBs, or that only narrow the choice? */
static bool has_names(const struct ctl_select *select)
{
	return ctl_select_has(select, CTL_SELECT_INDEX) ||
	       ctl_select_has(select, CTL_SELECT_NAME) ||
	       ctl_select_has(select, CTL_SELECT_ADDRESS);
}

static bool narrows_choice(const struct ctl_select *select)
{
	return ctl_select_has(select, CTL_SELECT_NODE) || ctl_select_has(select, CTL_SELECT_ZONE);
}

static const char *contradiction_of_mem(const struct move *move)
{
	bool named = has_names(&move->select), counted = move->count || move->size;
	bool narrowed = narrows_choice(&move->select);
	uint32_t first, n = 0;

	if (!named && !counted)
		return narrowed ? "say how much of it: --count or --size" :
				  "name the memory to move: --index, --count or --size";
	if (narrowed && move->request.action == PSERIES_DR_ACTION_ADD)
		return "only memory in use has a node and a zone";
	if (named && counted && (!ctl_select_one_range(&move->select, &first, &n) || n > 1))
		return "--count and --size go with one --index, from which they count";
	return NULL;
}

static const char *contradiction_of_cpu(const struct move *move)
{
	bool named = has_names(&move->select);

	if (move->size)
		return "--size is for memory; processors are counted by --count";
	if (named && move->count)
		return "processors go by --index or by --count, not by both";
	return named || move->count ? NULL : "name the cores to move: --index or --count";
}

static const char *contradiction_of_pci(const struct move *move)
{
	if (move->count || move->size)
		return "PCI functions and host bridges go by --index alone";
	return has_names(&move->select) ? NULL : "name the connector to move: --index";
}

static const char *contradiction_of_others(const struct move *move)
{
	if (move->best_effort)
		return "--best-effort is for memory";
	if (narrows_choice(&move->select) || ctl_select_has(&move->select, CTL_SELECT_ADDRESS))
		return "--address, --node and --zone are for memory";
	return move->request.resource == PSERIES_DR_RESOURCE_CPU ? contradiction_of_cpu(move) :
								   contradiction_of_pci(move);
}

/* The reason why the options do not fit together, or NULL */
static const char *contradiction(const struct move *move)
{
	const char *wrong;

	if (move->request.resource == PSERIES_DR_RESOURCE_MEMORY)
		wrong = contradiction_of_mem(move);
	else
		wrong = contradiction_of_others(move);
	if (wrong)
		return wrong;
	if (move->count && move->size)
		return "only one of --count and --size makes sense";
	if (move->no_wait + move->dry_run + move->best_effort > 1)
		return "only one of --no-wait, --dry-run and --best-effort makes sense";
	return NULL;
}

/* Without a look at the module: one index, one range, a count, or an index and a count */
static bool choose_identifier(struct move *move)
{
	struct dr_job *request = &move->request;
	uint32_t n = 0;

	mark_given(request, PSERIES_DR_A_JOB_IDENTIFIER);
	request->identifier = PSERIES_DR_IDENTIFIER_COUNT;
	if (!move->select.given)
		return true;
	if (!ctl_select_one_range(&move->select, &request->index, &n))
		return false;
	mark_given(request, PSERIES_DR_A_JOB_INDEX);
	if (n == 1 && !move->count && !move->size) {
		request->identifier = PSERIES_DR_IDENTIFIER_INDEX;
		return true;
	}
	request->identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	if (n == 1)
		return true;
	/* Only LMBs go by ranges */
	if (request->resource != PSERIES_DR_RESOURCE_MEMORY)
		return false;
	mark_given(request, PSERIES_DR_A_JOB_COUNT);
	request->count = n;
	return true;
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

/* All that is known is the selection: find out which job it means */
static enum ctl_status pick_request(struct move *move, struct dr_client *client,
				    struct dr_list *lmbs)
{
	struct dr_job *request = &move->request;
	enum ctl_status status;

	if (request->resource != PSERIES_DR_RESOURCE_MEMORY) {
		request->identifier = PSERIES_DR_IDENTIFIER_INDEX;
		return ctl_pick_drc(&move->select, client, request);
	}
	request->identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT;
	status = ctl_pick_lmbs(&move->select, client, request, lmbs);
	if (status != CTL_DONE || ctl_pick_range(lmbs, request) || move->best_effort)
		return status;
	return ctl_pick_fail(lmbs, request);
}

/* Move LMBs one by one, if they cannot go at once; @lmbs: those that were picked, if any */
static enum ctl_status move_by_effort(struct move *move, struct dr_client *client,
				      const struct dr_list *lmbs)
{
	bool whole = move->request.identifier == PSERIES_DR_IDENTIFIER_COUNT ||
		     dr_has(&move->request, PSERIES_DR_A_JOB_INDEX);
	struct ctl_best best = {
		.client = client, .request = move->request,
		/* where LMBs were named, the module never chooses others */
		.lmbs = move->select.given || lmbs->n ? lmbs : NULL,
		.whole = whole, .count = move->request.count, .json = move->json,
	};

	if (!best.count)
		best.count = lmbs->n ? lmbs->n : 1;
	/* One LMB is not tried twice */
	best.whole &= best.count > 1 || !lmbs->n;
	return ctl_best_move(&best);
}

/* The LMBs to fall back on, where the module would have chosen, or where a range was named */
static enum ctl_status list_candidates(const struct move *move, struct dr_client *client,
				       struct dr_list *lmbs)
{
	const struct dr_job *request = &move->request;
	uint64_t last = (uint64_t)request->index + (request->count ? request->count : 1) - 1;
	size_t from, to = 0;
	int err;

	/* Which ones are added is the platform's business, unless they are named */
	if (request->action == PSERIES_DR_ACTION_ADD && !move->select.given)
		return CTL_DONE;
	err = dr_client_lmbs(client, lmbs);
	if (err)
		return ctl_module_fail(client, err, "list the LMBs");
	for (from = 0; from < lmbs->n && move->select.given; from++) {
		const struct dr_lmb *lmb = dr_list_at(lmbs, from);

		if (lmb->index >= request->index && lmb->index <= last)
			memmove(dr_list_at(lmbs, to++), lmb, sizeof(*lmb));
	}
	if (move->select.given)
		lmbs->n = to;
	dr_candidates_choose(lmbs, request->action, "/sys");
	return CTL_DONE;
}

static enum ctl_status settle_request(struct move *move, struct dr_client *client,
				      struct dr_list *lmbs)
{
	if (!choose_identifier(move))
		return pick_request(move, client, lmbs);
	return move->best_effort ? list_candidates(move, client, lmbs) : CTL_DONE;
}

static enum ctl_status do_move(struct move *move, struct dr_client *client,
			       const struct dr_list *lmbs)
{
	enum ctl_status status;
	uint64_t id = 0;

	if (move->best_effort)
		return move_by_effort(move, client, lmbs);
	if (move->dry_run)
		return ctl_plan_print(client, &move->request, move->json);
	if (!move->no_wait)
		return submit_and_follow(move, client);
	status = submit_move(move, client, &id);
	if (status == CTL_DONE)
		print_job_number(move, id);
	return status;
}

static enum ctl_status move_it(struct move *move, struct dr_client *client,
			       const struct ctl_args *args)
{
	enum ctl_status status = size_to_count(move, args, client->info.lmb_size);
	struct dr_list lmbs = DR_LIST_INIT(struct dr_lmb);

	if (status == CTL_DONE)
		status = settle_request(move, client, &lmbs);
	if (status == CTL_DONE)
		status = do_move(move, client, &lmbs);
	dr_list_clear(&lmbs);
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
	if (answer != CTL_ARG_END) {
		ctl_select_clear(&move.select);
		return ctl_args_end(answer);
	}
	status = ctl_module_open(&client, args);
	if (status == CTL_DONE)
		status = move_it(&move, &client, args);
	dr_client_close(&client);
	ctl_select_clear(&move.select);
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
