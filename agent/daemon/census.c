// SPDX-License-Identifier: GPL-2.0
/* Counts LMBs and processor cores by their owner; see census.h. */

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "census.h"
#include "fields.h"

/* A list that changes during each attempt is asked for again when the next job has ended */
#define TRIES	4

static void count_lmb(void *ctx, const void *object)
{
	struct pdrd_census *census = ctx;
	const struct dr_lmb *lmb = object;

	census->lmbs[lmb->usage < PDRD_USAGES ? lmb->usage : PSERIES_DR_USAGE_UNKNOWN]++;
}

static void count_core(void *ctx, const void *object)
{
	struct pdrd_census *census = ctx;
	const struct dr_drc *drc = object;

	census->cores += drc->resource == PSERIES_DR_RESOURCE_CPU;
}

static int ask_lmbs(struct pdrd_census *census, struct pdrd_nl *nl, uint16_t family)
{
	struct dr_lmb lmb;
	struct pdrd_dump dump = {
		.what = "lmb-get", .cmd = PSERIES_DR_CMD_LMB_GET, .fields = &dr_lmb_fields,
		.object = &lmb, .fn = count_lmb, .ctx = census,
	};

	memset(census->lmbs, 0, sizeof(census->lmbs));
	return pdrd_nl_dump(nl, family, &dump);
}

static int ask_cores(struct pdrd_census *census, struct pdrd_nl *nl, uint16_t family)
{
	struct dr_drc drc;
	struct pdrd_dump dump = {
		.what = "drc-get", .cmd = PSERIES_DR_CMD_DRC_GET, .fields = &dr_drc_fields,
		.object = &drc, .fn = count_core, .ctx = census,
	};

	census->cores = 0;
	return pdrd_nl_dump(nl, family, &dump);
}

/* The device tree has a node for each core that Linux has, and caches beside them */
static uint32_t find_cores(void)
{
	char path[NAME_MAX + 32];
	struct dirent *entry;
	uint32_t count = 0;
	DIR *folder;

	folder = opendir(PDRD_CORES);
	if (!folder)
		return 0;
	while ((entry = readdir(folder))) {
		snprintf(path, sizeof(path), "%s/ibm,my-drc-index", entry->d_name);
		count += !faccessat(dirfd(folder), path, F_OK, 0);
	}
	closedir(folder);
	return count;
}

void pdrd_census_take(struct pdrd_census *census, struct pdrd_nl *nl, uint16_t family)
{
	int tries = TRIES, ret;

	do {
		ret = ask_lmbs(census, nl, family);
		if (!ret)
			ret = ask_cores(census, nl, family);
	} while (ret == -EINTR && --tries);
	census->known = !ret;
	census->cores_used = find_cores();
	/* A core may come or go meanwhile */
	if (census->cores_used > census->cores)
		census->cores_used = census->cores;
}
