/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who uses an area of persistent memory.
 */
#ifndef PDR_PMEMUSE_H
#define PDR_PMEMUSE_H

#include <linux/types.h>

struct device_node;

/**
 * pdr_pmem_in_use - tell if somebody would lose what an area holds
 * @node: of the area
 *
 * Detaching the node unbinds its driver, also under a mounted file system.
 *
 * Context: may sleep.
 * Return: true if a block device of the area is open, by a file system or a
 * program; or if a driver has memory of it that programs map, of which no
 * module can tell whether one does.
 */
bool pdr_pmem_in_use(struct device_node *node);

#endif /* PDR_PMEMUSE_H */
