// SPDX-License-Identifier: GPL-2.0

#include "check.h"

#include <core/drcstate.h>
#include <core/fwstatus.h>

/**
 * struct end - a job that has ended
 * @world: after it
 * @before: both sides before it
 * @job: the job
 * @outcome: what the core says
 */
struct end {
	const struct world *world;
	const struct both_sides *before;
	const struct job *job;
	const struct pdr_outcome *outcome;
};

static bool is_remove(const struct end *end)
{
	return end->job->action == PSERIES_DR_ACTION_REMOVE;
}

static bool is_done(const struct end *end)
{
	return end->outcome->state == PSERIES_DR_STATE_DONE;
}

static const struct model_drc *drc_now(const struct end *end, u8 unit)
{
	return &end->world->now.model.drcs[unit];
}

static const struct unit *unit_now(const struct end *end, u8 unit)
{
	return &end->world->now.units[unit];
}

static bool is_given_back(const struct both_sides *sides, u8 unit)
{
	if (sides->units[unit].attached)
		return false;
	switch (sides->model.drcs[unit].state) {
	case MODEL_UNUSABLE:
	case MODEL_EXCHANGE:
	case MODEL_RECOVERY:
		return true;
	default:
		return false;
	}
}

static bool is_all_online(const struct end *end, const struct unit *unit)
{
	u8 part;

	for (part = 0; part < end->world->parts; part++)
		if (!unit->zone[part])
			return false;
	return true;
}

static bool is_taken(const struct end *end, const struct both_sides *sides,
		     u8 unit)
{
	return sides->units[unit].attached &&
	       is_all_online(end, &sides->units[unit]) &&
	       sides->model.drcs[unit].state == MODEL_CONFIGURED;
}

/* The job had nothing to do on it. */
static bool was_in_place(const struct end *end, u8 unit)
{
	return is_remove(end) ? is_given_back(end->before, unit) :
				end->before->units[unit].attached;
}

/* The job did on it all that there was to do. */
static bool was_moved(const struct end *end, u8 unit)
{
	if (was_in_place(end, unit))
		return false;
	return is_remove(end) ? is_given_back(&end->world->now, unit) :
				is_taken(end, &end->world->now, unit);
}

/*
 * What nobody used is as good configured as isolated, but not in between; what
 * is used must be configured.
 */
static bool is_same_on_platform(const struct end *end, u8 unit)
{
	u8 was = end->before->model.drcs[unit].state;
	u8 is = drc_now(end, unit)->state;

	if (was == is)
		return true;
	/* what another kernel isolated, and this one was left to use */
	if (was == MODEL_AVAILABLE && end->before->units[unit].attached)
		return is == MODEL_UNISOLATE || is == MODEL_CONFIGURED;
	/* without a plan nobody knows that it was not used */
	if (end->job->planless && was == MODEL_AVAILABLE)
		return is == MODEL_UNISOLATE;
	return was != MODEL_UNUSABLE &&
	       (is == MODEL_CONFIGURED || (is == MODEL_AVAILABLE &&
					   !unit_now(end, unit)->attached));
}

static bool is_any(const struct end *end,
		   bool (*is)(const struct end *end, u8 unit))
{
	u8 unit;

	for (unit = 0; unit < end->world->unit_count; unit++)
		if (world_in_job(end->world, unit) && is(end, unit))
			return true;
	return false;
}

static u32 count(const struct end *end,
		 bool (*is)(const struct end *end, u8 unit))
{
	u32 found = 0;
	u8 unit;

	for (unit = 0; unit < end->world->unit_count; unit++)
		found += world_in_job(end->world, unit) && is(end, unit);
	return found;
}

/*
 * Of what is where it was, each part counts; what is not, is one thing that
 * could not be undone.
 */
static u32 count_changes(const struct end *end)
{
	u32 changes = 0;
	u8 unit, part;

	for (unit = 0; unit < end->world->unit_count; unit++) {
		const struct unit *was = &end->before->units[unit];
		const struct unit *is = unit_now(end, unit);

		if (!world_in_job(end->world, unit) || was_moved(end, unit))
			continue;
		if (was->attached != is->attached ||
		    !is_same_on_platform(end, unit)) {
			changes++;
			continue;
		}
		for (part = 0; part < end->world->parts; part++)
			changes += was->zone[part] != is->zone[part];
	}
	return changes;
}

/* A connector that does not exist is nothing. */
static bool is_unusable(const struct end *end, u8 unit)
{
	return drc_now(end, unit)->state == MODEL_UNUSABLE &&
	       drc_now(end, unit)->index == unit_now(end, unit)->drc_index;
}

