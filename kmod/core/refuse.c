// SPDX-License-Identifier: GPL-2.0
/* Refusing connectors, with a plan and without. */
#include "refuse.h"

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

/* What gives no sense may be anything; what does not exist is nothing. */
static u32 sense(const struct pdr_platform *platform, u32 drc_index)
{
	struct pdr_fault fault;
	u32 value;

	switch (pdr_drc_sense_surely(platform, drc_index, &value, &fault)) {
	case 0:
		return value;
	case -ENODEV:
		return PDR_SENSE_EMPTY;
	default:
		return PDR_SENSE_UNUSABLE;
	}
}

static bool is_any_unusable(const struct pdr_platform *platform, u32 first,
			    u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (sense(platform, first + i) == PDR_SENSE_UNUSABLE)
			return true;
	return false;
}

u32 pdr_refuse_range(const struct pdr_platform *platform,
		     const struct pdr_request *request, u32 limit,
		     bool *unfinished)
{
	u32 count = min(range_length(request), limit);
	struct pdr_refusal refusal = {
		/* Linux has it as far as anybody knows here */
		.attached = true,
	};
	u32 i, told = 0, failed = 0;

	*unfinished = is_any_unusable(platform, request->index, count);
	if (*unfinished)
		return 0;
	for (i = 0; i < count; i++) {
		refusal.drc_index = request->index + i;
		if (sense(platform, refusal.drc_index) == PDR_SENSE_EMPTY)
			continue;
		if (pdr_refuse_connector(platform, &refusal))
			failed++;
		else
			told++;
	}
	*unfinished = failed && !told;
	return told;
}
