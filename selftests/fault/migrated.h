/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_MIGRATED_H
#define PDR_FAULT_MIGRATED_H

/*
 * The effect of a live migration of QEMU on a removal at work: the destination has
 * forgotten the request, and has again the parts of a DIMM that the guest gave. The
 * guest sees nothing of it.
 * Invariant: only what QEMU does by itself is excused, never what the core does.
 */

#include "scenario.h"

/**
 * migrated_brings_back() - Tell if a part that was given is there again.
 * @world: after a run
 * @scenario: of the run
 *
 * Return: true if the guest was migrated when part of what is asked for was given.
 */
bool migrated_brings_back(const struct world *world,
			  const struct scenario *scenario);

/**
 * migrated_is_forgotten() - Tell if QEMU aborted of what it has forgotten.
 * @where: after a run, or after a job that came after it
 * @run: what went wrong in the run
 *
 * Return: true if it aborted by A2 or A3, and no guest could have known.
 */
bool migrated_is_forgotten(const struct world *where, const struct script *run);

#endif /* PDR_FAULT_MIGRATED_H */
