/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_SCRIPT_H
#define PDR_FAULT_SCRIPT_H

/*
 * The failures of a run, and a record of all calls.
 * Invariant: every call out of the core has a number, from 1 on; a run is
 * determined by its scenario and by what the script does at which number.
 */

#include <pdr_env.h>

#define SCRIPT_POINTS	2
#define SCRIPT_LOG	1024U
#define SCRIPT_AREA	4096

/* A hundred seconds, of the sixty that a call gets. */
#define LONGEST_BUSY	9905

/* In place of a number of times: it happens to every unit. */
#define EVERYWHERE	1

/* A call out of the core; those to firmware come first. */
enum call_kind {
	CALL_SENSE,
	CALL_ISOLATE,
	CALL_UNISOLATE,
	CALL_RELEASE,
	CALL_ACQUIRE,
	CALL_CONFIGURE,
	CALL_OFFLINE,
	CALL_ONLINE,
	CALL_DETACH,
	CALL_ATTACH,
	CALL_CHECK,
	CALL_UNBIND,
	CALL_BIND,
	CALL_POWER,
	CALL_PUBLISH,
	CALL_WRITE,
	CALL_REREAD,
	CALL_STOP,
	CALL_KINDS,
};

/**
 * enum way_mode - how a call goes wrong
 * @WAY_FAIL: it gives the value and does nothing
 * @WAY_AFTER: it does its work, and then gives the value all the same; Linux says
 *	       by the value what came otherwise than it was
 * @WAY_ALWAYS: it does nothing and gives the value, now and whenever it is made
 *		again for this target, or for any
 * @WAY_LASTING: it does nothing and gives the value, now and the next so many times
 *		 that it is made for this target
 * @WAY_BUSY: it gives the value so many times, then does its work
 * @WAY_BUSY_DONE: it does its work, gives the value so many times, then the
 *		   result
 * @WAY_GARBLE: the work area is damaged afterwards, the value says how
 * @WAY_DEL: the host repeats its device_del just before
 * @WAY_MIGRATE: the guest has moved to another host just before
 * @WAY_RACE: before it, and before so many calls of its kind after it, somebody else
 *	      writes the property that it is about to write
 * @WAY_RESET: it is never made: the machine was reset just before
 * @WAY_KEXEC: it is never made: another kernel has taken over just before
 * @WAY_ANSWER: it takes so long that somebody answers in the place of the job
 * @WAY_OVERTAKEN: somebody answers after it, right before the job next calls firmware
 * @WAY_SECOND: the host repeats its device_del just before, and it takes so long that
 *		somebody answers that request as well
 */
enum way_mode {
	WAY_FAIL,
	WAY_AFTER,
	WAY_ALWAYS,
	WAY_LASTING,
	WAY_BUSY,
	WAY_BUSY_DONE,
	WAY_GARBLE,
	WAY_DEL,
	WAY_MIGRATE,
	WAY_RACE,
	WAY_RESET,
	WAY_KEXEC,
	WAY_ANSWER,
	WAY_OVERTAKEN,
	WAY_SECOND,
};

/**
 * enum platform_clock - how the platform's clock goes
 * @CLOCK_OF_DELAYS: as the delays between the calls say: a call takes no time
 * @CLOCK_OF_CALLS: each call takes SLOW_CALL_MS besides
 * @CLOCK_STILL: not at all
 * @CLOCKS: how many there are
 */
enum platform_clock {
	CLOCK_OF_DELAYS,
	CLOCK_OF_CALLS,
	CLOCK_STILL,
	CLOCKS,
};

#define SLOW_CALL_MS	200

/**
 * struct way - one way in which a call goes wrong
 * @mode: enum way_mode
 * @value: status, errno or enum garble
 * @times: how often busy; of WAY_ALWAYS, EVERYWHERE or 0
 */
struct way {
	enum way_mode mode;
	s32 value;
	u16 times;
};

/**
 * struct point - something goes wrong at one call
 * @at: number of the call, 0 for none
 * @way: how
 */
struct point {
	unsigned int at;
	const struct way *way;
};

/**
 * struct record - a call that was made
 * @kind: enum call_kind
 * @unit: number of the LMB or core, 0xff where there is none
 * @part: memory block or thread; of CALL_POWER, whether it is switched on
 * @sense: what a successful call to sense gave; of CALL_WRITE, whether the property
 *	   has replaced somebody else's
 * @reason: enum pseries_dr_reason that an operation of Linux gave
 * @forced: the script decided its result
 * @other: somebody made it in the place of the job
 * @result: status or errno
 */
struct record {
	u8 kind;
	u8 unit;
	u8 part;
	u8 sense;
	u8 reason;
	bool forced;
	bool other;
	s32 result;
};

