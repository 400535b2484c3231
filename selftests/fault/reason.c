// SPDX-License-Identifier: GPL-2.0
/* Whether a job says why it failed, and what is not as wanted, where Linux tells. */
#include "end.h"

/* The first call whose failure stayed is that of the fault, where Linux made it. */
static const struct record *fault_of_linux(const struct end *end)
{
	const struct pdr_fault *fault = &end->outcome->fault;
	const struct script *script = &end->world->script;
	u32 i, calls = end->world->rolling_back_at ?: script->calls;

	for (i = 0; i < min(calls, SCRIPT_LOG); i++) {
		const struct record *record = &script->log[i];

		if (record->kind > CALL_CONFIGURE && record->kind < CALL_PUBLISH &&
		    record->result == fault->error && !record->other &&
		    unit_now(end, record->unit)->drc_index == fault->drc_index)
			return record;
	}
	return NULL;
}

static bool is_of_linux(const struct pdr_fault *fault)
{
	switch (fault->step) {
	case PSERIES_DR_STEP_OFFLINE:
	case PSERIES_DR_STEP_ONLINE:
	case PSERIES_DR_STEP_DETACH:
	case PSERIES_DR_STEP_ATTACH:
	case PSERIES_DR_STEP_CHECK:
	case PSERIES_DR_STEP_UNBIND:
	case PSERIES_DR_STEP_BIND:
	case PSERIES_DR_STEP_POWER:
		return fault->call == PDR_FW_ANY;
	default:
		return false;
	}
}

/* A job that is told to stop stops before a step, not because of it. */
static bool was_stopped(const struct end *end)
{
	const struct script *script = &end->world->script;
	u32 i;

	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].kind == CALL_STOP && script->log[i].result)
			return true;
	return end->outcome->reason == PSERIES_DR_REASON_ANSWERED;
}

/* Said by an operation that worked, as the last word on that unit. */
static bool is_said(const struct end *end, u32 from)
{
	const struct script *script = &end->world->script;
	u32 i;

	for (i = from; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].reason && !script->log[i].result)
			return true;
	return false;
}

/* A call that failed has said it for good only where no later one worked in its place. */
static bool is_said_at_all(const struct end *end, u32 from)
{
	const struct script *script = &end->world->script;
	bool failed = !is_done(end) && end->outcome->undo_failed;
	u32 i;

	for (i = from; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].reason == end->outcome->reason &&
		    (failed || !script->log[i].result))
			return true;
	return false;
}

/* The engine's own reasons have no number: a platform gave nodes that Linux may not have. */
static bool is_of_engine(const struct pdr_outcome *outcome)
{
	return outcome->reason == PSERIES_DR_REASON_ANSWERED ||
	       (outcome->reason == PSERIES_DR_REASON_MALFORMED &&
		outcome->fault.step == PSERIES_DR_STEP_CONFIGURE &&
		outcome->fault.call == PDR_FW_CONFIGURE && outcome->fault.error == -EIO);
}

/* Of a job that failed by something else, what the undo left otherwise. */
static const char *check_left(const struct end *end, u32 from)
{
	u8 reason = end->outcome->reason;

	if (is_of_engine(end->outcome))
		return NULL;
	if (reason && !is_said_at_all(end, from))
		return "a reason is given that nobody gave";
	/* of several candidates only those that were moved count */
	return !reason && end->job->exact && is_said(end, from) ?
	       "what is not as wanted is not said" : NULL;
}

const char *end_check_reason(const struct end *end)
{
	const struct pdr_outcome *outcome = end->outcome;
	const struct record *fault;

	if (outcome->reason && !is_of_engine(outcome) &&
	    outcome->reason_value != REASON_VALUE)
		return "a reason has lost its number";
	if (is_done(end))
		return check_left(end, 0);
	if (!is_of_linux(&outcome->fault) || was_stopped(end))
		return check_left(end, end->world->rolling_back_at);
	fault = fault_of_linux(end);
	return !fault || fault->reason == outcome->reason ||
	       (!fault->reason && !check_left(end, end->world->rolling_back_at)) ?
	       NULL : "the reason is not that of the failure";
}

static bool host_was_told(const struct end *end, u8 device)
{
	const struct model *model = &end->world->now.model;
	u8 from = end->before->model.host_event_count;

	return model_count_news(model, MODEL_MEM_UNPLUG_ERROR, device, from) ||
	       model_count_news(model, MODEL_GUEST_ERROR, device, from);
}

/*
 * Nobody knows whether an isolation that failed has worked all the same, so whether its undo
 * was a refusal; or whether the first of two calls was one, of which the second never works.
 */
static bool is_known_to_nobody(const struct end *end)
{
	const struct script *script = &end->world->script;
	u32 i;

	if (end_fails_for_ever(end, CALL_UNISOLATE, end->job->first))
		return true;

	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].kind == CALL_ISOLATE && script->log[i].result)
			return true;
	return false;
}

/*
 * Promise 6. ibm,configure-connector, by which an undo brings an LMB back, tells the host
 * as well; of any other resource only the refusal does.
 */
bool end_is_told_unseen(const struct end *end, u8 device)
{
	return end->job->resource != PSERIES_DR_RESOURCE_MEMORY &&
	       !end->outcome->refusals && !end->world->second_at &&
	       host_was_told(end, device) && !is_known_to_nobody(end);
}
