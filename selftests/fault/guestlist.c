// SPDX-License-Identifier: GPL-2.0
/* Linux: the property that lists LMBs, which others write, too. */
#include "guest.h"

/**
 * struct publication - what is published
 * @world: where
 * @named: units that the plan names, a bit for each
 * @changes: of these, those that are to be listed; afterwards, those that were
 */
struct publication {
	struct world *world;
	u16 named;
	u16 changes;
};

static struct listed read_property(const struct world *world)
{
	struct listed listed = {
		.others = world->now.others, .version = world->now.version,
	};
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++)
		if (world->now.units[unit].published)
			listed.units |= BIT(unit);
	return listed;
}

static void write_property(struct world *world, const struct listed *listed)
{
	u8 unit;

	for (unit = 0; unit < world->unit_count; unit++)
		world->now.units[unit].published = listed->units & BIT(unit);
	world->now.others = listed->others;
	world->now.version++;
}

static int list_exchange(void *context)
{
	struct publication *publication = context;
	struct listed *table = &publication->world->now.table;
	u16 was = table->units & publication->named;

	table->units = (table->units & ~publication->named) |
		       publication->changes;
	swap(was, publication->changes);
	return was != publication->changes;
}

/* They know all that they have written before, whatever became of it. */
static void let_others_write(struct world *world)
{
	if (!world->races)
		return;
	world->races--;
	world->now.others = ++world->now.made;
	world->now.version++;
}

static int list_write(void *context, bool *raced)
{
	struct publication *publication = context;
	struct world *world = publication->world;
	struct both_sides *now = &world->now;
	u32 at = world->script.calls;
	int error = guest_call(world, CALL_WRITE, NULL, 0);

	if (error)
		return error;
	let_others_write(world);
	*raced = now->version != now->table.version;
	if (*raced)
		now->theirs = read_property(world);
	if (at < SCRIPT_LOG)
		world->script.log[at].sense = *raced;
	write_property(world, &now->table);
	now->table.version = now->version;
	return 0;
}

static int list_reread(void *context)
{
	struct publication *publication = context;
	struct both_sides *now = &publication->world->now;
	int error = guest_call(publication->world, CALL_REREAD, NULL, 0);

	if (error)
		return error;
	now->table.units = now->theirs.units;
	now->table.others = now->theirs.others;
	return 0;
}

static const struct pdr_listing_ops listing_ops = {
	.exchange = list_exchange,
	.write = list_write,
	.reread = list_reread,
};

static void name_targets(struct publication *publication,
			 const struct pdr_plan *plan)
{
	u32 slot;

	for (slot = 0; slot < plan->slots; slot++) {
		u16 bit = BIT(guest_unit_of(&plan->targets[slot]));

		publication->named |= bit;
		if (plan->targets[slot].listed)
			publication->changes |= bit;
	}
}

/* Somebody else may have written since, and then all is as they wrote it. */
static void follow_property(struct world *world)
{
	if (world->now.table.version == world->now.version)
		return;
	world->now.table = read_property(world);
	world->now.listing = (struct pdr_listing){ 0 };
}

int guest_publish(void *context, struct pdr_plan *plan)
{
	struct world *world = context;
	struct publication publication = { .world = world };
	u32 at = world->script.calls;
	int error = guest_call(world, CALL_PUBLISH, NULL, 0);

	if (error)
		return error;
	follow_property(world);
	name_targets(&publication, plan);
	error = pdr_listing_publish(&world->now.listing, &listing_ops,
				    &publication);
	/* the record has the errno that the job gives */
	if (at < SCRIPT_LOG)
		world->script.log[at].result = error == -ESTALE ? -EIO : error;
	return error;
}
