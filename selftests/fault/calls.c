// SPDX-License-Identifier: GPL-2.0
/* Judging a job by the record of its calls. */
#include "check.h"
#include "end.h"

#include <core/engine/drcstate.h>
#include <core/parse/fwstatus.h>
#include <model/stream.h>

/**
 * struct tally - successful calls of one unit
 * @of: by enum call_kind
 */
struct tally {
	u32 of[CALL_KINDS];
};

static void count_calls(const struct world *world, u8 unit,
			struct tally *tally)
{
	u32 i;

	memset(tally, 0, sizeof(*tally));
	for (i = 0; i < min(world->script.calls, SCRIPT_LOG); i++)
		if (world->script.log[i].unit == unit &&
		    !pdr_fw_is_busy(world->script.log[i].result))
			tally->of[world->script.log[i].kind]++;
}

/* The platform is told first, unless it has part of what it may wait for. */
static bool ends_wait(const struct world *world,
		      const struct both_sides *before)
{
	u8 unit;

	if (world->job.resource != PSERIES_DR_RESOURCE_MEMORY ||
	    world->job.asked)
		return false;
	for (unit = 0; unit < world->unit_count; unit++)
		if (world_in_job(world, unit) &&
		    before->model.drcs[unit].state == MODEL_UNUSABLE)
			return false;
	return true;
}

/* Of a bridge or a function, as the table of resources has it. */
static bool world_has_driver(const struct world *world)
{
	return world->job.resource == PSERIES_DR_RESOURCE_PHB ||
	       world->job.resource == PSERIES_DR_RESOURCE_PCI;
}

/* Of what is beside it, nothing but its users matters. */
static void expect_let_go(const struct world *world,
			  const struct both_sides *before, u8 unit,
			  struct tally *tally)
{
	if (world_place(&world->job, unit) == PDR_PLACE_BESIDE)
		tally->of[CALL_SENSE] = 0;
	/* what is not known is asked for once more */
	if (world_place(&world->job, unit) == PDR_PLACE_BELOW &&
	    !before->model.drcs[BRIDGE].dev)
		tally->of[CALL_SENSE] = 2;
	if (!before->units[unit].attached)
		return;
	tally->of[CALL_CHECK] = before->model.drcs[unit].dev &&
				before->model.drcs[BRIDGE].dev;
	if (world_place(&world->job, unit) == PDR_PLACE_BESIDE)
		tally->of[CALL_CHECK] = 1;
	else
		tally->of[CALL_UNBIND] = 1;
}

/* It gives no sense, and is isolated once more. */
static bool was_without_power(const struct both_sides *before, u8 unit)
{
	const struct unit *was = &before->units[unit];

	return was->powered && !was->power && !was->attached;
}

static void expect_give(const struct world *world,
			const struct both_sides *before, u8 unit,
			struct tally *tally)
{
	u8 place = world_place(&world->job, unit);

	if (place == PDR_PLACE_ASKED && world_is_physical(&world->job))
		tally->of[CALL_POWER] = before->units[unit].powered &&
					before->units[unit].power &&
					(!is_empty(before, unit) ||
					 before->units[unit].attached);
	tally->of[CALL_ISOLATE] = was_without_power(before, unit);
	if (is_empty(before, unit) || place == PDR_PLACE_BESIDE ||
	    (world_has_driver(world) && !before->model.drcs[BRIDGE].dev))
		return;
	tally->of[CALL_ISOLATE] = 1;
	if (place == PDR_PLACE_ASKED && !world_is_physical(&world->job))
		tally->of[CALL_RELEASE] = 1;
}

static void tally_remove(const struct world *world,
			 const struct both_sides *before, u8 unit,
			 struct tally *tally)
{
	if (world_has_driver(world))
		expect_let_go(world, before, unit, tally);
	else if (world->job.resource == PSERIES_DR_RESOURCE_PMEM)
		tally->of[CALL_CHECK] = before->units[unit].attached;
	else if (before->units[unit].attached)
		tally->of[CALL_OFFLINE] = world->parts;
	if (before->units[unit].attached &&
	    world_place(&world->job, unit) != PDR_PLACE_BESIDE) {
		tally->of[CALL_DETACH] = 1;
		tally->of[CALL_UNISOLATE] = ends_wait(world, before);
	}
	expect_give(world, before, unit, tally);
}

