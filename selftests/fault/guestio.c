// SPDX-License-Identifier: GPL-2.0
/* Linux: what has a driver, users and power, and the nodes of a bridge. */
#include "guest.h"

static bool has_bridge(const struct world *world)
{
	return world->job.resource == PSERIES_DR_RESOURCE_PHB ||
	       world->job.resource == PSERIES_DR_RESOURCE_PCI;
}

static bool is_removal(const struct world *world)
{
	return world->job.action == PSERIES_DR_ACTION_REMOVE;
}

static bool is_bound(const struct world *world, u8 unit)
{
	return world->now.units[unit].zone[0] != PART_OFFLINE;
}

static void bind_unit(struct world *world, u8 unit)
{
	struct unit *is = &world->now.units[unit];

	if (is->attached && !is->driverless)
		is->zone[0] = PART_MOVABLE;
}

static bool is_touch(u8 kind)
{
	switch (kind) {
	case CALL_UNBIND:
	case CALL_DETACH:
	case CALL_ISOLATE:
	case CALL_RELEASE:
		return true;
	default:
		return false;
	}
}

static bool was_called(const struct world *world, u8 kind, u8 unit)
{
	const struct script *script = &world->script;
	u32 i;

	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (script->log[i].kind == kind && script->log[i].unit == unit &&
		    !script->log[i].result)
			return true;
	return false;
}

int guest_check(void *context, struct pdr_target *target)
{
	struct world *world = context;
	const struct script *script = &world->script;
	u8 unit = guest_unit_of(target);
	bool used = world->now.units[unit].used;
	u32 i;

	for (i = 0; i < min(script->calls, SCRIPT_LOG); i++)
		if (is_touch(script->log[i].kind))
			world_complain(world, unit,
				       "users were looked for too late");
	return guest_try(world, CALL_CHECK, target, used ? -EBUSY : 0);
}

/* A function that is gone has no user that could keep it. */
static bool may_have_users(const struct world *world, u8 unit)
{
	return world_is_member(world, unit) &&
	       world->now.units[unit].attached &&
	       world->now.model.drcs[unit].dev &&
	       (unit == BRIDGE || world->now.model.drcs[BRIDGE].dev);
}

static void expect_no_users(struct world *world)
{
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++)
		if (may_have_users(world, unit) &&
		    !was_called(world, CALL_CHECK, unit))
			world_complain(world, unit,
				       "a driver was taken from its users");
}

/* The functions below a bridge go before it. */
static bool is_any_below(const struct world *world, u8 unit,
			 bool (*is)(const struct world *world, u8 unit))
{
	u8 below;

	for (below = 0; unit == BRIDGE && below < FUNCTIONS; below++)
		if (is(world, below))
			return true;
	return false;
}

int guest_unbind(void *context, struct pdr_target *target)
{
	struct world *world = context;
	u8 unit = guest_unit_of(target), below;
	int error = guest_call(world, CALL_UNBIND, target, 0);

	if (error)
		return error;
	if (!world->now.units[unit].attached)
		world_complain(world, unit, "what is not there was unbound");
	if (is_removal(world)) {
		expect_no_users(world);
		if (is_any_below(world, unit, is_bound))
			world_complain(world, unit,
				       "a bridge was unbound before what is below");
	}
	world->now.units[unit].zone[0] = PART_OFFLINE;
	for (below = 0; unit == BRIDGE && below < FUNCTIONS; below++)
		world->now.units[below].zone[0] = PART_OFFLINE;
	return 0;
}

/* A scan of a bridge finds all that has a node below it. */
int guest_bind(void *context, struct pdr_target *target)
{
	struct world *world = context;
	u8 unit = guest_unit_of(target), below;
	bool orphan = guest_has_no_parent(world, unit) ||
		      (unit != BRIDGE && !is_bound(world, BRIDGE));
	int error = guest_try(world, CALL_BIND, target, orphan ? -ENODEV : 0);

	if (error)
		return error;
	if (!world->now.units[unit].attached)
		world_complain(world, unit, "what is not there was bound");
	bind_unit(world, unit);
	for (below = 0; unit == BRIDGE && below < FUNCTIONS; below++)
		bind_unit(world, below);
	return 0;
}

/* Power is switched before a connector is unisolated, and after it is isolated. */
int guest_power(void *context, struct pdr_target *target, bool on)
{
	struct world *world = context;
	u8 unit = guest_unit_of(target);
	struct unit *is = &world->now.units[unit];
	int error = guest_call(world, CALL_POWER, target, on);

	if (!world->held)
		world_complain(world, unit, "power was switched and not held");
	if (error)
		return error;
	if (!is->powered)
		world_complain(world, unit, "power was switched that cannot be");
	if (!on && world->now.model.drcs[unit].dev &&
	    world->now.model.drcs[unit].state != MODEL_PHYSICAL_POWERON)
		world_complain(world, unit, "what is in use was left without power");
	is->power = on;
	return 0;
}

bool guest_has_no_parent(const struct world *world, u8 unit)
{
	return has_bridge(world) && unit != BRIDGE &&
	       !world->now.units[BRIDGE].attached;
}

static bool world_has_unit(const struct world *world, u8 unit)
{
	return world->now.units[unit].attached;
}

void guest_check_tree(struct world *world, u8 unit)
{
	if (has_bridge(world) && is_removal(world) &&
	    is_any_below(world, unit, world_has_unit))
		world_complain(world, unit,
			       "a bridge was detached before what is below");
}

static void set_attached(struct world *world, u8 unit, bool attached)
{
	struct unit *is = &world->now.units[unit];

	is->attached = attached;
	is->published = attached;
	is->zone[0] = PART_OFFLINE;
	model_set_mapped(&world->now.model, is->drc_index, attached);
}

void guest_attach_below(struct world *world)
{
	u8 unit;

	for (unit = 0; world->job.resource == PSERIES_DR_RESOURCE_PHB &&
	     unit < FUNCTIONS; unit++)
		if (world->now.units[unit].drc_index &&
		    world->now.model.drcs[unit].dev)
			set_attached(world, unit, true);
}

/* Nothing is below what is not there. */
void guest_detach_below(struct world *world)
{
	u8 unit;

	for (unit = 0; has_bridge(world) && unit < FUNCTIONS; unit++)
		if (world->now.units[unit].attached &&
		    !world->now.units[BRIDGE].attached)
			set_attached(world, unit, false);
}
