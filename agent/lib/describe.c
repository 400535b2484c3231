// SPDX-License-Identifier: GPL-2.0
/*
 * Jobs as sentences.
 *
 * The sentence on a failure says, in this order: the request, the connector and the step that
 * failed, the reason, the answer of firmware, the undo, and whether the platform was told.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pdr_names.h"
#include "pdr_status.h"
#include "pdr_text.h"

#include "describe.h"
#include "text.h"

static int compare_lmbs(const void *a, const void *b)
{
	const struct dr_lmb *left = a, *right = b;

	return (left->index > right->index) - (left->index < right->index);
}

/**
 * dr_scene_sort() - sort the LMBs for dr_scene_find()
 * @scene: the scene, with its list just filled
 */
void dr_scene_sort(struct dr_scene *scene)
{
	if (scene->lmbs.n)
		qsort(scene->lmbs.items, scene->lmbs.n, scene->lmbs.item_size, compare_lmbs);
}

/**
 * dr_scene_find() - find an LMB by its index
 * @scene: the scene, may be NULL
 * @index: DRC index
 *
 * Return: the LMB, or NULL.
 */
const struct dr_lmb *dr_scene_find(const struct dr_scene *scene, uint32_t index)
{
	struct dr_lmb key = { .index = index };

	if (!scene || !scene->lmbs.n)
		return NULL;
	return bsearch(&key, scene->lmbs.items, scene->lmbs.n, scene->lmbs.item_size,
		       compare_lmbs);
}

static const char *noun(uint32_t resource, bool plural)
{
	static const char * const words[][2] = {
		[PSERIES_DR_RESOURCE_UNKNOWN] = { "connector", "connectors" },
		[PSERIES_DR_RESOURCE_CPU] = { "CPU core", "CPU cores" },
		[PSERIES_DR_RESOURCE_MEMORY] = { "LMB", "LMBs" },
		[PSERIES_DR_RESOURCE_SLOT] = { "I/O slot", "I/O slots" },
		[PSERIES_DR_RESOURCE_PHB] = { "PCI host bridge", "PCI host bridges" },
		[PSERIES_DR_RESOURCE_PCI] = { "PCI function", "PCI functions" },
		[PSERIES_DR_RESOURCE_PMEM] = { "pmem area", "pmem areas" },
		[PSERIES_DR_RESOURCE_DT] = { "device tree node", "device tree nodes" },
	};

	if (resource > PSERIES_DR_RESOURCE_DT)
		resource = PSERIES_DR_RESOURCE_UNKNOWN;
	return words[resource][plural];
}

/**
 * dr_describe_count() - print a number of resources, like "4 LMBs"
 * @out: stream
 * @count: the number
 * @resource: enum pseries_dr_resource
 */
void dr_describe_count(FILE *out, uint32_t count, uint32_t resource)
{
	fprintf(out, "%u %s", count, noun(resource, count != 1));
}

static void put_object(FILE *out, const struct dr_job *job)
{
	switch (job->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		fprintf(out, "%s '%s'", noun(job->resource, false), job->name);
		return;
	case PSERIES_DR_IDENTIFIER_INDEX:
		fprintf(out, "%s 0x%08x", noun(job->resource, false), job->index);
		return;
	case PSERIES_DR_IDENTIFIER_COUNT:
		dr_describe_count(out, job->count, job->resource);
		return;
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		dr_describe_count(out, job->count, job->resource);
		fprintf(out, " from 0x%08x on", job->index);
		return;
	default:
		fprintf(out, "%s (identifier %u)", noun(job->resource, true), job->identifier);
	}
}

/**
 * dr_describe_request() - print the request of a job, like "remove 4 LMBs"
 * @out: stream
 * @job: the job
 */