static void tally_add(const struct world *world,
		      const struct both_sides *before, u8 unit,
		      struct tally *tally)
{
	bool brought = before->units[unit].attached && world->job.asked &&
		       world_is_physical(&world->job) && !is_empty(before, unit);

	if (before->units[unit].attached && !brought)
		return;
	if (before->model.drcs[unit].state == MODEL_UNUSABLE)
		tally->of[CALL_ACQUIRE] = 1;
	tally->of[CALL_UNISOLATE] = 1;
	tally->of[CALL_CONFIGURE] =
		model_stream_length(&world->now.model,
				    &world->now.model.drcs[unit]) +
		before->model.policy->more_memory;
	if (brought)
		return;
	tally->of[CALL_ATTACH] = 1;
	if (world_has_driver(world))
		tally->of[CALL_BIND] = 1;
	else if (world->job.resource != PSERIES_DR_RESOURCE_PMEM)
		tally->of[CALL_ONLINE] = world->parts;
	tally->of[CALL_POWER] = before->units[unit].powered &&
				!before->units[unit].power;
}

/* A connector left in the middle of its configuration takes more. */
static bool is_plain(const struct both_sides *before, u8 unit)
{
	u8 state = before->model.drcs[unit].state;

	return state != MODEL_UNISOLATE && state != MODEL_PHYSICAL_UNISOLATE;
}

/* The calls of one step: a configuration, and those before an isolation. */
static bool is_same_step(const struct world *world, u32 at)
{
	const struct record *record = &world->script.log[at];
	u8 before = at ? record[-1].kind : CALL_STOP;

	if (record->kind == CALL_WRITE || record->kind == CALL_REREAD)
		return true;
	if (record->kind == CALL_CONFIGURE)
		return before == CALL_CONFIGURE;
	if (record->kind == CALL_SENSE)
		return before == CALL_SENSE && record[-1].unit == record->unit;
	return record->kind == CALL_ISOLATE && before == CALL_UNISOLATE &&
	       world->job.action == PSERIES_DR_ACTION_REMOVE;
}

/* Power is left on until a slot is given, or found empty. */
static bool is_after_giving(const struct world *world,
			    const struct record *record)
{
	return record->kind == CALL_POWER &&
	       world->job.action == PSERIES_DR_ACTION_REMOVE;
}

/*
 * Before each step up to the first release a job asks whether to stop. What the
 * platform has in part already is not stopped that late.
 */
static bool could_be_stopped(const struct world *world)
{
	const struct record *log = world->script.log;
	bool given = false;
	u32 i;

	for (i = 0; i < min(world->script.calls, SCRIPT_LOG); i++) {
		given |= log[i].sense == PDR_SENSE_UNUSABLE;
		if ((check_gives(world, &log[i]) && given) ||
		    is_after_giving(world, &log[i]))
			break;
		if (log[i].kind == CALL_STOP || is_same_step(world, i))
			continue;
		if (!i || log[i - 1].kind != CALL_STOP)
			return false;
		if (check_gives(world, &log[i]))
			break;
	}
	return true;
}

/* Each step is told when it begins, and each target when it is there. */
static bool is_progress_told(const struct world *world)
{
	const struct record *log = world->script.log;
	u32 i, told = world->outcome.moved;

	for (i = 0; i < world->script.calls; i++)
		told += log[i].kind != CALL_STOP && !is_same_step(world, i);
	return told == world->advances;
}

/* Once for all that moves; where the first goes alone, once more for the rest. */
static bool is_published_rightly(const struct world *world,
				 const struct both_sides *before, u32 times)
{
	bool remove = world->job.action == PSERIES_DR_ACTION_REMOVE;
	u32 moves = 0;
	u8 unit;

	if (world->job.resource != PSERIES_DR_RESOURCE_MEMORY)
		return !times;
	for (unit = world->job.first; unit < world->job.first + world->job.count; unit++)
		moves += before->units[unit].published == remove ||
			 before->units[unit].attached == remove;
	if (times == 2)
		return remove && !world->job.asked && moves > 1;
	return times == (moves ? 1 : 0);
}

