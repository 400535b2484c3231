// SPDX-License-Identifier: GPL-2.0
/* Sentences for systemd's journal, with fields that journalctl finds them by; see journal.h. */

#define SD_JOURNAL_SUPPRESS_LOCATION

#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>

#include "describe.h"
#include "journal.h"

/* The journal says the name of the program by itself */
static void send_words(const struct pdrd_words *words)
{
	struct iovec field[PDRD_WORDS_MAX];
	unsigned int i;

	for (i = 0; i < words->count; i++) {
		field[i].iov_base = words->word[i];
		field[i].iov_len = strlen(words->word[i]);
	}
	sd_journal_sendv(field, words->count);
}

static void send_entry(const struct dr_record *record, const char *message, int priority)
{
	struct pdrd_words words = { .count = 0 };

	pdrd_words_add(&words, "MESSAGE=%s", message);
	pdrd_words_add(&words, "PRIORITY=%d", priority);
	pdrd_words_add_job(&words, &record->event->job, record->boot_id);
	send_words(&words);
	pdrd_words_free(&words);
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

void pdrd_journal_hook(const struct pdrd_words *event, const char *path, const char *message,
		       bool good)
{
	struct pdrd_words words = { .count = 0 };
	unsigned int i;

	pdrd_words_add(&words, "MESSAGE=%s", message);
	pdrd_words_add(&words, "PRIORITY=%d", good ? LOG_INFO : LOG_WARNING);
	pdrd_words_add(&words, "PDR_HOOK=%s", path);
	for (i = 0; i < event->count; i++) {
		if (!strncmp(event->word[i], "PDR_", strlen("PDR_")))
			pdrd_words_add(&words, "%s", event->word[i]);
	}
	send_words(&words);
	pdrd_words_free(&words);
}
