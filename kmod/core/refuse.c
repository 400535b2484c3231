// SPDX-License-Identifier: GPL-2.0
/* Refusing a range of connectors without a plan. */
#include "refuse.h"

static u32 range_length(const struct pdr_request *request)
{
	if (request->action != PSERIES_DR_ACTION_REMOVE)
		return 0;
	switch (request->identifier) {
	case PSERIES_DR_IDENTIFIER_INDEX:
		return 1;
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		return request->count;
	default:
		return 0;
	}
}

static u32 sense(const struct pdr_platform *platform, u32 drc_index)
{
	struct pdr_fault fault;
	u32 value;

	if (pdr_drc_sense(platform, drc_index, &value, &fault))
		return PDR_SENSE_EMPTY;
	return value;
}

u32 pdr_refuse_range(const struct pdr_platform *platform,
		     const struct pdr_request *request, u32 limit,
		     bool *unfinished)
{
	u32 count = min(range_length(request), limit);
	struct pdr_fault fault;
	u32 i, told = 0;

	*unfinished = false;
	for (i = 0; i < count; i++)
		if (sense(platform, request->index + i) == PDR_SENSE_UNUSABLE) {
			*unfinished = true;
			return 0;
		}
	for (i = 0; i < count; i++)
		if (sense(platform, request->index + i) == PDR_SENSE_PRESENT &&
		    !pdr_drc_set(platform, PDR_FW_UNISOLATE, request->index + i,
				 &fault))
			told++;
	return told;
}
