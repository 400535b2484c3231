/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_FOLLOWUP_H
#define PDR_FAULT_FOLLOWUP_H

/*
 * The time after a run: nothing fails any more, the host asks for all that it gave,
 * and the guest answers.
 * Invariant: whatever went wrong before, it ends with everything given back.
 */

#include "scenario.h"

/**
 * follow_up() - Go on until the host has everything.
 * @world: after a run; nothing goes wrong any more
 * @scenario: of the run
 * @how: enum follow_up
 *
 * Return: what is wrong, or NULL.
 */
const char *follow_up(struct world *world, const struct scenario *scenario,
		      enum follow_up how);

/**
 * follow_restart() - Go on with a new Linux.
 * @world: after a run that did not end
 * @add: first the guest adds what it does not have
 *
 * Return: what is wrong, or NULL.
 */
const char *follow_restart(struct world *world, bool add);

/**
 * follow_resurrection() - Go on after a migration that came after a release.
 * @world: after a run
 * @scenario: of the run
 *
 * The guest has again all that it released, and the platform does not take it, since
 * QEMU forgot the request. The host asks again, and the guest tries again.
 *
 * Return: what is wrong, or NULL.
 */
const char *follow_resurrection(struct world *world,
				const struct scenario *scenario);

#endif /* PDR_FAULT_FOLLOWUP_H */
