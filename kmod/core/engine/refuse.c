// SPDX-License-Identifier: GPL-2.0
/* Refusing connectors, with a plan and without. */
#include "core/engine/refuse.h"

static int unisolate(const struct pdr_platform *platform, u32 drc_index)
{
	struct pdr_fault fault;

	return pdr_drc_set(platform, PDR_FW_UNISOLATE, drc_index, &fault);
}

/*
 * What Linux does not have may be isolated. To unisolate it is then a step
 * forward and no refusal: for an LMB that is the configuration which follows,
 * for any other connector to unisolate it once more.
 */
static int refuse_unused(const struct pdr_platform *platform,
			 const struct pdr_refusal *refusal)
{
	struct pdr_fault fault;
	int error = pdr_drc_reclaim(platform, refusal->drc_index, &fault);

	if (error || refusal->lmb)
		return error;
	return unisolate(platform, refusal->drc_index);
}

/* Only an LMB's connector takes configure-connector for a refusal. */
static bool is_by_configure(const struct pdr_refusal *refusal)
{
	return refusal->by_configure && refusal->lmb && refusal->attached;
}

static int refuse_once(const struct pdr_platform *platform,
		       const struct pdr_refusal *refusal)
{
	struct pdr_fault fault;

	if (!refusal->attached)
		return refuse_unused(platform, refusal);
	if (is_by_configure(refusal))
		return pdr_drc_configure(platform, refusal->drc_index, NULL,
					 &fault);
	return unisolate(platform, refusal->drc_index);
}

int pdr_refuse_connector(const struct pdr_platform *platform,
			 const struct pdr_refusal *refusal)
{
	unsigned int tries = 0;
	int error;

	do {
		error = refuse_once(platform, refusal);
	} while (pdr_drc_pause(platform, error, &tries));
	/* better in the other way than not at all */
	if (error && is_by_configure(refusal))
		error = unisolate(platform, refusal->drc_index);
	return error;
}

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

/*
 * Of what gives no sense, that Linux has it says that the platform has not; what
 * does not exist is nothing.
 */
static int sense(const struct pdr_platform *platform,
		 const struct pdr_range *range, u32 drc_index, u32 *value)
{
	struct pdr_fault fault;
	int error = pdr_drc_sense_surely(platform, drc_index, value, &fault);

	if (!error || error == -ETIMEDOUT)
		return error;
	*value = PDR_SENSE_EMPTY;
	if (error == -ENODEV)
		return 0;
	if (!range->attached(range->context, drc_index))
		return error;
	*value = PDR_SENSE_PRESENT;
	return 0;
}

static bool may_refuse(const struct pdr_platform *platform,
		       struct pdr_range *range, u32 count)
{
	u32 i, value;

	for (i = 0; i < count; i++) {
		if (sense(platform, range, range->request->index + i, &value))
			return false;
		range->in_part = value == PDR_SENSE_UNUSABLE;
		if (range->in_part)
			return false;
	}
	return true;
}

static int refuse_those(const struct pdr_platform *platform,
			struct pdr_range *range, u32 count, bool attached)
{
	struct pdr_refusal refusal = {
		.lmb = range->request->resource == PSERIES_DR_RESOURCE_MEMORY,
		.attached = attached,
		.by_configure = range->refuse_by ==
				PSERIES_DR_REFUSE_BY_CONFIGURE,
	};
	int error, last = 0;
	u32 i, value;

	for (i = 0; i < count && last != -ETIMEDOUT; i++) {
		refusal.drc_index = range->request->index + i;
		if (range->attached(range->context, refusal.drc_index) !=
		    attached)
			continue;
		error = sense(platform, range, refusal.drc_index, &value);
		if (!error && value != PDR_SENSE_PRESENT)
			continue;
		error = error ?: pdr_refuse_connector(platform, &refusal);
		last = error ?: last;
		range->told += !error;
		if (!error && !attached)
			break;
	}
	return last;
}

void pdr_refuse_range(const struct pdr_platform *platform,
		      struct pdr_range *range)
{
	u32 count = min(range_length(range->request), range->limit);
	int error;

	range->told = 0;
	range->in_part = false;
	range->unfinished = !may_refuse(platform, range, count);
	if (range->unfinished ||
	    range->refuse_by == PSERIES_DR_REFUSE_BY_OFF)
		return;
	error = refuse_those(platform, range, count, true);
	if (!range->told && range->used_only)
		range->unfinished = true;
	else if (!range->told && error != -ETIMEDOUT)
		error = refuse_those(platform, range, count, false) ?: error;
	range->unfinished |= error && !range->told;
}
