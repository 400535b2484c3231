// SPDX-License-Identifier: GPL-2.0
/* Numbers the calls, and makes one fail where the script says so; see script.h. */

#include "script.h"

#include <core/engine/drcstate.h>

static const char *const kind_names[] = {
	[CALL_SENSE] = "sense", [CALL_ISOLATE] = "isolate",
	[CALL_UNISOLATE] = "unisolate", [CALL_RELEASE] = "release",
	[CALL_ACQUIRE] = "acquire", [CALL_CONFIGURE] = "configure",
	[CALL_OFFLINE] = "offline", [CALL_ONLINE] = "online",
	[CALL_DETACH] = "detach", [CALL_ATTACH] = "attach",
	[CALL_CHECK] = "check", [CALL_UNBIND] = "unbind",
	[CALL_BIND] = "bind", [CALL_POWER] = "power",
	[CALL_PUBLISH] = "publish", [CALL_WRITE] = "write",
	[CALL_REREAD] = "reread",
	[CALL_STOP] = "stop?",
};

void script_clear(struct script *script)
{
	unsigned int i;

	for (i = 0; i < SCRIPT_POINTS; i++)
		script->points[i].at = 0;
	script->starve = false;
	script_begin(script);
}

void script_begin(struct script *script)
{
	unsigned int i;

	for (i = 0; i < SCRIPT_POINTS; i++) {
		script->held[i].left = 0;
		script->held[i].answer = false;
	}
	script->reached = 0;
	script->calls = 0;
}

const struct way *script_call(struct script *script, u8 kind, u8 unit, u8 part)
{
	unsigned int i = script->reached;

	if (script->calls < SCRIPT_LOG)
		script->log[script->calls] = (struct record){
			.kind = kind, .unit = unit, .part = part,
			.other = script->other,
		};
	script->calls++;
	if (i == SCRIPT_POINTS || script->points[i].at != script->calls)
		return NULL;
	script->reached++;
	if (script->starve)
		pdr_env_memory_end();
	return script->points[i].way;
}

struct held *script_held(struct script *script, u8 kind, u8 unit)
{
	unsigned int i;

	for (i = 0; i < script->reached; i++) {
		struct held *held = &script->held[i];

		if (held->kind == kind && (held->unit == unit || held->everywhere) &&
		    (held->left || held->answer))
			return held;
	}
	return NULL;
}

struct held *script_hold(struct script *script, u8 kind, u8 unit,
			 const struct way *way)
{
	struct held *held = &script->held[script->reached - 1];

	held->kind = kind;
	held->unit = unit;
	held->value = way->value;
	held->left = way->mode == WAY_ALWAYS ? U32_MAX : way->times;
	held->answer = way->mode == WAY_BUSY_DONE;
	held->everywhere = way->mode == WAY_ALWAYS && way->times == EVERYWHERE;
	return held;
}

s32 script_result(struct script *script, s32 result, bool forced)
{
	if (script->calls <= SCRIPT_LOG) {
		script->log[script->calls - 1].result = result;
		script->log[script->calls - 1].forced = forced;
	}
	return result;
}

void script_sensed(struct script *script, u32 sense)
{
	if (script->calls <= SCRIPT_LOG)
		script->log[script->calls - 1].sense = sense;
}

bool script_says_given(const struct record *record)
{
	return !record->result &&
	       (record->kind == CALL_RELEASE ||
		(record->kind == CALL_SENSE && record->sense == PDR_SENSE_UNUSABLE));
}

bool script_knows_given(const struct script *script)
{
	u32 i;

	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (script_says_given(&script->log[i]))
			return true;
	return false;
}

static const char *const clock_sentences[] = {
	[CLOCK_OF_DELAYS] = "",
	[CLOCK_OF_CALLS] = "    each call takes a while\n",
	[CLOCK_STILL] = "    the clock stands still\n",
};

static void print_way(const struct way *way)
{
	static const char *const sentences[] = {
		[WAY_FAIL] = "does nothing and gives %d",
		[WAY_AFTER] = "works, but gives %d",
		[WAY_ALWAYS] = "does nothing and gives %d, for ever",
		[WAY_LASTING] = "does nothing and gives %d, and again %u times",
		[WAY_BUSY] = "first gives %d, %u times",
		[WAY_BUSY_DONE] = "works, but first gives %d, %u times",
		[WAY_GARBLE] = "has its work area damaged (%d)",
		[WAY_DEL] = "comes after a device_del of the host",
		[WAY_MIGRATE] = "comes after a migration",
		[WAY_RACE] = "comes after somebody else has written, %d and %u times",
		[WAY_RESET] = "is never made: the machine is reset",
		[WAY_KEXEC] = "is never made: another kernel is booted",
		[WAY_ANSWER] = "takes so long that the job is answered meanwhile",
		[WAY_SECOND] = "comes after a device_del of the host, which is answered meanwhile",
		[WAY_OVERTAKEN] = "is followed by an answer before the next firmware call",
	};

	printf(sentences[way->mode], way->value, way->times);
	if (way->mode == WAY_ALWAYS && way->times == EVERYWHERE)
		printf(", and to all");
}

/* Being asked to stop is not worth a line each time. */
static bool is_worth_it(const struct record *record)
{
	return record->kind != CALL_STOP || record->result || record->forced;
}

static bool is_same(const struct record *a, const struct record *b)
{
	return a->kind == b->kind && a->unit == b->unit && a->part == b->part &&
	       a->result == b->result && a->sense == b->sense &&
	       a->forced == b->forced;
}

static void print_record(const struct record *record, unsigned int times)
{
	printf("      %s", kind_names[record->kind]);
	if (record->unit != 0xff)
		printf(" %u", record->unit);
	if (record->kind == CALL_OFFLINE || record->kind == CALL_ONLINE ||
	    record->kind == CALL_POWER)
		printf(".%u", record->part);
	if (record->result)
		printf(" = %d", record->result);
	else if (record->kind == CALL_SENSE || record->sense)
		printf(" (%u)", record->sense);
	if (times > 1)
		printf(", %u times", times);
	printf("%s%s\n", record->forced ? " *" : "",
	       record->other ? " (in the place of the job)" : "");
}

static void print_log(const struct record *log, unsigned int calls)
{
	unsigned int i, times = 0;

	for (i = 0; i < calls; i++) {
		times++;
		if (i + 1 < calls && is_same(&log[i], &log[i + 1]))
			continue;
		if (is_worth_it(&log[i]))
			print_record(&log[i], times);
		times = 0;
	}
}

void script_print(const struct script *script)
{
	unsigned int i;

	fputs(clock_sentences[script->clock], stdout);
	for (i = 0; i < SCRIPT_POINTS && script->points[i].at; i++) {
		printf("    call %u ", script->points[i].at);
		print_way(script->points[i].way);
		printf("%s\n", script->starve ?
		       ", and there is no memory from then on" : "");
	}
	print_log(script->log, min(script->calls, SCRIPT_LOG));
	printf("      (%u calls in all)\n", script->calls);
}
