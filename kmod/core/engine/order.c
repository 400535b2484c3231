// SPDX-License-Identifier: GPL-2.0
/* Ordering LMBs and cores for their removal. Includes core/engine. */
#include "core/engine/order.h"

/* More than the pages that any LMB can have. */
#define NOT_MOVABLE (~(U64_MAX >> 1))

u64 pdr_order_weight(u64 busy, bool movable)
{
	return movable ? busy : busy | NOT_MOVABLE;
}

u64 pdr_order_core(bool online, bool has_memory)
{
	return online ? 1 + has_memory : 0;
}

static int compare_emptiest(const void *one, const void *other)
{
	const struct pdr_order_entry *a = one, *b = other;

	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

static int compare_easiest(const void *one, const void *other)
{
	const struct pdr_order_entry *a = one, *b = other;

	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	return a->number < b->number ? 1 : -1;
}

static u32 find_lowest(const struct pdr_order_entry *entries, u32 from,
		       u32 count)
{
	u32 i, found = from;

	for (i = from; i < count; i++)
		if (entries[i].number < entries[found].number)
			found = i;
	return found;
}

static u32 find_highest(const struct pdr_order_entry *entries, u32 from,
			u32 count)
{
	u32 i, found = from;

	for (i = from; i < count; i++)
		if (entries[i].number > entries[found].number)
			found = i;
	return found;
}

static void move_entry(struct pdr_order_entry *entries, u32 from, u32 to)
{
	struct pdr_order_entry moved = entries[from];

	for (; from > to; from--)
		entries[from] = entries[from - 1];
	for (; from < to; from++)
		entries[from] = entries[from + 1];
	entries[to] = moved;
}

void pdr_order_easiest(struct pdr_order_entry *entries, u32 count)
{
	sort(entries, count, sizeof(*entries), compare_easiest, NULL);
}

void pdr_order_range(struct pdr_order_entry *entries, u32 count)
{
	if (!count)
		return;
	sort(entries, count, sizeof(*entries), compare_emptiest, NULL);
	move_entry(entries, count - 1, 0);
	if (count < PDR_ORDER_ENDS + 2)
		return;
	move_entry(entries, find_highest(entries, 1, count), 1);
	move_entry(entries, find_lowest(entries, 2, count), 2);
	move_entry(entries, find_lowest(entries, PDR_ORDER_ENDS, count),
		   count - 1);
}

void pdr_order_request(const struct pdr_request *request, bool platform_asked,
		       struct pdr_order_entry *entries, u32 count)
{
	if (request->action != PSERIES_DR_ACTION_REMOVE)
		return;
	if (platform_asked &&
	    request->identifier != PSERIES_DR_IDENTIFIER_COUNT)
		pdr_order_range(entries, count);
	else
		pdr_order_easiest(entries, count);
}

u32 pdr_order_next(u32 place, u64 weight, u64 next_weight)
{
	return next_weight < weight ? place + 1 : place;
}

bool pdr_order_may_swap(u32 place, u32 count)
{
	return place >= PDR_ORDER_ENDS && place + 1 < count && pdr_order_looks(count);
}
