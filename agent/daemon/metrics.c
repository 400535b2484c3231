// SPDX-License-Identifier: GPL-2.0
/*
 * The agent's numbers as text; see metrics.h.
 *
 * The two forms differ in one thing: the older one has a counter's whole name, with _total, in its
 * TYPE and HELP. In that form the lines UNIT and EOF are comments.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "metrics.h"
#include "pdr_names.h"

#define LABELS_MAX	4
#define NS_PER_MS	1000000ULL
#define NS_PER_S	1000000000ULL

/**
 * struct label - a label of a series
 * @key: its name
 * @attr: attribute of the job that is its value
 */
struct label {
	const char *key;
	uint16_t attr;
};

static const struct label job_labels[LABELS_MAX] = {
	{ "resource", PSERIES_DR_A_JOB_RESOURCE },
	{ "action", PSERIES_DR_A_JOB_ACTION },
	{ "origin", PSERIES_DR_A_JOB_ORIGIN },
	{ "outcome", PSERIES_DR_A_JOB_STATE },
};

static const struct label refusal_labels[LABELS_MAX] = {
	{ "reason", PSERIES_DR_A_JOB_REASON },
};

/**
 * struct bucket - a bound of durations
 * @ms: the bound
 * @text: the same in seconds
 */
struct bucket {
	uint32_t ms;
	const char *text;
};

static const struct bucket buckets[PDRD_BUCKETS] = {
	{ 100, "0.1" }, { 250, "0.25" }, { 500, "0.5" }, { 1000, "1.0" },
	{ 2500, "2.5" }, { 5000, "5.0" }, { 10000, "10.0" }, { 30000, "30.0" },
	{ 60000, "60.0" }, { 120000, "120.0" }, { 300000, "300.0" }, { 600000, "600.0" },
};

/**
 * struct series - the counters of one set of labels
 * @value: values of the labels, from the tables made from the spec
 * @count: jobs
 * @timed: those that have a duration
 * @ns: sum of the durations
 * @within: durations up to each bound
 */
struct series {
	const char *value[LABELS_MAX];
	uint64_t count;
	uint64_t timed;
	uint64_t ns;
	uint64_t within[PDRD_BUCKETS];
};

/* All attributes that are labels are numbers with names */
static const char *name_value(const struct dr_job *job, uint16_t attr)
{
	const struct dr_field *field = dr_job_fields.field;
	uint32_t value;

	while (field->attr != attr)
		field++;
	memcpy(&value, (const char *)job + field->offset, sizeof(value));
	return field->name(value);
}

static void fill_series(struct series *series, const struct label *labels,
			const struct dr_job *job)
{
	unsigned int i;

	for (i = 0; i < LABELS_MAX && labels[i].key; i++)
		series->value[i] = name_value(job, labels[i].attr);
}

static bool same_series(const struct series *a, const struct series *b)
{
	unsigned int i;

	for (i = 0; i < LABELS_MAX && a->value[i]; i++) {
		if (strcmp(a->value[i], b->value[i]))
			return false;
	}
	return true;
}

/* There are few names, so the list stays short although no series ever leaves it */
static struct series *find_series(struct dr_list *list, const struct label *labels,
				  const struct dr_job *job)
{
	struct series wanted = { 0 }, *series;
	size_t i;

	fill_series(&wanted, labels, job);
	for (i = 0; i < list->n; i++) {
		series = dr_list_at(list, i);
		if (same_series(series, &wanted))
			return series;
	}
	series = dr_list_add(list);
	if (series)
		*series = wanted;
	return series;
}

/* A clock that was set back gives no duration, so the job is not timed */
static void add_duration(struct series *series, const struct dr_job *job)
{
	uint64_t ns = job->ended - job->created;
	unsigned int i;

	if (!job->created || job->ended < job->created)
		return;
	series->timed++;
	series->ns += ns;
	for (i = 0; i < PDRD_BUCKETS; i++)
		series->within[i] += ns <= buckets[i].ms * NS_PER_MS;
}

