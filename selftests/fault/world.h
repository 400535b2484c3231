/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_WORLD_H
#define PDR_FAULT_WORLD_H

/*
 * A platform and a Linux, both made up, and jobs of the core between them.
 * Invariant: the core is given nothing but operations that go through the
 * script; whoever judges a run looks at the model, at the units and at the
 * record of calls, never at what the core believes.
 */

#include <core/engine/exec.h>
#include <core/engine/listing.h>
#include <model/platform.h>

#include "script.h"

/* The functions of a slot, and the bridge that they are below. */
#define FUNCTIONS	8
#define BRIDGE		FUNCTIONS
#define UNITS		(FUNCTIONS + 1)
#define PARTS		4
#define PAGES		66
#define NO_UNIT		0xff
/* The number that every reason comes with. */
#define REASON_VALUE	42
#define WORLD_STATES	4

/* The state of a part: offline, or online in a zone. */
enum part_zone {
	PART_OFFLINE,
	PART_KERNEL,
	PART_MOVABLE,
};

/**
 * struct unit - an LMB, a core or whatever a connector is of, as Linux has it
 * @drc_index: its connector
 * @attached: Linux has it
 * @published: the tables of Linux say that it has it
 * @reserved: and that it is not to be moved
 * @used: somebody uses it, so that it cannot be let go of
 * @driverless: there is no driver for it
 * @powered: its slot has power that can be switched
 * @power: it is on
 * @zone: enum part_zone of each memory block or thread; of what has a driver,
 *	  whether that has it
 */
struct unit {
	u32 drc_index;
	bool attached;
	bool published;
	bool reserved;
	bool used;
	bool driverless;
	bool powered;
	bool power;
	u8 zone[PARTS];
};

/**
 * struct listed - what a property says, or a table that was read from it
 * @units: the units that are listed, as published of each says, a bit for each
 * @others: changes that somebody else made
 * @version: of the property
 */
struct listed {
	u16 units;
	u16 others;
	u16 version;
};

/**
 * struct both_sides - all that a job can change
 * @model: the platform
 * @units: Linux; unit i belongs to connector i of the model
 * @others: changes that somebody else made in the property
 * @version: of the property
 * @made: changes that somebody else was seen to make
 * @table: what the module knows of the property
 * @theirs: the property that it replaced last, if it did not know it
 * @listing: the core's
 */
struct both_sides {
	struct model model;
	struct unit units[UNITS];
	u16 others;
	u16 version;
	u16 made;
	struct listed table;
	struct listed theirs;
	struct pdr_listing listing;
};

/**
 * struct job - something to be done
 * @action: enum pseries_dr_action
 * @resource: enum pseries_dr_resource
 * @identifier: enum pseries_dr_identifier
 * @asked: the platform asked
 * @exact: there are no spare candidates
 * @planless: there is not even memory for a plan
 * @queue_full: there is not even room for the job
 * @own: the module asked, to bring back what was lost
 * @in_part: the platform was given part of it when it was tried before
 * @first: first unit
 * @count: units
 * @slots: of these, how many are to be moved
 */
struct job {
	u8 action;
	u8 resource;
	u8 identifier;
	bool asked;
	bool exact;
	bool planless;
	bool queue_full;
	bool own;
	bool in_part;
	u8 first;
	u8 count;
	u8 slots;
};

/**
 * struct busy - calls of one kind for one unit, one after the other
 * @kind: enum call_kind
 * @unit: number of the unit
 * @other: they are made in the place of the job
 * @since_ms: time of the first of them, or of the refusal that they are a part of
 * @busy_ms: time from which on the platform has been busy, if @now
 * @times: how many found the platform busy, also of the refusal
 * @now: the last did
 * @waited: somebody has waited since then
 */
struct busy {
	u8 kind;
	u8 unit;
	bool other;
	u64 since_ms;
	u64 busy_ms;
	unsigned int times;
	bool now;
	bool waited;
};

/** WAITS_FOR_MEMORY: more than a shortage of memory lasts that ends (WAY_LASTING) */
#define WAITS_FOR_MEMORY 3

/**
 * struct world - where a run takes place
 * @now: both sides as they are
 * @unit_count: units there are
 * @parts: parts of each
 * @auto_online: Linux takes parts online by itself when it gets a unit
 * @refuse_by: enum pseries_dr_refuse_by
 * @gone: this Linux is no more: what its core still does, is not done
 * @forgotten: a kernel after it knows nothing of what it was asked for
 * @allocations: that the last plan took, with all that came of it
 * @races: somebody else writes before each of so many writes of ours
 * @asks_meanwhile: the host wants the device back before the next attachment
 * @pages: that the core has got and not put, NULL for none
 * @job: at work
 * @members: a bit for each unit that has a target in its plan
 * @began: states of the connectors when the job began
 * @states: that the job entered
 * @state_count: how many
 * @advances: how often progress was told
 * @rolling_back_at: calls made when it began to roll back, 0 for never
 * @waited_ms: time that the calls of the job were waited for
 * @busy: the last calls, as far as the platform was busy
 * @asked_at: calls made when the host asked besides, 0 for never
 * @answer: of the job
 * @answer_due: somebody answers before the call at work returns
 * @overtaken: somebody answers before the job next holds its calls
 * @cancelled: the job is to stop wherever it may
 * @stopped: somebody has taken the word of the job, whether or not the host was told
 * @answered_at: calls made when somebody answered, 0 for never
 * @second_due: the host asked besides, and that is to be answered, too
 * @second: the answer to it
 * @second_at: calls made when it was answered, 0 for never
 * @kept_page: kept for ibm,configure-connector, see struct pdr_platform
 * @held: the job holds its calls to firmware
 * @lost: units that the job has left to nobody, a bit for each
 * @undoing: the job is in a step of its undo
 * @awaited: times that this step has waited for memory
 * @complaint: first thing that must never happen, or NULL
 * @complaint_unit: to which unit it happened
 * @outcome: of the job
 * @script: what goes wrong, and what was called; the last, see branch_world()
 */
