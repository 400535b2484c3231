/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_RETRY_H
#define PDR_RETRY_H

/*
 * Whether and when a job is tried again: a job that could be neither done nor refused,
 * or a job of the module's own that brings a resource back after a failed undo. Such a job
 * cancels itself once somebody else has brought the resource back, or the platform has it.
 * Invariant: a removal of which the platform has a part is never cancelled, and is given
 * up only when the module goes.
 *
 * Includes core/engine.
 */

#include "core/engine/ops.h"

/** PDR_RETRY_LAST_TRIES: tries of a range given in part, as the module goes */
#define PDR_RETRY_LAST_TRIES 3

/** PDR_RETRY_UNKNOWN_TRIES: tries, in a quarter of an hour, to bring an unknown connector back */
#define PDR_RETRY_UNKNOWN_TRIES 20

/**
 * struct pdr_retry - the judgement of a job that has ended
 * @again: it is tried again
 * @cancelled: it is, or stays, cancelled: the next try ends at once
 */
struct pdr_retry {
	bool again;
	bool cancelled;
};

/**
 * pdr_retry_judge() - Judge a job that has ended.
 * @outcome: how it ended
 * @tries: times it was begun
 * @cancelled: it was asked to stop
 * @closing: the module goes
 * @own: the module asked for it
 *
 * A job that is cancelled while unfinished is tried again until the platform has its
 * answer. If the platform has part of the range, the job tries to give it the rest. When
 * the module is unloaded, each unfinished job is cancelled so.
 *
 * Context: any.
 * Return: the judgement.
 */
struct pdr_retry pdr_retry_judge(const struct pdr_outcome *outcome,
				 unsigned int tries, bool cancelled,
				 bool closing, bool own);

/**
 * pdr_retry_is_cancelled() - Tell if a job is, or stays, cancelled.
 * @cancelled: it was asked to stop
 * @in_part: the platform has part of the range
 * @closing: the module goes
 *
 * Context: any.
 * Return: true if its next try ends at once.
 */
bool pdr_retry_is_cancelled(bool cancelled, bool in_part, bool closing);

/**
 * pdr_retry_delay_ms() - How long to wait before the next try.
 * @tries: times the job was begun, at least 1
 *
 * Context: any.
 * Return: milliseconds: two seconds at first, then ever more, up to a minute.
 */
unsigned int pdr_retry_delay_ms(unsigned int tries);

#endif /* PDR_RETRY_H */
