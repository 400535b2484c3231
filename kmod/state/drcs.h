/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The connectors that the device tree describes, kept current.
 *
 * Connectors come and go with PCI buses. A live migration can give a node that
 * stays other connectors. Such a node is read again before the next look; other
 * nodes are not.
 *
 * Includes core/parse.
 */
#ifndef PDR_DRCS_H
#define PDR_DRCS_H

#include <linux/rwsem.h>

#include "core/parse/drcmap.h"
#include "core/parse/request.h"

struct device_node;

extern struct rw_semaphore pdr_drcs_lock;

/* Read the device tree and follow it. */
int pdr_drcs_init(void);
void pdr_drcs_exit(void);

/**
 * pdr_drcs_refresh - read the nodes whose connectors changed
 *
 * Costs nothing if none has.
 *
 * Context: may sleep. Takes pdr_drcs_lock.
 */
void pdr_drcs_refresh(void);

/* All connectors. Context: pdr_drcs_lock held for reading. */
const struct pdr_drcmap *pdr_drcs(void);

/**
 * pdr_drcs_generation - tell if the connectors changed between two looks
 *
 * Context: any.
 * Return: another number after each change, never 0.
 */
u32 pdr_drcs_generation(void);

/* Whether any node has a connector of this DRC index. Takes pdr_drcs_lock. */
bool pdr_drcs_has(u32 drc_index);

/**
 * struct pdr_drc_place - where a connector is
 * @node: the node that describes it, with a reference
 * @resource: kind of what it holds; a slot for PCI is of that kind
 * @power_domain: as the node says
 */
struct pdr_drc_place {
	struct device_node *node;
	enum pseries_dr_resource resource;
	u32 power_domain;
};

/**
 * pdr_drcs_find - find a connector
 * @drc_index: the connector
 * @place: where it is, whose node is the caller's to put; undefined on error
 *
 * Context: may sleep. Takes pdr_drcs_lock.
 * Return: 0, or -ENODEV.
 */
int pdr_drcs_find(u32 drc_index, struct pdr_drc_place *place);

/**
 * pdr_drcs_resolve - make a request one by index and by the connector's own kind
 * @request: by any identifier. One that is not by name keeps its identifier; one
 *	of a kind other than slot and dt keeps it
 *
 * A platform may speak of a slot where it means the function that is in it. A
 * request for dt never says the kind.
 *
 * Context: may sleep. Takes pdr_drcs_lock.
 * Return: 0, or -ENODEV if no connector has the name, or the index of a request
 * that does not say the kind.
 */
int pdr_drcs_resolve(struct pdr_request *request);

#endif /* PDR_DRCS_H */
