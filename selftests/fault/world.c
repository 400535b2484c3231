// SPDX-License-Identifier: GPL-2.0
/* Builds a platform and a Linux, and runs jobs of the core between them; see world.h. */

#include "firmware.h"
#include "world.h"

#include <core/engine/choose.h>
#include <core/engine/lane.h>
#include <core/engine/overdue.h>
#include <core/engine/refuse.h>
#include <core/engine/retry.h>
#include <core/parse/ccwork.h>

void world_complain(struct world *world, u8 unit, const char *complaint)
{
	if (world->complaint)
		return;
	world->complaint = complaint;
	world->complaint_unit = unit;
}

u8 world_unit(const struct world *world, u32 drc_index)
{
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++)
		if (world->now.units[unit].drc_index == drc_index)
			return unit;
	return NO_UNIT;
}

static bool is_in_range(const struct job *job, u8 unit)
{
	return unit >= job->first && unit < job->first + job->count;
}

bool world_in_job(const struct world *world, u8 unit)
{
	return is_in_range(&world->job, unit);
}

u8 world_place(const struct job *job, u8 unit)
{
	if (is_in_range(job, unit))
		return PDR_PLACE_ASKED;
	return job->resource == PSERIES_DR_RESOURCE_PHB ? PDR_PLACE_BELOW :
							   PDR_PLACE_BESIDE;
}

/* It wants back all that the job is about. */
static void host_repeats(struct world *world)
{
	struct model *model = &world->now.model;
	const struct model_device *device, *last = NULL;
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++) {
		device = model_device_of(model, unit);
		if (device && device != last && world_is_member(world, unit))
			model_device_del(model, device - model->devices);
		last = device;
	}
}

void world_happens(struct world *world, const struct way *way)
{
	if (way && (way->mode == WAY_DEL || way->mode == WAY_SECOND)) {
		world->asked_at = world->script.calls;
		host_repeats(world);
	}
	if (way && (way->mode == WAY_ANSWER || way->mode == WAY_SECOND))
		world->answer_due = true;
	if (way && way->mode == WAY_SECOND)
		world->second_due = true;
	if (way && way->mode == WAY_OVERTAKEN)
		world->overtaken = true;
	if (way && way->mode == WAY_RACE)
		world->races = way->times;
	if (way && way->mode == WAY_MIGRATE)
		model_migrate(&world->now.model);
	if (way && way->mode == WAY_RESET)
		model_reset(&world->now.model);
	if (way && way->mode == WAY_KEXEC)
		world->forgotten = true;
	if (way && (way->mode == WAY_RESET || way->mode == WAY_KEXEC))
		world->gone = true;
}

static bool is_advertised(struct world *world, u8 unit)
{
	const struct model_device *device =
		model_device_of(&world->now.model, unit);

	return device && device->plugged;
}

void world_restart(struct world *world)
{
	u8 i;

	for (i = 0; i < world->unit_count; i++) {
		struct unit *unit = &world->now.units[i];

		if (!world->forgotten && !unit->reserved)
			unit->published = is_advertised(world, i);
		unit->attached = unit->published;
		unit->power |= unit->attached;
		memset(unit->zone, unit->attached && !unit->driverless ?
		       PART_KERNEL : PART_OFFLINE, world->parts);
		model_set_mapped(&world->now.model, unit->drc_index,
				 unit->attached);
	}
	world->gone = false;
	world->asks_meanwhile = false;
	/* a module that is loaded anew reads the property */
	world->now.listing = (struct pdr_listing){ 0 };
	world->now.version++;
	world->now.made = world->now.others;
}

u8 world_state(const struct world *world)
{
	u8 count = min_t(u8, world->state_count, WORLD_STATES);

	return count ? world->states[count - 1] : PSERIES_DR_STATE_QUEUED;
}

/* @forced: -ECANCELED or -ETIMEDOUT if somebody cancels, or time is up; or 0 */
static int must_world_stop(const struct world *world, s32 forced)
{
	const struct pdr_turn turn = {
		.state = world_state(world),
		.cancelled = world->cancelled || forced == -ECANCELED,
		.deadline = forced == -ETIMEDOUT ? 1 : 0,
	};

	return pdr_lane_must_stop(&turn, 2);
}

