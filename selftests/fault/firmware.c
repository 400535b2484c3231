// SPDX-License-Identifier: GPL-2.0
/* Passes the RTAS calls of the core to the model, and judges each; see firmware.h. */

#include "firmware.h"
#include "world.h"
#include "lib/workarea.h"

#include <core/parse/ccwork.h>
#include <core/parse/fwstatus.h>

/* Ten calls that are answered busy as long as anybody bears with it. */
#define CALLS_MAX	(10 * PDR_BUSY_LIMIT_MS)

/* Status of sense in a slot without power. */
#define NEEDS_POWER	(-9001)

/* Real addresses of pages that are none. */
#define FIRST_PAGE	0x00010000
#define PAGE_BYTES	4096

/**
 * struct question - a call on its way
 * @kind: enum call_kind
 * @unit: number of the unit
 * @drc_index: the connector
 * @sense: where the sense goes, or NULL
 * @area: the work area, or NULL
 * @page: a page more, or 0
 */
struct question {
	unsigned int kind;
	unsigned int unit;
	u32 drc_index;
	u32 *sense;
	u8 *area;
	u32 page;
};

static bool is_given_in_part(const struct world *world,
			     const struct model_device *device)
{
	unsigned int i;

	for (i = device->first; i < device->first + device->count; i++)
		if (world->now.model.drcs[i].state == MODEL_UNUSABLE)
			return true;
	return false;
}

/* Calls that tell the platform that the guest keeps a range of which it has a part. */
static void check_refusal(struct world *world, u8 unit)
{
	const struct model_device *device =
		model_device_of(&world->now.model, unit);

	if (world->job.resource == PSERIES_DR_RESOURCE_MEMORY && device &&
	    device->pending && is_given_in_part(world, device))
		world_complain(world, unit,
			       "a range given in part was refused");
}

/*
 * A request of the host for a thing that the guest is about to give belongs to the
 * next job. A guest that was about to say that it keeps the thing cannot know that.
 */
static void check_wanted(struct world *world, u8 unit)
{
	if (world->job.resource == PSERIES_DR_RESOURCE_MEMORY &&
	    world->job.action == PSERIES_DR_ACTION_REMOVE && !world->job.asked &&
	    world->asked_at && world->script.calls > world->asked_at &&
	    !world->script.other &&
	    !world->rolling_back_at && !world->now.units[unit].attached &&
	    world->now.model.drcs[unit].state == MODEL_CONFIGURED &&
	    world_is_wanted(world, unit))
		world_complain(world, unit,
			       "what the host asked for meanwhile was refused");
}

/* A function beside it stays for now. */
static bool is_any_attached(const struct world *world)
{
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++)
		if (world_is_member(world, unit) &&
		    world_place(&world->job, unit) != PDR_PLACE_BESIDE &&
		    world->now.units[unit].attached)
			return true;
	return false;
}

static void check_isolate(struct world *world, u8 unit)
{
	if (world->now.units[unit].attached)
		world_complain(world, unit, "what Linux has was isolated");
	if (world->job.action == PSERIES_DR_ACTION_REMOVE && world->job.asked &&
	    world->job.exact && is_any_attached(world))
		world_complain(world, unit,
			       "a connector was isolated before all were detached");
}

/* A reserved connector is only ever refused. */
static void check_reserved(struct world *world, const struct question *question)
{
	bool refuses = (world->job.asked || world->script.other) &&
		       (question->kind == CALL_SENSE ||
			question->kind == CALL_UNISOLATE ||
			(question->kind == CALL_CONFIGURE &&
			 world->refuse_by == PSERIES_DR_REFUSE_BY_CONFIGURE));

	if (world->now.units[question->unit].reserved && !refuses)
		world_complain(world, question->unit,
			       "what is reserved was touched");
}

/* A change of a connector keeps others from it meanwhile. */
static void check_held(struct world *world, const struct question *question)
{
	if (question->kind != CALL_SENSE && !world->held && !world->script.other)
		world_complain(world, question->unit,
			       "a connector was changed and not held");
}

