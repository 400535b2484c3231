/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_PCIDATA_H
#define PDR_PCIDATA_H

/*
 * What the kernel keeps for each PCI node: its pci_dn, which its own listener makes
 * when a node is attached, and the EEH device of that. It frees neither when the
 * node is detached.
 */

#include <linux/of.h>

#include <asm/pci-bridge.h>

/**
 * pdr_pcidata_of() - Get what the kernel keeps for a node.
 * @node: the node
 *
 * Context: a worker of PCI.
 * Return: its pci_dn, or NULL if it is no PCI node.
 */
static inline struct pci_dn *pdr_pcidata_of(const struct device_node *node)
{
	return PCI_DN(node);
}

/**
 * pdr_pcidata_forget() - Free what the kernel keeps for a node.
 * @node: detached
 * @function: that Linux had for it, removed, and held by the caller; or NULL
 *
 * A function that somebody else still refers to frees it when it is released.
 *
 * Context: a worker of PCI.
 */
void pdr_pcidata_forget(struct device_node *node,
			const struct pci_dev *function);

#endif /* PDR_PCIDATA_H */
