/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Connectors that an undo has left to nobody: jobs of the module's own bring them back.
 *
 * Invariant: each lost connector becomes a job, or is kept until the table of jobs has room
 * for one, or the module goes. Keeping needs no memory but what pdr_lost_new() has got.
 *
 * Includes core/engine.
 */
#ifndef PDR_LOST_H
#define PDR_LOST_H

#include "core/engine/plan.h"

struct pdr_lost;

/**
 * pdr_lost_new - be prepared for a job that loses connectors
 *
 * Return: to be given to pdr_lost_bring_back() or pdr_free(); NULL if there is no memory.
 */
struct pdr_lost *pdr_lost_new(void);

/**
 * pdr_lost_bring_back - have all that a job has lost brought back
 * @lost: of pdr_lost_new(), taken
 * @lane: enum pdr_lane
 * @plan: of the job that has ended; left empty if something is kept
 *
 * Context: the worker of the lane.
 */
void pdr_lost_bring_back(struct pdr_lost *lost, u8 lane, struct pdr_plan *plan);

/**
 * pdr_lost_look - try again to make jobs of what is kept
 * @lane: enum pdr_lane
 *
 * Context: the worker of the lane.
 * Return: true if something is still kept.
 */
bool pdr_lost_look(u8 lane);

#endif /* PDR_LOST_H */