void dr_describe_request(FILE *out, const struct dr_job *job)
{
	if (job->action == PSERIES_DR_ACTION_ADD || job->action == PSERIES_DR_ACTION_REMOVE)
		fprintf(out, "%s ", pdr_action_name(job->action));
	else
		fprintf(out, "action %u on ", job->action);
	put_object(out, job);
}

/**
 * dr_describe_origin() - print who asked for a job, like "asked by the platform"
 * @out: stream
 * @job: the job
 */
void dr_describe_origin(FILE *out, const struct dr_job *job)
{
	char origin[24];

	switch (job->origin) {
	case PSERIES_DR_ORIGIN_PLATFORM:
		fputs("asked by the platform", out);
		return;
	case PSERIES_DR_ORIGIN_MODULE:
		fputs("brought back by the module", out);
		return;
	default:
		dr_text_word(origin, sizeof(origin), pdr_origin_name(job->origin), job->origin,
			     PDR_ORIGIN_MAX);
		fprintf(out, "asked through %s", origin);
	}
}

/* Lower the first letter of a sentence of the shared headers: it follows a colon here */
static void put_sentence(FILE *out, const char *sentence)
{
	size_t len = strlen(sentence);

	if (len && sentence[len - 1] == '.')
		len--;
	if (len)
		fprintf(out, "%c%.*s", tolower((unsigned char)*sentence), (int)len - 1,
			sentence + 1);
}

static void put_errno(FILE *out, int error)
{
	char name[32];

	put_sentence(out, pdr_errno_sentence(error));
	fprintf(out, " (%s)", dr_text_errno(name, sizeof(name), error));
}

/* Print the connector at work, with its address if it is an LMB of the scene */
static void put_place(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	const struct dr_lmb *lmb = NULL;

	fprintf(out, "%s 0x%08x", noun(job->resource, false), job->drc_index);
	if (job->resource == PSERIES_DR_RESOURCE_MEMORY)
		lmb = dr_scene_find(scene, job->drc_index);
	if (lmb && dr_has(lmb, PSERIES_DR_A_LMB_ADDRESS))
		fprintf(out, " at 0x%llx", (unsigned long long)lmb->address);
}

static void put_pages_left(FILE *out, const struct dr_job *job)
{
	fprintf(out, "%llu page%s left", (unsigned long long)job->pages_left,
		job->pages_left == 1 ? "" : "s");
}

/**
 * dr_describe_progress() - print how far a job is: "1 of 3 moved, offline, LMB 0x80000006"
 * @out: stream
 * @job: the job
 * @scene: LMBs with their addresses, may be NULL
 */
void dr_describe_progress(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	char step[24];

	fprintf(out, "%u of %u moved", job->moved, job->total);
	dr_text_word(step, sizeof(step), pdr_step_name(job->step), job->step,
		     PDR_STEP_MAX);
	if (job->step != PSERIES_DR_STEP_NONE)
		fprintf(out, ", %s", step);
	if (dr_job_has_place(job)) {
		fputs(", ", out);
		put_place(out, job, scene);
	}
	if (job->pages_left) {
		fputs(", ", out);
		put_pages_left(out, job);
	}
}

static void put_head(FILE *out, const struct dr_job *job)
{
	fprintf(out, "Job %llu (", (unsigned long long)job->id);
	dr_describe_request(out, job);
	if (job->origin == PSERIES_DR_ORIGIN_PLATFORM || job->origin == PSERIES_DR_ORIGIN_MODULE) {
		fputs(", ", out);
		dr_describe_origin(out, job);
	}
	fputs(") ", out);
}

static void put_duration(FILE *out, const struct dr_job *job)
{
	char text[32];

	if (!job->created || job->ended < job->created)
		return;
	dr_text_seconds(text, sizeof(text), job->ended - job->created);
	fprintf(out, " in %s s", text);
}

static void put_amount(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	char text[32];

	if (job->resource != PSERIES_DR_RESOURCE_MEMORY || !scene || !scene->lmb_size)
		return;
	dr_text_size(text, sizeof(text), scene->lmb_size * job->moved);
	fprintf(out, " (%s)", text);
}

