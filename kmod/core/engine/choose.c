// SPDX-License-Identifier: GPL-2.0
/* Choosing the targets of a request; see choose.h. Includes core/engine. */
#include "core/engine/choose.h"

/* Nobody can say of these which node a job would move, or what is in it. */
static u8 reason_of_node(const struct pdr_candidate *candidate)
{
	if (candidate->ambiguous)
		return PSERIES_DR_REASON_AMBIGUOUS;
	return candidate->malformed ? PSERIES_DR_REASON_MALFORMED :
				      PSERIES_DR_REASON_NONE;
}

static bool may_be_touched(const struct pdr_request *request, bool platform_asked,
			   const struct pdr_candidate *candidate)
{
	if (candidate->reserved || reason_of_node(candidate))
		return false;
	return !candidate->going ||
	       (platform_asked && request->action == PSERIES_DR_ACTION_REMOVE);
}

static bool is_in_place(const struct pdr_request *request,
			const struct pdr_candidate *candidate)
{
	return candidate->attached == (request->action == PSERIES_DR_ACTION_ADD);
}

static void take_candidate(struct pdr_choice *choice,
			   const struct pdr_candidate *candidate)
{
	choice->entries[choice->count++].number = candidate->number;
}

static int take_named(const struct pdr_request *request, bool platform_asked,
		      const struct pdr_connectors *from, u32 drc_index,
		      struct pdr_choice *choice)
{
	struct pdr_candidate candidate = { 0 };

	if (!from->ops->find(from->context, drc_index, &candidate) ||
	    candidate.resource != request->resource)
		return -ENODEV;
	if (!may_be_touched(request, platform_asked, &candidate)) {
		choice->reason = choice->reason ?: reason_of_node(&candidate);
		return -EBUSY;
	}
	take_candidate(choice, &candidate);
	return 0;
}

/* A request for what does not exist is wrong, whatever the rest of it is. */
static int choose_named(const struct pdr_request *request, bool platform_asked,
			const struct pdr_connectors *from, u32 count,
			struct pdr_choice *choice)
{
	int one, error = 0;
	u32 i;

	if (!count || count > from->most || count - 1 > U32_MAX - request->index)
		return -ENODEV;
	choice->entries = pdr_alloc_array(count, sizeof(*choice->entries));
	if (!choice->entries)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		one = take_named(request, platform_asked, from,
				 request->index + i, choice);
		if (one == -ENODEV)
			return one;
		error = error ?: one;
	}
	choice->slots = count;
	choice->exact = true;
	return error;
}

static int choose_any(const struct pdr_request *request, bool platform_asked,
		      const struct pdr_connectors *from, struct pdr_choice *choice)
{
	struct pdr_candidate candidate = { 0 };
	u64 cursor = 0;

	choice->entries = pdr_alloc_array(max(from->most, 1U), sizeof(*choice->entries));
	if (!choice->entries)
		return -ENOMEM;
	while (choice->count < from->most &&
	       from->ops->next(from->context, &cursor, &candidate)) {
		if (may_be_touched(request, platform_asked, &candidate) &&
		    !is_in_place(request, &candidate))
			take_candidate(choice, &candidate);
		candidate = (struct pdr_candidate){ 0 };
	}
	choice->slots = request->count;
	return choice->slots > choice->count ? -ENOSPC : 0;
}

static int find_entries(const struct pdr_request *request, bool platform_asked,
			const struct pdr_connectors *from, struct pdr_choice *choice)
{
	const struct pdr_resource *resource = pdr_resource_of(request->resource);

	if (!resource || !(resource->identifiers & BIT(request->identifier)))
		return -EOPNOTSUPP;
	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_INDEX:
		return choose_named(request, platform_asked, from, 1, choice);
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return choose_named(request, platform_asked, from, request->count,
				    choice);
	case PSERIES_DR_IDENTIFIER_COUNT:
		return choose_any(request, platform_asked, from, choice);
	default:
		return -EOPNOTSUPP;
	}
}

static void weigh_entries(const struct pdr_connectors *from, struct pdr_choice *choice)
{
	bool look = pdr_order_looks(choice->count);
	u32 i;

	for (i = 0; i < choice->count; i++)
		from->ops->weigh(from->context, &choice->entries[i], look);
}

int pdr_choose(const struct pdr_request *request, bool platform_asked,
	       const struct pdr_connectors *from, struct pdr_choice *choice)
{
	int error;

	memset(choice, 0, sizeof(*choice));
	error = find_entries(request, platform_asked, from, choice);
	if (error)
		return error;
	if (request->action == PSERIES_DR_ACTION_REMOVE && from->ops->weigh)
		weigh_entries(from, choice);
	pdr_order_request(request, platform_asked, choice->entries, choice->count);
	return 0;
}

static bool is_relative_taken(const struct pdr_request *request, bool platform_asked,
			      const struct pdr_relative *relative)
{
	if (request->action != PSERIES_DR_ACTION_REMOVE)
		return false;
	if (relative->place == PDR_PLACE_BELOW)
		return true;
	return relative->attached && platform_asked &&
	       pdr_resource_of(request->resource)->slotted;
}

static bool is_among(const struct pdr_relative *relatives, u32 count, u32 drc_index)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (relatives[i].drc_index == drc_index)
			return true;
	return false;
}

static void reverse_relatives(struct pdr_relative *relatives, u32 count)
{
	u32 i;

	for (i = 0; i < count / 2; i++)
		swap(relatives[i], relatives[count - 1 - i]);
}

u32 pdr_choose_relatives(const struct pdr_request *request, bool platform_asked,
			 struct pdr_relative *relatives, u32 count)
{
	u32 i, taken = 0;

	for (i = 0; i < count; i++)
		if (is_relative_taken(request, platform_asked, &relatives[i]) &&
		    !is_among(relatives, taken, relatives[i].drc_index))
			relatives[taken++] = relatives[i];
	reverse_relatives(relatives, taken);
	return taken;
}

int pdr_choice_lay(struct pdr_plan *plan, const struct pdr_choice *choice,
		   int (*add)(void *context, const struct pdr_order_entry *entry),
		   void *context)
{
	u32 i, others = plan->target_count;
	int error = 0;

	for (i = 0; i < choice->count && !error; i++)
		error = add(context, &choice->entries[i]);
	plan->exact = choice->exact;
	return error ?: pdr_plan_lay(plan, others + choice->slots);
}

void pdr_choice_free(struct pdr_choice *choice)
{
	pdr_free(choice->entries);
	choice->entries = NULL;
}
