// SPDX-License-Identifier: GPL-2.0
/*
 * Finding a connector among those of all removals that wait. Includes core/parse and
 * core/engine.
 */
#include "core/engine/going.h"
#include "core/parse/search.h"

static void add_going_range(struct pdr_going *going, u32 first, u32 last)
{
	going->ranges[going->count++] = (struct pdr_going_range){ first, last };
}

void pdr_going_add(struct pdr_going *going, const struct pdr_request *request)
{
	u32 count = pdr_request_span(request);
	u32 last = request->index + count - 1;

	if (!count)
		return;
	if (last >= request->index) {
		add_going_range(going, request->index, last);
		return;
	}
	add_going_range(going, request->index, U32_MAX);
	add_going_range(going, 0, last);
}

static int compare_first(const void *one, const void *other)
{
	const struct pdr_going_range *a = one, *b = other;

	if (a->first == b->first)
		return 0;
	return a->first < b->first ? -1 : 1;
}

void pdr_going_sort(struct pdr_going *going)
{
	struct pdr_going_range *ranges = going->ranges;
	u32 i, kept = 0;

	sort(ranges, going->count, sizeof(*ranges), compare_first, NULL);
	for (i = 0; i < going->count; i++)
		if (kept && ranges[i].first <= ranges[kept - 1].last)
			ranges[kept - 1].last = max(ranges[kept - 1].last, ranges[i].last);
		else
			ranges[kept++] = ranges[i];
	going->count = kept;
}

static u32 first_of_range(const void *ranges, u32 at)
{
	return ((const struct pdr_going_range *)ranges)[at].first;
}

bool pdr_going_has(const struct pdr_going *going, u32 drc_index)
{
	u32 from = pdr_search(going->ranges, going->count, first_of_range, drc_index);

	return from && drc_index <= going->ranges[from - 1].last;
}