static int control_stop(void *context)
{
	struct world *world = context;
	struct script *script = &world->script;
	const struct way *way;
	struct held *held;
	int reason;

	if (world->gone)
		return -ECANCELED;
	way = script_call(script, CALL_STOP, NO_UNIT, 0);
	if (way && way->mode == WAY_ALWAYS)
		script_hold(script, CALL_STOP, NO_UNIT, way);
	world_happens(world, way);
	held = script_held(script, CALL_STOP, NO_UNIT);
	reason = script_result(script, must_world_stop(world, held ? held->value : 0), held);
	world_answer(world);
	return reason;
}

static void control_enter(void *context, u8 state)
{
	struct world *world = context;

	if (world->gone)
		return;
	if (world->state_count < WORLD_STATES)
		world->states[world->state_count] = state;
	world->state_count++;
	if (state == PSERIES_DR_STATE_ROLLING_BACK)
		world->rolling_back_at = world->script.calls;
}

static void control_advance(void *context, u8 step, u32 drc_index, u32 moved)
{
	struct world *world = context;
	u8 unit = world_unit(world, drc_index);

	if (world->gone)
		return;
	world->advances++;
	if (unit == NO_UNIT || !world_is_member(world, unit))
		world_complain(world, unit,
			       "progress was made on what is not of the job");
	if (step == PSERIES_DR_STEP_NONE || step > PSERIES_DR_STEP_POWER ||
	    moved > world->job.slots)
		world_complain(world, unit, "progress makes no sense");
}

bool world_is_wanted(const struct world *world, u8 unit)
{
	const struct model *model = &world->now.model;
	u8 device = model->drcs[unit].device;
	u16 i;

	for (i = 0; i < model->request_count; i++)
		if (model->requests[i].action == PSERIES_DR_ACTION_REMOVE &&
		    !model->requests[i].shutdown &&
		    model->requests[i].device == device)
			return true;
	return false;
}

/* Events of the platform become jobs at once; one comes after the other. */
static bool control_is_requested(void *context, u32 drc_index)
{
	struct world *world = context;

	return world_is_wanted(world, world_unit(world, drc_index));
}

/* Of two that want the firmware at once, the other one may get it first. */
static void let_overtake(struct world *world)
{
	world->answer_due |= world->overtaken;
	world->overtaken = false;
	world_answer(world);
}

static void control_hold_firmware(void *context, bool hold)
{
	struct world *world = context;

	if (hold)
		let_overtake(world);
	if (world->held == hold)
		world_complain(world, NO_UNIT, "firmware was held twice, or never");
	world->held = hold;
}

/* As far as it is, and as far as the job can know. */
static bool has_given_in_part(const struct world *world)
{
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++)
		if (world_in_job(world, unit) &&
		    world->now.model.drcs[unit].state == MODEL_UNUSABLE)
			return true;
	return world->job.in_part || world->answer.in_part ||
	       script_knows_given(&world->script);
}

/* While a job goes back that has given nothing, the platform can be answered. */
static bool keeps_word(const struct world *world)
{
	return world->job.asked && world->rolling_back_at &&
	       pdr_resource_of(world->job.resource)->refused_by &&
	       world->answer.word == PDR_ANSWER_COMMITTED && !has_given_in_part(world);
}

static void control_mark_undo(void *context, bool begins)
{
	struct world *world = context;

	if (begins && keeps_word(world))
		world_complain(world, NO_UNIT, "a job goes back and keeps the word");
	if (world->undoing == begins)
		world_complain(world, NO_UNIT, "an undo began or ended twice");
	world->undoing = begins;
	world->awaited = 0;
}

/* No platform of the model gives such a node, but a damaged work area may hold one. */
static void control_blame(void *context, u32 drc_index,
			  const struct pdr_cctree_flaw *flaw)
{
	struct world *world = context;
	u8 unit = world_unit(world, drc_index);

	if (unit == NO_UNIT || !world_is_member(world, unit) || !flaw->node)
		world_complain(world, unit, "a node is blamed that is not of the job");
}

/* Memory comes back, or the undo has waited for long enough. */
static bool control_await_memory(void *context)
{
	struct world *world = context;

	if (!world->undoing)
		world_complain(world, NO_UNIT, "memory was waited for outside of an undo");
	return ++world->awaited <= WAITS_FOR_MEMORY;
}

