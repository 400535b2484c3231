// SPDX-License-Identifier: GPL-2.0
/* Checks the promises of the project after each job; see check.h. */

#include "check.h"
#include "end.h"

#include <core/engine/drcstate.h>
#include <core/parse/fwstatus.h>

static bool is_given_back(const struct both_sides *sides, u8 unit)
{
	return !sides->units[unit].attached &&
	       (is_empty(sides, unit) ||
		sides->model.drcs[unit].state == MODEL_PHYSICAL_POWERON);
}

static bool is_all_online(const struct end *end, const struct unit *unit)
{
	u8 part;

	for (part = 0; part < end->world->parts; part++)
		if (!unit->zone[part] && !unit->driverless)
			return false;
	return true;
}

static bool is_taken(const struct end *end, const struct both_sides *sides,
		     u8 unit)
{
	return sides->units[unit].attached &&
	       is_all_online(end, &sides->units[unit]) &&
	       is_configured(&sides->model.drcs[unit]);
}

/* Of an isolated slot, or one without power, nobody can say that it is empty. */
static bool gave_no_sense(const struct end *end, u8 unit)
{
	const struct record *log = end->world->script.log;
	u32 i;

	for (i = 0; i < min(end->world->script.calls, SCRIPT_LOG); i++)
		if (log[i].unit == unit && log[i].kind == CALL_SENSE &&
		    (log[i].result == -9000 || log[i].result == -9001))
			return model_is_physical(drc_now(end, unit));
	return false;
}

/* The job had nothing to do on it. */
static bool was_in_place(const struct end *end, u8 unit)
{
	bool attached = end->before->units[unit].attached;

	return is_remove(end) ?
	       !attached && is_empty(end->before, unit) && !gave_no_sense(end, unit) :
	       attached;
}

/*
 * A part of a slot that nobody uses may be isolated or not, and the host may take it
 * without asking: only the job's record says whether the guest gave it.
 */
static bool is_left_unused(const struct end *end, u8 unit)
{
	return is_remove(end) && model_is_physical(drc_now(end, unit)) &&
	       !end->before->units[unit].attached && !is_done(end);
}

/* The job did on it all that there was to do. */
static bool was_moved(const struct end *end, u8 unit)
{
	if (was_in_place(end, unit) || is_left_unused(end, unit))
		return false;
	return is_remove(end) ? is_given_back(&end->world->now, unit) :
				is_taken(end, &end->world->now, unit);
}

/*
 * A thing that nobody used may end configured or isolated, but nowhere in between. A
 * thing in use must end configured.
 */
static bool is_same_on_platform(const struct end *end, u8 unit)
{
	const struct model_drc *was = &end->before->model.drcs[unit];
	const struct model_drc *is = drc_now(end, unit);

	if (was->state == is->state)
		return true;
	/* what another kernel isolated, or a bridge brought, and is used */
	if (is_isolated(was) && end->before->units[unit].attached)
		return !is_isolated(is) && !is_empty(&end->world->now, unit);
	/* an add leaves as it was what it has not taken */
	if (was->state == MODEL_UNUSABLE ||
	    (was->state == MODEL_PHYSICAL_POWERON && !is_remove(end)))
		return false;
	return is_configured(is) ||
	       (is_isolated(is) && !unit_now(end, unit)->attached);
}

/* Of those that the job is about. */
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

static bool end_is_attached(const struct end *end, u8 unit)
{
	return unit_now(end, unit)->attached;
}

bool end_fails_for_ever(const struct end *end, u8 kind, u8 unit)
{
	const struct script *script = &end->world->script;
	unsigned int i;

	for (i = 0; i < script->reached; i++)
		if (script->points[i].way->mode == WAY_ALWAYS &&
		    script->held[i].kind == kind && script->held[i].unit == unit)
			return true;
	return false;
}

/* A connector that never answers a question. */
static bool is_deaf(const struct end *end, u8 unit)
{
	return end_fails_for_ever(end, CALL_SENSE, unit) ||
	       end_fails_for_ever(end, CALL_UNISOLATE, unit) ||
	       end_fails_for_ever(end, CALL_CONFIGURE, unit);
}

/*
 * Nobody can know the state of a deaf connector, or mend it. The job says so, or
 * nobody uses the thing and the guest refused by another connector.
 */
static bool is_given_up(const struct end *end, u8 unit)
{
	return is_deaf(end, unit) &&
	       (end->outcome->undo_failed || end->outcome->unfinished ||
		(end->outcome->refusals && !end_is_attached(end, unit)));
}

/*
 * An isolated connector can be isolated again. If the platform isolates one and then
 * always answers that it did not ask for it, the guest cannot know better.
 */
