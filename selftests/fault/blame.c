// SPDX-License-Identifier: GPL-2.0
/* Whether what a job says went wrong, is what went wrong: promise 6. */
#include "check.h"
#include "end.h"

#include <core/parse/fwstatus.h>

/* Nobody there to be moved, or nothing to be had from the platform. */
static const char *check_shortage(const struct pdr_fault *fault)
{
	if (fault->step == PSERIES_DR_STEP_ACQUIRE ||
	    (fault->step == PSERIES_DR_STEP_RESOLVE &&
	     fault->call == PDR_FW_ANY))
		return NULL;
	return "a failure is taken for a shortage";
}

/* A firmware status stands for one errno; busy ones for a time that is over. */
static const char *check_status(const struct pdr_fault *fault)
{
	int expected;

	if (fault->error == -ENOSPC)
		return check_shortage(fault);
	if (fault->call == PDR_FW_ANY)
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

/* A physical connector is given by its isolation. */
static bool is_giving_step(u8 step)
{
	return step == PSERIES_DR_STEP_RELEASE ||
	       step == PSERIES_DR_STEP_ISOLATE;
}

static bool is_step_of(const struct pdr_fault *fault, u8 kind, bool own)
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
		[CALL_CHECK] = PSERIES_DR_STEP_CHECK,
		[CALL_UNBIND] = PSERIES_DR_STEP_UNBIND,
		[CALL_BIND] = PSERIES_DR_STEP_BIND,
		[CALL_POWER] = PSERIES_DR_STEP_POWER,
		[CALL_PUBLISH] = PSERIES_DR_STEP_PUBLISH,
		[CALL_WRITE] = PSERIES_DR_STEP_PUBLISH,
		[CALL_REREAD] = PSERIES_DR_STEP_PUBLISH,
	};

	/* what is not given back, or brought back, at once is asked for its sense */
	if (kind == CALL_SENSE && (own || is_giving_step(fault->step)))
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

	if (record->other || !is_step_of(fault, record->kind, end->job->own))
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
static bool is_fault_of_the_core(const struct end *end)
{
	const struct pdr_fault *fault = &end->outcome->fault;

	if (fault->call != PDR_FW_ANY || fault->status)
		return false;
	return fault->error == -ENODEV || fault->error == -EBUSY ||
	       fault->error == -ENOSPC || fault->error == -ENOMEM ||
	       (fault->error == -ECANCELED && end->job->own);
}

/* No call failed: somebody answered in the place of the job. */
static bool is_fault_of_the_answer(const struct end *end)
{
	return end->world->stopped &&
	       end->outcome->fault.error == -ETIMEDOUT &&
	       end->outcome->fault.call == PDR_FW_ANY &&
	       end->outcome->reason == PSERIES_DR_REASON_ANSWERED;
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

/* Now, or when it is asked again. */
static bool is_said_later(const struct script *script, u32 at, u32 calls,
			  s32 status)
{
	u32 i;

	for (i = at; i < calls; i++)
		if (is_same_call(&script->log[at], &script->log[i]) &&
		    script->log[i].result == status)
			return true;
	return false;
}

/*
 * That what is below a bridge is not known, says that it has gone with it. A slot
 * that needs power or unisolation to be sensed may have something.
 */
static bool is_said_by_status(const struct end *end, u32 at, u32 calls)
{
	const struct record *record = &end->world->script.log[at];

	if (record->kind != CALL_SENSE || record->unit == NO_UNIT)
		return false;
	if (world_place(end->job, record->unit) == PDR_PLACE_BELOW)
		return is_said_later(&end->world->script, at, calls, -3);
	return model_is_physical(drc_now(end, record->unit)) &&
	       !end->before->units[record->unit].attached &&
	       (record->result == -9000 || record->result == -9001);
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
	     (end->job->own || is_giving_step(fault->step))))
		return NULL;
	for (i = 0; i < calls; i++) {
		const struct record *record = &script->log[i];

		/* one that failed may have configured all the same */
		if (record->kind == CALL_CONFIGURE || record->result >= 0 ||
		    record->other || is_said_by_status(end, i, calls) ||
		    check_is_said_before(end->world, record) ||
		    pdr_fw_is_busy(record->result) ||
		    check_has_worked(end->world, i, calls) ||
		    has_worked_later(script, i, calls))
			continue;
		return is_fault_of(end, i, calls) ? NULL :
		       "the fault is not the first";
	}
	return NULL;
}

/* Promise 6: what failed, where and why. */
/* A request by count names no connector; without a plan there is none. */
static bool names_nothing(const struct end *end)
{
	return end->job->planless && !end->outcome->fault.drc_index &&
	       end->job->identifier == PSERIES_DR_IDENTIFIER_COUNT;
}

const char *end_check_fault(const struct end *end)
{
	const struct pdr_fault *fault = &end->outcome->fault;
	const char *wrong;

	if (is_done(end))
		return fault->error || fault->call || fault->status ?
		       "done, but with a fault" : NULL;
	wrong = check_errno(fault) ?: check_status(fault);
	if (wrong)
		return wrong;
	if (!names_nothing(end) &&
	    !world_is_member(end->world, world_unit(end->world, fault->drc_index)))
		return "the fault names a connector that is not of the job";
	if (fault->step == PSERIES_DR_STEP_NONE ||
	    fault->step > PSERIES_DR_STEP_POWER)
		return "the fault names no step";
	if (is_fault_of_the_answer(end))
		return NULL;
	if (!is_fault_of_the_core(end) && !is_fault_recorded(end))
		return "the fault names no call that failed";
	return check_first_fault(end);
}
