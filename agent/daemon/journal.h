/* SPDX-License-Identifier: GPL-2.0 */
/* Tells systemd's journal how jobs ended and which removals were refused, in a sentence each. */

#ifndef PDRD_JOURNAL_H
#define PDRD_JOURNAL_H

#include "follow.h"
#include "words.h"

/**
 * pdrd_journal_note() - send an entry, if a record is worth one
 * @record: of the follower
 * @ended: result of pdrd_ends_take() for the record
 * @lmb_size: bytes of an LMB, 0 if unknown
 *
 * Without a journal nothing happens. If the journal takes no more for now, this waits.
 */
void pdrd_journal_note(const struct dr_record *record, const struct dr_job *ended,
		       uint64_t lmb_size);

/**
 * pdrd_journal_hook() - send an entry on a hook that has ended
 * @event: words on the event that it was started for
 * @path: the program
 * @message: the sentence
 * @good: it ended well
 */
void pdrd_journal_hook(const struct pdrd_words *event, const char *path, const char *message,
		       bool good);

#endif /* PDRD_JOURNAL_H */