static bool is_attached(const struct end *end, u8 unit)
{
	return unit_now(end, unit)->attached;
}

static const char *check_alive(const struct end *end)
{
	switch (end->world->now.model.fatal) {
	case MODEL_ALIVE:
		return end->world->complaint;
	case MODEL_A1:
		return "QEMU aborted: device_del of what it has in part (A1)";
	default:
		return "QEMU aborted: refusal of what is not pending (A2, A3)";
	}
}

static bool has_released(const struct end *end)
{
	const struct script *script = &end->world->script;
	u32 i;

	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].kind == CALL_RELEASE &&
		    !script->log[i].result)
			return true;
	return false;
}

/* A job that was always running has undone nothing and given nothing back. */
static const char *check_states_changed(const struct end *end)
{
	if (is_remove(end) && has_released(end))
		return "past the point of no return, but running";
	if (end->job->exact &&
	    (end->outcome->undone || end->outcome->undo_failed))
		return "something was undone while the job was running";
	return NULL;
}

/* Promise 7: running, then rolling back or completing, then final. */
static const char *check_states(const struct end *end)
{
	const u8 *states = end->world->states;
	u8 last = end->outcome->state;

	if (!end->world->state_count || end->world->state_count > 2 ||
	    states[0] != PSERIES_DR_STATE_RUNNING)
		return "the states are no legal sequence";
	if (last < PSERIES_DR_STATE_DONE || last > PSERIES_DR_STATE_CANCELLED)
		return "the last state is not final";
	if (end->world->state_count == 1)
		return check_states_changed(end);
	if (states[1] == PSERIES_DR_STATE_ROLLING_BACK)
		return last == PSERIES_DR_STATE_DONE ?
		       "rolled back, but done" : NULL;
	if (states[1] != PSERIES_DR_STATE_COMPLETING)
		return "the states are no legal sequence";
	return last == PSERIES_DR_STATE_REFUSED ||
	       last == PSERIES_DR_STATE_CANCELLED ?
	       "refused or cancelled past the point of no return" : NULL;
}

/* A firmware status stands for one errno; busy ones for a time that is over. */
static const char *check_status(const struct pdr_fault *fault)
{
	int expected;

	if (fault->call == PDR_FW_ANY || fault->error == -ENOSPC)
		return NULL;
	/* what was malformed stays so, whatever the platform says later */
	if (fault->call == PDR_FW_CONFIGURE && fault->error == -EIO)
		return NULL;
	if (pdr_fw_is_busy(fault->status))
		expected = -ETIMEDOUT;
	else
		expected = pdr_fw_errno(fault->call, fault->status);
	return fault->error == expected ? NULL :
	       "the errno is not that of the status";
}

static const char *check_errno(const struct pdr_fault *fault)
{
	switch (fault->error) {
	case -ENODEV:
	case -EBUSY:
	case -ETIMEDOUT:
	case -EIO:
	case -ENOSPC:
	case -ECANCELED:
	case -ENOMEM:
		return NULL;
	case -EPERM:
		/* the number of the status -1, too */
		return fault->call == PDR_FW_ISOLATE_LMB ? NULL :
		       "a firmware status is used as errno";
	default:
		return "the errno is none that is promised";
	}
}

static bool is_call_of(const struct pdr_fault *fault, u8 kind)
{
	switch (fault->call) {
	case PDR_FW_ISOLATE:
	case PDR_FW_ISOLATE_LMB:
		return kind == CALL_ISOLATE;
	case PDR_FW_UNISOLATE:
		return kind == CALL_UNISOLATE;
	case PDR_FW_RELEASE:
		return kind == CALL_RELEASE;
	case PDR_FW_ACQUIRE:
		return kind == CALL_ACQUIRE;
	case PDR_FW_SENSE:
		return kind == CALL_SENSE;
	case PDR_FW_CONFIGURE:
		return kind == CALL_CONFIGURE;
	default:
		return false;
	}
}