const char *check_economy(const struct world *world,
			  const struct both_sides *before)
{
	struct tally made, needed;
	u8 unit;

	if (world->outcome.state != PSERIES_DR_STATE_DONE || !world->job.exact)
		return NULL;
	for (unit = 0; unit < world->unit_count; unit++) {
		if (!world_is_member(world, unit))
			continue;
		if (!is_plain(before, unit))
			return NULL;
		memset(&needed, 0, sizeof(needed));
		needed.of[CALL_SENSE] = 1;
		if (world->job.action == PSERIES_DR_ACTION_REMOVE)
			tally_remove(world, before, unit, &needed);
		else
			tally_add(world, before, unit, &needed);
		count_calls(world, unit, &made);
		if (memcmp(&made, &needed, sizeof(made)))
			return "more calls than needed, or fewer";
	}
	count_calls(world, NO_UNIT, &made);
	if (!is_published_rightly(world, before, made.of[CALL_PUBLISH]))
		return "published too often, or not at all";
	if (world->now.model.policy->busy)
		return NULL;
	if (!could_be_stopped(world))
		return "a step was begun without asking whether to stop";
	return is_progress_told(world) ? NULL : "progress was not told";
}

/* By the last call of that kind for the same part of the same unit. */
static bool was_done_before(const struct world *world, u32 at, u8 kind)
{
	const struct record *later = &world->script.log[at];

	while (at--) {
		const struct record *record = &world->script.log[at];

		if (record->unit == later->unit && record->kind == kind &&
		    record->part == later->part && !record->other)
			return !record->result;
	}
	return false;
}

bool check_gives(const struct world *world, const struct record *record)
{
	if (record->kind != CALL_ISOLATE)
		return record->kind == CALL_RELEASE;
	return world_is_physical(&world->job) &&
	       world->job.action == PSERIES_DR_ACTION_REMOVE;
}

bool check_has_worked(const struct world *world, u32 at, u32 end)
{
	const struct record *log = world->script.log;
	const struct record *record = &log[at];
	u32 given = world_is_physical(&world->job) ? PDR_SENSE_EMPTY :
						     PDR_SENSE_UNUSABLE;

	if (!record->result)
		return true;
	if (!check_gives(world, record))
		return false;
	while (++at < end && log[at].kind == CALL_SENSE)
		if (!log[at].result)
			return log[at].sense == given;
	return false;
}

static u8 inverse_of(u8 kind)
{
	static const u8 inverses[CALL_KINDS] = {
		[CALL_ISOLATE] = CALL_UNISOLATE,
		[CALL_UNISOLATE] = CALL_ISOLATE,
		[CALL_RELEASE] = CALL_ACQUIRE,
		[CALL_OFFLINE] = CALL_ONLINE,
		[CALL_ONLINE] = CALL_OFFLINE,
		[CALL_DETACH] = CALL_ATTACH,
		[CALL_ATTACH] = CALL_DETACH,
		[CALL_UNBIND] = CALL_BIND,
	};

	return inverses[kind];
}

/* A configuration may come to its end more than once. */
static bool is_last_of(const struct world *world, u32 at, u32 end)
{
	const struct record *record = &world->script.log[at];
	u32 i;

	for (i = at + 1; i < end; i++)
		if (world->script.log[i].unit == record->unit &&
		    world->script.log[i].kind == record->kind &&
		    !world->script.log[i].result && !world->script.log[i].other)
			return false;
	return true;
}

static u32 count_publications(const struct world *world, u32 from, u32 to)
{
	u32 i, count = 0;

	for (i = from; i < to; i++)
		count += world->script.log[i].kind == CALL_PUBLISH &&
			 !world->script.log[i].result;
	return count;
}

/* An undo is tried so often, and so often again after each wait for memory. */
#define UNDO_TRIES	4

static bool is_publication_given_up(const struct world *world, u32 from, u32 to)
{
	const struct record *log = world->script.log;
	u32 i, failed = 0, starved = 0;

	for (i = from; i < to; i++) {
		if (log[i].kind != CALL_PUBLISH || !log[i].result)
			continue;
		failed++;
		starved += log[i].result == -ENOMEM || log[i].result == -EIO;
	}
	return failed >= UNDO_TRIES * (starved ? 1 + WAITS_FOR_MEMORY : 1);
}

/*
 * Each is taken back once, or cannot be; what is published after that is what
 * there is.
 */
static bool is_publication_undone(const struct world *world, u32 at)
{
	u32 back = world->rolling_back_at;

	return back && at >= back &&
	       !is_publication_given_up(world, back, at) &&
	       count_publications(world, back, at) <
	       count_publications(world, 0, back);
}

