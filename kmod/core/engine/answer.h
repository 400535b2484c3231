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
 * A job that has refused, or has tried to, keeps the word until its end or its next try.
 *
 * Invariant: either the job or the answerer gets the word, never both. The answerer does
 * not refuse a committed job. An answered job releases nothing and undoes all its steps.
 *
 * A request that waits may be for connectors that the job at work has isolated. A refusal
 * of it takes the word of that job, too. Otherwise the job could release connectors whose
 * removal was refused, and QEMU aborts at its next request for such a range.
 *
 * Includes core/parse.
 */

#include "core/parse/request.h"

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
 * @told: connectors on which the answerer told the platform in the place of the job;
 *	  written while the answerer holds the job's calls to firmware
 * @in_part: the answerer found that the platform has part of the range; written likewise
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
 * @in_part: an earlier try of the same job gave the platform part of the range
 * @before: answer of the removal at work that may hold the same connectors, or NULL; only
 *	    for a request that is refused while it waits
 */
struct pdr_asked {
	const struct pdr_request *request;
	struct pdr_answer *before;
	bool platform_asked;
	bool in_part;
};

/**
 * pdr_answer_begin() - A job is to be begun, or tried again.
 * @answer: of the job, filled
 * @in_part: an earlier try gave the platform part of the range; nobody refuses the rest
 *
 * Context: nobody has begun the job.
 */
void pdr_answer_begin(struct pdr_answer *answer, bool in_part);

/**
 * pdr_answer_commit() - The job takes the word.
 * @answer: of the job
 *
 * Context: any.
 * Return: true; or false if the answerer has refused, so that the job must undo all its steps.
 */
bool pdr_answer_commit(struct pdr_answer *answer);

/**
 * pdr_answer_reopen() - The job gives the word back, as it has released nothing.
 * @answer: of a job that has committed
 *
 * Context: any.
 */
void pdr_answer_reopen(struct pdr_answer *answer);

/**
 * pdr_answer_end() - The job has given its own answer, or failed to.
 * @answer: of a job that does nothing more in this try
 *
 * From now on the answerer leaves it alone: a job that is tried again would move what the
 * platform was told that the guest keeps.
 *
 * Context: the caller holds the job's calls to firmware, as the answerer does.
 */
void pdr_answer_end(struct pdr_answer *answer);

/**
 * pdr_answer_take() - The answerer takes the word, to refuse.
 * @answer: of the job
 *
 * Context: any.
 * Return: true; or false if the job has committed, so that it must not be refused.
 */
bool pdr_answer_take(struct pdr_answer *answer);

/**
 * pdr_answer_is_answered() - Tell if the answerer has refused in the place of a job.
 * @answer: of the job
 *
 * Context: any.
 * Return: true if it has.
 */
bool pdr_answer_is_answered(const struct pdr_answer *answer);

/**
 * pdr_answer_is_news() - Tell if listeners have to hear that a job has refused.
 * @answer: of the job
 * @refusals: connectors on which the job told the platform by itself
 *
 * Context: any.
 * Return: true if it has, and the answerer has not, who says so by himself.
 */
bool pdr_answer_is_news(const struct pdr_answer *answer, u32 refusals);

/**
 * pdr_answer_may_meet() - Tell if the job at work may hold connectors of a request that waits.
 * @at_work: request of the job at work
 * @waiting: a removal that waits
 *
 * Only a removal releases connectors, and those of its own resource alone can be refused
 * in its place. An add at work goes on.
 *
 * Context: any.
 * Return: true if a refusal of @waiting has to take the word of the job at work.
 */
bool pdr_answer_may_meet(const struct pdr_request *at_work,
			 const struct pdr_request *waiting);

#endif /* PDR_ANSWER_H */