static bool is_without_power(const struct world *world, u8 unit)
{
	return unit != NO_UNIT && world->now.units[unit].powered &&
	       !world->now.units[unit].power;
}

static void check_power(struct world *world, const struct question *question)
{
	if (question->kind == CALL_UNISOLATE &&
	    is_without_power(world, question->unit))
		world_complain(world, question->unit,
			       "a slot was unisolated without power");
}

static void check_question(struct world *world, const struct question *question)
{
	if (question->unit == NO_UNIT)
		return;
	check_power(world, question);
	check_reserved(world, question);
	check_held(world, question);
	switch (question->kind) {
	case CALL_UNISOLATE:
		check_wanted(world, question->unit);
		check_refusal(world, question->unit);
		break;
	case CALL_CONFIGURE:
		check_refusal(world, question->unit);
		break;
	case CALL_ISOLATE:
		check_isolate(world, question->unit);
		break;
	case CALL_RELEASE:
		if (world->now.units[question->unit].attached)
			world_complain(world, question->unit,
				       "what Linux has was released");
		break;
	}
}

static int ask_model(struct world *world, const struct question *question)
{
	static const struct {
		u32 indicator;
		u32 value;
	} settings[] = {
		[CALL_ISOLATE] = { PDR_ISOLATION_STATE, 0 },
		[CALL_UNISOLATE] = { PDR_ISOLATION_STATE, 1 },
		[CALL_RELEASE] = { PDR_ALLOCATION_STATE, 0 },
		[CALL_ACQUIRE] = { PDR_ALLOCATION_STATE, 1 },
	};
	struct model *model = &world->now.model;

	check_question(world, question);
	if (question->kind == CALL_SENSE &&
	    is_without_power(world, question->unit))
		return NEEDS_POWER;
	if (question->kind == CALL_SENSE)
		return model_sense(model, PDR_DR_ENTITY_SENSE,
				   question->drc_index, question->sense);
	if (question->kind == CALL_CONFIGURE)
		return model_configure(model, question->area, question->page);
	return model_set_indicator(model, settings[question->kind].indicator,
				   question->drc_index,
				   settings[question->kind].value);
}

static int garble(u8 *area, s32 how, int status)
{
	static const int statuses[] = {
		[GARBLE_SIBLING] = WORKAREA_SIBLING,
		[GARBLE_CHILD] = WORKAREA_CHILD,
		[GARBLE_PARENT] = WORKAREA_PARENT,
		[GARBLE_MEMORY] = WORKAREA_MORE_MEMORY,
	};

	switch (how) {
	case GARBLE_NAME_BEFORE:
		workarea_set(area, WORKAREA_NAME, WORKAREA_OPAQUE);
		break;
	case GARBLE_NAME_BEYOND:
		workarea_set(area, WORKAREA_NAME, WORKAREA_SIZE);
		break;
	case GARBLE_NAME_ENDLESS:
		workarea_endless_name(area);
		break;
	case GARBLE_NAME_EMPTY:
		area[WORKAREA_DATA] = '\0';
		break;
	case GARBLE_NAME_SLASH:
		area[WORKAREA_DATA] = '/';
		break;
	case GARBLE_LENGTH:
		workarea_set(area, WORKAREA_LENGTH, U32_MAX);
		break;
	case GARBLE_VALUE_BEYOND:
		workarea_set(area, WORKAREA_VALUE, U32_MAX - 1);
		break;
	case GARBLE_INDEX:
		workarea_set(area, WORKAREA_INDEX, workarea_get(area, WORKAREA_INDEX) ^ 1);
		break;
	default:
		break;
	}
	/* the status itself; an end stays one */
	return status > 0 && how >= GARBLE_SIBLING ? statuses[how] : status;
}