static bool is_lied_about(const struct end *end, u8 unit)
{
	const struct script *script = &end->world->script;
	const struct point *first = &script->points[0];
	const struct point *second = &script->points[1];
	const struct record *record;

	if (script->reached != 2 || first->at > SCRIPT_LOG)
		return false;
	record = &script->log[first->at - 1];
	return first->way->mode == WAY_AFTER && first->way->value == -1 &&
	       record->kind == CALL_ISOLATE && record->unit == unit &&
	       second->way->mode == WAY_ALWAYS && second->way->value == -1 &&
	       script->held[1].kind == CALL_ISOLATE &&
	       script->held[1].unit == unit;
}

/*
 * Of what is where it was, each part counts; what is not, is one thing that
 * could not be undone.
 */
static u32 count_changes_of(const struct end *end, u8 unit)
{
	const struct unit *was = &end->before->units[unit];
	const struct unit *is = unit_now(end, unit);
	u32 changes = 0;
	u8 part;

	if (was->attached != is->attached || !is_same_on_platform(end, unit))
		return 1;
	for (part = 0; part < end->world->parts; part++)
		changes += was->zone[part] != is->zone[part];
	return changes;
}

/* A function that went with its bridge is no change, nor is one that the host took besides. */
static bool has_to_be_as_before(const struct end *end, u8 unit)
{
	switch (world_place(end->job, unit)) {
	case PDR_PLACE_ASKED:
		return !was_moved(end, unit);
	case PDR_PLACE_BELOW:
		return !end_has_followed(end, unit) ||
		       (!was_moved(end, end->job->first) &&
			!end_was_taken(end, unit));
	default:
		return true;
	}
}

static u32 count_changes(const struct end *end)
{
	u32 changes = 0;
	u8 unit;

	for (unit = 0; unit < end->world->unit_count; unit++)
		if (world_is_member(end->world, unit) &&
		    has_to_be_as_before(end, unit) &&
		    !is_lied_about(end, unit) && !is_given_up(end, unit))
			changes += count_changes_of(end, unit);
	return changes;
}

/* A connector that does not exist is nothing. */
static bool end_is_known(const struct end *end, u8 unit)
{
	return drc_now(end, unit)->index == unit_now(end, unit)->drc_index;
}

static bool is_unusable(const struct end *end, u8 unit)
{
	return end_is_known(end, unit) &&
	       drc_now(end, unit)->state == MODEL_UNUSABLE;
}