/* Print the connectors of the request, with the address of an LMB of the scene */
static void put_moved(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	const struct dr_lmb *lmb = NULL;

	put_object(out, job);
	if (job->identifier == PSERIES_DR_IDENTIFIER_INDEX &&
	    job->resource == PSERIES_DR_RESOURCE_MEMORY)
		lmb = dr_scene_find(scene, job->index);
	if (lmb && dr_has(lmb, PSERIES_DR_A_LMB_ADDRESS))
		fprintf(out, " at 0x%llx", (unsigned long long)lmb->address);
	put_amount(out, job, scene);
	fputs(job->action == PSERIES_DR_ACTION_ADD ? " added" : " removed", out);
	if (job->moved != job->total)
		fprintf(out, ", %u of %u moved", job->moved, job->total);
}

static void put_done(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	fprintf(out, "Job %llu is done%s: ", (unsigned long long)job->id,
		job->origin == PSERIES_DR_ORIGIN_PLATFORM ? " as the platform asked" : "");
	if (job->moved) {
		put_moved(out, job, scene);
	} else {
		dr_describe_request(out, job);
		fputs(", nothing had to be moved", out);
	}
	put_duration(out, job);
	fputc('.', out);
}

static void put_where(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	if (dr_job_has_place(job)) {
		fputs(" on ", out);
		put_place(out, job, scene);
	}
	if (job->step != PSERIES_DR_STEP_NONE && job->step <= PDR_STEP_MAX)
		fprintf(out, " while %s", pdr_step_phrase(job->step));
	else if (job->step != PSERIES_DR_STEP_NONE)
		fprintf(out, " at step %u", job->step);
	if (job->step == PSERIES_DR_STEP_OFFLINE && job->pages_left) {
		fputs(" with ", out);
		put_pages_left(out, job);
	}
}

/* A disk is known by two numbers, which lie in one */
static void put_reason_value(FILE *out, const struct dr_job *job)
{
	if (job->reason == PSERIES_DR_REASON_DISK_IN_USE)
		fprintf(out, "%u:%u", (unsigned int)(job->reason_value >> 32),
			(unsigned int)job->reason_value);
	else
		fprintf(out, "%llu", (unsigned long long)job->reason_value);
}

/* The reason that Linux gave, with its number in the place that the sentence has for it */
static void put_reason(FILE *out, const struct dr_job *job)
{
	const char *at;

	if (job->reason == PSERIES_DR_REASON_NONE)
		return;
	fputc(' ', out);
	for (at = pdr_reason_sentence(job->reason); *at; at++) {
		if (*at == '#')
			put_reason_value(out, job);
		else
			fputc(*at, out);
	}
}

static void put_cause(FILE *out, const struct dr_job *job)
{
	bool told = job->state == PSERIES_DR_STATE_CANCELLED && job->error == ECANCELED;

	if (job->error && !told) {
		fputs(": ", out);
		put_errno(out, job->error);
	}
	fputc('.', out);
	put_reason(out, job);
	if (!dr_has(job, PSERIES_DR_A_JOB_FW_CALL))
		return;
	fprintf(out, " Firmware answered %d to %s: ", job->fw_status, job->fw_call);
	put_sentence(out, pdr_fw_sentence(job->fw_call, job->fw_status));
	fputc('.', out);
}

/* In a job that has failed, these reasons tell what its undo could not restore. */
static bool is_left_otherwise(const struct dr_job *job)
{
	return job->reason == PSERIES_DR_REASON_OTHER_ZONE ||
	       job->reason == PSERIES_DR_REASON_CPUSETS;
}

