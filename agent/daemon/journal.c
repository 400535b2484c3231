// SPDX-License-Identifier: GPL-2.0
/* Sentences for systemd's journal, with fields that journalctl finds them by; see journal.h. */

#define SD_JOURNAL_SUPPRESS_LOCATION

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>

#include "describe.h"
#include "journal.h"
#include "pdr_names.h"
#include "text.h"

#define FIELDS_MAX	16

/**
 * struct entry - an entry of the journal
 * @field: its fields, NAME=value
 * @count: their number
 */
struct entry {
	struct iovec field[FIELDS_MAX];
	int count;
};

/* A field for which there is no memory is left out */
static void __attribute__((format(printf, 2, 3)))
add_field(struct entry *entry, const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	if (len < 0)
		return;
	entry->field[entry->count].iov_base = text;
	entry->field[entry->count++].iov_len = len;
}

/* A value that has no name here is a number */
static void add_word(struct entry *entry, const char *key, const char *name, uint32_t value,
		     uint32_t max)
{
	char word[24];

	add_field(entry, "%s=%s", key, dr_text_word(word, sizeof(word), name, value, max));
}

static void add_words(struct entry *entry, const struct dr_job *job)
{
	add_word(entry, "PDR_RESOURCE", pdr_resource_name(job->resource), job->resource,
		 PDR_RESOURCE_MAX);
	add_word(entry, "PDR_ORIGIN", pdr_origin_name(job->origin), job->origin,
		 PDR_ORIGIN_MAX);
	add_word(entry, "PDR_STATE", pdr_state_name(job->state), job->state,
		 PDR_STATE_MAX);
	if (job->reason != PSERIES_DR_REASON_NONE)
		add_word(entry, "PDR_REASON", pdr_reason_name(job->reason), job->reason,
			 PDR_REASON_MAX);
}

static void add_job(struct entry *entry, const struct dr_job *job)
{
	char *request = dr_describe_request_text(job);
	char error[32];

	add_field(entry, "PDR_JOB=%llu", (unsigned long long)job->id);
	add_field(entry, "PDR_SEQ=%llu", (unsigned long long)job->seq);
	if (request)
		add_field(entry, "PDR_REQUEST=%s", request);
	free(request);
	add_words(entry, job);
	if (dr_job_has_place(job))
		add_field(entry, "PDR_DRC=0x%08x", job->drc_index);
	if (job->error)
		add_field(entry, "PDR_ERROR=%s", dr_text_errno(error, sizeof(error), job->error));
}

/* The journal says the name of the program by itself */
static void send_entry(const struct dr_record *record, const char *message, int priority)
{
	struct entry entry = { .count = 0 };
	int i;

	add_field(&entry, "MESSAGE=%s", message);
	add_field(&entry, "PRIORITY=%d", priority);
	if (record->boot_id)
		add_field(&entry, "PDR_BOOT_ID=0x%016llx", (unsigned long long)record->boot_id);
	add_job(&entry, &record->event->job);
	sd_journal_sendv(entry.field, entry.count);
	for (i = 0; i < entry.count; i++)
		free(entry.field[i].iov_base);
}

/* A failed undo needs an administrator, however the job ended */
static int weigh_job(const struct dr_job *job)
{
	if (job->undo_failed)
		return LOG_ERR;
	switch (job->state) {
	case PSERIES_DR_STATE_DONE:
		return LOG_INFO;
	case PSERIES_DR_STATE_CANCELLED:
		return LOG_NOTICE;
	default:
		return LOG_WARNING;
	}
}

static bool is_refusal(const struct dr_record *record)
{
	return record->type == DR_RECORD_EVENT &&
	       record->event->event_type == PSERIES_DR_EVENT_TYPE_REFUSAL;
}

void pdrd_journal_note(const struct dr_record *record, const struct dr_job *ended,
		       uint64_t lmb_size)
{
	const struct dr_scene scene = { .lmb_size = lmb_size };
	int priority = LOG_WARNING;
	char *message;

	if (ended) {
		message = dr_describe_job_text(ended, &scene);
		priority = weigh_job(ended);
	} else if (is_refusal(record)) {
		message = dr_describe_event_text(record->event, &scene);
	} else {
		return;
	}
	if (message)
		send_entry(record, message, priority);
	free(message);
}