struct world {
	struct both_sides now;
	u8 unit_count;
	u8 parts;
	bool auto_online;
	u8 refuse_by;
	bool gone;
	bool forgotten;
	unsigned long allocations;
	u16 races;
	bool asks_meanwhile;
	void *pages[PAGES];
	struct job job;
	u16 members;
	u8 began[UNITS];
	u8 states[WORLD_STATES];
	u8 state_count;
	unsigned int advances;
	unsigned int rolling_back_at;
	u64 waited_ms;
	struct busy busy;
	unsigned int asked_at;
	struct pdr_answer answer;
	bool answer_due;
	bool overtaken;
	bool cancelled;
	bool stopped;
	unsigned int answered_at;
	bool second_due;
	struct pdr_answer second;
	unsigned int second_at;
	u32 kept_page;
	bool held;
	u16 lost;
	bool undoing;
	unsigned int awaited;
	const char *complaint;
	u8 complaint_unit;
	struct pdr_outcome outcome;
	struct script script;
};

/**
 * world_run() - Carry out a job by the core.
 * @world: where
 * @job: what; &world.outcome says how it went
 * @fail_alloc: which allocation of the core fails, counted from 1; 0 for none
 *
 * The record of calls begins anew; what the script does is kept.
 */
void world_run(struct world *world, const struct job *job,
	       unsigned long fail_alloc);

/**
 * world_removal() - Make a job of a request of the host.
 * @world: where
 * @device: that the host asks for
 * @job: filled
 */
void world_removal(const struct world *world, const struct model_device *device,
		   struct job *job);

/**
 * world_complain() - Note that something happened that must never happen.
 * @world: where
 * @unit: to which unit
 * @complaint: what; the first one is kept
 */
void world_complain(struct world *world, u8 unit, const char *complaint);

/**
 * world_state() - Tell how far a job has come.
 * @world: where
 *
 * Return: the state that it entered last (enum pseries_dr_state).
 */
u8 world_state(const struct world *world);

/**
 * world_unit() - Find the unit of a connector.
 * @world: where
 * @drc_index: the connector
 *
 * Return: its number, or NO_UNIT.
 */
u8 world_unit(const struct world *world, u32 drc_index);

/**
 * world_is_wanted() - Tell if the host has asked for a unit, and waits its turn.
 * @world: where
 * @unit: its number
 *
 * Return: true if the event is on its way.
 */
bool world_is_wanted(const struct world *world, u8 unit);

/**
 * world_in_job() - Tell if a unit is among the candidates of the job.
 * @world: where
 * @unit: its number
 *
 * Return: true if it is.
 */
bool world_in_job(const struct world *world, u8 unit);

/**
 * world_place() - Tell where a unit is, seen from what a job is about.
 * @job: the job
 * @unit: a member of it
 *
 * Return: enum pdr_place.
 */
u8 world_place(const struct job *job, u8 unit);

/**
 * world_is_member() - Tell if a unit has a target in the plan of the job.
 * @world: where
 * @unit: its number
 *
 * Return: true for candidates, and for what is below or beside them.
 */
static inline bool world_is_member(const struct world *world, u8 unit)
{
	return unit < UNITS && (world->members & BIT(unit));
}

/**
 * world_is_physical() - Tell if an isolation gives what a job is about.
 * @job: the job
 *
 * Return: true for a PCI function.
 */
static inline bool world_is_physical(const struct job *job)
{
	return job->resource == PSERIES_DR_RESOURCE_PCI;
}

/**
 * world_restart() - Let a new Linux come up where one is gone.
 * @world: where
 *
 * After a reset it has what the platform's device tree advertises: all that is
 * plugged. After a kexec it has what the tables of the old one said.
 */
void world_restart(struct world *world);

/**
 * world_happens() - Let happen what comes before a call.
 * @world: where
 * @way: the host asks again, migrates the guest, or ends it; any other, or NULL,
 *	 for nothing
 */
void world_happens(struct world *world, const struct way *way);

/**
 * world_answer() - Let the answer that is due be given.
 * @world: where
 *
 * To be called when a call of Linux, or a look whether to stop, is about to
 * return: somebody who never waits for Linux found that it took too long. An answer
 * waits while the job holds its calls to firmware. A request that waits behind the
 * job is answered once the job itself cannot be answered any more.
 */
void world_answer(struct world *world);

/* Linux; the context of its operations is a struct world. */
extern const struct pdr_linux_ops guest_ops;

#endif /* PDR_FAULT_WORLD_H */