static void put_undo(FILE *out, const struct dr_job *job)
{
	if (job->undo_failed) {
		fprintf(out, " %u step%s could not be undone", job->undo_failed,
			job->undo_failed == 1 ? "" : "s");
		if (job->undo_error) {
			fputs(", the first because ", out);
			put_errno(out, job->undo_error);
		}
		if (job->undone)
			fprintf(out, "; %u %s undone", job->undone,
				job->undone == 1 ? "was" : "were");
		fputc('.', out);
	} else if (job->undone) {
		fprintf(out, " %u step%s undone: %s is as before.", job->undone,
			job->undone == 1 ? " was" : "s were",
			is_left_otherwise(job) ? "all else" : "everything");
	} else {
		fputs(" Nothing was changed.", out);
	}
}

/* LoPAR has no way to keep a function that is asked for: only bridges have an allocation state. */
static bool has_deaf_platform(const struct dr_job *job)
{
	return job->resource == PSERIES_DR_RESOURCE_PCI ||
	       job->resource == PSERIES_DR_RESOURCE_SLOT;
}

static void put_platform(FILE *out, const struct dr_job *job)
{
	if (job->refusals)
		fprintf(out, " The platform was told on %u connector%s that the guest keeps %s.",
			job->refusals, job->refusals == 1 ? "" : "s",
			job->refusals == 1 ? "it" : "them");
	else if (job->origin == PSERIES_DR_ORIGIN_PLATFORM &&
		 job->action == PSERIES_DR_ACTION_REMOVE)
		fputs(has_deaf_platform(job) ? " The platform cannot be told." :
					       " The platform was not told.", out);
}

static void put_failure(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	put_head(out, job);
	switch (job->state) {
	case PSERIES_DR_STATE_REFUSED:
		fputs("was refused", out);
		break;
	case PSERIES_DR_STATE_CANCELLED:
		fputs("was cancelled", out);
		break;
	case PSERIES_DR_STATE_FAILED:
		fputs("failed", out);
		break;
	default:
		fprintf(out, "ended in state %u", job->state);
	}
	put_where(out, job, scene);
	put_cause(out, job);
	put_undo(out, job);
	put_platform(out, job);
}

static void put_rollback(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	put_head(out, job);
	fputs("undoes its steps, having stopped", out);
	put_where(out, job, scene);
	put_cause(out, job);
}

static void put_ongoing(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	put_head(out, job);
	if (job->state == PSERIES_DR_STATE_QUEUED) {
		fputs("waits for its turn.", out);
		return;
	}
	fputs(job->state == PSERIES_DR_STATE_COMPLETING ?
	      "is past the point of no return: " : "is at work: ", out);
	dr_describe_progress(out, job, scene);
	fputc('.', out);
}

/**
 * dr_describe_job() - print a job in any state, in one or more sentences
 * @out: stream
 * @job: the job
 * @scene: LMBs with their addresses, may be NULL
 */
void dr_describe_job(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	if (job->state == PSERIES_DR_STATE_DONE)
		put_done(out, job, scene);
	else if (job->state == PSERIES_DR_STATE_ROLLING_BACK)
		put_rollback(out, job, scene);
	else if (dr_job_is_final(job))
		put_failure(out, job, scene);
	else
		put_ongoing(out, job, scene);
	/* put_failure() prints the reason and the failed undos by itself */
	if (job->state == PSERIES_DR_STATE_DONE)
		put_reason(out, job);
	if (job->state == PSERIES_DR_STATE_DONE && job->undo_failed)
		put_undo(out, job);
}

static void describe_state_event(FILE *out, const struct dr_job *job,
				 const struct dr_scene *scene)
{
	if (job->state != PSERIES_DR_STATE_QUEUED && job->state != PSERIES_DR_STATE_RUNNING) {
		dr_describe_job(out, job, scene);
		return;
	}
	dr_describe_request(out, job);
	if (job->state != PSERIES_DR_STATE_QUEUED)
		return;
	fputs(", ", out);
	dr_describe_origin(out, job);
}

