/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Carrying out a plan: all of it, or nothing of it.
 *
 * Invariant: a step is applied only while all before it on its slot are
 * applied or had nothing to do; on a failure every applied step is undone in
 * reverse order, each target on its own, so that a target whose undo failed
 * stops there and the others are restored all the same. Once the platform
 * has taken the first connector, the job retries the others until they go or
 * their time is up. If the platform asked for the range, the job then neither
 * undoes nor refuses any of it.
 *
 * Includes core/engine.
 */
#ifndef PDR_CORE_EXEC_H
#define PDR_CORE_EXEC_H

/*
 * The states of a job. Names in capitals are states of enum pseries_dr_state. The words
 * below the diagram are fields that qualify them.
 *
 *	QUEUED
 *	  |
 *	RUNNING ---- first RELEASE, or sense is lost ----> COMPLETING
 *	  |    \                                             |     |
 *	  |     \ failure, stop, answered                    |     | failure
 *	  |      v                                           |     |
 *	  |   ROLLING BACK                                   |     v
 *	  |      |                                           |   FAILED, unfinished
 *	  |      +--> REFUSED    the platform was told       |   or, if the platform did
 *	  |      +--> CANCELLED  by an administrator         |   not ask, FAILED: the
 *	  |      +--> FAILED                                 |   others are in use again
 *	  v                                                  v
 *	DONE <-----------------------------------------------+
 *
 * unfinished  the platform asked, and the job is neither done nor refused: the
 *	       worker tries it again (retry.h)
 * in_part     unfinished, and the platform has part of the range: at each try the
 *	       job only goes forward, nobody refuses it and nobody cancels it
 * committed   the job has the word (answer.h): from right before the first RELEASE
 *	       on, or as soon as sense shows that the platform has a part
 * answered    the answerer has the word: the job undoes all and ends REFUSED
 * kept        while an add is undone: an LMB of it stays in Linux, so the others
 *	       are not given back either
 * going       of a candidate: it is in the range of a removal that waits
 * requested   of a connector: the platform asks for it in a job that waits
 */

#include "core/engine/ops.h"

/** PDR_COMMIT_LIMIT_MS: how long a job insists past the point of no return, in all */
#define PDR_COMMIT_LIMIT_MS 30000

/**
 * pdr_exec_fail - end a job that has no plan
 * @world: to act on
 * @job: the request and its origin
 * @error: why there is no plan, negative errno
 * @outcome: its reason is kept; all else is filled
 *
 * The plan may have given a reason. If the platform asked for a removal, it is told,
 * unless an earlier try gave it part of the range.
 */
void pdr_exec_fail(const struct pdr_world *world, const struct pdr_asked *job,
		   int error, struct pdr_outcome *outcome);

/**
 * pdr_exec_run - carry out a plan
 * @world: to act on
 * @plan: laid out
 * @outcome: filled
 *
 * A failed job is undone before this returns. If the platform asked for a removal, it
 * is told as well.
 */
void pdr_exec_run(const struct pdr_world *world, struct pdr_plan *plan,
		  struct pdr_outcome *outcome);

#endif /* PDR_CORE_EXEC_H */
