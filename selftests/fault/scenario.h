/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_SCENARIO_H
#define PDR_FAULT_SCENARIO_H

/*
 * Where jobs begin: which LMBs or cores there are, and who owns each.
 * Invariant: a scenario is its group and its layout, one letter for each unit;
 * what is to come of it when nothing goes wrong is known beforehand.
 */

#include "world.h"

/*
 * Letters of a layout: one for each LMB or core, or for each function of a slot
 * from the first on; where a bridge is moved, the last one is the bridge's. In use:
 *	o	online, movable
 *	k	online in a kernel zone
 *	m	first part in a kernel zone, the others movable
 *	h	only the first part online
 *	f	attached, all parts offline
 *	i	online, but its connector is unisolated only, not configured
 *	u	online, but the platform senses unusable, and has no device there
 *	r	reserved by the tables, and without a connector
 *	R	reserved by the tables, with a connector
 *	b	of what has a driver: in use, and somebody uses it
 *	n	the same, but there is no driver for it
 *	p	of a function: it came with its bridge, and is isolated
 * Present, but unused:
 *	C	configured
 *	I	unisolated, not configured
 *	J	the same, configure-connector abandoned in the middle
 *	A	usable, isolated
 * Absent:
 *	-	the platform has something to give
 *	x	the platform has nothing
 *	e	the platform offers it in exchange for another one
 *	v	the platform offers it for a recovery
 *	?	the platform does not know the connector
 */

/**
 * enum follow_up - what is tried after a run, to see that nothing is lost
 * @FOLLOW_DEL: the module tries again what must not be left so, then the host takes
 *	everything back
 * @FOLLOW_CANCEL: the same, and somebody has cancelled it
 * @FOLLOW_AGAIN: the same job once more, then the host takes everything back
 * @FOLLOW_UPS: how many there are
 */
enum follow_up {
	FOLLOW_DEL,
	FOLLOW_CANCEL,
	FOLLOW_AGAIN,
	FOLLOW_UPS,
};

/**
 * struct group - scenarios that differ in their layout only
 * @sentence: what happens in them
 * @resource: enum pseries_dr_resource
 * @action: enum pseries_dr_action
 * @identifier: enum pseries_dr_identifier
 * @asked: the platform asked
 * @planless: there is not even memory for a plan
 * @waited: the platform asked once, and nobody remembers
 * @queue_full: there is not even room for the job, and the worker is at another
 * @asks_meanwhile: the host wants it back when the first is attached
 * @policy: of the platform
 * @letters: every layout of these letters, from @shortest to @longest
 * @shortest: units
 * @longest: units
 * @layouts: these layouts besides, blanks between them, or NULL
 * @first: of several functions the first is asked for, not the last
 * @powered: power of the slot can be switched
 * @spares: of the units so many are spare candidates
 * @parts: parts of each unit, as a bit mask of the numbers to try
 * @refuse_by: as a bit mask of enum pseries_dr_refuse_by
 * @auto_online: as a bit mask: off, on
 * @pairs: layouts of up to so many units are tried with two faults
 * @endless: ways that take thousands of calls are tried too, one in a run
 * @repeats: the host repeats its request at every call
 * @restarts: the machine is reset, or another kernel takes over, at every call
 * @migrates: the guest is migrated before every call up to the first release,
 *	      unless it has released before: QEMU forgets that
 */
struct group {
	const char *sentence;
	u8 resource;
	u8 action;
	u8 identifier;
	bool asked;
	bool planless;
	bool waited;
	bool queue_full;
	bool asks_meanwhile;
	const struct model_policy *policy;
	const char *letters;
	u8 shortest;
	u8 longest;
	const char *layouts;
	bool first;
	bool powered;
	u8 spares;
	u8 parts;
	u8 refuse_by;
	u8 auto_online;
	u8 pairs;
	bool endless;
	bool repeats;
	bool restarts;
	bool migrates;
};

/**
 * struct scenario - where a run begins
 * @group: it is of this group
 * @layout: letter of each unit
 * @letters: the same by number of the unit, NUL where there is none
 * @start: both sides
 * @unit_count: units
 * @parts: parts of each
 * @refuse_by: enum pseries_dr_refuse_by
 * @auto_online: Linux takes parts online by itself
 * @job: the job
 * @expected: errno that the job ends with when nothing goes wrong
 */
struct scenario {
	const struct group *group;
	char layout[UNITS + 1];
	char letters[UNITS];
	struct both_sides start;
	u8 unit_count;
	u8 parts;
	u8 refuse_by;
	bool auto_online;
	struct job job;
	int expected;
};

/* All there are, each up to one without a sentence. */
extern const struct group memory_groups[];
extern const struct group io_groups[];

/**
 * scenario_make() - Make a scenario.
 * @scenario: the scenario, with group, layout, parts, refuse_by and auto_online
 *	      set
 */
void scenario_make(struct scenario *scenario);

/**
 * scenario_begin() - Bring a world to where a scenario begins.
 * @scenario: the scenario
 * @world: the world
 *
 * The failures that the script has for the run stay.
 */
void scenario_begin(const struct scenario *scenario, struct world *world);

/**
 * scenario_print() - Print a scenario in a line.
 * @scenario: the scenario
 */
void scenario_print(const struct scenario *scenario);

/**
 * scenario_is_in_use() - Tell what a letter says.
 * @letter: letter of a layout
 *
 * Return: true if Linux has the unit.
 */
static inline bool scenario_is_in_use(char letter)
{
	return letter && strchr("okmhfiurRbnp", letter);
}

/**
 * scenario_has_device() - Tell what a letter says.
 * @letter: letter of a layout
 *
 * Return: true if the connector has a device, as far as the host knows.
 */
static inline bool scenario_has_device(char letter)
{
	return letter && !strchr("ux?rev", letter);
}

#endif /* PDR_FAULT_SCENARIO_H */