/**
 * struct held - what the script goes on doing after its point
 * @kind: to calls of this kind
 * @unit: for this unit
 * @everywhere: and for all others
 * @value: gives this
 * @left: so many times more; U32_MAX for ever
 * @answer: after that, once, the answer that was kept
 * @status: kept status
 * @sense: kept sense
 * @area: kept work area
 */
struct held {
	u8 kind;
	u8 unit;
	bool everywhere;
	s32 value;
	u32 left;
	bool answer;
	s32 status;
	u32 sense;
	u8 area[SCRIPT_AREA];
};

/**
 * struct script - what goes wrong, and what was called
 * @points: what goes wrong, in order
 * @reached: points that were reached
 * @held: what goes on after each point
 * @starve: from the first point on there is no memory
 * @clock: enum platform_clock
 * @other: calls are made in the place of the job now
 * @calls: calls made
 * @log: the first SCRIPT_LOG of them
 */
struct script {
	struct point points[SCRIPT_POINTS];
	unsigned int reached;
	struct held held[SCRIPT_POINTS];
	bool starve;
	u8 clock;
	bool other;
	unsigned int calls;
	struct record log[SCRIPT_LOG];
};

/**
 * struct ways - ways of one kind of call
 * @ways: the ways
 * @count: how many
 */
struct ways {
	const struct way *ways;
	unsigned int count;
};

/**
 * enum ways_set - which ways are wanted
 * @WAYS_ALL: each there is
 * @WAYS_FIRST: one of each sort that the core can tell apart, as a first fault
 * @WAYS_SECOND: the same for a fault after another
 * @WAYS_BUSY: the platform is busy for ever, and asks for a second each time
 * @WAYS_ENDLESS: those that go on for thousands of calls
 */
enum ways_set {
	WAYS_ALL,
	WAYS_FIRST,
	WAYS_SECOND,
	WAYS_BUSY,
	WAYS_ENDLESS,
	WAYS_SETS,
};

/**
 * ways_of() - Ways in which a kind of call goes wrong.
 * @kind: enum call_kind
 * @set: which of them
 *
 * Return: the ways.
 */
struct ways ways_of(u8 kind, enum ways_set set);

/* The host repeats its device_del. */
extern const struct way way_host_repeats;

/* A live migration. */
extern const struct way way_migrated;

/* The job is answered in its place. */
extern const struct way way_answered;
extern const struct way way_overtaken;

/* So is another request of the host for the same, which waits behind it. */
extern const struct way way_second;

/* The end of this Linux, with that of the platform's state and without. */
extern const struct way way_reset;
extern const struct way way_kexec;

/**
 * way_is_harmless() - Tell if a run is to end as if nothing had happened.
 * @way: what happens to a call
 *
 * Return: true for busy answers and for statuses that mean success.
 */
bool way_is_harmless(const struct way *way);

/**
 * script_clear() - Nothing goes wrong from now on, and the record is empty.
 * @script: the script; its clock goes on as it does
 */
void script_clear(struct script *script);

/**
 * script_begin() - Begin a run; what is to go wrong in it is kept.
 * @script: the script
 */
void script_begin(struct script *script);

/**
 * script_call() - Note a call, and say what goes wrong with it.
 * @script: the script
 * @kind: enum call_kind
 * @unit: number of the LMB or core
 * @part: memory block or thread
 *
 * Return: the way, or NULL. Its result is to be given to script_result().
 */
const struct way *script_call(struct script *script, u8 kind, u8 unit, u8 part);

/**
 * script_held() - Find what goes on for a call.
 * @script: the script
 * @kind: enum call_kind
 * @unit: number of the LMB or core
 *
 * Return: what goes on, or NULL.
 */
struct held *script_held(struct script *script, u8 kind, u8 unit);

/**
 * script_hold() - Begin something that goes on.
 * @script: in the call that reached its point last
 * @kind: enum call_kind
 * @unit: number of the LMB or core
 * @way: the way
 *
 * Return: what goes on.
 */
struct held *script_hold(struct script *script, u8 kind, u8 unit,
			 const struct way *way);

/**
 * script_result() - Note the result of the last call.
 * @script: the script
 * @result: status or errno
 * @forced: it is not the platform's or Linux's own
 *
 * Return: @result.
 */
s32 script_result(struct script *script, s32 result, bool forced);

/**
 * script_sensed() - Note what the last call gave besides its result.
 * @script: the script
 * @sense: the sense
 */
void script_sensed(struct script *script, u32 sense);

/**
 * script_says_given() - Tell if a call says that a connector is the platform's.
 * @record: the call
 *
 * Return: true for a release that worked, and for the sense of what is unusable.
 */
bool script_says_given(const struct record *record);

/**
 * script_knows_given() - Tell if any call said so.
 * @script: the script
 *
 * Return: true if the core knows that something was given.
 */
bool script_knows_given(const struct script *script);

/**
 * script_print() - Print what goes wrong, and the calls.
 * @script: the script
 */
void script_print(const struct script *script);

#endif /* PDR_FAULT_SCRIPT_H */
