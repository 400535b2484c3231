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

/**
 * pdr_pcidata_forget() - Free the kernel's data of a node.
 * @node: detached
 * @function: the function that Linux had for it, removed, and held by the caller; or NULL
 * @twice: Linux had another function for it, too
 *
 * If somebody else still refers to the function, its release frees the pci_dn. Of two
 * functions nobody can tell which is released last, so the pci_dn stays then.
 *
 * Context: a worker of PCI.
 */
void pdr_pcidata_forget(struct device_node *node,
			const struct pci_dev *function, bool twice);

#endif /* PDR_PCIDATA_H */