static bool is_step_of(const struct pdr_fault *fault, u8 kind)
{
	static const u8 steps[CALL_KINDS] = {
		[CALL_SENSE] = PSERIES_DR_STEP_RESOLVE,
		[CALL_ISOLATE] = PSERIES_DR_STEP_ISOLATE,
		[CALL_UNISOLATE] = PSERIES_DR_STEP_UNISOLATE,
		[CALL_RELEASE] = PSERIES_DR_STEP_RELEASE,
		[CALL_ACQUIRE] = PSERIES_DR_STEP_ACQUIRE,
		[CALL_CONFIGURE] = PSERIES_DR_STEP_CONFIGURE,
		[CALL_OFFLINE] = PSERIES_DR_STEP_OFFLINE,
		[CALL_ONLINE] = PSERIES_DR_STEP_ONLINE,
		[CALL_DETACH] = PSERIES_DR_STEP_DETACH,
		[CALL_ATTACH] = PSERIES_DR_STEP_ATTACH,
		[CALL_PUBLISH] = PSERIES_DR_STEP_PUBLISH,
	};

	/* what is not given back at once is asked for its sense */
	if (kind == CALL_SENSE && fault->step == PSERIES_DR_STEP_RELEASE)
		return true;
	/* what is half configured is finished while it is isolated */
	if (kind == CALL_CONFIGURE && fault->step == PSERIES_DR_STEP_ISOLATE)
		return true;
	return kind == CALL_STOP || steps[kind] == fault->step;
}

/* The call that failed, and before anything was undone. */
static bool is_record_of(const struct end *end, const struct record *record)
{
	const struct pdr_fault *fault = &end->outcome->fault;
	bool is_firmware = record->kind <= CALL_CONFIGURE;

	if (!is_step_of(fault, record->kind))
		return false;
	if (record->unit != NO_UNIT &&
	    unit_now(end, record->unit)->drc_index != fault->drc_index)
		return false;
	return is_firmware ? is_call_of(fault, record->kind) &&
			     record->result == fault->status :
			     record->result == fault->error;
}

static bool is_fault_recorded(const struct end *end)
{
	const struct world *world = end->world;
	u32 i, calls = world->rolling_back_at ?: world->script.calls;

	for (i = 0; i < min(calls, SCRIPT_LOG); i++)
		if (is_record_of(end, &world->script.log[i]))
			return true;
	return calls > SCRIPT_LOG;
}

/* Faults that no call gave: nothing to do, no candidate, no memory. */
static bool is_fault_of_the_core(const struct pdr_fault *fault)
{
	if (fault->call != PDR_FW_ANY || fault->status)
		return false;
	return fault->error == -ENODEV || fault->error == -EBUSY ||
	       fault->error == -ENOSPC || fault->error == -ENOMEM;
}

static bool is_same_call(const struct record *a, const struct record *b)
{
	return a->kind == b->kind && a->unit == b->unit && a->part == b->part;
}

/* It was made again, and worked. */
static bool has_worked_later(const struct script *script, u32 at, u32 calls)
{
	const struct record *failed = &script->log[at];

	while (++at < calls)
		if (is_same_call(failed, &script->log[at]) &&
		    script->log[at].result >= 0 &&
		    !pdr_fw_is_busy(script->log[at].result))
			return true;
	return false;
}

/* By any of the tries. */
static bool is_fault_of(const struct end *end, u32 at, u32 calls)
{
	const struct record *log = end->world->script.log;
	u32 i;

	for (i = at; i < calls; i++)
		if (is_same_call(&log[at], &log[i]) &&
		    is_record_of(end, &log[i]))
			return true;
	return false;
}

/* Of several failures, the first that stayed. */
static const char *check_first_fault(const struct end *end)
{
	const struct pdr_fault *fault = &end->outcome->fault;
	const struct script *script = &end->world->script;
	u32 i, calls = end->world->rolling_back_at ?: script->calls;

	if (!end->job->exact || end->job->planless ||
	    fault->call == PDR_FW_CONFIGURE || calls > SCRIPT_LOG ||
	    (fault->call == PDR_FW_SENSE &&
	     fault->step == PSERIES_DR_STEP_RELEASE))
		return NULL;
	for (i = 0; i < calls; i++) {
		const struct record *record = &script->log[i];

		/* one that failed may have configured all the same */
		if (record->kind == CALL_CONFIGURE || record->result >= 0 ||
		    check_is_said_before(end->world, record) ||
		    pdr_fw_is_busy(record->result) ||
		    check_has_worked(script, i, calls) ||
		    has_worked_later(script, i, calls))
			continue;
		return is_fault_of(end, i, calls) ? NULL :
		       "the fault is not the first";
	}
	return NULL;
}

/* Promise 6: what failed, where and why. */
static const char *check_fault(const struct end *end)
{
	const struct pdr_fault *fault = &end->outcome->fault;
	const char *wrong;

	if (is_done(end))
		return fault->error || fault->call || fault->status ?
		       "done, but with a fault" : NULL;
	wrong = check_errno(fault) ?: check_status(fault);
	if (wrong)
		return wrong;
	if (!world_in_job(end->world, world_unit(end->world, fault->drc_index)))
		return "the fault names a connector that is not of the job";
	if (fault->step == PSERIES_DR_STEP_NONE ||
	    fault->step > PSERIES_DR_STEP_REFUSE)
		return "the fault names no step";
	if (!is_fault_of_the_core(fault) && !is_fault_recorded(end))
		return "the fault names no call that failed";
	return check_first_fault(end);
}

