// SPDX-License-Identifier: GPL-2.0
/*
 * One atomic word decides whether the job or the answerer answers the platform. Includes
 * core/engine.
 */
#include "core/engine/answer.h"

void pdr_answer_begin(struct pdr_answer *answer, bool in_part)
{
	*answer = (struct pdr_answer){
		.word = in_part ? PDR_ANSWER_COMMITTED : PDR_ANSWER_OPEN,
	};
}

bool pdr_answer_commit(struct pdr_answer *answer)
{
	return pdr_exchange(&answer->word, PDR_ANSWER_OPEN,
			    PDR_ANSWER_COMMITTED);
}

void pdr_answer_reopen(struct pdr_answer *answer)
{
	pdr_exchange(&answer->word, PDR_ANSWER_COMMITTED, PDR_ANSWER_OPEN);
}

void pdr_answer_end(struct pdr_answer *answer)
{
	WRITE_ONCE(answer->word, PDR_ANSWER_COMMITTED);
}

bool pdr_answer_is_answered(const struct pdr_answer *answer)
{
	return READ_ONCE(answer->word) == PDR_ANSWER_ANSWERED;
}

/* An answerer whose calls to firmware failed takes the word again, and repeats them. */
bool pdr_answer_take(struct pdr_answer *answer)
{
	return pdr_answer_is_answered(answer) ||
	       pdr_exchange(&answer->word, PDR_ANSWER_OPEN,
			    PDR_ANSWER_ANSWERED);
}

bool pdr_answer_is_news(const struct pdr_answer *answer, u32 refusals)
{
	return refusals && !answer->told;
}

static bool names_connectors(const struct pdr_request *request)
{
	return pdr_request_names(request, request->index);
}

bool pdr_answer_may_meet(const struct pdr_request *at_work,
			 const struct pdr_request *waiting)
{
	if (at_work->action != PSERIES_DR_ACTION_REMOVE ||
	    at_work->resource != waiting->resource)
		return false;
	if (!names_connectors(at_work) || !names_connectors(waiting))
		return true;
	return pdr_request_names(at_work, waiting->index) ||
	       pdr_request_names(waiting, at_work->index);
}
