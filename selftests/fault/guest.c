// SPDX-License-Identifier: GPL-2.0
/* Linux: units that are attached or not, with parts that are online or not. */
#include "guest.h"

#include <core/engine/order.h>
#include <core/parse/ccwork.h>

static void say_reason(struct world *world, struct pdr_target *target, u8 reason)
{
	struct script *script = &world->script;

	if (!target)
		return;
	target->reason = reason;
	target->reason_value = REASON_VALUE;
	if (script->calls <= SCRIPT_LOG)
		script->log[script->calls - 1].reason = reason;
}

static int fail_linux_call(struct world *world, struct pdr_target *target, int error)
{
	say_reason(world, target, PSERIES_DR_REASON_VETOED);
	return script_result(&world->script, error, true);
}

/* Linux can tell a thing in use from any other failure. */
static int fail_by_itself(struct world *world, struct pdr_target *target,
			  int error)
{
	say_reason(world, target, error == -EBUSY ? PSERIES_DR_REASON_IN_USE :
					     PSERIES_DR_REASON_NONE);
	return script_result(&world->script, error, false);
}

/* Somebody asks for it as soon as the first is attached. */
static void ask_meanwhile(struct world *world, u8 kind)
{
	if (!world->asks_meanwhile || kind != CALL_ATTACH)
		return;
	world->asks_meanwhile = false;
	world_happens(world, &way_host_repeats);
}

static bool lasts(const struct way *way)
{
	return way->mode == WAY_ALWAYS || way->mode == WAY_LASTING;
}

static int fail_again(struct world *world, struct pdr_target *target,
		      struct held *held)
{
	if (held->left != U32_MAX)
		held->left--;
	return fail_linux_call(world, target, held->value);
}

static int make_linux_call(struct world *world, u8 kind, struct pdr_target *target,
			   u8 part, int own)
{
	u8 unit = target ? guest_unit_of(target) : NO_UNIT;
	struct script *script = &world->script;
	const struct way *way;
	struct held *held;
	int error = 0;

	if (world->gone)
		return -EBUSY;
	way = script_call(script, kind, unit, part);
	if (way && lasts(way))
		script_hold(script, kind, unit, way);
	if (way && (lasts(way) || way->mode == WAY_FAIL))
		return fail_linux_call(world, target, way->value);
	world_happens(world, way);
	if (world->gone)
		return -EBUSY;
	ask_meanwhile(world, kind);
	held = script_held(script, kind, unit);
	if (held)
		error = fail_again(world, target, held);
	else if (own)
		error = fail_by_itself(world, target, own);
	else if (way && way->mode == WAY_AFTER)
		say_reason(world, target, way->value);
	world_answer(world);
	return error;
}

int guest_call(struct world *world, u8 kind, struct pdr_target *target, u8 part)
{
	return make_linux_call(world, kind, target, part, 0);
}

int guest_try(struct world *world, u8 kind, struct pdr_target *target, int own)
{
	return make_linux_call(world, kind, target, 0, own);
}

/* The device tree lists a resource with a node of its own while that node is attached. */
static void follow_node(const struct world *world, struct unit *unit)
{
	if (world->job.resource != PSERIES_DR_RESOURCE_MEMORY)
		unit->published = unit->attached;
}

/*
 * A listener that hears of a unit reads the device tree at once. Where a
 * publication failed, there was nothing to be done about it.
 */
static void check_listed(struct world *world, u8 unit, bool listed)
{
	const struct script *script = &world->script;
	u32 i;

	if (world->job.resource != PSERIES_DR_RESOURCE_MEMORY ||
	    world->now.units[unit].published == listed)
		return;
	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].kind == CALL_PUBLISH && script->log[i].result)
			return;
	world_complain(world, unit, "a uevent did not find the device tree true");
}

static int guest_offline(void *context, struct pdr_target *target, u16 part,
			 u32 *was)
{
	struct world *world = context;
	struct unit *unit = &world->now.units[guest_unit_of(target)];
	int error = guest_call(world, CALL_OFFLINE, target, part);

	if (error)
		return error;
	if (!unit->attached || part >= world->parts)
		world_complain(world, guest_unit_of(target),
			       "what Linux does not have was taken offline");
	*was = unit->zone[part];
	unit->zone[part] = PART_OFFLINE;
	return 0;
}

static int guest_online(void *context, struct pdr_target *target, u16 part,
			u32 was)
{
	struct world *world = context;
	struct unit *unit = &world->now.units[guest_unit_of(target)];
	int error = guest_call(world, CALL_ONLINE, target, part);

	if (error)
		return error;
	if (!unit->attached || part >= world->parts)
		world_complain(world, guest_unit_of(target),
			       "what Linux does not have was taken online");
	unit->zone[part] = was == PDR_ONLINE_NEW ? PART_MOVABLE : was;
	return 0;
}

