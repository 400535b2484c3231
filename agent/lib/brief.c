// SPDX-License-Identifier: GPL-2.0
/* Jobs in few words; see brief.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "brief.h"
#include "pdr_names.h"
#include "text.h"

static const char *find_noun(uint32_t resource)
{
	switch (resource) {
	case PSERIES_DR_RESOURCE_CPU:
		return "CPU";
	case PSERIES_DR_RESOURCE_MEMORY:
		return "LMB";
	case PSERIES_DR_RESOURCE_PCI:
		return "PCI";
	case PSERIES_DR_RESOURCE_PHB:
		return "PHB";
	default:
		return pdr_resource_name(resource);
	}
}

/* Memory is counted in bytes, all else in pieces */
static void put_brief_amount(FILE *out, const struct dr_job *job, uint64_t lmb_size)
{
	char text[32];

	if (job->resource == PSERIES_DR_RESOURCE_MEMORY && lmb_size)
		fputs(dr_text_size(text, sizeof(text), lmb_size * job->count), out);
	else
		fprintf(out, "%u %s%s", job->count, find_noun(job->resource),
			job->count == 1 ? "" : "s");
}

static void put_brief_request(FILE *out, const struct dr_job *job, uint64_t lmb_size)
{
	fprintf(out, "%s ", pdr_action_name(job->action));
	switch (job->identifier) {
	case PSERIES_DR_IDENTIFIER_NAME:
		fprintf(out, "%s %s", find_noun(job->resource), job->name);
		break;
	case PSERIES_DR_IDENTIFIER_COUNT:
		put_brief_amount(out, job, lmb_size);
		break;
	case PSERIES_DR_IDENTIFIER_INDEXED_COUNT:
		put_brief_amount(out, job, lmb_size);
		fprintf(out, " at 0x%08x", job->index);
		break;
	default:
		fprintf(out, "%s 0x%08x", find_noun(job->resource), job->index);
	}
}

char *dr_brief_request(char *buf, size_t size, const struct dr_job *job, uint64_t lmb_size)
{
	FILE *out = fmemopen(buf, size, "w");

	buf[0] = '\0';
	if (!out)
		return buf;
	put_brief_request(out, job, lmb_size);
	fclose(out);
	buf[size - 1] = '\0';
	return buf;
}

static const char *find_brief_reason(uint32_t reason)
{
	switch (reason) {
	case PSERIES_DR_REASON_PAGES_STAY:
		return "pages stay";
	case PSERIES_DR_REASON_KERNEL_ZONE:
		return "kernel zone";
	case PSERIES_DR_REASON_BOOT_MEMORY:
		return "boot memory";
	case PSERIES_DR_REASON_NO_ROOM:
		return "memory too full";
	case PSERIES_DR_REASON_LOCK_HELD:
		return "lock is held";
	case PSERIES_DR_REASON_LAST_CPU:
		return "last CPU";
	case PSERIES_DR_REASON_DEADLINE_TASKS:
		return "deadline tasks";
	case PSERIES_DR_REASON_TICK_CPU:
		return "keeps the tick";
	case PSERIES_DR_REASON_CPU_LIMIT:
		return "nr_cpus reached";
	case PSERIES_DR_REASON_CPUSETS:
		return "cpusets differ";
	case PSERIES_DR_REASON_DISK_IN_USE:
		return "disk in use";
	case PSERIES_DR_REASON_ANSWERED:
		return "took too long";
	case PSERIES_DR_REASON_OTHER_ZONE:
		return "in another zone";
	default:
		return pdr_reason_name(reason);
	}
}

static const char *find_error(int error)
{
	switch (error) {
	case EBUSY:
		return "busy";
	case ETIMEDOUT:
		return "no progress";
	case EPERM:
		return "host keeps it";
	case ENODEV:
		return "not there";
	case ENOSPC:
		return "too few";
	case ENOMEM:
		return "no memory";
	case EIO:
		return "firmware error";
	case ECANCELED:
		return "on request";
	default:
		return NULL;
	}
}

char *dr_brief_why(char *buf, size_t size, const struct dr_job *job)
{
	bool place = dr_job_has_place(job);
	const char *words = find_error(job->error);
	char symbol[32];

	buf[0] = '\0';
	if (job->reason != PSERIES_DR_REASON_NONE)
		words = find_brief_reason(job->reason);
	if (!words && job->error)
		words = dr_text_errno(symbol, sizeof(symbol), job->error);
	if (!words)
		return buf;
	/* If there is no room for both, the cause says more than the place */
	if (!place || job->error == ECANCELED ||
	    (size_t)snprintf(buf, size, "0x%08x %s", job->drc_index, words) >= size)
		snprintf(buf, size, "%s", words);
	return buf;
}

char *dr_brief_time(char *buf, size_t size, uint64_t ns)
{
	unsigned long long tenths = (ns + 50000000) / 100000000, seconds = tenths / 10;

	if (seconds < 100)
		snprintf(buf, size, "%llu.%llus", seconds, tenths % 10);
	else if (seconds < 6000)
		snprintf(buf, size, "%llum%02llus", seconds / 60, seconds % 60);
	else
		snprintf(buf, size, "%lluh%02llum", seconds / 3600, seconds % 3600 / 60);
	return buf;
}

const char *dr_brief_by(const struct dr_job *job)
{
	switch (job->origin) {
	case PSERIES_DR_ORIGIN_PLATFORM:
		return "host";
	case PSERIES_DR_ORIGIN_NETLINK:
		return "user";
	case PSERIES_DR_ORIGIN_SYSFS:
		return "file";
	default:
		return pdr_origin_name(job->origin);
	}
}

const char *dr_brief_state(const struct dr_job *job)
{
	switch (job->state) {
	case PSERIES_DR_STATE_ROLLING_BACK:
		return "undoing";
	case PSERIES_DR_STATE_COMPLETING:
		return "committing";
	default:
		return pdr_state_name(job->state);
	}
}
