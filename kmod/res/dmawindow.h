/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PDR_DMAWINDOW_H
#define PDR_DMAWINDOW_H

/*
 * The DMA windows of a host bridge: the default one, for which the kernel makes a group, and
 * a dynamic one, which it asks the platform for when a driver wants to reach all memory, and
 * which a property describes.
 *
 * Includes nothing of kmod.
 */

#include <linux/of.h>

/**
 * pdr_dmawindow_free() - Free the kernel's group for the windows of a node.
 * @node: attached; its bus was removed, and the kernel will make a new group for it
 *
 * The kernel itself frees the group when the node is detached.
 *
 * Context: a worker, with pci_lock_rescan_remove().
 */
void pdr_dmawindow_free(struct device_node *node);

/**
 * pdr_dmawindow_hide() - Hide the dynamic window from the kernel's setup of a bus.
 * @changeset: to be given to pdr_dmawindow_show()
 * @node: of the host bridge, attached
 *
 * The kernel would take it for the default one and clear it, though it is in use: the
 * kernel still knows it, and the next driver gets it as it is.
 *
 * Context: a worker.
 * Return: 0 or a negative errno; pdr_dmawindow_show() is due in any case.
 */
int pdr_dmawindow_hide(struct of_changeset *changeset, struct device_node *node);

/**
 * pdr_dmawindow_show() - Show the dynamic window again.
 * @changeset: of pdr_dmawindow_hide()
 *
 * Context: a worker.
 */
void pdr_dmawindow_show(struct of_changeset *changeset);

/**
 * pdr_dmawindow_forget() - Remove the description of a dynamic window that is gone.
 * @node: detached, upon which the kernel has given the window back
 *
 * The kernel leaves the property in the node, and it would be wrong if the node were
 * attached again.
 *
 * Context: a worker.
 */
void pdr_dmawindow_forget(struct device_node *node);

#endif /* PDR_DMAWINDOW_H */