static void count_job(struct pdrd_metrics *metrics, const struct dr_job *job)
{
	struct series *series = find_series(&metrics->jobs, job_labels, job);

	metrics->stale = true;
	if (series) {
		series->count++;
		add_duration(series, job);
	}
	if (job->state != PSERIES_DR_STATE_REFUSED)
		return;
	series = find_series(&metrics->refusals, refusal_labels, job);
	if (series)
		series->count++;
}

static void remove_pending(struct pdrd_metrics *metrics, uint64_t id)
{
	unsigned int i;

	for (i = 0; i < metrics->pending_count; i++) {
		if (metrics->pending[i] != id)
			continue;
		metrics->pending[i] = metrics->pending[--metrics->pending_count];
		return;
	}
}

/* An event of no job has no id */
static void note_pending(struct pdrd_metrics *metrics, const struct dr_job *job)
{
	if (!dr_has(job, PSERIES_DR_A_JOB_ID))
		return;
	remove_pending(metrics, job->id);
	if (!dr_job_is_final(job) && metrics->pending_count < PDRD_JOBS_MAX)
		metrics->pending[metrics->pending_count++] = job->id;
}

/* Both kinds of record are followed by a record of each job there is */
static void note_break(struct pdrd_metrics *metrics, const struct dr_record *record)
{
	metrics->pending_count = 0;
	metrics->stale = true;
	if (record->type == DR_RECORD_MODULE)
		metrics->present = record->module == DR_MODULE_PRESENT;
	else if (record->to)
		metrics->lost += record->to - record->from + 1;
}

/**
 * struct text - the text that is being made
 * @out: the place it goes to
 * @form: its form
 */
struct text {
	FILE *out;
	enum pdrd_form form;
};

static void put_labels(FILE *out, const struct series *series, const struct label *labels)
{
	unsigned int i;

	for (i = 0; i < LABELS_MAX && labels[i].key; i++)
		fprintf(out, "%s%s=\"%s\"", i ? "," : "", labels[i].key, series->value[i]);
}

static void put_counts(FILE *out, const char *name, const struct dr_list *list,
		       const struct label *labels)
{
	const struct series *series;
	size_t i;

	for (i = 0; i < list->n; i++) {
		series = dr_list_at(list, i);
		fprintf(out, "%s{", name);
		put_labels(out, series, labels);
		fprintf(out, "} %" PRIu64 "\n", series->count);
	}
}

static void put_bucket(FILE *out, const struct series *series, const char *bound, uint64_t count)
{
	fputs("pdr_job_duration_seconds_bucket{", out);
	put_labels(out, series, job_labels);
	fprintf(out, ",le=\"%s\"} %" PRIu64 "\n", bound, count);
}

static void put_series(FILE *out, const struct series *series)
{
	unsigned int i;

	for (i = 0; i < PDRD_BUCKETS; i++)
		put_bucket(out, series, buckets[i].text, series->within[i]);
	put_bucket(out, series, "+Inf", series->timed);
	fputs("pdr_job_duration_seconds_sum{", out);
	put_labels(out, series, job_labels);
	fprintf(out, "} %llu.%09llu\n", series->ns / NS_PER_S, series->ns % NS_PER_S);
	fputs("pdr_job_duration_seconds_count{", out);
	put_labels(out, series, job_labels);
	fprintf(out, "} %" PRIu64 "\n", series->timed);
}

/* The name of a family of OpenMetrics is that of its samples without the ending of a counter */
static int family_length(const char *name, const char *type, enum pdrd_form form)
{
	size_t length = strlen(name);

	if (form == PDRD_FORM_OPENMETRICS && !strcmp(type, "counter"))
		length -= strlen("_total");
	return length;
}

static void put_metric_head(const struct text *text, const char *name, const char *type,
			    const char *help)
{
	int length = family_length(name, type, text->form);

	fprintf(text->out, "# TYPE %.*s %s\n# HELP %.*s %s\n", length, name, type, length, name,
		help);
}

static void put_durations(const struct text *text, const struct pdrd_metrics *metrics)
{
	size_t i;

	put_metric_head(text, "pdr_job_duration_seconds", "histogram",
			"Time from the request of a job to its end.");
	fputs("# UNIT pdr_job_duration_seconds seconds\n", text->out);
	for (i = 0; i < metrics->jobs.n; i++)
		put_series(text->out, dr_list_at(&metrics->jobs, i));
}

