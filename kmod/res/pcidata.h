/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_PCIDATA_H
#define PDR_PCIDATA_H

/*
 * The kernel's data of each PCI node: a pci_dn, which the kernel's own listener makes
 * when the node is attached, and the EEH device of that pci_dn. The kernel frees neither
 * when the node is detached.
 *
 * Includes nothing of kmod.
 */

#include <linux/of.h>

#include <asm/pci-bridge.h>

struct pci_dev;

/**
 * pdr_pcidata_of() - Get the kernel's data of a node.
 * @node: the node
 *
 * Context: a worker of PCI.
 * Return: its pci_dn, or NULL if it is no PCI node.
 */
static inline struct pci_dn *pdr_pcidata_of(const struct device_node *node)
{
	return PCI_DN(node);
}

/* Begin and end to count the functions that Linux makes of each pci_dn. */
int pdr_pcidata_init(void);
void pdr_pcidata_exit(void);

/**
 * pdr_pcidata_note() - Note that the kernel has just made the data of a node.
 * @node: attached; Linux may have made one function of it
 *
 * Context: a worker, with pci_lock_rescan_remove() since the data were made.
 */
void pdr_pcidata_note(struct device_node *node);

/**
 * pdr_pcidata_forget() - Free the kernel's data of a node.
 * @node: detached
 * @function: the function that Linux had for it, removed, and held by the caller; or NULL
 *
 * A function that somebody refers to reads its pci_dn when it is released, maybe long after
 * its node is gone, and frees it then if it is marked. So the pci_dn is marked if this is the
 * only function that Linux ever made of it, and freed if Linux made none. In all other cases
 * it stays, as it does on the stock kernel.
 *
 * Context: a worker, with pci_lock_rescan_remove().
 */
void pdr_pcidata_forget(struct device_node *node, const struct pci_dev *function);

#endif /* PDR_PCIDATA_H */