static bool was_heard(const struct end *end, u8 device)
{
	const struct model *model = &end->world->now.model;
	u8 from = end->before->model.host_event_count;

	return model_count_news(model, MODEL_DEVICE_DELETED, device, from) ||
	       model_count_news(model, MODEL_MEM_UNPLUG_ERROR, device, from) ||
	       model_count_news(model, MODEL_GUEST_ERROR, device, from);
}

/* A platform that never answers a question cannot be told. */
static bool is_deaf(const struct world *world)
{
	unsigned int i;

	for (i = 0; i < world->script.reached; i++) {
		const struct point *point = &world->script.points[i];
		u8 kind = world->script.held[i].kind;

		if (point->way->mode == WAY_ALWAYS &&
		    (kind == CALL_SENSE || kind == CALL_UNISOLATE ||
		     kind == CALL_CONFIGURE))
			return true;
	}
	return false;
}

/* LoPAR has no word for it: that it was said is all. */
static bool cannot_hear(const struct end *end)
{
	const struct model_policy *policy = end->world->now.model.policy;

	return !policy->lmb_by_unisolate.cleared &&
	       !policy->lmb_by_configure.cleared &&
	       !policy->other_by_unisolate.cleared;
}

/* An older QEMU hears only what it never answers. */
static bool is_deaf_to_unisolate(const struct end *end)
{
	return !end->world->now.model.policy->lmb_by_unisolate.cleared &&
	       is_deaf(end->world);
}

/* A platform that is not told is still given the rest of what it has in part. */
static const char *check_silence(const struct end *end, u8 device)
{
	if (end->outcome->refusals)
		return "refused though it is off";
	if (end->job->planless || end->outcome->unfinished ||
	    was_heard(end, device))
		return NULL;
	return is_any(end, is_unusable) ? "given in part, and given up" : NULL;
}

/* Without a plan nobody knows what is used, and only unisolate is said. */
static bool is_said_blindly(const struct end *end)
{
	return end->job->planless &&
	       (!is_any(end, is_attached) || is_deaf(end->world) ||
		!end->world->now.model.policy->lmb_by_unisolate.cleared);
}

/* Promise 1: the platform asked, and hears. */
static const char *check_told(const struct end *end)
{
	u8 device = end->before->model.drcs[end->job->first].device;

	if (!end->job->asked || !is_remove(end))
		return end->outcome->refusals || end->outcome->unfinished ?
		       "a platform that did not ask was told" : NULL;
	if (end->outcome->unfinished && end->outcome->refusals)
		return "refused, but to be tried again";
	if (device == MODEL_NO_DEVICE || !end->job->exact ||
	    !end->before->model.devices[device].pending)
		return NULL;
	if (is_done(end))
		return end->world->now.model.devices[device].plugged ?
		       "done, but the host was not told" : NULL;
	if (end->world->refuse_by == PSERIES_DR_REFUSE_BY_OFF)
		return check_silence(end, device);
	if (cannot_hear(end) && end->outcome->refusals)
		return NULL;
	if (was_heard(end, device) || is_deaf_to_unisolate(end))
		return NULL;
	if (is_said_blindly(end))
		return NULL;
	if (!end->outcome->unfinished)
		return "the host was not told";
	return is_any(end, is_unusable) || is_deaf(end->world) ? NULL :
	       "the host could have been told";
}

/* Promise 6: "done" is said only when sense and Linux agree. */
static const char *check_done(const struct end *end)
{
	u32 in_place = count(end, was_in_place) + count(end, was_moved);

	if (!is_done(end))
		return NULL;
	if (end->outcome->undo_failed || end->outcome->refusals ||
	    end->outcome->unfinished)
		return "done, but with things undone";
	if (end->job->exact)
		return in_place == end->job->count ? NULL :
		       "done, but not all is in place";
	return count(end, was_moved) == end->job->slots ? NULL :
	       "done, but of another number";
}

/* One that is passed by trying again is no reason to give up half way. */
static bool is_for_ever(const struct world *world)
{
	unsigned int i;

	for (i = 0; i < world->script.reached; i++) {
		const struct way *way = world->script.points[i].way;

		/* the time of a call that is busy besides is over then, too */
		if (way->mode == WAY_ALWAYS ||
		    (world->now.model.policy->busy &&
		     way->value == LONGEST_BUSY))
			return true;
	}
	return false;
}

