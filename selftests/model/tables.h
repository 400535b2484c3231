/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_MODEL_TABLES_H
#define PDR_MODEL_TABLES_H

/*
 * What the device tree says of connectors before any of them is configured.
 * Invariant: the same connectors, whichever of the two forms it takes.
 */

#include "platform.h"

/**
 * model_drc_name() - Make the name of a connector.
 * @policy: of the platform
 * @index: DRC index
 * @resource: enum pseries_dr_resource
 * @name: 32 bytes for the name
 *
 * Return: its length.
 */
unsigned int model_drc_name(const struct model_policy *policy, u32 index,
			    u8 resource, char *name);

#endif /* PDR_MODEL_TABLES_H */