static void put_single(const struct text *text, const char *name, const char *type,
		       const char *help, uint64_t value)
{
	put_metric_head(text, name, type, help);
	fprintf(text->out, "%s %" PRIu64 "\n", name, value);
}

static void put_state(FILE *out, const char *name, uint32_t usage, uint32_t count)
{
	fprintf(out, "%s{state=\"%s\"} %" PRIu32 "\n", name, pdr_usage_name(usage), count);
}

/* Without the module nobody knows, so there is no number rather than a wrong one */
static void put_census(const struct text *text, const struct pdrd_census *census)
{
	uint32_t usage;

	if (!census->known)
		return;
	put_metric_head(text, "pdr_lmbs", "gauge", "LMBs by their owner.");
	for (usage = 0; usage < PDRD_USAGES; usage++)
		put_state(text->out, "pdr_lmbs", usage, census->lmbs[usage]);
	put_metric_head(text, "pdr_cores", "gauge", "Processor cores by their owner.");
	put_state(text->out, "pdr_cores", PSERIES_DR_USAGE_IN_USE, census->cores_used);
	put_state(text->out, "pdr_cores", PSERIES_DR_USAGE_UNKNOWN,
		  census->cores - census->cores_used);
}

static void put_all(const struct text *text, const struct pdrd_metrics *metrics)
{
	put_metric_head(text, "pdr_jobs_total", "counter", "Jobs that have ended.");
	put_counts(text->out, "pdr_jobs_total", &metrics->jobs, job_labels);
	put_metric_head(text, "pdr_refusals_total", "counter", "Jobs that were refused.");
	put_counts(text->out, "pdr_refusals_total", &metrics->refusals, refusal_labels);
	put_durations(text, metrics);
	put_single(text, "pdr_lost_events_total", "counter",
		   "Events that the module had forgotten before they were read.", metrics->lost);
	put_single(text, "pdr_jobs_pending", "gauge", "Jobs that have not ended yet.",
		   metrics->pending_count);
	put_single(text, "pdr_module_present", "gauge",
		   "1 if the module is loaded and its events are followed.", metrics->present);
	put_census(text, &metrics->census);
	fputs("# EOF\n", text->out);
}

static void renew_census(struct pdrd_metrics *metrics)
{
	if (!metrics->stale)
		return;
	metrics->stale = false;
	metrics->census.known = false;
	if (metrics->present && metrics->count_owned)
		metrics->count_owned(metrics->ctx, &metrics->census);
}

char *pdrd_metrics_text(struct pdrd_metrics *metrics, enum pdrd_form form, size_t *len)
{
	struct text text = { .form = form };
	char *bytes = NULL;
	bool failed;

	text.out = open_memstream(&bytes, len);
	if (!text.out)
		return NULL;
	renew_census(metrics);
	put_all(&text, metrics);
	failed = ferror(text.out);
	if (!fclose(text.out) && !failed)
		return bytes;
	free(bytes);
	return NULL;
}

bool pdrd_metrics_note(struct pdrd_metrics *metrics, const struct dr_record *record,
		       const struct dr_job *ended)
{
	switch (record->type) {
	case DR_RECORD_PROGRESS:
		return false;
	case DR_RECORD_MODULE:
	case DR_RECORD_LOST:
		note_break(metrics, record);
		break;
	default:
		note_pending(metrics, &record->event->job);
	}
	if (ended)
		count_job(metrics, ended);
	return true;
}

void pdrd_metrics_open(struct pdrd_metrics *metrics)
{
	metrics->jobs.item_size = sizeof(struct series);
	metrics->refusals.item_size = sizeof(struct series);
}

void pdrd_metrics_end(struct pdrd_metrics *metrics)
{
	metrics->present = false;
	metrics->pending_count = 0;
	metrics->census.known = false;
}

void pdrd_metrics_close(struct pdrd_metrics *metrics)
{
	dr_list_clear(&metrics->jobs);
	dr_list_clear(&metrics->refusals);
}
