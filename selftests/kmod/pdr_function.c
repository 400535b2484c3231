// SPDX-License-Identifier: GPL-2.0
/*
 * pdr_function - a driver of QEMU's pci-testdev that keeps its function, on demand.
 *
 * While the parameter "hold" is set, the removal of a function sleeps, and the caller cannot
 * interrupt it. While "refuse" is set, no function is taken; "bound" counts those that were.
 *
 *	echo 1 >/sys/module/pdr_function/parameters/hold
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/pci.h>

#define TEST_DEVICE	0x0005

static bool function_hold;

module_param_named(hold, function_hold, bool, 0644);
MODULE_PARM_DESC(hold, "the removal of a function sleeps");

static bool function_refuse;

module_param_named(refuse, function_refuse, bool, 0644);
MODULE_PARM_DESC(refuse, "functions are not taken");

static unsigned int function_bound;

module_param_named(bound, function_bound, uint, 0444);
MODULE_PARM_DESC(bound, "functions taken so far");

static int function_probe(struct pci_dev *function, const struct pci_device_id *id)
{
	if (READ_ONCE(function_refuse))
		return -ENODEV;
	function_bound++;
	return pci_enable_device(function);
}

static void function_remove(struct pci_dev *function)
{
	while (READ_ONCE(function_hold))
		msleep(20);
	pci_disable_device(function);
}

static const struct pci_device_id function_ids[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_REDHAT, TEST_DEVICE) },
	{ }
};

static struct pci_driver function_driver = {
	.name = "pdr_function",
	.id_table = function_ids,
	.probe = function_probe,
	.remove = function_remove,
};

module_pci_driver(function_driver);

MODULE_DESCRIPTION("Holds PCI functions");
MODULE_LICENSE("GPL");