static int busy_for_now(struct world *world, const struct question *question,
			const struct way *way)
{
	struct held *held = script_hold(&world->script, question->kind,
					question->unit, way);

	if (held->answer) {
		held->status = ask_model(world, question);
		if (question->sense)
			held->sense = *question->sense;
		if (question->area)
			memcpy(held->area, question->area, SCRIPT_AREA);
	}
	if (way->mode != WAY_ALWAYS)
		held->left--;
	return script_result(&world->script, way->value, true);
}

static int ask_wrongly(struct world *world, const struct question *question,
		       const struct way *way)
{
	int status;

	switch (way->mode) {
	case WAY_FAIL:
		return script_result(&world->script, way->value, true);
	case WAY_AFTER:
		status = ask_model(world, question);
		/* more than success is only said of a success */
		if (way->value > 0 && status)
			return script_result(&world->script, status, false);
		return script_result(&world->script, way->value, true);
	case WAY_GARBLE:
		status = ask_model(world, question);
		status = garble(question->area, way->value, status);
		return script_result(&world->script, status, true);
	default:
		return busy_for_now(world, question, way);
	}
}

static int go_on(struct world *world, const struct question *question,
		 struct held *held)
{
	if (held->left) {
		if (held->left != U32_MAX)
			held->left--;
		return script_result(&world->script, held->value, true);
	}
	held->answer = false;
	if (question->sense)
		*question->sense = held->sense;
	if (question->area)
		memcpy(question->area, held->area, SCRIPT_AREA);
	return script_result(&world->script, held->status, false);
}

static int answer_question(struct world *world, const struct question *question)
{
	const struct way *way;
	struct held *held;

	if (world->script.calls >= CALLS_MAX)
		world_complain(world, question->unit, "the job has no end");
	if (world->gone || world->script.calls >= CALLS_MAX)
		return MODEL_HW_ERROR;
	way = script_call(&world->script, question->kind, question->unit, 0);
	if (way && way->mode < WAY_DEL)
		return ask_wrongly(world, question, way);
	world_happens(world, way);
	if (world->gone)
		return MODEL_HW_ERROR;
	held = script_held(&world->script, question->kind, question->unit);
	if (held)
		return go_on(world, question, held);
	return script_result(&world->script, ask_model(world, question), false);
}

/* Time that has passed since the job began, whether the clock shows it or not. */
static u64 passed_ms(const struct world *world)
{
	u64 calls_ms = world->script.clock == CLOCK_OF_CALLS ?
		       (u64)world->script.calls * SLOW_CALL_MS : 0;

	return world->waited_ms + calls_ms;
}

/* A platform that is not waited for any longer may be asked another question. */
static void expect_a_pause(struct world *world, const struct question *question)
{
	struct busy *busy = &world->busy;

	if (!busy->now || busy->waited)
		return;
	/* an answer takes a millisecond at least of the time that there is */
	if (passed_ms(world) - busy->since_ms + busy->times < PDR_BUSY_LIMIT_MS)
		world_complain(world, question->unit,
			       "a busy platform was asked again at once");
	busy->now = false;
}

static void expect_an_end(struct world *world, const struct question *question)
{
	const struct busy *busy = &world->busy;

	if (busy->now && passed_ms(world) - busy->busy_ms > PDR_BUSY_LIMIT_MS)
		world_complain(world, question->unit,
			       "a busy platform was asked for longer than a call may take");
}

static void note_busy(struct world *world, int status)
{
	struct busy *busy = &world->busy;
	bool is_busy = pdr_fw_is_busy(status);

	if (is_busy && !busy->now)
		busy->busy_ms = passed_ms(world);
	busy->now = is_busy;
	busy->times += is_busy;
	busy->waited = false;
}

/* All calls of a refusal in the place of a job share the time of one. */
static void begin_calls(struct world *world, const struct question *question)
{
	struct busy *busy = &world->busy;
	bool shares = world->script.other && busy->other;

	*busy = (struct busy){
		.kind = question->kind, .unit = question->unit,
		.other = world->script.other,
		.since_ms = shares ? busy->since_ms : passed_ms(world),
		.times = shares ? busy->times : 0,
	};
}