/* Promises 2 and 3: all or nothing, and nothing is owned by neither side. */
static const char *check_all_or_nothing(const struct end *end)
{
	u32 changed = count_changes(end);
	u32 moved = count(end, was_moved);

	if (is_done(end))
		return changed ? "done, but something else was changed" : NULL;
	if (changed > end->outcome->undo_failed && !end->outcome->unfinished &&
	    !is_deaf(end->world))
		return "failed, and something was left changed";
	if (end->outcome->undo_failed && is_remove(end) &&
	    !end->outcome->unfinished && !is_for_ever(end->world))
		return "something was lost for a failure that passed";
	if (moved > end->outcome->undo_failed && end->world->rolling_back_at)
		return "rolled back, but something was moved";
	if (moved > end->outcome->undo_failed &&
	    (!is_remove(end) || !is_for_ever(end->world)))
		return "failed, but something was moved";
	return NULL;
}

static bool is_published(const struct unit *unit)
{
	return unit->published == unit->attached;
}

/* What an earlier job could not write is for the next one that is done. */
static bool is_not_published(const struct end *end, u8 unit)
{
	return !is_published(unit_now(end, unit)) &&
	       (is_done(end) || is_published(&end->before->units[unit]));
}

static const char *check_published(const struct end *end)
{
	const struct script *script = &end->world->script;
	u32 i;

	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].kind == CALL_PUBLISH && script->log[i].result)
			return NULL;
	return is_any(end, is_not_published) ?
	       "the tables do not say what Linux has" : NULL;
}

static bool was_to_be_moved(const struct end *end, u8 unit)
{
	return !was_in_place(end, unit);
}

static const char *check_counts(const struct end *end)
{
	const struct pdr_outcome *outcome = end->outcome;
	u32 moved = count(end, was_moved);
	bool refused = outcome->state == PSERIES_DR_STATE_REFUSED;
	bool told = outcome->refusals;

	/* what could not be taken back may have come to where it was to go */
	if (outcome->moved > moved ||
	    (moved - outcome->moved > outcome->undo_failed &&
	     !is_deaf(end->world)))
		return "the number of moved targets is wrong";
	if (is_done(end) && outcome->total != outcome->moved)
		return "done, but less than was to be moved";
	if (end->job->exact && (moved || is_done(end)) &&
	    outcome->total != count(end, was_to_be_moved))
		return "the number of targets is wrong";
	if (refused != told)
		return "the state and the number of refusals disagree";
	if (outcome->refusals && end->job->exact && !end->job->planless &&
	    !is_for_ever(end->world) &&
	    outcome->refusals != max(count(end, is_attached), 1U))
		return "the number of refusals is wrong";
	if (!outcome->undo_failed != !outcome->undo_error)
		return "the number of failed undos and their error disagree";
	return NULL;
}

/* Promise 5. */
static const char *check_time(const struct end *end)
{
	return end->world->waited_ms > CHECK_LIMIT_MS ?
	       "the job was held up too long" : NULL;
}

/*
 * What is isolated can be isolated again: a platform that did it and then says
 * for ever that it did not ask, cannot be seen through.
 */
static bool is_lying(const struct script *script)
{
	const struct way *first = script->points[0].way;
	const struct way *second = script->points[1].way;

	return script->reached == 2 && first->mode == WAY_AFTER &&
	       first->value == -1 && second->mode == WAY_ALWAYS &&
	       second->value == -1 && script->held[1].kind == CALL_ISOLATE;
}

const char *check_job(const struct world *world,
		      const struct both_sides *before)
{
	static const char *(*const checks[])(const struct end *end) = {
		check_alive, check_states, check_fault, check_told, check_done,
		check_all_or_nothing, check_published, check_counts, check_time,
	};
	const struct end end = {
		.world = world, .before = before, .job = &world->job,
		.outcome = &world->outcome,
	};
	const char *wrong = NULL;
	u32 i;

	if (is_lying(&world->script))
		return NULL;
	for (i = 0; i < ARRAY_SIZE(checks) && !wrong; i++)
		wrong = checks[i](&end);
	return wrong ?: check_undone(world) ?: check_stopped(world) ?:
	       check_drained(world) ?: check_patience(world) ?:
	       check_wait_ended(world, before);
}

const char *check_resurrected(const struct world *world,
			      const struct both_sides *before)
{
	const struct end end = {
		.world = world, .before = before, .job = &world->job,
		.outcome = &world->outcome,
	};

	return check_alive(&end) ?: check_states(&end) ?: check_fault(&end) ?:
	       check_published(&end) ?: check_time(&end) ?:
	       check_stopped(world) ?: check_drained(world);
}