static const struct pdr_control_ops control_ops = {
	.stop = control_stop,
	.enter = control_enter,
	.advance = control_advance,
	.is_requested = control_is_requested,
	.hold_firmware = control_hold_firmware,
	.mark_undo = control_mark_undo,
	.blame = control_blame,
	.await_memory = control_await_memory,
};

static void make_world_request(const struct job *job, const struct world *world,
			       struct pdr_request *request)
{
	memset(request, 0, sizeof(*request));
	request->resource = job->resource;
	request->action = job->action;
	request->identifier = job->identifier;
	if (job->identifier != PSERIES_DR_IDENTIFIER_COUNT)
		request->index = world->now.units[job->first].drc_index;
	if (job->identifier != PSERIES_DR_IDENTIFIER_INDEX)
		request->count = job->slots;
}

static void fill_world_candidate(const struct world *world, u8 unit,
				 struct pdr_candidate *candidate)
{
	*candidate = (struct pdr_candidate){
		.number = unit,
		.resource = world->now.model.drcs[unit].resource,
		.attached = world->now.units[unit].attached,
		.reserved = world->now.units[unit].reserved,
	};
}

static bool find_world_unit(void *context, u32 drc_index, struct pdr_candidate *candidate)
{
	const struct world *world = context;
	u8 unit = world_unit(world, drc_index);

	if (unit != NO_UNIT)
		fill_world_candidate(world, unit, candidate);
	return unit != NO_UNIT;
}

static bool next_unit(void *context, u64 *cursor, struct pdr_candidate *candidate)
{
	const struct world *world = context;

	if (*cursor >= world->unit_count)
		return false;
	fill_world_candidate(world, (*cursor)++, candidate);
	return true;
}

static void add_world_target(const struct world *world, struct pdr_plan *plan,
			     u8 unit)
{
	const struct unit *is = &world->now.units[unit];
	struct pdr_target *target;

	target = pdr_plan_add(plan, is->drc_index, is->attached, world->parts,
			      unit);
	target->place = world_place(&world->job, unit);
	if (is->powered)
		pdr_plan_set_power(target, 0, is->power);
	target->listed = is->published;
}

/* Functions of a bridge are below it, and beside one another. */
static u32 choose_relatives(const struct world *world, struct pdr_relative *relatives)
{
	struct pdr_request request;
	u32 count = 0;
	u8 unit;

	for (unit = 0; unit < min(world->unit_count, FUNCTIONS); unit++)
		if (!world_in_job(world, unit) && world->now.units[unit].drc_index)
			relatives[count++] = (struct pdr_relative){
				.drc_index = world->now.units[unit].drc_index,
				.number = unit,
				.place = world_place(&world->job, unit),
				.attached = world->now.units[unit].attached,
			};
	make_world_request(&world->job, world, &request);
	return pdr_choose_relatives(&request, world->job.asked, relatives, count);
}

static void add_relatives(const struct world *world, struct pdr_plan *plan)
{
	struct pdr_relative relatives[FUNCTIONS];
	u32 i, count = choose_relatives(world, relatives);

	for (i = 0; i < count; i++)
		add_world_target(world, plan, relatives[i].number);
}

/* Of units that are next to one another none holds as many pages as the other. */
static void weigh_unit(void *context, struct pdr_order_entry *entry, bool look)
{
	const struct world *world = context;
	bool movable = true;
	u64 busy = 0;
	u8 part;

	for (part = 0; part < world->parts; part++) {
		u8 zone = world->now.units[entry->number].zone[part];

		movable &= zone != PART_KERNEL;
		busy += zone == PART_OFFLINE ? 0 : 1 + entry->number % 3;
	}
	entry->weight = pdr_order_weight(look ? busy : 0, movable);
}

static const struct pdr_choose_ops unit_ops = {
	.find = find_world_unit,
	.next = next_unit,
	.weigh = weigh_unit,
};

/**
 * struct planning - a plan that is being made
 * @world: where
 * @plan: the plan
 */
struct planning {
	const struct world *world;
	struct pdr_plan *plan;
};

