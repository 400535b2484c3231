/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counts LMBs and processor cores by their owner. No firmware is called for it: of what Linux does
 * not use, the owner is unknown.
 */

#ifndef PDRD_CENSUS_H
#define PDRD_CENSUS_H

#include "nl.h"

/* Values of enum pseries_dr_usage */
#define PDRD_USAGES	(PSERIES_DR_USAGE_UNKNOWN + 1)

/* The nodes of the cores that Linux has. /proc/device-tree is a link to it that not all can see. */
#ifndef PDRD_CORES
#define PDRD_CORES	"/sys/firmware/devicetree/base/cpus"
#endif

/**
 * struct pdrd_census - the numbers
 * @known: they could be had
 * @lmbs: LMBs, by enum pseries_dr_usage
 * @cores: connectors of cores
 * @cores_used: those whose core Linux has
 */
struct pdrd_census {
	bool known;
	uint32_t lmbs[PDRD_USAGES];
	uint32_t cores;
	uint32_t cores_used;
};

/**
 * pdrd_census_take() - count
 * @census: result; not known if the module cannot be asked
 * @nl: transport
 * @family: message type
 */
void pdrd_census_take(struct pdrd_census *census, struct pdrd_nl *nl, uint16_t family);

#endif /* PDRD_CENSUS_H */
