/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_ANSWER_H
#define PDR_ANSWER_H

/*
 * The platform asked for a removal: either the job answers, or the answerer does
 * because the job does not end in time.
 *
 *	        job, before its first release; or it
 *	        finds that the platform has part of the range
 *	open ----------------------------------------------> committed
 *	  ^  \                                                   |
 *	  |   \   answerer, before it refuses                    |
 *	  |    +---------------------------------> answered      |
 *	  |                                                      |
 *	  +---------------- job, nothing was released -----------+
 *
 * Invariant: one of two that want the word gets it. Nobody else refuses a committed
 * job; an answered job releases nothing and undoes all.
 */

#include "core/parse/request.h"

struct pdr_world;

/**
 * enum pdr_answer_word - the holder of the word
 * @PDR_ANSWER_OPEN: nobody yet
 * @PDR_ANSWER_COMMITTED: the job, which releases a connector next or has done so
 * @PDR_ANSWER_ANSWERED: the answerer
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
 * @in_part: the answerer found that the platform has part of the range; likewise
 */
struct pdr_answer {
	u32 word;
	u32 told;
	bool in_part;
};

/**
 * struct pdr_asked - a request and its origin
 * @request: the request
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