/* An empty slot can be configured, which changes nothing. */
static bool is_gone(const struct world *world, u8 unit)
{
	const struct model_drc *drc = &world->now.model.drcs[unit];

	return model_is_physical(drc) && !drc->dev;
}

/*
 * Return: true if a call took back what an earlier one of the job had done.
 */
static bool undoes_call(const struct world *world, u32 at, u32 end)
{
	const struct record *record = &world->script.log[at];
	bool remove = world->job.action == PSERIES_DR_ACTION_REMOVE;

	if (record->other || !check_has_worked(world, at, end))
		return false;
	switch (record->kind) {
	case CALL_PUBLISH:
		return is_publication_undone(world, at);
	case CALL_ONLINE:
	case CALL_ATTACH:
	case CALL_BIND:
		return remove;
	case CALL_POWER:
		return !remove && !record->part;
	case CALL_UNBIND:
	case CALL_OFFLINE:
	case CALL_DETACH:
	case CALL_RELEASE:
	case CALL_ISOLATE:
		return !remove && was_done_before(world, at,
						  inverse_of(record->kind));
	case CALL_CONFIGURE:
		return remove && is_last_of(world, at, end) &&
		       !is_gone(world, record->unit) &&
		       was_done_before(world, at, CALL_UNISOLATE) &&
		       was_done_before(world, at, CALL_ISOLATE) &&
		       was_done_before(world, at, CALL_DETACH);
	default:
		return false;
	}
}

/* A refusal asks for sense first; what is called after that undoes nothing. */
static u32 refusal_begins(const struct world *world)
{
	u32 i, calls = min(world->script.calls, SCRIPT_LOG);

	if (world->job.action != PSERIES_DR_ACTION_REMOVE ||
	    world_is_physical(&world->job) ||
	    !world->job.asked || !world->rolling_back_at)
		return calls;
	for (i = world->rolling_back_at; i < calls; i++)
		if (world->script.log[i].kind == CALL_SENSE &&
		    world_in_job(world, world->script.log[i].unit) &&
		    !world->script.log[i].other)
			return i;
	return calls;
}

const char *check_undone(const struct world *world)
{
	u32 i, end = refusal_begins(world), undone = 0;

	if (world->script.calls > SCRIPT_LOG)
		return NULL;
	for (i = 0; i < end; i++)
		undone += undoes_call(world, i, end);
	if (undone != world->outcome.undone)
		return "the number of undone steps is wrong";
	/* each step was told when it began, and when it was undone */
	return world->advances >= 2 * undone ? NULL :
	       "progress of the undo was not told";
}

/* A logical connector that the platform had given before is the guest's. */
static bool is_found(const struct world *world, const struct both_sides *before,
		     const struct record *record)
{
	const struct model_drc *drc = &before->model.drcs[record->unit];

	return world_in_job(world, record->unit) && !model_is_physical(drc) &&
	       drc->state != MODEL_UNUSABLE;
}

const char *check_found(const struct world *world,
			const struct both_sides *before)
{
	const struct record *log = world->script.log;
	u32 i;

	if (world->job.action != PSERIES_DR_ACTION_ADD)
		return NULL;
	for (i = 0; i < min(world->script.calls, SCRIPT_LOG); i++)
		if (log[i].kind == CALL_ISOLATE && !log[i].other &&
		    is_found(world, before, &log[i]))
			return "an add isolated what it had found";
	return NULL;
}

/* Somebody else may have made calls in between. */
static bool rolls_back_next(const struct world *world, u32 at)
{
	while (at < world->rolling_back_at && at < SCRIPT_LOG &&
	       world->script.log[at].other)
		at++;
	return world->rolling_back_at == at;
}

const char *check_stopped(const struct world *world)
{
	const struct record *record = world->script.log;
	u32 i, calls = world->rolling_back_at ?: world->script.calls;

	for (i = 0; i < min(calls, SCRIPT_LOG); i++, record++) {
		bool stop = record->result == -ECANCELED ||
			    (record->kind == CALL_STOP && record->result);

		if (stop && (world->outcome.fault.error != record->result ||
			     !rolls_back_next(world, i + 1)))
			return "told to stop, but went on";
	}
	return NULL;
}

