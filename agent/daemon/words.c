// SPDX-License-Identifier: GPL-2.0
/* NAME=value words on an event; see words.h. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "pdr_names.h"
#include "text.h"
#include "words.h"

void pdrd_words_add(struct pdrd_words *words, const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	if (words->count == PDRD_WORDS_MAX)
		return;
	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	if (len >= 0)
		words->word[words->count++] = text;
}

/* A value that has no name here is a number */
static void add_named(struct pdrd_words *words, const char *key, const char *name, uint32_t value,
		      uint32_t max)
{
	char word[24];

	pdrd_words_add(words, "%s=%s", key, dr_text_word(word, sizeof(word), name, value, max));
}

static void add_names(struct pdrd_words *words, const struct dr_job *job)
{
	add_named(words, "PDR_RESOURCE", pdr_resource_name(job->resource), job->resource,
		  PDR_RESOURCE_MAX);
	add_named(words, "PDR_ORIGIN", pdr_origin_name(job->origin), job->origin,
		  PDR_ORIGIN_MAX);
	add_named(words, "PDR_STATE", pdr_state_name(job->state), job->state,
		  PDR_STATE_MAX);
	if (job->reason != PSERIES_DR_REASON_NONE)
		add_named(words, "PDR_REASON", pdr_reason_name(job->reason), job->reason,
			  PDR_REASON_MAX);
}

void pdrd_words_add_job(struct pdrd_words *words, const struct dr_job *job, uint64_t boot_id)
{
	char *request = dr_describe_request_text(job);
	char error[32];

	if (boot_id)
		pdrd_words_add(words, "PDR_BOOT_ID=0x%016llx", (unsigned long long)boot_id);
	/* An event of no job has no id */
	if (job->id)
		pdrd_words_add(words, "PDR_JOB=%llu", (unsigned long long)job->id);
	pdrd_words_add(words, "PDR_SEQ=%llu", (unsigned long long)job->seq);
	if (request)
		pdrd_words_add(words, "PDR_REQUEST=%s", request);
	free(request);
	add_names(words, job);
	if (dr_job_has_place(job))
		pdrd_words_add(words, "PDR_DRC=0x%08x", job->drc_index);
	if (job->error)
		pdrd_words_add(words, "PDR_ERROR=%s",
			       dr_text_errno(error, sizeof(error), job->error));
}

void pdrd_words_free(struct pdrd_words *words)
{
	while (words->count)
		free(words->word[--words->count]);
}
