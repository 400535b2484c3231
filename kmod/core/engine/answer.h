/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_ANSWER_H
#define PDR_ANSWER_H

/*
 * Who answers a removal that the platform asked for: the job, or somebody else in
 * its place because the job does not come to an end.
 *
 *	open --(the job, before its first release)--> committed
 *	open --(the job, which finds it given in part)--> committed
 *	open --(whoever answers, before the refusal)--> answered
 *	committed --(the job, nothing was given)------> open
 *
 * Invariant: of two that want the word at the same time one gets it. A committed
 * job is never refused by others; an answered one gives nothing and undoes all.
 */

#include "core/parse/request.h"

struct pdr_world;

/**
 * enum pdr_answer_word - who has the word
 * @PDR_ANSWER_OPEN: nobody yet
 * @PDR_ANSWER_COMMITTED: the job, which is about to give or has given
 * @PDR_ANSWER_ANSWERED: whoever answered in its place
 */
enum pdr_answer_word {
	PDR_ANSWER_OPEN,
	PDR_ANSWER_COMMITTED,
	PDR_ANSWER_ANSWERED,
};

/**
 * struct pdr_answer - the answer to one job
 * @word: enum pdr_answer_word, changed by one atomic exchange
 * @told: connectors on which the platform was told in the place of the job;
 *	  written while the job's calls to firmware are held
 * @in_part: whoever looked found that the platform has part of the range; likewise
 */
struct pdr_answer {
	u32 word;
	u32 told;
	bool in_part;
};

/**
 * struct pdr_asked - what was asked, and by whom
 * @request: what
 * @platform_asked: the platform asked for it
 * @in_part: it was given part of it when the same was tried before
 */
struct pdr_asked {
	const struct pdr_request *request;
	bool platform_asked;
	bool in_part;
};

/**
 * pdr_answer_commit() - The job takes the word.
 * @answer: of the job
 *
 * Context: any.
 * Return: true, or false when it was answered: the job must undo all.
 */
bool pdr_answer_commit(struct pdr_answer *answer);

/**
 * pdr_answer_reopen() - The job gives the word back, as nothing was given.
 * @answer: that the job has committed
 *
 * Context: any.
 */
void pdr_answer_reopen(struct pdr_answer *answer);

/**
 * pdr_answer_take() - Somebody else takes the word, to refuse.
 * @answer: of the job
 *
 * Context: any.
 * Return: true; or false when the job has committed: it must be left to itself.
 */
bool pdr_answer_take(struct pdr_answer *answer);

/**
 * pdr_answer_is_given() - Tell if a job was answered in its place.
 * @answer: of the job
 *
 * Context: any.
 * Return: true if it was.
 */
bool pdr_answer_is_given(const struct pdr_answer *answer);

/**
 * pdr_answer_removal() - Answer in the place of a job.
 * @world: that the job acts on; its context for has() and knows()
 * @job: a removal that the platform asked for by index or indexed-count
 *
 * Nothing is said, and the job is left to itself, when it has committed, when the
 * platform has part of the range already, and when it must not be told.
 *
 * Context: may sleep; the calls to firmware of the job are held.
 * Return: true if the platform was told.
 */
bool pdr_answer_removal(const struct pdr_world *world,
			const struct pdr_asked *job);

#endif /* PDR_ANSWER_H */
