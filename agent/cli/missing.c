// SPDX-License-Identifier: GPL-2.0
/*
 * Finding the missing connector of a request, and the cause; see missing.h.
 *
 * One errno stands for four causes: there is no such connector, it is of another kind, nothing is
 * plugged there, or the guest does not have it. The remedy differs.
 */
#include <errno.h>
#include <stdio.h>

#include "describe.h"
#include "missing.h"
#include "pdr_names.h"

#define SENSE_PRESENT	1

static const char *find_word(uint32_t resource)
{
	return resource == PSERIES_DR_RESOURCE_MEMORY ? "mem" : pdr_resource_name(resource);
}

static void say_kind(const struct dr_drc *drc, const struct dr_job *job)
{
	const char *action = job->action == PSERIES_DR_ACTION_ADD ? "add" : "remove";

	fprintf(stderr, "pdrctl: 0x%08x (%s) is no %s connector: try 'pdrctl %s %s'\n", drc->index,
		drc->name, find_word(job->resource), action, find_word(drc->resource));
}

static void say_absent(const struct dr_drc *drc, const struct dr_job *job)
{
	if (job->action == PSERIES_DR_ACTION_ADD)
		fprintf(stderr, "pdrctl: nothing is plugged at 0x%08x (%s): plug it on the host\n",
			drc->index, drc->name);
	else
		fprintf(stderr, "pdrctl: this guest does not have 0x%08x (%s)\n", drc->index,
			drc->name);
}

/* Explain one connector; false if nothing is wrong with it as far as can be seen */
static bool explain_one(struct dr_client *client, const struct dr_job *job, uint32_t index)
{
	struct dr_drc drc = { 0 };
	int err = dr_client_drc(client, index, &drc);
	bool present = drc.sense == SENSE_PRESENT;

	if (err == -ENODEV)
		fprintf(stderr, "pdrctl: there is no connector 0x%08x; see 'pdrctl list drc'\n",
			index);
	else if (!err && drc.resource != job->resource)
		say_kind(&drc, job);
	else if (!err && !present && (dr_has(&drc, PSERIES_DR_A_DRC_SENSE) || drc.sense_status))
		say_absent(&drc, job);
	else
		return false;
	return true;
}

/* The first connector of a range that is not there is the one to name */
static bool explain_range(struct dr_client *client, const struct dr_job *job)
{
	struct dr_drc drc;
	uint32_t i;

	for (i = 0; i < job->count; i++)
		if (dr_client_drc(client, job->index + i, &drc) == -ENODEV)
			return explain_one(client, job, job->index + i);
	return false;
}

void ctl_missing_explain(struct dr_client *client, const struct dr_job *job)
{
	bool told = false;

	if (job->identifier == PSERIES_DR_IDENTIFIER_INDEXED_COUNT)
		told = explain_range(client, job);
	else if (job->identifier == PSERIES_DR_IDENTIFIER_INDEX)
		told = explain_one(client, job, job->index);
	if (!told)
		fprintf(stderr, "pdrctl: %s\n", ctl_status_advice(CTL_NOT_FOUND));
}