static const char *check_alive(const struct end *end)
{
	const struct world *world = end->world;

	switch (world->now.model.fatal) {
	case MODEL_ALIVE:
		return is_lied_about(end, world->complaint_unit) ?
		       NULL : world->complaint;
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
		if (check_gives(end->world, &script->log[i]) &&
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

static bool was_heard(const struct end *end, u8 device)
{
	const struct model *model = &end->world->now.model;
	u8 from = end->before->model.host_event_count;

	return model_count_news(model, MODEL_DEVICE_DELETED, device, from) ||
	       model_count_news(model, MODEL_MEM_UNPLUG_ERROR, device, from) ||
	       model_count_news(model, MODEL_GUEST_ERROR, device, from);
}

/* A platform that is busy for as long as a call may take is not called again. */
static bool has_no_time(const struct world *world)
{
	const struct script *script = &world->script;
	unsigned int i;

	for (i = 0; i < script->reached; i++)
		if (script->points[i].way->mode == WAY_ALWAYS &&
		    script->held[i].kind <= CALL_CONFIGURE &&
		    pdr_fw_is_busy(script->points[i].way->value))
			return true;
	return false;
}

/* Of what Linux uses, the sense is known without the platform. */
static bool has_no_sense(const struct end *end, u8 unit)
{
	return !end_is_attached(end, unit) && end_fails_for_ever(end, CALL_SENSE, unit);
}

/* One way to say that it is kept is enough, where the platform knows two. */
static bool is_mute(const struct end *end, u8 unit)
{
	bool either = end_is_attached(end, unit) &&
		      end->world->now.model.policy->lmb_by_unisolate.cleared;

	return end_fails_for_ever(end, CALL_UNISOLATE, unit) ||
	       (!either && end_fails_for_ever(end, CALL_CONFIGURE, unit));
}

static bool tells(const struct end *end, u8 unit)
{
	return end_is_attached(end, unit) && end_is_known(end, unit) &&
	       !is_mute(end, unit);
}

/* Any part of a range that is in use can say that all of it is kept. */
static bool cannot_be_told(const struct end *end)
{
	return has_no_time(end->world) || is_any(end, has_no_sense) ||
	       (is_any(end, is_mute) && !is_any(end, tells));
}

static bool is_heard(const struct model_refusal *refusal)
{
	return refusal->mem_unplug_error || refusal->guest_error;
}

/* The other way to say it is left. */
static bool is_never_configured(const struct end *end, u8 unit)
{
	return end_fails_for_ever(end, CALL_CONFIGURE, unit);
}

/* LoPAR and older QEMUs have no word for it, or for one way: it was said, is all. */
static bool cannot_hear(const struct end *end)
{
	const struct model_policy *policy = end->world->now.model.policy;
	bool configures = (end->world->refuse_by == PSERIES_DR_REFUSE_BY_CONFIGURE &&
			   !is_any(end, is_never_configured)) ||
			  !is_any(end, end_is_attached);

	if (end->job->resource != PSERIES_DR_RESOURCE_MEMORY)
		return !is_heard(&policy->other_by_unisolate);
	/* by either word, as it was then */
	if (end->world->answered_at)
		return !is_heard(&policy->lmb_by_configure) ||
		       !is_heard(&policy->lmb_by_unisolate);
	return !is_heard(configures ? &policy->lmb_by_configure :
				      &policy->lmb_by_unisolate);
}

/* A platform that is not told is still given the rest of what it has in part. */
static const char *check_silence(const struct end *end, u8 device)
{
	if (end->outcome->refusals)
		return "refused though it is off";
	if (end->outcome->unfinished || was_heard(end, device))
		return NULL;
	return is_any(end, is_unusable) ? "given in part, and given up" : NULL;
}

/* A job that tries again has to know. */
static const char *check_remembered(const struct end *end)
{
	const struct pdr_outcome *outcome = end->outcome;

	if (outcome->in_part && !outcome->unfinished)
		return "given in part, and nothing comes of it";
	if (!outcome->unfinished || outcome->in_part || !end->job->exact)
		return NULL;
	return end->job->in_part || script_knows_given(&end->world->script) ?
	       "what the platform was given in part is not remembered" : NULL;
}

static bool is_awaited(const struct end *end, u8 unit)
{
	u8 device = end->before->model.drcs[unit].device;

	return device != MODEL_NO_DEVICE &&
	       end->before->model.devices[device].pending;
}

static bool has_heard(const struct end *end, u8 unit)
{
	return is_awaited(end, unit) &&
	       was_heard(end, end->before->model.drcs[unit].device);
}

/*
 * Of any that were asked for, one that says that it stays is enough; who asks for
 * more than there are cannot be told at all.
 */
static const char *check_any_told(const struct end *end)
{
	if (!is_any(end, is_awaited) || is_done(end) || end->job->planless ||
	    end->outcome->refusals || is_any(end, has_heard))
		return NULL;
	if (!end->outcome->unfinished)
		return "the host was not told of any";
	return is_any(end, is_unusable) || has_no_time(end->world) ||
	       is_any(end, has_no_sense) || is_any(end, is_mute) ?
	       NULL : "the host could have been told";
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
	if (!end->job->exact)
		return check_any_told(end);
	if (device == MODEL_NO_DEVICE || !end->before->model.devices[device].pending)
		return NULL;
	if (is_done(end))
		return end->world->now.model.devices[device].plugged ?
		       "done, but the host was not told" : NULL;
	if (end->world->refuse_by == PSERIES_DR_REFUSE_BY_OFF)
		return check_silence(end, device);
	if (end_is_told_unseen(end, device))
		return "the host was told, but the outcome does not say so";
	if (cannot_hear(end) && end->outcome->refusals)
		return NULL;
	if (was_heard(end, device))
		return NULL;
	if (!end->outcome->unfinished)
		return "the host was not told";
	/* what nobody uses is not touched while the worker may be at it */
	if (end->job->queue_full && !is_any(end, end_is_attached))
		return NULL;
	return is_any(end, is_unusable) || cannot_be_told(end) ?
	       NULL : "the host could have been told";
}

static bool is_added(const struct end *end, u8 unit)
{
	return end_is_attached(end, unit) && !end->before->units[unit].attached;
}

/* The rest of an add, and the connectors that the host wants back, are one range. */
static const char *check_kept(const struct end *end)
{
	if (is_remove(end) || is_done(end) || !end->job->exact ||
	    !is_any(end, is_added))
		return NULL;
	return has_released(end) ? "an add that stays in part was given in part" :
				   NULL;
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

/* Something was given back: what is left of it goes forward. */
static bool is_past_return(const struct end *end)
{
	return end->world->state_count == 2 &&
	       end->world->states[1] == PSERIES_DR_STATE_COMPLETING;
}

/* Promises 2 and 3: all or nothing, and nothing is owned by neither side. */
static const char *check_all_or_nothing(const struct end *end)
{
	u32 changed = count_changes(end);
	u32 moved = count(end, was_moved);

	if (is_done(end))
		return changed ? "done, but something else was changed" : NULL;
	if (changed > end->outcome->undo_failed && !is_past_return(end))
		return "failed, and something was left changed";
	if (end->outcome->undo_failed > end_count_taken(end) && is_remove(end) &&
	    !is_past_return(end) && !end->outcome->in_part && !is_for_ever(end->world))
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

/*
 * A publication says only what its own job moves, as others write the property
 * too: what an earlier job could not write is for the next one that moves it.
 */
static bool is_not_published(const struct end *end, u8 unit)
{
	return !is_published(unit_now(end, unit)) &&
	       (was_moved(end, unit) || is_published(&end->before->units[unit]));
}

static bool publishes(const struct script *script)
{
	u32 i;

	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].kind == CALL_PUBLISH)
			return true;
	return false;
}

/*
 * The property holds the changes of others, unless it cannot be written at all. The
 * next job that publishes anything writes the changes that an earlier job could not.
 */
static const char *check_others(const struct end *end)
{
	const struct both_sides *now = &end->world->now;

	return now->others == now->made || !publishes(&end->world->script) ||
	       end_fails_for_ever(end, CALL_PUBLISH, NO_UNIT) ||
	       end_fails_for_ever(end, CALL_WRITE, NO_UNIT) ||
	       end_fails_for_ever(end, CALL_REREAD, NO_UNIT) ? NULL :
	       "a change of the device tree by somebody else was lost";
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

static bool was_moved_unheard(const struct end *end, u8 unit)
{
	return was_moved(end, unit) && is_deaf(end, unit);
}

static const char *check_counts(const struct end *end)
{
	const struct pdr_outcome *outcome = end->outcome;
	u32 moved = count(end, was_moved);
	u32 unheard = count(end, was_moved_unheard);
	bool refused = outcome->state == PSERIES_DR_STATE_REFUSED;
	bool told = outcome->refusals;

	/* what could not be taken back may have come to where it was to go */
	if (outcome->moved > moved ||
	    moved - outcome->moved > outcome->undo_failed + unheard)
		return "the number of moved targets is wrong";
	if (is_done(end) && outcome->total != outcome->moved)
		return "done, but less than was to be moved";
	if (end->job->exact && (moved || is_done(end)) &&
	    outcome->total != count(end, was_to_be_moved))
		return "the number of targets is wrong";
	if (refused != told)
		return "the state and the number of refusals disagree";
	if (outcome->refusals && end->job->exact && !end->job->planless &&
	    !is_for_ever(end->world) && !end->world->answered_at &&
	    outcome->refusals != max(count(end, end_is_attached), 1U))
		return "the number of refusals is wrong";
	if (!outcome->undo_failed != !outcome->undo_error)
		return "the number of failed undos and their error disagree";
	return NULL;
}

/* Promise 5. */
static const char *check_time(const struct end *end)
{
	/* what could not be undone was tried for as long as a call may take */
	u64 limit = CHECK_LIMIT_MS +
		    (u64)end->outcome->undo_failed * PDR_BUSY_LIMIT_MS;

	return end->world->waited_ms > limit ? "the job was held up too long" :
					       NULL;
}

const char *check_job(const struct world *world,
		      const struct both_sides *before)
{
	static const char *(*const checks[])(const struct end *end) = {
		check_alive, check_states, end_check_fault, check_told, check_done,
		check_all_or_nothing, check_published, check_counts, check_time, check_kept,
		check_remembered, check_others, end_check_io, end_check_reason,
	};
	const struct end end = {
		.world = world, .before = before, .job = &world->job,
		.outcome = &world->outcome,
	};
	const char *wrong = NULL;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(checks) && !wrong; i++)
		wrong = checks[i](&end);
	return wrong ?: check_undone(world) ?: check_found(world, before) ?:
	       check_answered(world) ?: check_stopped(world) ?:
	       check_drained(world) ?: check_final_answers(world) ?:
	       check_wait_ended(world, before);
}

const char *check_resurrected(const struct world *world,
			      const struct both_sides *before)
{
	const struct end end = {
		.world = world, .before = before, .job = &world->job,
		.outcome = &world->outcome,
	};

	return check_alive(&end) ?: check_states(&end) ?: end_check_fault(&end) ?:
	       check_published(&end) ?: check_time(&end) ?:
	       check_stopped(world) ?: check_drained(world);
}
