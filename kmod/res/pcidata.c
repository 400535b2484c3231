// SPDX-License-Identifier: GPL-2.0
/* Freeing the kernel's data of PCI nodes. Includes res. */
#include <linux/device.h>
#include <linux/notifier.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include <asm/eeh.h>

#include "res/pcidata.h"
#include "res/pciscan.h"

/* By the address of a pci_dn that was noted, how many functions Linux has made of it. */
static DEFINE_XARRAY(made);

static unsigned long key_of(const struct pci_dn *data)
{
	return (unsigned long)data;
}

void pdr_pcidata_note(struct device_node *node)
{
	const struct pci_dn *data = pdr_pcidata_of(node);
	struct pci_dev *function = pdr_pciscan_find(node);

	/* without a note the pci_dn stays for ever, which does no harm */
	if (data)
		xa_store(&made, key_of(data), xa_mk_value(function ? 1 : 0), PDR_GFP);
	pci_dev_put(function);
}

static int count_function(struct notifier_block *block, unsigned long action, void *data)
{
	const struct device *device = data;
	unsigned long key = key_of(device->archdata.pci_data);
	void *count;

	if (action != BUS_NOTIFY_ADD_DEVICE)
		return NOTIFY_DONE;
	xa_lock(&made);
	count = xa_load(&made, key);
	if (count)
		__xa_store(&made, key, xa_mk_value(xa_to_value(count) + 1), GFP_ATOMIC);
	xa_unlock(&made);
	return NOTIFY_OK;
}

static struct notifier_block function_counter = {
	.notifier_call = count_function,
};

int pdr_pcidata_init(void)
{
	return bus_register_notifier(&pci_bus_type, &function_counter);
}

void pdr_pcidata_exit(void)
{
	bus_unregister_notifier(&pci_bus_type, &function_counter);
	xa_destroy(&made);
}

/*
 * EEH still reads a device that is in a PE, for example during recovery, so do not
 * free it. But it must not read the pci_dn, which goes.
 */
static void forget_edev(struct pci_dn *data)
{
	struct eeh_dev *edev = pdn_to_eeh_dev(data);

	if (!edev)
		return;
	edev->pdn = NULL;
	if (edev->pe || edev->pdev)
		return;
	data->edev = NULL;
	kfree(edev);
}

void pdr_pcidata_forget(struct device_node *node, const struct pci_dev *function)
{
	struct pci_dn *data = pdr_pcidata_of(node);
	void *count;

	if (!data)
		return;
	forget_edev(data);
	node->data = NULL;
	count = xa_erase(&made, key_of(data));
	if (count == xa_mk_value(0))
		kfree(data);
	else if (count == xa_mk_value(1) && function)
		data->flags |= PCI_DN_FLAG_DEAD;
}
