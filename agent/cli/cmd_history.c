// SPDX-License-Identifier: GPL-2.0
/*
 * pdrctl history - list the jobs that pdrd has kept, of this load of the module and of earlier
 * ones.
 */
#include <stdio.h>
#include <stdlib.h>

#include "args.h"
#include "describe.h"
#include "face.h"
#include "json.h"
#include "parse.h"
#include "past.h"
#include "when.h"

#define OPTION_SINCE	340
#define OPTION_FAILED	341
#define OPTION_FILE	342

static const struct ctl_option options[] = {
	{ 'n', "last", "N", "only the last N" },
	{ OPTION_SINCE, "since", "WHEN", "only changes since then: '1 hour ago', 2026-11-28" },
	{ OPTION_FAILED, "failed", NULL, "only jobs that were refused, failed or not undone" },
	{ OPTION_FILE, "file", "FILE", "this history, not that of this machine" },
	{ 'J', "json", NULL, "one JSON object a line" },
	{ 0, NULL, NULL, NULL },
};

/**
 * struct line - a line of the output: the printed part of an entry, which may be large
 * @gap: events are missing
 * @boot_id: load of the module
 * @first: first event that is missing
 * @last: last one, 0 if unknown
 * @lmb_size: bytes of an LMB in that load, 0 if unknown
 * @job: otherwise the job
 */
struct line {
	bool gap;
	uint64_t boot_id;
	uint64_t first;
	uint64_t last;
	uint64_t lmb_size;
	struct dr_job job;
};

/**
 * struct history - the list to print
 * @file: the history
 * @last: at most so many jobs, 0 for all
 * @since: only entries that changed since then, nanoseconds since the epoch
 * @failed: only jobs that did not fulfil their request
 * @json: print JSON
 * @lines: the lines found
 */
struct history {
	const char *file;
	uint32_t last;
	uint64_t since;
	bool failed;
	bool json;
	struct dr_list lines;
};

static bool take_history_option(struct history *history, struct ctl_args *args, int letter)
{
	switch (letter) {
	case 'n':
		return ctl_args_take(args, dr_parse_count(args->value, &history->last));
	case OPTION_SINCE:
		return ctl_args_take(args, ctl_when_parse(args->value, ctl_face_now(),
							  &history->since));
	case OPTION_FAILED:
		history->failed = true;
		break;
	case OPTION_FILE:
		history->file = args->value;
		break;
	default:
		history->json = true;
	}
	return true;
}

static int take_history_arguments(struct history *history, struct ctl_args *args)
{
	int letter;

	while ((letter = ctl_args_next(args)) >= 0)
		if (!take_history_option(history, args, letter))
			return CTL_ARG_BAD;
	if (letter != CTL_ARG_END)
		return letter;
	return ctl_args_operands(args, 0, 0) < 0 ? CTL_ARG_BAD : CTL_ARG_END;
}

static bool has_failed(const struct dr_job *job)
{
	return job->undo_failed || job->state == PSERIES_DR_STATE_REFUSED ||
	       job->state == PSERIES_DR_STATE_FAILED;
}

/* A gap may hide a failure: it is listed anyway */
static void take_history_entry(void *ctx, const struct dr_entry *entry)
{
	bool gap = entry->kind == DR_ENTRY_GAP;
	struct history *history = ctx;
	struct line *line;

	if (history->failed && !gap && !has_failed(&entry->event.job))
		return;
	line = dr_list_add(&history->lines);
	if (line)
		*line = (struct line){
			.gap = gap,
			.boot_id = entry->boot_id,
			.first = entry->first,
			.last = entry->last,
			.lmb_size = entry->lmb_size,
			.job = entry->event.job,
		};
}

/* The place of the first of the last N jobs; gaps are not counted */
static size_t find_first(const struct history *history)
{
	const struct line *line;
	size_t i = history->lines.n;
	uint32_t jobs = 0;

	if (!history->last)
		return 0;
	for (; i; i--) {
		line = dr_list_at(&history->lines, i - 1);
		if (!line->gap && ++jobs > history->last)
			break;
	}
	return i;
}

static void print_gap(const struct line *gap)
{
	unsigned long long first = gap->first, last = gap->last;

	if (!last)
		printf("-- events after %llu of that load, if any, are not known\n", first - 1);
	else if (first == last)
		printf("-- event %llu is lost\n", first);
	else
		printf("-- events %llu to %llu are lost\n", first, last);
}

static void print_table(const struct history *history, size_t first)
{
	struct dr_list one = DR_LIST_INIT(struct dr_job);
	struct line *line;

	ctl_face_jobs(stdout, &one, 0, true);
	one.n = 1;
	for (; first < history->lines.n; first++) {
		line = dr_list_at(&history->lines, first);
		one.items = &line->job;
		if (line->gap)
			print_gap(line);
		else
			ctl_face_jobs(stdout, &one, line->lmb_size, false);
	}
}

static char *make_history_job(const struct line *line)
{
	struct dr_scene scene = {
		.lmb_size = line->lmb_size, .lmbs = DR_LIST_INIT(struct dr_lmb),
	};
	char *text = dr_describe_job_text(&line->job, &scene);
	char *json = dr_json_job(&line->job, line->boot_id, text);

	free(text);
	return json;
}

static char *make_gap(const struct line *line)
{
	struct dr_record lost = {
		.type = DR_RECORD_LOST,
		.from = line->first,
		.to = line->last,
		.boot_id = line->boot_id,
	};

	return dr_json_record(&lost);
}

static void print_history_json(const struct history *history, size_t first)
{
	const struct line *line;
	char *json;

	for (; first < history->lines.n; first++) {
		line = dr_list_at(&history->lines, first);
		json = line->gap ? make_gap(line) : make_history_job(line);
		if (json)
			puts(json);
		free(json);
	}
}

static enum ctl_status run_history(struct ctl_args *args)
{
	struct history history = {
		.file = DR_STORE_PATH,
		.lines = DR_LIST_INIT(struct line),
	};
	int answer = take_history_arguments(&history, args);
	enum ctl_status status;

	if (answer != CTL_ARG_END)
		return ctl_args_end(answer);
	status = ctl_past_read(history.file, history.since, take_history_entry, &history);
	/* A file that is damaged somewhere may have told much before */
	if (history.json)
		print_history_json(&history, find_first(&history));
	else if (status == CTL_DONE || history.lines.n)
		print_table(&history, find_first(&history));
	dr_list_clear(&history.lines);
	return status;
}

const struct ctl_command ctl_cmd_history = {
	.name = "history",
	.operands = "",
	.summary = "list the jobs that pdrd has kept, of earlier loads of the module, too",
	.options = options,
	.run = run_history,
};
