/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_PCISCAN_H
#define PDR_PCISCAN_H

/*
 * The functions that Linux has of PCI nodes.
 *
 * Invariant: only functions of the nodes of the target come, and only these and
 * the functions below them go. Functions that were removed by hand stay removed.
 *
 * Includes res.
 */

#include "res/pcinode.h"

/**
 * pdr_pciscan_find() - Find the function that a node describes.
 * @node: the node
 *
 * Context: a worker.
 * Return: the function, with a reference, or NULL.
 */
struct pci_dev *pdr_pciscan_find(const struct device_node *node);

/**
 * pdr_pciscan_unbind() - Have the drivers let go, and Linux forget the functions.
 * @pcinode: nodes of a function or several
 *
 * A driver may take any time to unbind. Meanwhile only its device is locked, so other
 * tasks may scan buses and remove other devices.
 *
 * Context: a worker.
 */
void pdr_pciscan_unbind(struct pdr_pcinode *pcinode);

/**
 * pdr_pciscan_detach() - Detach the nodes of a target.
 * @target: of pdr_pcinode_plan(); its functions were removed
 *
 * Context: a worker.
 * Return: 0 or negative errno.
 */
int pdr_pciscan_detach(struct pdr_target *target);

/**
 * pdr_pciscan_bind() - Have Linux find the functions, and drivers take them.
 * @pcinode: attached nodes of a function or several; Linux may have some already
 *
 * Context: a worker.
 * Return: 0; -ENODEV if a function is not back as it was before; or -ENODEV or -ENOMEM,
 * with no function that was not there before.
 */
int pdr_pciscan_bind(struct pdr_pcinode *pcinode);

/**
 * pdr_pciscan_restore() - Bring all functions into the state in which they were unbound.
 * @pcinode: nodes whose functions Linux has found again
 *
 * Context: a worker, without pci_lock_rescan_remove().
 * Return: 0; or -ENODEV, with the functions that are not as before named in the log.
 */
int pdr_pciscan_restore(const struct pdr_pcinode *pcinode);

/**
 * pdr_pciscan_remove_all() - Have Linux forget all functions of a bus.
 * @bus: a root bus
 *
 * For functions without a node. The kernel unbinds their drivers.
 *
 * Context: a worker, with pci_lock_rescan_remove().
 */
void pdr_pciscan_remove_all(struct pci_bus *bus);

#endif /* PDR_PCISCAN_H */