static void describe_refusal(FILE *out, const struct dr_job *job, const struct dr_scene *scene)
{
	if (dr_job_has_place(job))
		put_place(out, job, scene);
	else
		dr_describe_request(out, job);
	fprintf(out, ": the platform was told that the guest keeps it (%u so far)",
		job->refusals);
}

/* An event that could not be decoded has nothing to print but its length */
static void describe_unhandled(FILE *out, const struct dr_event *event)
{
	fputs("the platform sent an event that is not carried out", out);
	if (event->job.action) {
		fputs(", ", out);
		dr_describe_request(out, &event->job);
	}
	fprintf(out, ", %u bytes", event->raw_len);
}

/**
 * dr_describe_event() - print an event, without its time, number and kind
 * @out: stream
 * @event: the event
 * @scene: LMBs with their addresses, may be NULL
 */
void dr_describe_event(FILE *out, const struct dr_event *event, const struct dr_scene *scene)
{
	switch (event->event_type) {
	case PSERIES_DR_EVENT_TYPE_PROGRESS:
		dr_describe_progress(out, &event->job, scene);
		break;
	case PSERIES_DR_EVENT_TYPE_REFUSAL:
		describe_refusal(out, &event->job, scene);
		break;
	case PSERIES_DR_EVENT_TYPE_UNHANDLED:
		describe_unhandled(out, event);
		break;
	default:
		describe_state_event(out, &event->job, scene);
	}
}

/* Open a stream to memory that the caller frees once the stream is closed */
static FILE *open_text(char **text)
{
	static size_t size;

	*text = NULL;
	return open_memstream(text, &size);
}

char *dr_describe_request_text(const struct dr_job *job)
{
	char *text;
	FILE *out = open_text(&text);

	if (!out)
		return NULL;
	dr_describe_request(out, job);
	fclose(out);
	return text;
}

char *dr_describe_job_text(const struct dr_job *job, const struct dr_scene *scene)
{
	char *text;
	FILE *out = open_text(&text);

	if (!out)
		return NULL;
	dr_describe_job(out, job, scene);
	fclose(out);
	return text;
}

/* Where and why a job failed, empty if it did not */
char *dr_describe_why_text(const struct dr_job *job, const struct dr_scene *scene)
{
	char *text;
	FILE *out = open_text(&text);

	if (!out)
		return NULL;
	if (job->error) {
		fputs("it stopped", out);
		put_where(out, job, scene);
		put_cause(out, job);
	} else {
		put_reason(out, job);
	}
	fclose(out);
	return text;
}

/* How a job would end that has not begun, by the module's plan */
char *dr_describe_plan_text(const struct dr_job *whole, const struct dr_scene *scene)
{
	char *text;
	FILE *out = open_text(&text);

	if (!out)
		return NULL;
	if (whole->id) {
		fprintf(out, "job %llu is at work: there is no plan before it has ended.",
			(unsigned long long)whole->id);
	} else if (whole->error) {
		fputs("it would stop", out);
		put_where(out, whole, scene);
		put_cause(out, whole);
	} else {
		fputs("nothing is known to stand in the way.", out);
	}
	fclose(out);
	return text;
}

/* Where Linux and the platform stand after a job */
char *dr_describe_now_text(const struct dr_job *job)
{
	char *text;
	FILE *out = open_text(&text);

	if (!out)
		return NULL;
	if (!dr_job_is_final(job)) {
		dr_describe_progress(out, job, NULL);
	} else if (job->state == PSERIES_DR_STATE_DONE) {
		fputs("Linux and the platform agree.", out);
	} else {
		put_undo(out, job);
		put_platform(out, job);
	}
	fclose(out);
	return text;
}

char *dr_describe_event_text(const struct dr_event *event, const struct dr_scene *scene)
{
	char *text;
	FILE *out = open_text(&text);

	if (!out)
		return NULL;
	dr_describe_event(out, event, scene);
	fclose(out);
	return text;
}
