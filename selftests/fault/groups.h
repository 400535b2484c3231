/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_FAULT_GROUPS_H
#define PDR_FAULT_GROUPS_H

/* The words that groups are written in. */

#include "scenario.h"

#define MEMORY		.resource = PSERIES_DR_RESOURCE_MEMORY
#define CORE		.resource = PSERIES_DR_RESOURCE_CPU
#define PMEM		.resource = PSERIES_DR_RESOURCE_PMEM
#define PHB		.resource = PSERIES_DR_RESOURCE_PHB
#define FUNCTION	.resource = PSERIES_DR_RESOURCE_PCI
#define ADD		.action = PSERIES_DR_ACTION_ADD
#define REMOVE		.action = PSERIES_DR_ACTION_REMOVE
#define BY_INDEX	.identifier = PSERIES_DR_IDENTIFIER_INDEX
#define BY_COUNT	.identifier = PSERIES_DR_IDENTIFIER_COUNT
#define BY_RANGE	.identifier = PSERIES_DR_IDENTIFIER_INDEXED_COUNT
#define HOST_ASKS	.asked = true
#define GUEST_WANTS	.asked = false

/* Bit masks of what to try. */
#define PARTS_1		BIT(1)
#define PARTS_2		BIT(2)
#define PARTS_3		BIT(3)
#define PARTS_4		BIT(4)
#define UNISOLATE	BIT(PSERIES_DR_REFUSE_BY_UNISOLATE)
#define CONFIGURE	BIT(PSERIES_DR_REFUSE_BY_CONFIGURE)
#define OFF		BIT(PSERIES_DR_REFUSE_BY_OFF)
#define MANUAL		BIT(0)
#define AUTOMATIC	BIT(1)

#endif /* PDR_FAULT_GROUPS_H */