static int ask_question(struct world *world, const struct question *question)
{
	const struct busy *busy = &world->busy;
	int status;

	if (busy->kind == question->kind && busy->unit == question->unit) {
		expect_a_pause(world, question);
		expect_an_end(world, question);
	} else {
		begin_calls(world, question);
	}
	status = answer_question(world, question);
	note_busy(world, status);
	return status;
}

static int firmware_sense(void *context, u32 drc_index, u32 *sense)
{
	struct world *world = context;
	struct question question = {
		.kind = CALL_SENSE,
		.unit = world_unit(context, drc_index),
		.drc_index = drc_index,
		.sense = sense,
	};
	int status;

	*sense = 0;
	status = ask_question(context, &question);
	if (world->gone)
		return status;

	/* the record has what it means */
	if (status == MODEL_LEGACY_UNUSABLE) {
		script_result(&world->script, 0, false);
		script_sensed(&world->script, PDR_SENSE_UNUSABLE);
		return status;
	}
	script_sensed(&world->script, *sense);
	return status;
}

static int firmware_set_indicator(void *context, u32 indicator, u32 drc_index,
				  u32 value)
{
	struct question question = {
		.unit = world_unit(context, drc_index),
		.drc_index = drc_index,
	};

	if (indicator == PDR_ISOLATION_STATE)
		question.kind = value ? CALL_UNISOLATE : CALL_ISOLATE;
	else
		question.kind = value ? CALL_ACQUIRE : CALL_RELEASE;
	return ask_question(context, &question);
}

static void **page_at(struct world *world, u32 page)
{
	u32 number = (page - FIRST_PAGE) / PAGE_BYTES;

	if (number < PAGES && world->pages[number])
		return &world->pages[number];
	world_complain(world, NO_UNIT, "a page is none that was got");
	return NULL;
}

static int firmware_configure(void *context, u8 *area, u32 page)
{
	u32 drc_index = workarea_get(area, WORKAREA_INDEX);
	struct question question = {
		.kind = CALL_CONFIGURE,
		.unit = world_unit(context, drc_index),
		.drc_index = drc_index,
		.area = area,
		.page = page,
	};

	if (page && page != FIRMWARE_KEPT_PAGE)
		page_at(context, page);
	return ask_question(context, &question);
}

static u32 firmware_page_get(void *context)
{
	struct world *world = context;
	u32 i;

	for (i = 0; i < PAGES; i++) {
		if (world->pages[i])
			continue;
		world->pages[i] = pdr_alloc(1);
		return world->pages[i] ? FIRST_PAGE + i * PAGE_BYTES : 0;
	}
	world_complain(context, NO_UNIT, "more pages than any connector needs");
	return 0;
}

static void firmware_page_put(void *context, u32 page, bool keeps)
{
	void **at = page_at(context, page);
	struct world *world = context;

	if (keeps != world->busy.now)
		world_complain(world, NO_UNIT, keeps ?
			       "a page was left to a platform that had ended" :
			       "a page was freed that the platform still writes to");
	if (at) {
		pdr_free(*at);
		*at = NULL;
	}
}

static void firmware_delay(void *context, unsigned int ms)
{
	struct world *world = context;

	world->busy.waited = true;
	if (!world->gone)
		world->waited_ms += ms;
}

static u64 firmware_now_ms(void *context)
{
	const struct world *world = context;

	return world->script.clock == CLOCK_STILL ? 0 : passed_ms(world);
}

const struct pdr_platform_ops firmware_ops = {
	.sense = firmware_sense,
	.set_indicator = firmware_set_indicator,
	.configure = firmware_configure,
	.page_get = firmware_page_get,
	.page_put = firmware_page_put,
	.delay = firmware_delay,
	.now_ms = firmware_now_ms,
};
