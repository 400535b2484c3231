// SPDX-License-Identifier: GPL-2.0
/* Functions come and go in Linux. Includes res. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/device.h>
#include <linux/of.h>
#include <linux/pci.h>

#include <asm/pci-bridge.h>

#include "res/pcidata.h"
#include "res/pciscan.h"

struct pci_dev *pdr_pciscan_find(const struct device_node *node)
{
	struct device *device = bus_find_device_by_of_node(&pci_bus_type, node);

	return device ? to_pci_dev(device) : NULL;
}

/* The functions are held until their nodes are detached, see pcidata.h. */
static void hold_functions(struct pdr_pcinode *pcinode)
{
	struct pdr_function *function;
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++) {
		function = &pcinode->functions[i];
		if (function->device)
			continue;
		function->device = pdr_pciscan_find(pcinode->nodes->nodes[i]);
		pdr_pcistate_note(&function->before, function->device);
	}
}

static void release_drivers(const struct pdr_pcinode *pcinode)
{
	unsigned int i = pcinode->nodes->count;

	while (i--)
		if (pcinode->functions[i].device)
			device_release_driver(&pcinode->functions[i].device->dev);
}

static void remove_functions(const struct pdr_pcinode *pcinode)
{
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++)
		if (pdr_pcinode_is_top(pcinode, i) && pcinode->functions[i].device)
			pci_stop_and_remove_bus_device(pcinode->functions[i].device);
}

void pdr_pciscan_unbind(struct pdr_pcinode *pcinode)
{
	hold_functions(pcinode);
	release_drivers(pcinode);
	pci_lock_rescan_remove();
	remove_functions(pcinode);
	pci_unlock_rescan_remove();
}

static void remove_again(struct pdr_function *function, const struct device_node *node)
{
	struct pci_dev *again = pdr_pciscan_find(node);

	if (!again)
		return;
	pci_stop_and_remove_bus_device(again);
	if (function->device)
		pci_dev_put(again);
	else
		function->device = again;
}

/*
 * The platform still has the functions, so another task that scans the bus finds them. If
 * one stayed, or came after its node has gone, Linux would use the data of that node, which
 * are freed.
 */
int pdr_pciscan_detach(struct pdr_target *target)
{
	struct pdr_pcinode *pcinode = pdr_pcinode_of(target);
	unsigned int i;
	int error;

	pci_lock_rescan_remove();
	for (i = 0; i < pcinode->nodes->count; i++)
		remove_again(&pcinode->functions[i], pcinode->nodes->nodes[i]);
	error = pdr_pcinode_detach(target);
	pci_unlock_rescan_remove();
	return error;
}

void pdr_pciscan_remove_all(struct pci_bus *bus)
{
	struct pci_dev *function, *next;

	list_for_each_entry_safe_reverse(function, next, &bus->devices, bus_list)
		pci_stop_and_remove_bus_device(function);
}

static bool is_scanned(struct pci_bus *bus, int devfn)
{
	struct pci_dev *function = pci_get_slot(bus, devfn);

	pci_dev_put(function);
	return function;
}

static int add_function(struct pdr_pcinode *pcinode, unsigned int at,
			struct pci_bus *bus)
{
	struct device_node *node = pcinode->nodes->nodes[at];
	const struct pci_dn *data = pdr_pcidata_of(node);
	struct pci_dev *function;

	if (!pdr_pcistate_comes(&pcinode->functions[at].before))
		return 0;
	/* the kernel does not tell that it found no memory for its data */
	if (!data)
		return -ENOMEM;
	if (is_scanned(bus, data->devfn))
		return 0;
	function = of_create_pci_dev(node, bus, data->devfn);
	if (!function)
		return -ENOMEM;
	pdr_pcistate_override(&pcinode->functions[at].before, function);
	pcinode->functions[at].device = pci_dev_get(function);
	if (pci_is_bridge(function))
		of_scan_pci_bridge(function);
	return 0;
}

static void forget_functions(struct pdr_pcinode *pcinode)
{
	unsigned int i;

	for (i = 0; i < pcinode->nodes->count; i++) {
		pci_dev_put(pcinode->functions[i].device);
		pcinode->functions[i].device = NULL;
	}
}

static int add_functions(struct pdr_pcinode *pcinode, struct pci_bus *bus)
{
	unsigned int i;
	int error = 0;

	for (i = 0; i < pcinode->nodes->count && !error; i++)
		if (pdr_pcinode_is_top(pcinode, i))
			error = add_function(pcinode, i, bus);
	if (error)
		remove_functions(pcinode);
	else
		pcibios_finish_adding_to_bus(bus);
	return error;
}

int pdr_pciscan_restore(const struct pdr_pcinode *pcinode)
{
	unsigned int i;
	int error = 0;

	for (i = 0; i < pcinode->nodes->count; i++)
		if (pdr_pcistate_restore(&pcinode->functions[i].before,
					 pcinode->nodes->nodes[i]))
			error = -ENODEV;
	return error;
}

int pdr_pciscan_bind(struct pdr_pcinode *pcinode)
{
	struct pci_bus *bus;
	int error;

	forget_functions(pcinode);
	pci_lock_rescan_remove();
	bus = pci_find_bus_by_node(pcinode->parent);
	error = bus ? add_functions(pcinode, bus) : -ENODEV;
	pci_unlock_rescan_remove();
	forget_functions(pcinode);
	return error ?: pdr_pciscan_restore(pcinode);
}