/* A job that is not open any more looks once more whether to stop, and stops. */
static bool has_stopped(const struct world *world)
{
	u32 i, end = world->rolling_back_at ?: world->script.calls;
	u32 looks = 0;

	for (i = world->answered_at; i < min(end, SCRIPT_LOG); i++)
		looks += world->script.log[i].kind == CALL_STOP;
	return looks <= 1;
}

static bool has_released_since(const struct world *world, u32 at)
{
	for (; at < min(world->script.calls, SCRIPT_LOG); at++)
		if (world->script.log[at].kind == CALL_RELEASE)
			return true;
	return false;
}

/* A refusal of a request that waits stops the removal of the same that is at work. */
static const char *check_second(const struct world *world)
{
	return world->second_at && world->job.action == PSERIES_DR_ACTION_REMOVE &&
	       has_released_since(world, world->second_at) ?
	       "what was refused while it waited was released all the same" : NULL;
}

const char *check_answered(const struct world *world)
{
	const char *wrong = check_second(world);

	if (wrong || !world->answered_at)
		return wrong;
	if (!world->outcome.refusals)
		return "answered, but not said so";
	if (world->outcome.state != PSERIES_DR_STATE_REFUSED)
		return "answered, but not refused";
	if (has_released_since(world, world->answered_at))
		return "what was refused was released all the same";
	return has_stopped(world) ? NULL : "answered, but went on";
}

const char *check_final_answers(const struct world *world)
{
	const struct record *log = world->script.log;
	u32 i, not_asked[UNITS] = { 0 };

	if (world->job.resource != PSERIES_DR_RESOURCE_MEMORY)
		return NULL;
	for (i = 0; i < min(world->script.calls, SCRIPT_LOG); i++)
		if (log[i].kind == CALL_ISOLATE && log[i].result == -1 &&
		    !log[i].forced && ++not_asked[log[i].unit] > CHECK_NOT_ASKED)
			return "what the platform does not take was offered again";
	return NULL;
}

bool check_is_said_before(const struct world *world,
			  const struct record *record)
{
	return record->kind == CALL_UNISOLATE && !world->job.asked &&
	       world->job.action == PSERIES_DR_ACTION_REMOVE;
}

static bool has_called(const struct world *world, u8 kind)
{
	u32 i;

	for (i = 0; i < min(world->script.calls, SCRIPT_LOG); i++)
		if (world->script.log[i].kind == kind)
			return true;
	return false;
}

static bool is_in_part(const struct model *model,
		       const struct model_device *device)
{
	unsigned int i;

	for (i = device->first; i < device->first + device->count; i++)
		if (model->drcs[i].state == MODEL_UNUSABLE)
			return true;
	return false;
}

const char *check_wait_ended(const struct world *world,
			     const struct both_sides *before)
{
	const struct model *model = &world->now.model;
	u8 number = before->model.drcs[world->job.first].device;
	const struct model_device *was, *is;

	if (number == MODEL_NO_DEVICE || world->job.asked ||
	    world->job.resource != PSERIES_DR_RESOURCE_MEMORY)
		return NULL;
	was = &before->model.devices[number];
	is = &model->devices[number];
	if (!was->pending || is_in_part(&before->model, was) || !is->plugged)
		return NULL;
	if (world->outcome.state != PSERIES_DR_STATE_DONE && is->pending &&
	    is_in_part(model, is))
		return "part was given of what the host waits for";
	/* where nothing went wrong on the way to it, the host has its answer */
	return world->script.reached || !is->pending ||
	       !has_called(world, CALL_ISOLATE) ? NULL : "the host still waits";
}

/*
 * A platform that never comes to an end is left after some thousand calls, and
 * one that wants a page where there is none.
 */
const char *check_drained(const struct world *world)
{
	const struct record *record = world->script.log;
	u32 i;

	if (world->script.calls > SCRIPT_LOG)
		return NULL;
	for (i = 0; i < world->script.calls; i++, record++)
		if (record->kind == CALL_CONFIGURE && record->result > 0 &&
		    (i + 1 == world->script.calls ||
		     record[1].kind != CALL_CONFIGURE ||
		     record[1].unit != record->unit) &&
		    record->result < CHECK_DELAY_MIN &&
		    (record->result != CHECK_MORE_MEMORY || record->forced))
			return "a configuration was abandoned";
	return NULL;
}