/* A driver that takes a node as it comes, lets go of it as it leaves. */
static bool is_online_by_itself(const struct world *world)
{
	return world->auto_online ||
	       world->job.resource == PSERIES_DR_RESOURCE_PMEM;
}

static int guest_detach(void *context, struct pdr_target *target)
{
	struct world *world = context;
	struct unit *unit = &world->now.units[guest_unit_of(target)];
	int error = guest_call(world, CALL_DETACH, target, 0);
	u8 part;

	if (error)
		return error;
	guest_check_tree(world, guest_unit_of(target));
	check_listed(world, guest_unit_of(target), false);
	if (!unit->attached)
		world_complain(world, guest_unit_of(target),
			       "what Linux does not have was detached");
	for (part = 0; part < world->parts; part++) {
		if (unit->zone[part] && !is_online_by_itself(world))
			world_complain(world, guest_unit_of(target),
				       "a unit was detached with a part online");
		unit->zone[part] = PART_OFFLINE;
	}
	unit->attached = false;
	follow_node(world, unit);
	guest_detach_below(world);
	model_set_mapped(&world->now.model, unit->drc_index, false);
	return 0;
}

/*
 * Memory must not be used behind the back of its connector; what was used so
 * when the job began, may be so again.
 */
static void check_connector(struct world *world, u8 unit)
{
	u8 state = world->now.model.drcs[unit].state;

	if (state != MODEL_CONFIGURED && state != MODEL_PHYSICAL_CONFIGURED &&
	    state != world->began[unit])
		world_complain(world, unit,
			       "Linux was given what is not configured");
}

/* The property that Linux reads of the first node; a damaged work area may lack it. */
static const char *needed_property(const struct world *world)
{
	switch (world->job.resource) {
	case PSERIES_DR_RESOURCE_MEMORY:
		return "ibm,associativity";
	case PSERIES_DR_RESOURCE_CPU:
		return "ibm,ppc-interrupt-server#s";
	case PSERIES_DR_RESOURCE_PCI:
		return "reg";
	default:
		return NULL;
	}
}

static void check_nodes(struct world *world, const struct pdr_target *target)
{
	const char *needed = needed_property(world);
	u32 len;

	if (target->tree && needed && !pdr_cc_property(target->tree, needed, &len))
		world_complain(world, guest_unit_of(target),
			       "Linux was given nodes that it may not have");
}

static int guest_attach(void *context, struct pdr_target *target)
{
	struct world *world = context;
	struct unit *unit = &world->now.units[guest_unit_of(target)];
	bool orphan = guest_has_no_parent(world, guest_unit_of(target));
	int error = guest_try(world, CALL_ATTACH, target, orphan ? -ENODEV : 0);

	if (error)
		return error;
	if (unit->attached)
		world_complain(world, guest_unit_of(target),
			       "what Linux has was attached");
	check_listed(world, guest_unit_of(target), true);
	check_connector(world, guest_unit_of(target));
	check_nodes(world, target);
	unit->attached = true;
	follow_node(world, unit);
	model_set_mapped(&world->now.model, unit->drc_index, true);
	memset(unit->zone, PART_OFFLINE, world->parts);
	if (is_online_by_itself(world) && !unit->driverless)
		memset(unit->zone, world->auto_online ? PART_KERNEL :
		       PART_MOVABLE, world->parts);
	if (target->tree)
		guest_attach_below(world);
	return 0;
}

static bool guest_has(void *context, u32 drc_index)
{
	const struct world *world = context;
	u8 unit = world_unit(world, drc_index);

	return unit != NO_UNIT && world->now.units[unit].attached;
}

static bool guest_knows(void *context, u32 drc_index)
{
	return world_unit(context, drc_index) != NO_UNIT;
}

/* The pages of what has left are now in what was to be next. */
static u32 guest_next(void *context, const struct pdr_plan *plan, u32 slot)
{
	(void)context;
	return pdr_order_may_swap(slot, plan->slots) ?
	       pdr_order_next(slot, 1, 0) : slot;
}

const struct pdr_linux_ops guest_ops = {
	.offline = guest_offline,
	.online = guest_online,
	.detach = guest_detach,
	.attach = guest_attach,
	.check = guest_check,
	.unbind = guest_unbind,
	.bind = guest_bind,
	.power = guest_power,
	.next = guest_next,
	.publish = guest_publish,
	.has = guest_has,
	.knows = guest_knows,
};
