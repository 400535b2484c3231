/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_BRIDGE_H
#define PDR_FAULT_BRIDGE_H

/*
 * Scenarios with a PCI host bridge, and a slot of functions below it.
 * Invariant: functions 0 to 7 are the units 0 to 7, and the bridge is unit BRIDGE;
 * a function without a letter has a connector, but is no unit.
 */

#include "scenario.h"

/**
 * bridge_is_there() - Tell if a scenario has a bridge.
 * @scenario: with its group set
 *
 * Return: true for jobs of bridges and of functions.
 */
static inline bool bridge_is_there(const struct scenario *scenario)
{
	return scenario->group->resource == PSERIES_DR_RESOURCE_PHB ||
	       scenario->group->resource == PSERIES_DR_RESOURCE_PCI;
}

/**
 * bridge_make_connectors() - Make the connectors, and give each unit its letter.
 * @scenario: with its layout set
 */
void bridge_make_connectors(struct scenario *scenario);

/**
 * bridge_plug_devices() - Plug what the letters say.
 * @scenario: with its connectors
 */
void bridge_plug_devices(struct scenario *scenario);

/**
 * bridge_state_of() - State of a function's connector.
 * @letter: letter of the function
 *
 * Return: enum model_state.
 */
u8 bridge_state_of(char letter);

/**
 * bridge_asked() - Find the unit that the job is about.
 * @scenario: with its letters
 *
 * Return: number of the unit.
 */
u8 bridge_asked(const struct scenario *scenario);

/**
 * bridge_ask_guest() - Let the host ask, for one function as for a whole slot.
 * @scenario: with its job
 *
 * The events for the other functions come after the job.
 */
void bridge_ask_guest(struct scenario *scenario);

/**
 * bridge_expect_remove() - Tell how a removal ends when nothing goes wrong.
 * @scenario: with its letters
 *
 * Return: errno.
 */
int bridge_expect_remove(const struct scenario *scenario);

/**
 * bridge_expect_add() - Tell how an add ends when nothing goes wrong.
 * @scenario: with its letters
 *
 * Return: errno.
 */
int bridge_expect_add(const struct scenario *scenario);

#endif /* PDR_FAULT_BRIDGE_H */