static int add_chosen(void *context, const struct pdr_order_entry *entry)
{
	const struct planning *planning = context;

	add_world_target(planning->world, planning->plan, entry->number);
	return 0;
}

static int lay_plan(const struct world *world, const struct pdr_request *request,
		    const struct pdr_choice *choice, struct pdr_plan *plan)
{
	struct planning planning = { .world = world, .plan = plan };
	const struct job *job = &world->job;

	if (pdr_plan_init(plan, request, job->asked,
			  __builtin_popcount(world->members)))
		return -ENOMEM;
	plan->in_part = job->in_part;
	plan->own = job->own;
	add_relatives(world, plan);
	return pdr_choice_lay(plan, choice, add_chosen, &planning);
}

static int make_plan(struct world *world, struct pdr_plan *plan)
{
	const struct pdr_connectors units = {
		.ops = &unit_ops, .context = world, .most = world->unit_count,
	};
	struct pdr_request request;
	struct pdr_choice choice;
	int error;

	memset(plan, 0, sizeof(*plan));
	make_world_request(&world->job, world, &request);
	error = pdr_choose(&request, world->job.asked, &units, &choice);
	if (!error)
		error = lay_plan(world, &request, &choice, plan);
	pdr_choice_free(&choice);
	return error;
}

static void note_members(struct world *world)
{
	struct pdr_relative relatives[FUNCTIONS];
	u32 count = choose_relatives(world, relatives);
	u8 unit;

	world->members = 0;
	for (unit = 0; unit < world->unit_count; unit++)
		if (world_in_job(world, unit))
			world->members |= BIT(unit);
	while (count--)
		world->members |= BIT(relatives[count].number);
}

static void begin_job(struct world *world, const struct job *job)
{
	u8 unit;

	world->job = *job;
	note_members(world);
	for (unit = 0; unit < world->unit_count; unit++)
		world->began[unit] = world->now.model.drcs[unit].state;
	world->gone = false;
	world->state_count = 0;
	world->advances = 0;
	world->rolling_back_at = 0;
	world->races = 0;
	world->waited_ms = 0;
	world->busy = (struct busy){ 0 };
	world->asked_at = 0;
	pdr_answer_begin(&world->answer, job->in_part);
	world->answer_due = false;
	world->overtaken = false;
	world->stopped = false;
	world->answered_at = 0;
	world->second_due = false;
	world->second_at = 0;
	pdr_answer_begin(&world->second, false);
	world->held = false;
	world->kept_page = FIRMWARE_KEPT_PAGE;
	world->script.other = false;
	world->complaint = NULL;
	script_begin(&world->script);
	memset(&world->outcome, 0xee, sizeof(world->outcome));
}

static struct pdr_asked world_asked_of(const struct job *job, const struct pdr_request *request)
{
	return (struct pdr_asked){
		.request = request,
		.platform_asked = job->asked,
		.in_part = job->in_part,
	};
}

static void make_ours(struct world *world, struct pdr_world *ours)
{
	static u8 area[PDR_CC_AREA_SIZE];

	*ours = (struct pdr_world){
		.platform = {
			.ops = &firmware_ops, .context = world, .area = area,
			.page = &world->kept_page,
		},
		.linux_ops = &guest_ops,
		.control = &control_ops,
		.context = world,
		.answer = &world->answer,
		.refuse_by = world->refuse_by,
	};
}

void world_removal(const struct world *world, const struct model_device *device,
		   struct job *job)
{
	memset(job, 0, sizeof(*job));
	job->action = PSERIES_DR_ACTION_REMOVE;
	job->resource = world->now.model.drcs[device->first].resource;
	job->identifier = device->count > 1 ?
			  PSERIES_DR_IDENTIFIER_INDEXED_COUNT :
			  PSERIES_DR_IDENTIFIER_INDEX;
	job->asked = true;
	job->exact = true;
	job->first = device->first;
	job->count = device->count;
	job->slots = device->count;
}

/* The word of the job at work, for whoever refuses what waits behind it. */
static struct pdr_answer *before(struct world *world, const struct pdr_request *waiting)
{
	struct pdr_request at_work;

	make_world_request(&world->job, world, &at_work);
	return pdr_answer_may_meet(&at_work, waiting) ? &world->answer : NULL;
}

