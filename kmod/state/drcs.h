/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The connectors that the device tree describes, kept current.
 *
 * Connectors come and go with PCI buses. A live migration can give a node that
 * stays other connectors. Such a node is read again before the next look; other
 * nodes are not.
 */
#ifndef PDR_DRCS_H
#define PDR_DRCS_H

#include <linux/rwsem.h>

#include "core/parse/drcmap.h"
#include "core/parse/request.h"

extern struct rw_semaphore pdr_drcs_lock;

/* Read the device tree and follow it. */
int pdr_drcs_init(void);
void pdr_drcs_exit(void);

/**
 * pdr_drcs_refresh - read the nodes whose connectors changed
 *
 * Where none did, this costs nothing.
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
 * pdr_drcs_resolve_name - make a request by name one by index
 * @request: by any identifier; a request that is not by name stays as it is
 *
 * Context: may sleep. Takes pdr_drcs_lock.
 * Return: 0, or -ENODEV if no connector has the name.
 */
int pdr_drcs_resolve_name(struct pdr_request *request);

#endif /* PDR_DRCS_H */