/* Somebody who never waits for Linux looks at a job, whose worker may be at another one. */
static bool answer_world_job(struct world *world, const struct job *job,
			     struct pdr_answer *answer)
{
	struct pdr_request request;
	const struct pdr_waiting waiting = {
		.request = &request, .answer = answer, .refuse_by = world->refuse_by,
		.origin = job->asked ? PSERIES_DR_ORIGIN_PLATFORM : PSERIES_DR_ORIGIN_NETLINK,
		.at_work = answer == &world->answer, .in_part = job->in_part,
	};
	struct pdr_asked asked = world_asked_of(job, &request);
	struct pdr_world ours;
	bool told;

	make_world_request(job, world, &request);
	if (pdr_overdue_judge(&waiting) != PDR_OVERDUE_ANSWER)
		return false;
	if (answer->told)
		world_complain(world, NO_UNIT, "the host was answered twice");
	make_ours(world, &ours);
	ours.answer = answer;
	if (!waiting.at_work)
		asked.before = before(world, &request);
	world->script.other = true;
	told = pdr_refuse_in_place(&ours, &asked);
	world->stopped |= pdr_answer_is_answered(&world->answer);
	world->script.other = false;
	return told;
}

/* A request that was answered has no job. */
static void answer_second(struct world *world)
{
	struct model *model = &world->now.model;
	struct job job;
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++) {
		if (!world_is_member(world, unit) || !world_is_wanted(world, unit))
			continue;
		world_removal(world, model_device_of(model, unit), &job);
		if (answer_world_job(world, &job, &world->second)) {
			model_take_removal(model, model->drcs[unit].device);
			world->second_at = world->script.calls;
		}
		return;
	}
}

void world_answer(struct world *world)
{
	if (!world->answer_due || world->gone || world->held)
		return;
	world->answer_due = false;
	if (answer_world_job(world, &world->job, &world->answer))
		world->answered_at = world->script.calls;
	else if (world->second_due)
		answer_second(world);
	else
		return;
	world->answer_due = world->second_due && !world->second.told;
}

static void run_without_plan(struct world *world, const struct pdr_world *ours,
			     int error)
{
	struct pdr_request request;
	struct pdr_asked asked;

	make_world_request(&world->job, world, &request);
	asked = world_asked_of(&world->job, &request);
	world->outcome.reason = PSERIES_DR_REASON_NONE;
	world->outcome.reason_value = 0;
	pdr_exec_fail(ours, &asked, error, &world->outcome);
}

static void note_lost(struct world *world, const struct pdr_plan *plan)
{
	u32 slot;

	world->lost = 0;
	for (slot = 0; slot < plan->slots; slot++)
		if (pdr_plan_is_lost(plan, &plan->targets[slot]))
			world->lost |= BIT(world_unit(world, plan->targets[slot].drc_index));
}

static void run_by_plan(struct world *world, const struct pdr_world *ours,
			unsigned long fail_alloc)
{
	struct pdr_plan plan;
	int error;

	pdr_env_memory_reset(fail_alloc);
	error = make_plan(world, &plan);
	if (error) {
		world->job.planless = true;
		run_without_plan(world, ours, error);
	} else {
		pdr_exec_run(ours, &plan, &world->outcome);
		note_lost(world, &plan);
	}
	world->allocations = pdr_env_memory.made;
	pdr_env_memory_reset(0);
	pdr_plan_free(&plan);
}

/* The answerer may look at a job that has come to its end, before that is noted. */
static void check_no_answer(struct world *world)
{
	unsigned int calls = world->script.calls;

	if (!world->gone && answer_world_job(world, &world->job, &world->answer))
		world_complain(world, NO_UNIT, "a job was answered after its end");
	world->script.calls = calls;
}

void world_run(struct world *world, const struct job *job,
	       unsigned long fail_alloc)
{
	unsigned long live = pdr_env_memory.live;
	struct pdr_world ours;

	begin_job(world, job);
	make_ours(world, &ours);
	if (job->planless)
		run_without_plan(world, &ours, -ENOMEM);
	else
		run_by_plan(world, &ours, fail_alloc);
	check_no_answer(world);
	if (pdr_env_memory.live != live)
		world_complain(world, NO_UNIT, "memory was lost");
}
